"""What content says in each locale as it may go out now: the source from what is published,
the others from their releases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from cms.locales import BY_TAG, SOURCE, TAGS
from cms.translation import current, drafts, snapshots, staleness
from cms.translation.models import Release
from cms.translation.outlook import AS_IT_IS

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from cms.translation.outlook import Outlook
    from cms.translation.snapshots import Snapshot

#: Whether a locale may not go out though it is released, by the content, the tag and its current release, if any.
Withheld: TypeAlias = "Callable[[Any, str, Release | None], bool]"

#: What the feed says of content and of locales whose time is over.
EXPIRED = "expired"


class Texts:
    """The released texts of several content objects, read with one query for the releases of all but the whole ones.

    Nothing here falls back on its own: `of` gives one locale's text or None, `nearest` says which locale stands in.
    """

    def __init__(
        self,
        contents: Iterable[Any],
        *,
        whole: Iterable[Any] = (),
        rows: Mapping[UUID, Mapping[str, Sequence[Any]]] | None = None,
        hidden: Container[UUID] = frozenset(),
        withheld: Withheld | None = None,
        outlook: Outlook = AS_IT_IS,
    ) -> None:
        """Content in `hidden` is treated as not published, a locale of which `withheld` is true as taken back.

        Of content in `whole` everything is read, of the others only the head: no streams, and of their child rows those
        in `rows`.
        """
        self._hidden = hidden
        self._withheld = withheld
        self._rows = rows or {}
        self._whole = {content.content_id for content in whole}
        self._releases: dict[UUID, dict[str, Release]] = {key: dict(known) for key, known in outlook.releases.items()}
        self._waiting: list[Release] = []
        for content in whole:
            if content.content_id not in outlook.releases:
                self._take(current.releases_of(content))
        self._read_heads({content.content_id for content in contents} - self._whole - outlook.releases.keys())
        self._cache: dict[tuple[UUID, str], Snapshot | None] = {}

    def of(self, content: Any, locale: str) -> Snapshot | None:
        """The locale's own text; None where it may not go out."""
        key = (content.content_id, locale)
        if key not in self._cache:
            self._cache[key] = self._read(content, locale)
        return self._cache[key]

    def fields(self, content: Any, locale: str) -> Mapping[str, Any] | None:
        text = self.of(content, locale)
        return text["fields"] if text else None

    def nearest(self, content: Any, locale: str) -> tuple[str, Mapping[str, Any]] | None:
        """The first locale of the reading order that has a text, and its fields; None where nothing is out."""
        for tag in BY_TAG[locale].reading_order:
            fields = self.fields(content, tag)
            if fields is not None:
                return tag, fields
        return None

    def locales(self, content: Any) -> list[str]:
        """The locales that are out, in the order of the list."""
        return [tag for tag in TAGS if self.of(content, tag) is not None]

    def release(self, content: Any, locale: str) -> Release | None:
        """The current release, withdrawn or not; None for the source."""
        return self._releases.get(content.content_id, {}).get(locale)

    def next_change(self, now: datetime) -> datetime | None:
        """When the clock sends out or takes back any of what was read here; None for never."""
        of_now = (release for of_content in self._releases.values() for release in of_content.values())
        return current.next_change([*of_now, *self._waiting], now=now)

    def reasons_gone(self, content: Any) -> dict[str, str]:
        """Why locales are gone that were out, where it is known, as the feed says it."""
        found = self._releases.get(content.content_id, {})
        return {tag: EXPIRED for tag, release in found.items() if release.withdrawal_reason == staleness.EXPIRED}

    def status(self, content: Any, locale: str) -> str:
        """`source`, `released`, `outdated`, `withdrawn` or `none`, as `alternates` in the API says it."""
        if locale == SOURCE:
            return "source" if self.of(content, SOURCE) is not None else "none"
        release = self.release(content, locale)
        if release is None:
            return "none"
        if self.of(content, locale) is None:
            return "withdrawn"
        return "outdated" if release.outdated_parts else "released"

    def _read_heads(self, content_ids: set[UUID]) -> None:
        if not content_ids:
            return
        heads = Release.objects.filter(content_id__in=content_ids, is_current_or_waiting=True)
        self._take(heads.defer("snapshot", "made_from"))

    def _take(self, found: Iterable[Release]) -> None:
        for release in found:
            if release.is_current:
                self._releases.setdefault(release.content_id, {})[release.locale] = release
            else:
                self._waiting.append(release)

    def _read(self, content: Any, locale: str) -> Snapshot | None:
        if not drafts.is_live(content) or content.content_id in self._hidden:
            return None
        if self._withheld is not None and self._is_withheld(content, locale, self._withheld):
            return None
        is_whole = content.content_id in self._whole
        if locale == SOURCE:
            if is_whole:
                return snapshots.take(content, SOURCE)
            return snapshots.take_head(content, SOURCE, rows=self._rows.get(content.content_id, {}))
        found = self._releases.get(content.content_id, {})
        return current.effective_of(type(content), locale, found, head_only=not is_whole)

    def _is_withheld(self, content: Any, locale: str, withheld: Withheld) -> bool:
        """An overlay goes with the locale that it is an overlay of."""
        below = BY_TAG[locale].overlays
        return any(withheld(content, tag, self.release(content, tag)) for tag in (locale, below) if tag)
