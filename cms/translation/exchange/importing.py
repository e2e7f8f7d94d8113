"""Takes over what came back from translators: what can be written is written, the rest is reported line by line.

Reading and comparing come first, without a transaction; then one transaction writes everything or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.locales import SOURCE, TAGS, UnknownLocale, get
from cms.translation import contents, desk, handover, rights
from cms.translation.errors import NoRight, ReleaseRefused
from cms.translation.exchange.plans import Given, RefusedText, label_of, plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cms.translation.contents import Place
    from cms.translation.exchange.files import ReadFile
    from cms.translation.exchange.plans import Plan

_Groups = dict[tuple[str, str], list[Given]]


@dataclass
class Report:
    """What became of the texts of the files, or would become.

    `confirmed` counts those that stay as they are and were looked at again, `equal` those that say the same already,
    `empty` those without a translation.
    """

    changed: int = 0
    confirmed: int = 0
    equal: int = 0
    empty: int = 0
    refused: list[RefusedText] = field(default_factory=list)


@dataclass
class Prepared:
    """What files come to: the plans that change something, and the report as if they had been carried out."""

    plans: list[Plan]
    report: Report


def nobody_listens(count: int) -> None:
    """For those who do not want to hear how far it is."""


def apply(
    files: Mapping[str, ReadFile],
    *,
    by: Any | None,
    dry_run: bool = False,
    overwrite: bool = False,
    tick: Callable[[int], object] = nobody_listens,
) -> Report:
    """Applies the files, by name; `by` None is the operator of the machine.

    `tick` hears of each content how many segments it has, once when it was compared and once when it was written.
    """
    prepared = prepare(files, by=by, overwrite=overwrite, tick=tick)
    return prepared.report if dry_run else write(prepared, by=by, tick=tick)


def prepare(
    files: Mapping[str, ReadFile],
    *,
    by: Any | None,
    overwrite: bool = False,
    tick: Callable[[int], object] = nobody_listens,
) -> Prepared:
    """Compares the files with what is here; `overwrite` also replaces texts that are newer than the files."""
    places = contents.places({content.content_id for read in files.values() for content in read.contents})
    prepared = Prepared([], Report(refused=[*_refused_by_reading(files, places)]))
    for (content_id, locale), givens in _in_order(_grouped(files, prepared.report), places):
        _prepare_one(prepared, places.get(content_id), locale, givens, by=by, overwrite=overwrite)
        tick(sum(len(given.content.segments) for given in givens))
    return prepared


def write(prepared: Prepared, *, by: Any | None, tick: Callable[[int], object] = nobody_listens) -> Report:
    """Carries the plans out, all in one transaction, and hands each content that changes to review."""
    planned = prepared.report
    report = Report(equal=planned.equal, empty=planned.empty, refused=[*planned.refused])
    with transaction.atomic():
        for each in prepared.plans:
            already = len(each.refused)
            _write_one(each, report, by=by)
            report.refused += each.refused[already:]
            tick(each.count)
    return report


def _refused_by_reading(files: Mapping[str, ReadFile], places: Mapping[str, Place]) -> Iterator[RefusedText]:
    """What was not understood; of which content it is, is known where the file has only one."""
    for read in files.values():
        only = read.contents[0] if len(read.contents) == 1 else None
        place = places.get(only.content_id) if only is not None else None
        for refused in read.refused:
            name = only.name if only is not None else ""
            label = label_of(place.model, refused.path) if place is not None else ""
            yield RefusedText(refused.file, refused.line, refused.path, refused.reason, name, label)


def _grouped(files: Mapping[str, ReadFile], report: Report) -> _Groups:
    """What the files have of each locale of each content, so that it is opened and saved once."""
    groups: _Groups = {}
    for name, read in files.items():
        for content in read.contents:
            given = Given(name, read, content)
            try:
                locale = _locale_of(given)
            except _NotTranslatedHere as reason:
                report.refused.append(given.refused("", str(reason)))
            else:
                groups.setdefault((content.content_id, locale), []).append(given)
    return groups


def _in_order(groups: _Groups, places: Mapping[str, Place]) -> list[tuple[tuple[str, str], list[Given]]]:
    """Always the same, so that two imports never wait for each other; an overlay after what it lies over."""

    def order(item: tuple[tuple[str, str], list[Given]]) -> tuple[str, str, int]:
        (content_id, locale), _givens = item
        place = places.get(content_id)
        return (place.model._meta.label if place else "", place.key if place else content_id, TAGS.index(locale))

    return sorted(groups.items(), key=order)


def _prepare_one(
    prepared: Prepared, place: Place | None, locale: str, givens: list[Given], *, by: Any | None, overwrite: bool
) -> None:
    content = place.content() if place is not None else None
    report = prepared.report
    if place is None or content is None:
        report.refused += [given.refused("", _reason_unknown(given.content.content_id)) for given in givens]
        return
    try:
        if by is not None:
            rights.require_translator_of(by, content, locale)
    except NoRight as refusal:
        report.refused += [given.refused("", str(refusal)) for given in givens]
        return
    made = plan(place, content, locale, givens, by=by, overwrite=overwrite)
    report.changed += len(made.edits)
    report.confirmed += len(made.confirmed)
    report.equal += made.equal
    report.empty += made.empty
    report.refused += made.refused
    if made.count:
        prepared.plans.append(made)


def _write_one(made: Plan, report: Report, *, by: Any | None) -> None:
    content = made.place.content()
    if content is None:
        made.refuse("", _reason_unknown(made.givens[0].content.content_id))
        return
    try:
        with transaction.atomic():
            outcome = desk.save(content, made.locale, made.edits, by=by)
            confirmed = _confirm(content, made, outcome, by=by)
    except (ReleaseRefused, NoRight) as refusal:
        made.refuse("", str(refusal), draft=content)
        return
    report.changed += len(outcome.saved)
    report.confirmed += confirmed
    report.equal += len(outcome.equal)
    for path in [*outcome.conflicts, *outcome.refused]:
        made.refuse(path, _("Somebody changed it while the file was read. Import it again."), draft=content)
    if outcome.saved or confirmed:
        handover.submit_import(content, made.locale, by=by)


def _confirm(content: Any, made: Plan, outcome: desk.Outcome, *, by: Any | None) -> int:
    """How many of the texts that were looked at again are still the same; the desk holds them by now."""
    by_path = outcome.sheet.by_path
    same = [path for path, digest in made.confirmed.items() if path in by_path and by_path[path].digest == digest]
    if same:
        desk.confirm(content, made.locale, same, by=by)
    return len(same)


class _NotTranslatedHere(Exception):
    """The message is a sentence for a person."""


def _locale_of(given: Given) -> str:
    """The locale that the file translates into; other programs may write its tag in another case."""
    source, target = given.content.source_locale, given.content.target_locale
    if source.lower() != SOURCE:
        raise _NotTranslatedHere(
            _("It is translated from “%(tag)s”; translations here are made from “%(source)s”.")
            % {"tag": source, "source": SOURCE}
        )
    try:
        tag = get(target).tag
    except UnknownLocale:
        tag = SOURCE
    if tag == SOURCE:
        raise _NotTranslatedHere(_("“%(tag)s” is not a language that is translated into here.") % {"tag": target})
    return tag


def _reason_unknown(content_id: str) -> str:
    return _("There is no content with the id %(id)s here.") % {"id": content_id or "–"}
