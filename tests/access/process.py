"""A process of its own that takes from a rate, or watches a key; its first line says that it is ready.

python -m tests.access.process take SUBJECT LIMIT TIMES     waits for a line, prints how many were let through
python -m tests.access.process watch SECRET                 prints when the key was refused, in seconds since 1970
"""

from __future__ import annotations

import sys
import time

import django


def take(subject: str, limit: str, times: str) -> None:
    from cms.access import rates

    _ready()
    sys.stdin.readline()
    print(sum(rates.take(subject, int(limit)).is_allowed for _ in range(int(times))), flush=True)


def watch(secret: str) -> None:
    from cms.access import keys
    from cms.access.errors import InvalidKey

    keys.reader_of(f"Bearer {secret}")
    _ready()
    while True:
        try:
            keys.reader_of(f"Bearer {secret}")
        except InvalidKey:
            print(time.time(), flush=True)
            return
        time.sleep(0.005)


def _ready() -> None:
    print("ready", flush=True)


if __name__ == "__main__":
    django.setup()
    act, *arguments = sys.argv[1:]
    take(*arguments) if act == "take" else watch(*arguments)
