"""Collects the interface's words into `locale/` and compiles them, without gettext's own programs.

What a translator wrote stays; what the source no longer says goes. Babel, a tool of developers, is imported here only.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import templatize

from cms.locales import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators:",)
# A catalogue changes when its words change, not with the day.
DATE = datetime(2026, 1, 1, tzinfo=UTC)


class Command(BaseCommand):
    help = "Brings the interface's catalogues up to date with the source and compiles them; with --check, only looks."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail if a catalogue is not complete.")

    def handle(self, *, check: bool, **options: Any) -> None:
        found = collect()
        for language in languages():
            catalogue = updated(language, found)
            if not check:
                write(language, catalogue)
            missing = faults(catalogue)
            self.stdout.write(f"{path_of(language)}: {len(catalogue)} messages, {len(missing)} to translate or mend")
            if check and (missing or not is_written(language, catalogue)):
                raise CommandError("\n".join(["The catalogue is not complete; `make messages` updates it.", *missing]))


def languages() -> list[str]:
    """The languages of the admin's own words, besides the source."""
    return [code for code, _ in settings.WAGTAILADMIN_PERMITTED_LANGUAGES if code != SOURCE]


def path_of(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]).relative_to(settings.BASE_DIR) / language / "LC_MESSAGES/django.po"


def collect() -> Catalog:
    """Every message of our own Python files and templates."""
    catalogue = Catalog(creation_date=DATE)
    for file in _sources():
        text = file.read_text(encoding="utf-8")
        if file.suffix != ".py":
            text = _as_python(text, origin=str(file))
        for _, message, comments, context in extract(
            "python", io.BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=COMMENT_TAGS, strip_comment_tags=True
        ):
            place = file.relative_to(settings.BASE_DIR).as_posix()
            catalogue.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalogue


def updated(language: str, found: Catalog) -> Catalog:
    """The catalogue as it is on disk, with the messages that were found and no others."""
    catalogue = read(language)
    catalogue.update(found, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    catalogue.creation_date = DATE
    return catalogue


def read(language: str) -> Catalog:
    path = settings.BASE_DIR / path_of(language)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    else:
        catalogue = Catalog(locale=language)
    catalogue.header_comment = f"# The admin's own words: {language}. `make messages` keeps this file up to date."
    catalogue.project, catalogue.version = "Health content", "1"
    catalogue.creation_date = catalogue.revision_date = DATE
    catalogue.fuzzy, catalogue.msgid_bugs_address = False, ""
    catalogue.last_translator = catalogue.language_team = ""
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, ignore_obsolete=True, include_lineno=False, sort_output=True)
    return buffer.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def write(language: str, catalogue: Catalog) -> None:
    path = settings.BASE_DIR / path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(catalogue))
    path.with_suffix(".mo").write_bytes(as_mo(catalogue))


def is_written(language: str, catalogue: Catalog) -> bool:
    """Whether both files are exactly what would be written now."""
    path = settings.BASE_DIR / path_of(language)
    compiled = path.with_suffix(".mo")
    return (
        path.exists()
        and compiled.exists()
        and path.read_bytes() == as_po(catalogue)
        and compiled.read_bytes() == as_mo(catalogue)
    )


def faults(catalogue: Catalog) -> list[str]:
    """What a translator has to do: messages that are not translated, in doubt, or hold other placeholders."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        strings = [message.string] if isinstance(message.string, str) else list(message.string or ("",))
        if not all(strings):
            found.append(f"not translated: {message.id!r}")
        elif message.fuzzy:
            found.append(f"in doubt: {message.id!r}")
        else:
            found += [f"{error}: {message.id!r}" for error in message.check(catalogue)]
    return found


def _sources() -> Iterator[Path]:
    ours = [settings.BASE_DIR / "cms", *(Path(app.path) for app in apps.get_app_configs())]
    roots = {path for path in ours if path.parent == settings.BASE_DIR}
    for root in sorted(roots):
        for file in sorted(root.rglob("*")):
            is_template = file.suffix in (".html", ".txt") and "templates" in file.parts
            if is_template or (file.suffix == ".py" and "migrations" not in file.parts):
                yield file


def _as_python(template: str, *, origin: str) -> str:
    """A template as the calls that its tags make, line by line, for Babel's reader of Python."""
    return "\n".join(line.strip() for line in templatize(template, origin=origin).splitlines())
