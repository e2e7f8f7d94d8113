"""Fills a database with what is searched: 20,000 entries of pages that are called and read differently.

Texts are the sample's own sentences in another order, so that common words are as common as in real pages, with the
page's name among them and medicines that few or many pages name. All go straight into the store.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from django.utils import timezone

from bench import generate
from bench.naming import Naming, medicine, naming
from cms.locales import BY_TAG
from cms.publishing import registry, statistics, store
from cms.publishing.addresses import api_url
from cms.publishing.document import Change, Document, Publication, content_key
from conditions.document import TYPE
from conditions.shared_documents import GLOSSARY_TERM
from search.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

CONDITIONS, ENTRIES = 3_000, 20_000

_BATCH = 25
_SENTENCE = re.compile(r"[^.!?。！？؟\n]+[.!?。！？؟]*")
_SPECIALTIES = ("anesthesiology", "pain_medicine", "neurology", "psychiatry", "general_practice", "emergency_medicine")
#: Some are named on every tenth page, most on few.
_MEDICINES = 4_000

#: Sentences by locale and key of section.
_Sentences = dict[tuple[str, str], list[str]]


@dataclass(frozen=True)
class _Page:
    """One page to be made: its number, the id and the slug that it has in every run, and its dice."""

    number: int
    content_id: UUID
    slug: str
    dice: random.Random

    @classmethod
    def of(cls, number: int, original: Publication) -> _Page:
        dice = random.Random(number)  # noqa: S311 -- an order of sentences, no secret
        return cls(number, uuid5(original.content_id, f"corpus {number}"), f"page-{number}", dice)


def fill(*, conditions: int = CONDITIONS, entries: int = ENTRIES) -> None:
    """Adds conditions until there are so many, and glossary terms until there are so many entries."""
    _put(_conditions(generate.count(), conditions))
    missing = entries - Entry.objects.count()
    terms = _built(GLOSSARY_TERM)
    _put(_terms(terms, -(-missing // len(terms[0].documents))))
    statistics.refresh()
    generate.keep_house()


def _put(publications: Iterator[Publication]) -> None:
    while batch := list(islice(publications, _BATCH)):
        with store.locked() as counter:
            for publication in batch:
                store.put(publication, change=Change(kind="content"), counter=counter)


def _conditions(first: int, end: int) -> Iterator[Publication]:
    models = [publication for _page, publication in generate.models()]
    sentences = _sentences(_built(TYPE))
    for number in range(first, end):
        yield _condition(models[number % len(models)], number, sentences)


def _sentences(publications: Sequence[Publication]) -> _Sentences:
    found: _Sentences = {}
    for document in (document for publication in publications for document in publication.documents.values()):
        for section in document.body["sections"]:
            said = _SENTENCE.findall(section["plain_text"])
            found.setdefault((document.locale, section["key"]), []).extend(said)
    return found


def _condition(original: Publication, number: int, sentences: _Sentences) -> Publication:
    page = _Page.of(number, original)
    drugs = [medicine(int(_MEDICINES * page.dice.random() ** 3)) for _ in range(6)]
    specialties = sorted(page.dice.sample(_SPECIALTIES, k=2))
    documents = {
        tag: _in_locale(document, page, drugs=drugs, specialties=specialties, sentences=sentences)
        for tag, document in original.documents.items()
    }
    announces = {content_key(page.content_id): str(number)}
    return replace(original, content_id=page.content_id, documents=documents, announces=announces)


def _in_locale(
    original: Document, page: _Page, *, drugs: Sequence[str], specialties: Sequence[str], sentences: _Sentences
) -> Document:
    called = naming(page.number, BY_TAG[original.locale].language)
    sections = [
        {**section, "plain_text": _text(section, original.locale, page, called.name, drugs, sentences)}
        for section in original.body["sections"]
    ]
    own = {**_own(page, original, TYPE), "name": called.name, "summary": f"{called.name} ({called.abbreviation}). "}
    own["summary"] += original.body["summary"]
    body = {
        **original.body, **own, "other_names": _other_names(called), "codes": _codes(called), "sections": sections,
        "specialties": specialties, "seo": {"title": called.name, "description": own["summary"]},
    }  # fmt: skip
    facets = {(kind, value) for kind, value in original.facets if kind == "topic" and value != str(original.body["id"])}
    facets -= {("topic", original.slug)}
    facets |= {("specialty", value) for value in specialties} | {("code", f"icd-10:{called.code.lower()}")}
    return replace(
        original, slug=page.slug, path=own["path"], segment=page.slug, name=called.name, body=body,
        card={**original.card, **own}, facets=frozenset(facets),
    )  # fmt: skip


def _text(
    section: Mapping[str, Any], locale: str, page: _Page, name: str, drugs: Sequence[str], sentences: _Sentences
) -> str:
    """As long as the original; the name opens it, and each section names a medicine."""
    found = [f"{name}: {page.dice.choice(drugs)}."]
    length = 0
    while length < len(section["plain_text"]):
        found.append(page.dice.choice(sentences[locale, section["key"]]).strip())
        length += len(found[-1])
    return " ".join(found)


def _own(page: _Page, original: Document, type_: str) -> dict[str, Any]:
    path = f"{original.path}-{page.number}" if original.path else original.path
    url = api_url(type_, page.slug, original.locale)
    return {"id": str(page.content_id), "slug": page.slug, "path": path, "url": url}


def _other_names(called: Naming) -> list[dict[str, str]]:
    said = {"synonym": called.disease, "lay": called.complaint, "abbreviation": called.abbreviation}
    return [{"text": text, "kind": kind} for kind, text in said.items()]


def _codes(called: Naming) -> list[dict[str, Any]]:
    return [{"system": "icd-10", "value": called.code, "release": "2019", "match": "exact", "url": None}]


def _built(type_: str) -> list[Publication]:
    kind = next(kind for kind in registry.kinds() if kind.type == type_)
    return [kind.build(content, now=timezone.now()) for content in kind.model._default_manager.order_by("pk")]


def _terms(models: Sequence[Publication], total: int) -> Iterator[Publication]:
    for number in range(total):
        original = models[number % len(models)]
        page = _Page.of(number, original)
        page = replace(page, slug=f"term-{number}")
        documents = {tag: _term(document, page) for tag, document in original.documents.items()}
        announces = {content_key(page.content_id): str(number)}
        yield replace(original, content_id=page.content_id, documents=documents, announces=announces)


def _term(original: Document, page: _Page) -> Document:
    own = {**_own(page, original, GLOSSARY_TERM), "name": f"{medicine(page.number)} ({original.name})"}
    return replace(
        original, slug=page.slug, name=own["name"], body={**original.body, **own}, card={**original.card, **own}
    )
