"""What goes to an agency and comes back: files by the real commands, filled in with the programs of translators."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

import polib
from django.core.management import call_command
from translate.storage.xliff2 import Xliff2File

from cms.translation import desk, drafts
from cms.translation.models import LocaleWork
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

#: A new summary in each language, the same words wherever a test needs some.
SUMMARY = {
    "es": "Dolor que persiste más de tres meses.",
    "es-MX": "Dolor que ya duró más de tres meses.",
    "ar": "ألم يدوم أكثر من ثلاثة أشهر.",
    "zh-Hans": "持续三个月以上的疼痛。",
}
LOCALES = [*SUMMARY]
#: What the page is out in, so that there is something to compare with.
OUT = ("en", "es", "ar", "zh-Hans")

BLOCK = factories.block_id("chronic-pain", "overview", 0)
PARAGRAPH = f"sections.overview/blocks/{BLOCK}"
CALLOUT = "sections.safety/blocks/" + factories.block_id("chronic-pain", "safety", 0)


def run(command: str, *arguments: object, **options: Any) -> tuple[str, str]:
    """What a command prints, and what it complains of."""
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def export(page: Any, folder: Path, locale: str, *, format: str = "xliff") -> Path:
    run("export_translations", folder, "--locale", locale, "--format", format, "--page", page.slug)
    suffix = {"xliff": "xlf", "po": "po"}[format]
    return folder / f"{type(page)._meta.model_name}-{page.slug}.{locale}.{suffix}"


def take_in(*files: Path, **options: Any) -> tuple[str, list[str]]:
    """The counts, and the refused lines without the name of the file."""
    out, err = run("import_translations", *files, **options)
    return out.strip(), [re.sub(r"^.*?\.(xlf|po)(:\d+)?: ", "", line) for line in err.splitlines()]


def fill_in(file: Path, texts: dict[str, str]) -> None:
    """In translate-toolkit or polib, by path; what is given is translated."""
    if file.suffix == ".po":
        _fill_in_po(file, texts)
    else:
        _fill_in_xliff(file, texts)


def edit(file: Path, change: Callable[[str], str]) -> None:
    """By hand."""
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


def without_export_time(file: Path) -> None:
    edit(file, lambda text: re.sub(r'\s*<mda:meta type="exported-at">.*?</mda:meta>', "", text))


def exported_at(file: Path, moment: str) -> None:
    edit(file, lambda text: re.sub(r'(type="exported-at">)[^<]*', rf"\g<1>{moment}", text))


def units(file: Path) -> list[str]:
    """The units of an XLIFF file as they are written."""
    return re.findall(r"<unit .*?</unit>", file.read_text(encoding="utf-8"), re.S)


def with_units(file: Path, kept: Iterable[str]) -> None:
    def change(text: str) -> str:
        start, end = text.index("<unit "), text.rindex("</unit>") + len("</unit>")
        return text[:start] + "\n".join(kept) + text[end:]

    edit(file, change)


def target(page: Any, locale: str, path: str = "summary") -> str:
    """What the draft says."""
    return desk.open_sheet(drafts.latest(page), locale).by_path[path].target


def work_of(page: Any, locale: str) -> LocaleWork:
    return LocaleWork.objects.get(content_id=page.content_id, locale=locale)


def everything_of(page: Any) -> str:
    """All that an import could touch, to be compared before and after."""
    fresh = factories.reload(page)
    revision = fresh.get_latest_revision()
    works = LocaleWork.objects.filter(content_id=page.content_id).order_by("locale").values()
    return json.dumps([revision.pk, revision.content, [*works]], default=str, sort_keys=True)


def _fill_in_xliff(file: Path, texts: dict[str, str]) -> None:
    store = Xliff2File.parsefile(str(file))
    known = {unit.getunitelement().get("name"): unit for unit in store.units}
    for path, text in texts.items():
        known[path].target = text
        known[path].marktranslated()
    file.write_bytes(bytes(store))


def _fill_in_po(file: Path, texts: dict[str, str]) -> None:
    catalogue = polib.pofile(str(file))
    known = {entry.msgctxt.partition(":")[2]: entry for entry in catalogue}
    for path, text in texts.items():
        known[path].msgstr = text
        known[path].flags = [flag for flag in known[path].flags if flag != "fuzzy"]
    catalogue.save(str(file))
