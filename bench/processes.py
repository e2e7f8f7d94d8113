"""CPU time and memory of processes, of their children too, as Linux tells them in /proc."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_PARENT, _FIRST_TIME = 1, 11  # counted from the state, which follows the name in brackets


@dataclass(frozen=True)
class Memory:
    """Megabytes. Memory that several processes share counts in full in `resident`, in part in `share`."""

    resident: float
    share: float
    private: float


def cpu_s(*roots: int) -> float:
    """What these processes and all below them have used, those that have ended included."""
    statistics = _statistics()
    pids = {pid for root in roots for pid in (root, *_below(root, statistics))}
    return sum(_ticks(statistics[pid]) for pid in pids if pid in statistics) / _TICKS_PER_S


def cpu_s_alone(pid: int) -> float:
    """What this very process has used."""
    return _ticks(_parsed(Path(f"/proc/{pid}/stat").read_bytes())) / _TICKS_PER_S


def all_below(*roots: int) -> list[int]:
    """These processes and all below them, as they are now."""
    statistics = _statistics()
    return sorted({pid for root in roots for pid in (root, *_below(root, statistics))})


def cpu_ms(pids: Iterable[int]) -> float:
    """What these very processes have used, to the microsecond: ticks are too coarse for one request."""
    return sum(_clock_ns(pid) for pid in pids) / 1_000_000


def children(root: int) -> list[int]:
    return [pid for pid, fields in _statistics().items() if int(fields[_PARENT]) == root]


def memory(pid: int) -> Memory:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    private = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return Memory(kilobytes["Rss"] / 1024, kilobytes["Pss"] / 1024, private / 1024)


def _clock_ns(pid: int) -> int:
    """As clock_getcpuclockid(3) names the clock of another process; 0 for one that has ended."""
    try:
        return time.clock_gettime_ns((~pid << 3) | 2)
    except OSError:
        return 0


def _ticks(fields: list[bytes]) -> int:
    """User and system time, its own and that of the children it has waited for."""
    return sum(int(field) for field in fields[_FIRST_TIME : _FIRST_TIME + 4])


def _statistics() -> dict[int, list[bytes]]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                found[int(folder.name)] = _parsed((folder / "stat").read_bytes())
            except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
                continue
    return found


def _parsed(line: bytes) -> list[bytes]:
    return line.rpartition(b")")[2].split()


def _below(root: int, statistics: dict[int, list[bytes]]) -> list[int]:
    found = [pid for pid, fields in statistics.items() if int(fields[_PARENT]) == root]
    return found + [pid for child in found for pid in _below(child, statistics)]
