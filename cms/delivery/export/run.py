"""Makes an export: all of it, or what has changed since the last one."""

from __future__ import annotations

import hashlib
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings
from tqdm import tqdm

from cms.delivery import feed as live_feed
from cms.delivery.errors import FeedReset, InvalidCursor
from cms.delivery.export import asking, layout, nginx, pages
from cms.delivery.export.building import Build
from cms.delivery.export.errors import LogReset
from cms.delivery.export.listings import Listing
from cms.delivery.export.objects import Objects
from cms.delivery.export.pages import Feed
from cms.delivery.export.releases import State, Tree
from cms.locales import CONTENT_LOCALES, TAGS
from cms.publishing import content, store
from cms.publishing.addresses import API
from cms.publishing.models import Answer, Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from uuid import UUID

#: What was published while a run went on is exported in the same run, but not for ever.
_MOST_ROUNDS = 20

#: Where more than so many of a hundred contents have changed, looking at all of them at once takes less time.
_FULL_FROM_PERCENT = 30

_FEW = 50


@dataclass
class Report:
    """What a run did. `is_written` is False where nothing had changed."""

    is_written: bool = False
    is_full: bool = False
    reason: str = ""
    contents: int = 0
    items: int = 0
    left_out: int = 0
    rounds: int = 0
    seconds: float = 0.0
    name: str = ""
    phases: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timing(self, phase: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.phases[phase] = self.phases.get(phase, 0.0) + time.perf_counter() - began


@dataclass(frozen=True)
class Changes:
    """The contents that may be told otherwise now, by type, and the cursor up to which that is known."""

    types: dict[UUID, str]
    cursor: str


def export(root: Path, *, full: bool = False, live: str = "", served: Callable[[Report], None] | None = None) -> Report:
    """Writes what has changed, or everything where `full` is asked for or needed. `live` is the address of a server
    that the web server may pass on to what is no file. `served` is told as soon as the new release is served: dropping
    what nobody needs any more may take longer than all else.

    Raises ExportFailed, OSError.
    """
    began = time.perf_counter()
    tree = Tree(root.absolute())
    with tree.locked(), asking.quiet():
        tree.tidy()
        report = _export(tree, full=full, live=live)
        report.seconds = time.perf_counter() - began
        if served is not None:
            served(report)
        if report.is_written:
            tree.drop_old()
    return report


def _export(tree: Tree, *, full: bool, live: str) -> Report:
    state = State.read(tree.current) if tree.current else None
    now = State(settings=_settings(live), state_version=store.state_version() or 0, sequence=store.sequence())
    try:
        reason = _reason_for_full(state, now, full=full)
        if state is None or reason:
            return _write(tree, State() if reason == _RESET else state or State(), now, None, live, reason)
        changes = _changes_since(state.cursor)
        if not changes.types and now.state_version == state.state_version:
            return Report(name=state.name)
        return _write(tree, state, now, changes, live, "")
    except (LogReset, FeedReset, InvalidCursor):
        return _write(tree, State(name=state.name if state else ""), now, None, live, _RESET)


_RESET = "the log of changes begins anew"


def _reason_for_full(state: State | None, now: State, *, full: bool) -> str:
    """Empty for none."""
    if full:
        return "it was asked for"
    if state is None:
        return "there was none before"
    return "settings or the program have changed" if state.settings != now.settings else ""


def _write(tree: Tree, before: State, now: State, changes: Changes | None, live: str, reason: str) -> Report:
    report = Report(is_written=True, reason=reason)
    with tree.writing(), Objects(tree.root, now=time.time()) as objects:
        old = tree.current
        build = Build(tree, old if before.number else None, tree.begin(), objects)
        with report.timing("change feed"):
            now.feed = _write_feed(build, before)
        with report.timing("documents"):
            _write_documents(build, before, now, changes, report)
        with report.timing("lists and other pages"):
            _write_pages(build, before, now, report)
        nginx.write(build.new, root=tree.root, live=live)
        with report.timing("the disk"):
            objects.finish()
            now.replaced, now.replaced_shelves = build.replaced, build.replaced_shelves
            now.previous = old.name if old else ""
            now.number = _number(old)
            now.name = report.name = f"{now.sequence}-{now.number}"
            now.made_at = datetime.now(UTC).isoformat(timespec="seconds")
            now.is_full = report.is_full
            tree.switch(build.new, now)
        report.items, report.left_out = objects.written.items, build.left_out
    return report


def _number(old: Path | None) -> int:
    return int(old.name.rpartition("-")[2]) + 1 if old else 1


def _write_feed(build: Build, before: State) -> dict[str, Any]:
    """Before the documents, so that these are never older than what the feed tells of them."""
    feed = Feed(**before.feed)
    build.take_over(_FEED)
    if not feed.open or feed.has_long_log:
        build.add((_FEED, file) for file in feed.begin())
    else:
        build.add((_FEED, file) for file in feed.go_on())
    return asdict(feed)


_FEED = f"{layout.ANY}/changes"


def _write_documents(build: Build, before: State, now: State, changes: Changes | None, report: Report) -> None:
    now.heads = _heads()
    types = _changed(before, now, changes)
    report.is_full = types is None
    if types is None:
        for type_ in layout.COLLECTIONS:
            content_ids = _content_ids(type_)
            report.contents += len(content_ids)
            build.all_of(type_, _told(content_ids, type_))
    else:
        build.keep_shelves()
        report.contents += len(types)
        build.some(_told(types.items(), "changes"))
    now.cursor = now.feed["tail"]
    for _ in range(_MOST_ROUNDS):
        report.rounds += 1
        late = _changes_since(now.cursor)
        if not late.types:
            break
        build.some(late.types.items())
        now.cursor = late.cursor
    build.place_shelves()


def _changed(before: State, now: State, changes: Changes | None) -> dict[UUID, str] | None:
    """None for everything.

    The feed names whatever has a new edition. The stored answers are compared as well, since a rebuild may set one
    right that the log knows already, and then there is none.
    """
    if changes is None:
        return None
    types = dict(changes.types)
    differing = {key for key in {*before.heads, *now.heads} if before.heads.get(key) != now.heads.get(key)}
    missing = Document.objects.filter(content_id__in=differing - {str(key) for key in types}) if differing else ()
    types |= {row.content_id: row.type for row in missing}
    is_most = len(types) > _FEW and len(types) * 100 > len(now.heads) * _FULL_FROM_PERCENT
    return None if is_most else types


def _write_pages(build: Build, before: State, now: State, report: Report) -> None:
    build.add(pages.constant())
    build.add(pages.site())
    for type_ in layout.COLLECTIONS:
        for tag in TAGS:
            made = before.lists.get(f"{tag}/lists/{layout.COLLECTIONS[type_]}", {})
            listing = Listing(type_, tag, {} if report.is_full else made)
            if report.is_full or type_ in build.types:
                build.add_list(listing.folder, listing.pages())
                now.lists[listing.folder] = listing.made
            else:
                build.keep(listing.folder)
                now.lists[listing.folder] = made
    build.write_headers()


def _changes_since(cursor: str) -> Changes:
    """Raises FeedReset, InvalidCursor."""
    types: dict[UUID, str] = {}
    has_more = True
    while has_more:
        page = live_feed.page({"locale": None, "type": None, "limit": 500, "include": None, "cursor": cursor})
        types |= _types_of(page)
        cursor, has_more = page.next_cursor, page.has_more
    return Changes(types, cursor)


def _types_of(page: live_feed.Page) -> dict[UUID, str]:
    from uuid import UUID

    return {UUID(str(entry.content_id)): entry.type for entry in page.entries}


def _content_ids(type_: str) -> list[UUID]:
    return list(
        Document.objects.filter(type=type_).order_by("content_id").values_list("content_id", flat=True).distinct()
    )


def _heads() -> dict[str, str]:
    """Costs one pass over the stored answers without their bodies."""
    columns = (
        "content_id", "requested_locale", "etag", "last_modified", "surrogate_keys", "next_change_at", "locale",
        "slug", "segment", "name_key",
    )  # fmt: skip
    rows = Answer.objects.order_by("content_id", "requested_locale").values_list(*columns).iterator(chunk_size=2_000)
    return {
        str(content_id): hashlib.blake2b(repr(list(group)).encode(), digest_size=8).hexdigest()
        for content_id, group in groupby(rows, key=lambda row: row[0])
    }


def _settings(live: str) -> str:
    """Whatever changes answers without a publish: settings, and the program itself as far as its description tells."""
    names = ("PUBLIC_ORIGIN", "WAGTAIL_SITE_NAME", "WEB_URL_TEMPLATE", "API_CACHE")
    told = {name: getattr(settings, name) for name in names}
    described = asking.expect(f"{API}/openapi.json").headers["ETag"]
    return content.digest_of(
        [told, described, live, nginx.digest(), [locale.reading_order for locale in CONTENT_LOCALES]]
    )


def _told(things: Iterable[Any], what: str) -> Iterable[Any]:
    """With a bar, if a person is looking and it takes more than a moment."""
    return tqdm(list(things), desc=what, unit="", file=sys.stderr, disable=None, leave=False, delay=1)
