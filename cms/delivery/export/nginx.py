"""What nginx has to be told to serve an export: two files to include, the same for every export of an installation.

They hold no content, so nginx needs no reload when there is a new export: whatever differs from document to document
stands in the names of files and folders, where nginx can read it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from cms.delivery import caching, middleware, problems
from cms.delivery.errors import UnknownLocale
from cms.delivery.export import documents, layout
from cms.delivery.export.releases import CURRENT, FILES
from cms.locales import CONTENT_LOCALES, SOURCE, TAGS, best_match
from cms.publishing import content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cms.locales import ContentLocale

FOLDER = "nginx"
_TEMPLATES = Path(__file__).parent / "templates"
_INSTANCE = "$export_path"


def write(release: Path, *, root: Path, live: str) -> None:
    """`live` is the address of a server that answers what is no file; empty for none."""
    folder = release / FOLDER
    folder.mkdir()
    values = {**_names(root), **_queries(), **_problems(), **_live(live)}
    for name in ("http.conf", "server.conf"):
        source = (_TEMPLATES / name).read_text()
        server = (_TEMPLATES / ("live.conf" if live else "alone.conf")).read_text() if name == "server.conf" else ""
        (folder / name).write_text(_filled(source + server, values))


def digest() -> str:
    """Of what a program of another version would write differently."""
    return content.digest_of([(file.name, file.read_text()) for file in sorted(_TEMPLATES.iterdir())])


def _filled(template: str, values: Mapping[str, str]) -> str:
    """`@{name}`, since nginx's own variables begin with a dollar, and its named locations with an at."""
    return re.sub(r"@\{(\w+)\}", lambda found: values[found[1]], template)


def _live(live: str) -> dict[str, str]:
    """Readers with a key, and those of linked data, are the application's alone."""
    scheme = settings.PUBLIC_ORIGIN.partition(":")[0]
    if not live:
        return {"live": "", "scheme": scheme, "absent": "@export_stored_absence", "passes": _PASSES_NOTHING}
    return {"live": live.rstrip("/"), "scheme": scheme, "absent": "@export_live_absence", "passes": _PASSES}


_PASSES_NOTHING = """map "" $export_passes {
    default "";
}"""
_PASSES = """map "$http_authorization:$http_accept" $export_passes {
    "~^.+:" 1;
    "~*ld\\+json" 1;
    default "";
}"""


def _names(root: Path) -> dict[str, str]:
    candidates = {locale.tag: layout.languages_of(locale) for locale in CONTENT_LOCALES}
    longest = max(map(len, candidates.values()))
    numbers = range(1, longest + 1)
    return {
        "files": f"{root}/{CURRENT}/{FILES}",
        "origin": settings.PUBLIC_ORIGIN,
        "collections": "|".join(layout.COLLECTIONS.values()),
        "types": _lines(f"{name} {type_};" for type_, name in layout.COLLECTIONS.items()),
        "candidates": "\n".join(_map_of_candidates(number, candidates) for number in numbers),
        "tries_of_entry": " ".join(f"/$export_file.$export_languages_{number}.json" for number in numbers),
        "tries_of_page": " ".join(f"/$export_page.$export_languages_{number}.json" for number in numbers),
        "languages": _lines(_languages()),
        "location_pieces": _location_pieces(),
        "cache_control": caching.cache_control(),
        "exposed": middleware.OPEN["Access-Control-Expose-Headers"],
        "preflight": "\n".join(
            f"    add_header {name} {_quoted(value)};" for name, value in middleware.PREFLIGHT.items()
        ),
        "methods": ", ".join(problems.METHODS),
    }


def _map_of_candidates(number: int, candidates: dict[str, list[str]]) -> str:
    """Locales with fewer get the first again."""
    lines = (f"{tag} {found[number - 1] if number <= len(found) else found[0]};" for tag, found in candidates.items())
    return f"map $export_locale $export_languages_{number} {{\n{_lines(lines)}\n}}"


def _languages() -> Iterator[str]:
    """Up to as many languages as a reading order has."""
    for count in range(1, max(len(locale.reading_order) for locale in CONTENT_LOCALES) + 1):
        names = [f"export_l{number}" for number in range(1, count + 1)]
        pattern = r"\+".join(f"(?<{name}>[A-Za-z0-9-]+)" for name in names)
        yield rf'"~\.{pattern}\.json$" "{", ".join(f"${name}" for name in names)}";'


