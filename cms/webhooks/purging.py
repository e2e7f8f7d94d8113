"""Tells the caches in front of the API what to drop, as soon as it is published.

Each back end of Wagtail's `WAGTAILFRONTENDCACHE` follows the log of editions by itself, and is told again until it has
taken it. Those that know only URLs are told every address that a document can be had by without further parameters; an
answer to others (`fields`, `q`, a page further on) lives on for as long as `s-maxage` says. Those that know surrogate
keys are told these, which covers all of it. What changes answers without an edition raises the state version: then all
keys are purged, and the URLs of lists.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from wagtail.contrib.frontend_cache.backends import BaseBackend
from wagtail.contrib.frontend_cache.utils import get_backends

from cms.delivery import feed
from cms.locales import TAGS
from cms.publishing import content, store
from cms.publishing.addresses import API, TYPES, api_path
from cms.publishing.models import Counter, Document, Edition, Event, Redirect
from cms.webhooks.models import Purger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from cms.delivery.feed import Entry

logger = logging.getLogger(__name__)
_wagtails = logging.getLogger("wagtail.frontendcache")

_BATCH = 200
_LEASE_S = 600
_TIMEOUT_S = 10
_LONGEST_WAIT_S = 300
#: As many as Fastly takes in one request.
_KEYS_AT_ONCE = 256
#: What every publish changes.
_ALWAYS = (f"{API}/", f"{API}/locales/", f"{API}/changes/", "/sitemap.xml")
#: The key of the change feed, whose pages have no other.
_FEED = "changes"


class SurrogateKeyBackend(BaseBackend):
    """Purges by `Surrogate-Key`, as Fastly does, with one POST to `LOCATION`; `HEADERS` hold what it asks for.

    URLs need no purging then: every answer carries the keys of all that it was made from.
    """

    def __init__(self, params: Mapping[str, Any]) -> None:
        super().__init__(params)
        self._location = params["LOCATION"]
        self._headers = dict(params.get("HEADERS", {}))

    def purge(self, url: str) -> None:
        """Nothing to do: the keys of its answer are purged."""

    def purge_keys(self, keys: Sequence[str]) -> None:
        for first in range(0, len(keys), _KEYS_AT_ONCE):
            headers = {**self._headers, "Surrogate-Key": " ".join(keys[first : first + _KEYS_AT_ONCE])}
            request = Request(self._location, method="POST", headers=headers)  # noqa: S310 -- from the settings
            try:
                with urlopen(request, timeout=_TIMEOUT_S):  # noqa: S310 -- from the settings
                    pass
            except OSError as error:  # all of urllib's errors are among these
                _wagtails.error("Couldn't purge by surrogate key: %s", error)


@dataclass(frozen=True)
class Purge:
    """What one cache has to drop, and how far it knows the log after that."""

    name: str
    lease: UUID
    urls: tuple[str, ...]
    keys: tuple[str, ...]
    position: int
    state_version: int


def claim() -> list[Purge]:
    """For each cache that is behind; nobody else tells it anything meanwhile."""
    names = list(settings.WAGTAILFRONTENDCACHE)
    if not names:
        return []
    now = timezone.now()
    counter = Counter.objects.filter(name=store.COUNTER).first() or Counter(name=store.COUNTER)
    purgers = _purgers(names, counter)
    behind = [row for row in purgers if (row.position, row.state_version) != (counter.sequence, counter.state_version)]
    return [_purge(row, counter, lease) for row in behind if (lease := _leased(row, now))]


def send(purge: Purge) -> str:
    """Why it failed; "" if it did not. Wagtail's back ends only log what fails, so their log is listened to."""
    backend = get_backends(backends=[purge.name])[purge.name]
    with _listening() as errors:
        if hasattr(backend, "purge_keys"):
            backend.purge_keys(list(purge.keys))
        elif backend.invalidates_hostname(settings.PUBLIC_ORIGIN.partition("://")[2]):
            backend.purge_batch(list(purge.urls))
    return errors[0] if errors else ""


def record(purge: Purge, failure: str) -> None:
    own = Purger.objects.filter(pk=purge.name, lease=purge.lease)
    if not failure:
        own.update(
            position=purge.position,
            state_version=purge.state_version,
            failures=0,
            due_at=None,
            lease=None,
            leased_until=None,
        )
        return
    logger.warning("The cache %s was not purged; it is tried again: %s", purge.name, failure)
    for row in own:
        wait_s = min(2**row.failures, _LONGEST_WAIT_S) if row.failures < 16 else _LONGEST_WAIT_S
        due_at = timezone.now() + timedelta(seconds=wait_s)
        own.update(failures=F("failures") + 1, due_at=due_at, lease=None, leased_until=None)


