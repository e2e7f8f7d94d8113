"""Small pages in several languages, written, published and released the way editors and reviewers do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.locales import SOURCE, TAGS, column
from cms.translation import releases
from conditions.models import ConditionCode, ConditionEvidence, ConditionIndexPage, ConditionPage
from conditions.snippets import Reference, Therapy
from home.models import HomePage
from tests.factories.people import approver
from tests.factories.streams import sections_of, write
from tests.factories.words import INDEX, PAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.translation.models import Release


def home() -> HomePage:
    return HomePage.objects.get()


def index(*, locales: Iterable[str] = TAGS) -> ConditionIndexPage:
    """The page above all topics, made once, out in each of these locales that there are words for."""
    found = ConditionIndexPage.objects.first()
    if found is not None:
        return found
    page = ConditionIndexPage(slug="conditions", title="Conditions", live=False)
    wanted = [tag for tag in locales if tag in INDEX]
    for tag in wanted:
        name, segment = INDEX[tag]
        write(page, tag, name=name, path_segment=segment)
    home().add_child(instance=page)
    page = publish(page)
    release(page, *(tag for tag in wanted if tag != SOURCE))
    return page


def draft(
    slug: str = "chronic-pain", *, under: Any = None, locales: Iterable[str] = (SOURCE,), **fields: Any
) -> ConditionPage:
    """A page with words in these locales, saved as a draft. A slug that is not in PAGES says what chronic pain says."""
    parent = under if under is not None else index(locales=(SOURCE,))
    known = slug in PAGES
    page = ConditionPage(slug=slug, title=slug, live=False, **fields)
    for tag in locales:
        words = PAGES[slug if known else "chronic-pain"][tag]
        name, segment = (words.name, words.segment) if known else (f"{words.name} {slug}", f"{words.segment}-{slug}")
        write(
            page,
            tag,
            name=name,
            path_segment=segment,
            summary=words.summary,
            sections=sections_of(slug, words),
        )
    parent = type(parent)._default_manager.get(pk=parent.pk)
    parent.add_child(instance=page)
    page.save_revision()
    return page


def page(
    slug: str = "chronic-pain", *, under: Any = None, locales: Iterable[str] = (SOURCE,), **fields: Any
) -> ConditionPage:
    """A page that is out in these locales."""
    wanted = tuple(locales)
    fresh = publish(draft(slug, under=under, locales=dict.fromkeys((SOURCE, *wanted)), **fields))
    release(fresh, *(tag for tag in wanted if tag != SOURCE))
    return reload(fresh)


def publish(content: Any, *, kind: str = "content", note: str = "", by: Any = None) -> Any:
    """Publishes what the object holds, and returns it as it is stored then."""
    content.change_kind = kind
    content.change_note = note
    content.save_revision(user=by).publish(user=by)
    return reload(content)


def release(content: Any, *locales: str, by: Any = None) -> list[Release]:
    if not locales:
        return []
    person = by or approver(*locales)
    return [releases.approve(content, tag, by=person) for tag in locales]


def reload(content: Any) -> Any:
    return type(content)._default_manager.get(pk=content.pk)


def latest(content: Any) -> Any:
    """The content as its newest revision has it: what an editor opens."""
    return reload(content).get_latest_revision_as_object()


def overlay(content: Any, **fields: Any) -> Any:
    """Saves a draft in which Mexican Spanish holds these fields."""
    fresh = latest(content)
    write(fresh, "es-MX", **fields)
    fresh.save_revision()
    return reload(content)


def add_code(content: ConditionPage, system: str = "icd-10", value: str = "R52.2", code_release: str = "2019") -> None:
    content.codes.add(ConditionCode(system=system, value=value, release=code_release))


def add_evidence(
    content: ConditionPage,
    therapy: Therapy,
    *references: Reference,
    statements: dict[str, str] | None = None,
    **facts: Any,
) -> ConditionEvidence:
    """An entry in the page's draft; nothing is saved."""
    entry = ConditionEvidence(
        therapy=therapy,
        **{
            "regulatory_status": "off_label",
            "jurisdiction": "US",
            "level": "moderate",
            "care_setting": "outpatient",
            **facts,
        },
    )
    entry.references = [("reference", reference) for reference in references]
    for tag, text in (statements or {SOURCE: "Some people had less pain for some weeks."}).items():
        setattr(entry, column("statement", tag), text)
    content.evidence.add(entry)
    return entry
