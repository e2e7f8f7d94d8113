"""Keeps what the set-up of a test has written, so that the next test that begins alike has it at once.

The first call in a process is a real one, whose statements are noted. A later call with the same arguments, in a test
that has made the same calls in the same order and written nothing else, runs these statements again: the same rows,
made by the product. Whatever could make a difference leads to a real call: a clock that was moved, a product that was
patched, queries that are counted, a test that commits.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import time_machine
from django.conf import UserSettingsHolder, settings
from django.db import connection
from django.db.models import Model
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

Made = TypeVar("Made", bound=Model)

#: Fixtures of a test that has things done otherwise, or looks at how they are done: for it everything really happens.
WATCHING = frozenset({"monkeypatch", "caplog", "capsys", "capfd", "mailoutbox", "recwarn"})
#: The tests of a module run in a row, and they are those that begin alike.
_MOST_RECORDS = 256
_NO_WRITES = ("SELECT", "SAVEPOINT", "RELEASE")
_BEGINNING = 0


@dataclass
class Record:
    """What one call has written, and where to find what it returned.

    `number` is the record's own: who builds on it names its ids, which are others when the call is recorded again.
    """

    number: int = field(default_factory=count(_BEGINNING + 1).__next__)
    statements: list[tuple[str, Any]] = field(default_factory=list)
    on_commit: list[tuple[Callable[[], Any], bool]] = field(default_factory=list)
    was_taken_back: bool = False
    made: tuple[type[Model], Any] | None = None


class _Process:
    records: OrderedDict[Hashable, Record] = OrderedDict()
    recording: Record | None = None
    is_off = False
    is_putting_back = False


class NotComparable(Exception):
    """Nobody can say whether this argument is the same as that of another test."""


def kept(make: Callable[..., Any]) -> Callable[..., Any]:
    """For a function that makes rows from what its arguments say, and returns one of them as it is stored."""

    @wraps(make)
    def get(*args: Any, **kwargs: Any) -> Any:
        test = _test()
        if test is None:
            return make(*args, **kwargs)
        try:
            key = (test.history, get_language(), _changed_settings(), _name(make), _same(args), _same(kwargs))
        except NotComparable:
            return make(*args, **kwargs)
        known = _Process.records.get(key)
        if known is not None:
            _Process.records.move_to_end(key)
            test.history = known.number
            return put_back(known)
        fresh, made = note(make, *args, **kwargs)
        if fresh.was_taken_back or not isinstance(made, Model):
            test.history = None
            return made
        _keep(key, fresh)
        test.history = fresh.number
        return made

    return get


@contextmanager
def nothing() -> Iterator[None]:
    """Inside, every call is a real one."""
    before, _Process.is_off = _Process.is_off, True
    try:
        yield
    finally:
        _Process.is_off = before


def watch(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Sees each statement on its way to the database: a wrapper as Django's `execute_wrapper` takes it."""
    if _Process.is_putting_back or sql.startswith(_NO_WRITES):
        return execute(sql, params, many, context)
    if many:
        params = list(params)
    result = execute(sql, params, many, context)
    record = _Process.recording
    if record is None:
        _forget_history()
    elif sql.startswith("ROLLBACK"):
        record.was_taken_back = True
    else:
        record.statements += [(sql, row) for row in params] if many else [(sql, params)]
    return result


def _test() -> Any:
    """The transaction of the running test; None where a call has to be a real one.

    Its `history` is the number of the last record, and None from the first write on that was not noted.
    """
    if _Process.is_off or _Process.recording:
        return None
    if connection.force_debug_cursor or len(connection.execute_wrappers) > 1 or time_machine.traveller_stack:
        return None
    blocks: list[Any] = connection.atomic_blocks
    if len(blocks) != 1 or not blocks[0]._from_testcase:
        return None
    test = blocks[0]
    test.__dict__.setdefault("history", _BEGINNING)
    return None if test.history is None else test


def _forget_history() -> None:
    blocks: list[Any] = connection.atomic_blocks
    if blocks:
        blocks[0].history = None


def _name(make: Callable[..., Any]) -> str:
    return f"{make.__module__}.{make.__qualname__}"


def _changed_settings() -> Hashable:
    changed, layer = [], settings._wrapped
    while isinstance(layer, UserSettingsHolder):
        changed.append(_same({name: value for name, value in vars(layer).items() if name.isupper()}))
        layer = layer.default_settings
    return tuple(changed)


def _same(value: Any) -> Hashable:
    """Equal for what is the same in two tests that have begun alike."""
    if isinstance(value, Model):
        return (value._meta.label, value.pk)
    if isinstance(value, dict):
        return tuple((key, _same(item)) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return (type(value), *map(_same, value))
    if value is None or isinstance(value, (str, int, float, date, UUID)):
        return (type(value), value)
    raise NotComparable(value)


def note(make: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[Record, Any]:
    """Makes it, and notes what is written."""
    numbers = _numbers_given() if connection.vendor == "postgresql" else {}
    hooks: list[Any] = connection.run_on_commit
    known = len(hooks)
    record = _Process.recording = Record()
    try:
        made = make(*args, **kwargs)
    except BaseException:
        _forget_history()
        raise
    finally:
        _Process.recording = None
    record.on_commit = [(function, robust) for _, function, robust in hooks[known:]]
    record.made = (type(made), made.pk) if isinstance(made, Model) else None
    if connection.vendor == "postgresql":
        record.statements = [(_as_one(numbers, record.statements), None)]
    return record, made


def put_back(record: Record) -> Any:
    """Writes it again, where what was there before is there again, and reads what was returned."""
    _Process.is_putting_back = True
    try:
        with connection.cursor() as cursor:
            for sql, params in record.statements:
                cursor.execute(sql, params)
    finally:
        _Process.is_putting_back = False
    hooks: list[Any] = connection.run_on_commit
    hooks += [(set(connection.savepoint_ids), function, robust) for function, robust in record.on_commit]
    model, pk = record.made or (None, None)
    return model._default_manager.get(pk=pk) if model else None


def _keep(key: Hashable, record: Record) -> None:
    _Process.records[key] = record
    while len(_Process.records) > _MOST_RECORDS:
        _Process.records.popitem(last=False)


def _numbers_given() -> dict[str, int | None]:
    """The last number that each sequence has given: a rollback does not take it back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences")
        return dict(cursor.fetchall())


def _as_one(before: dict[str, int | None], statements: list[tuple[str, Any]]) -> str:
    """All that was written, to be sent at once, after the sequences that it counts with are where they were."""
    counted = [name for name, number in _numbers_given().items() if before[name] != number]
    resets = [f"SELECT setval('{name}', {before[name] or 1}, {before[name] is not None})" for name in counted]
    operations: Any = connection.ops
    writes = [str(sql) if params is None else operations.compose_sql(sql, params) for sql, params in statements]
    return ";\n".join([*resets, *writes])