def _purgers(names: Sequence[str], counter: Counter) -> list[Purger]:
    """One that is new begins at the end of the log: it has nothing yet."""
    rows = list(Purger.objects.filter(pk__in=names))
    missing = [
        Purger(name=name, position=counter.sequence, state_version=counter.state_version)
        for name in names
        if name not in {row.name for row in rows}
    ]
    if missing:
        Purger.objects.bulk_create(missing, ignore_conflicts=True)
    return rows


def _leased(row: Purger, now: datetime) -> UUID | None:
    """None if it is not its turn, or another worker is at it."""
    lease = uuid4()
    free = Purger.objects.filter(Q(leased_until=None) | Q(leased_until__lt=now), Q(due_at=None) | Q(due_at__lte=now))
    # Another worker may have told it meanwhile.
    unmoved = free.filter(pk=row.pk, position=row.position, state_version=row.state_version)
    return lease if unmoved.update(lease=lease, leased_until=now + timedelta(seconds=_LEASE_S)) else None


def _purge(row: Purger, counter: Counter, lease: UUID) -> Purge:
    entries = [entry for entry in feed.read_after(row.position, limit=_BATCH) if entry.sequence <= counter.sequence]
    is_last = not entries or entries[-1].sequence == counter.sequence
    publishes = {(entry.content_id, entry.occurred_at) for entry in entries}
    # Each publish raises the state version once; what raised it besides has left no trace in the log. Counted short
    # (two publishes of one page in a second, a batch that is not the last), more is purged than needs to be.
    is_all = is_last and counter.state_version - row.state_version != len(publishes)
    types = TYPES if is_all else sorted({entry.type for entry in entries})
    ids = sorted({str(UUID(entry.content_id)) for entry in entries})
    return Purge(
        name=row.name,
        lease=lease,
        urls=tuple(f"{settings.PUBLIC_ORIGIN}{path}" for path in _paths(entries, types)),
        keys=(*ids, *types, _FEED),
        position=counter.sequence if is_last else entries[-1].sequence,
        state_version=counter.state_version if is_last else row.state_version,
    )


def _paths(entries: Sequence[Entry], types: Iterable[str]) -> list[str]:
    lists = [api_path(type_, "").replace("//", "/") for type_ in types]
    found = [*_ALWAYS, *_in_each_locale(lists)]
    of_content = {UUID(entry.content_id): entry.type for entry in entries}
    keys = _keys(of_content, entries)
    sections = _sections(list(of_content))
    for content_id, type_ in of_content.items():
        paths = [api_path(type_, quote(key, safe="")) for key in sorted(keys[content_id])]
        parts = [f"{path}sections/{section}/" for path in paths for section in sections.get(content_id, ())]
        found += _in_each_locale([*paths, *parts])
    return list(dict.fromkeys(found))


def _in_each_locale(paths: Iterable[str]) -> Iterator[str]:
    """An answer in one locale may fall back to another, so all are dropped."""
    for path in paths:
        yield path
        yield from (f"{path}?locale={tag}" for tag in TAGS)


def _keys(of_content: Mapping[UUID, str], entries: Sequence[Entry]) -> dict[UUID, set[str]]:
    """All that a document can be asked for by: its id, slugs and path segments, those that it once had too."""
    keys = {content_id: {str(content_id)} for content_id in of_content}
    for entry in entries:
        keys[UUID(entry.content_id)].add(entry.slug)
    for content_id, slug, segment in Document.objects.filter(content_id__in=of_content).values_list(
        "content_id", "slug", "segment"
    ):
        keys[content_id] |= {key for key in (slug, segment) if key}
    for content_id, key in Redirect.objects.filter(content_id__in=of_content).values_list("content_id", "key"):
        keys[content_id].add(key)
    return keys


def _sections(content_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The sections of each document as it was last told."""
    newest = Edition.objects.filter(content_id__in=content_ids).exclude(event=Event.GONE).order_by("sequence")
    found: dict[UUID, list[str]] = {}
    latest = {
        (edition_id, locale): number
        for number, edition_id, locale in newest.values_list("sequence", "content_id", "locale")
    }
    for content_id, body in Edition.objects.filter(sequence__in=latest.values()).values_list("content_id", "content"):
        sections = content.decompress(body).get("sections") or []
        found.setdefault(content_id, []).extend(section["key"] for section in sections)
    return {content_id: sorted(set(keys)) for content_id, keys in found.items()}


@contextmanager
def _listening() -> Iterator[list[str]]:
    """The errors that Wagtail's back ends log in this thread."""
    errors: list[str] = []
    thread = threading.get_ident()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == thread:
                errors.append(record.getMessage())

    listener = Listener(logging.ERROR)
    _wagtails.addHandler(listener)
    try:
        yield errors
    finally:
        _wagtails.removeHandler(listener)