def _location_pieces() -> str:
    lines = []
    for count in range(1, documents.MOST_PIECES + 1):
        names = [f"export_to{number}" for number in range(1, count + 1)]
        pattern = "".join(f"/=(?<{name}>[^/]+)" for name in names)
        lines.append(f'"~\\.308\\.[0-9a-f]+{pattern}$" "{"".join(f"${name}" for name in names)}";')
    return _lines(lines)


def _queries() -> dict[str, str]:
    tags = "|".join(re.escape(tag) for tag in TAGS)
    return {
        "source": SOURCE,
        "tags": tags.replace(r"\-", "-"),
        "locales": _lines(f'"~*^{tag}$" {tag};' for tag in TAGS),
        "preferred": _lines(
            f'"~*^\\s*(?:{_spoken(locale)})\\s*(?:[,;]|$)" {locale.tag};' for locale in _narrow_first()
        ),
    }


def _narrow_first() -> list[ContentLocale]:
    return sorted(CONTENT_LOCALES, key=lambda locale: locale.overlays is None)


def _spoken(locale: ContentLocale) -> str:
    """The tags of readers of a locale, as the application matches them: all of its regions, unless their script is
    another one, and none but its own for a regional overlay.
    """
    language, _, rest = locale.tag.partition("-")
    if locale.overlays:
        return re.escape(locale.tag).replace(r"\-", "-")
    if not rest:
        return rf"{language}(?:-[A-Za-z0-9]+)*"
    regions = [
        region
        for region in ("CN", "SG", "MY", "TW", "HK", "MO", "US", "GB", "RS", "BA", "ME", "PK", "IN", "BR", "PT")
        if best_match(f"{language}-{region}") == locale
    ]
    plain = f"{language}|" if best_match(language) == locale else ""
    return f"{plain}{locale.tag}(?:-[A-Za-z0-9]+)*" + "".join(f"|{language}-{region}" for region in regions)


def _problems() -> dict[str, str]:
    """The bodies of errors that no document has a part in, and how long each kind of absence may be kept."""
    bodies = {f"problem_{name}": _problem(slug, detail, facts) for name, (slug, detail, facts) in _told().items()}
    lifetimes = {f"lifetime_{status}": _quoted(problems.BY_SLUG[slug].cache_control) for status, slug in _LIFETIMES}
    return {**bodies, **lifetimes}


_LIFETIMES = (("410", "gone"), ("404", "not-found"), ("308", "moved"), ("400", "unknown-parameter"))


def _told() -> dict[str, tuple[str, str, Mapping[str, Any]]]:
    """Slug, detail and facts by name, as the application words them where it can be known here."""
    return {
        "not_found": (
            "not-found",
            f"There is nothing at this address. {settings.PUBLIC_ORIGIN}/api/v1/ lists what there is.",
            {},
        ),
        "no_such_key": (
            "not-found",
            "There is nothing with this key for readers of $export_locale. A key is a content id, a slug, or the path "
            "segment in the locale that is asked for.",
            {},
        ),
        "unknown_locale": (
            "unknown-locale",
            f"There is no such content locale. Ask for one of {', '.join(TAGS)}, or leave `locale` out and send "
            "Accept-Language.",
            UnknownLocale("…").facts,
        ),
        "unknown_parameter": (
            "unknown-parameter",
            "This copy of the API is made of files: it answers without parameters, with `locale`, and with the cursors "
            "that it has given out itself.",
            {"parameter": "query"},
        ),
        "feed_reset": (
            "feed-reset",
            "This copy of the API does not know the cursor. Start again without `cursor`; when `has_more` is false, "
            "drop everything that you hold and were not told again.",
            {},
        ),
        "invalid_cursor": (
            "invalid-cursor",
            "This copy of the API does not know the cursor. Start the list again without it, and follow `next`.",
            {"parameter": "cursor"},
        ),
        "not_allowed": (
            "method-not-allowed",
            "$request_method is not possible here. Use GET or HEAD.",
            {},
        ),
        "unavailable": ("unavailable", "The service does not answer. Try again in a few seconds.", {}),
    }  # fmt: skip


def _problem(slug: str, detail: str, facts: Mapping[str, Any]) -> str:
    """As a `return` of nginx with its quotes; `$export_path` is safe to stand in JSON."""
    problem_type = problems.BY_SLUG[slug]
    body = problem_type.body(detail, instance=_INSTANCE, facts=facts)
    return f"{problem_type.status} {_quoted(body.decode())}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(f"    {line}" for line in lines)
