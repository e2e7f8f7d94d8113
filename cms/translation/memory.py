"""The translation memory: what released translations say, to be offered where the source says the same or nearly so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from rapidfuzz import fuzz, process

from cms.publishing.content import digest_of
from cms.translation import markup
from cms.translation.models import MemoryEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Container
    from uuid import UUID

    from cms.translation.bilingual import Bilingual

#: Below this score (percent) a remembered text is more work to mend than to write.
LEAST_SCORE = 70
#: So many texts of a like length are compared with one segment.
CANDIDATES = 5_000
OFFERED = 5


@dataclass(frozen=True)
class Match:
    """A remembered translation; `score` is 100 for the very same source, else the likeness in percent."""

    source: str
    target: str
    score: int


def remember(content_id: UUID, sheet: Bilingual, *, besides: Container[str] = ()) -> None:
    """What this content says in the locale from now on; costs three queries. `besides` are paths of units whose text
    was made for another source than the one beside it.
    """
    forget(content_id, sheet.locale)
    MemoryEntry.objects.bulk_create(
        [
            MemoryEntry(
                content_id=content_id,
                locale=sheet.locale,
                path=segment.path,
                source=segment.source,
                target=segment.target,
                source_digest=digest_of(segment.source),
                source_length=len(_words(segment.source)),
            )
            for segment in sheet.segments
            if segment.source and segment.target and not segment.is_own and segment.unit not in besides
        ],
        batch_size=500,
    )


def keep(content_id: UUID, sheet: Bilingual) -> None:
    """Forgets what this content says no longer, now that an earlier text is out again; costs two queries."""
    said = {(segment.path, segment.target) for segment in sheet.segments}
    entries = MemoryEntry.objects.filter(content_id=content_id, locale=sheet.locale)
    gone = [key for key, path, target in entries.values_list("pk", "path", "target") if (path, target) not in said]
    entries.filter(pk__in=gone).delete()


def forget(content_id: UUID, locale: str) -> None:
    """What was taken back is not to be written again."""
    MemoryEntry.objects.filter(content_id=content_id, locale=locale).delete()


def exact(sources: Collection[str], locale: str) -> dict[str, list[str]]:
    """The translations of each of these sources, the most used first; one query."""
    wanted = {digest_of(source): source for source in sources if source}
    found: dict[str, dict[str, int]] = {}
    entries = MemoryEntry.objects.filter(locale=locale, source_digest__in=wanted)
    for digest, target in entries.values_list("source_digest", "target"):
        counted = found.setdefault(wanted[digest], {})
        counted[target] = counted.get(target, 0) + 1
    return {source: sorted(counted, key=lambda target: -counted[target]) for source, counted in found.items()}


def matches(source: str, locale: str) -> list[Match]:
    """What is offered for one segment, the best first; two queries.

    Compares at most CANDIDATES texts whose length is such that they can be like enough at all.
    """
    if not source:
        return []
    found = [Match(source, target, 100) for target in exact([source], locale).get(source, [])]
    plain = _words(source)
    candidates = _candidates(source, locale)
    likeness = process.extract(
        plain, {key: _words(key[0]) for key in candidates}, scorer=fuzz.ratio, score_cutoff=LEAST_SCORE, limit=OFFERED
    )
    found += [Match(key[0], key[1], min(99, int(score))) for _text, score, key in likeness]
    return found[:OFFERED]


def _candidates(source: str, locale: str) -> list[tuple[str, str]]:
    """By `ratio`, texts of lengths a and b are at most 2·min(a, b)/(a+b) alike."""
    length, share = len(_words(source)), LEAST_SCORE / 100
    shortest, longest = int(length * share / (2 - share)), int(length * (2 - share) / share) + 1
    near = Q(source_length__gte=shortest, source_length__lte=longest)
    entries = MemoryEntry.objects.filter(near, locale=locale).exclude(source_digest=digest_of(source))
    return list(entries.values_list("source", "target").distinct().order_by()[:CANDIDATES])


def _words(text: str) -> str:
    return markup.TAG.sub("", text).casefold()
