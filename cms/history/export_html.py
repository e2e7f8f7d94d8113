"""The history as a page to read and to print: each language's editions with what each of them changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi, gettext as _

from cms.history import comparing, comparison, facts, records, wording
from cms.locales import BY_TAG, TAGS
from cms.publishing.models import Edition
from cms.translation.models import Method, ReleaseState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cms.history.comparison import PartChange
    from cms.history.lines import Line
    from cms.history.reading import Part
    from cms.history.subjects import Subject


def pieces(subject: Subject) -> Iterator[bytes]:
    locales = _locales(subject)
    yield _rendered(
        "head.html",
        subject=subject,
        locales=locales,
        language=get_language(),
        direction="rtl" if get_language_bidi() else "ltr",
    )
    for locale in locales:
        yield _rendered("locale.html", locale=locale, name=_name(locale), direction=comparing.direction_of(locale))
        before: Sequence[Part] | None = None
        for line in facts.editions(subject, locale=locale):
            now = comparing.parts_of(line.edition) if line.has_text else None
            yield _edition(line, before, now)
            before = now or before
    yield _rendered("releases.html", releases=(_release(each) for each in facts.releases(subject)))
    yield _rendered("log.html", heading=_("Who did what when"), entries=(_entry(each) for each in facts.log(subject)))
    for name in records.names():
        entries = (_entry(each) for each in records.of(name, subject.content_id))
        yield _rendered("log.html", heading=wording.label(name), entries=entries)
    yield _rendered("foot.html")


def _edition(line: Line, before: Sequence[Part] | None, now: Sequence[Part] | None) -> bytes:
    """The first edition whole, of the others what they changed."""
    changes: list[PartChange] = []
    if now is not None:
        changes = comparison.touched(before, now) if before is not None else comparison.compare(now, now)
    parts = [comparing.shown_part(part) for part in changes]
    moment = facts.moment(line.edition.occurred_at)
    return _rendered("edition.html", line=line, moment=moment, parts=parts, is_first=before is None)


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What every record has, and the rest by its own names."""
    known = {"at", "by", "what", "comment", "action"}
    rest = {wording.label(key) or key: _said(value) for key, value in entry.items() if key not in known and value}
    return {**{key: entry.get(key) or "" for key in known}, "rest": rest}


def _said(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _release(release: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored as a code, in words."""
    reason = release["withdrawal_reason"]
    return {
        **release,
        "state": ReleaseState(release["state"]).label,
        "method": Method(release["method"]).label,
        "outdated_parts": [wording.part_label(part, heading=()) for part in release["outdated_parts"]],
        "withdrawal_reason": _(reason) if reason else "",
    }


def _locales(subject: Subject) -> list[str]:
    """In the order of the list; languages that the site has no more come last."""
    found = Edition.objects.filter(content_id=subject.content_id).order_by().values_list("locale", flat=True).distinct()
    return sorted(found, key=lambda tag: (TAGS.index(tag) if tag in TAGS else len(TAGS), tag))


def _name(locale: str) -> str:
    return BY_TAG[locale].own_name if locale in BY_TAG else locale


def _rendered(template: str, **context: Any) -> bytes:
    return render_to_string(f"history/export/{template}", context).encode()
