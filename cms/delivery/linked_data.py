"""Documents in the words of schema.org, as JSON-LD: for search engines and whoever collects what is known of health.

Only what schema.org has a word for is said, and only where the word is true. So a therapy is a `possibleTreatment`
where a regulator allows it or doctors use it beyond its licence and studies say something of it; never one that is
investigated only. Codes are those that match exactly. What has no value is left out, and all text is plain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from cms.delivery import linked_things as things
from cms.locales import SOURCE
from cms.publishing import content
from cms.publishing.addresses import API, api_path
from cms.publishing.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cms.delivery.linked_things import Node

MEDIA_TYPE = "application/ld+json"

CONTEXT = "https://schema.org"

#: An alternate with one of these statuses can be read.
_OUT = ("source", "released", "outdated")


def linked_data(document: Mapping[str, Any]) -> Node:
    """One document of any type."""
    node = _BY_TYPE[document["type"]](document)
    return {"@context": CONTEXT, **things.without_nothing(node)}


def encoded(document: Mapping[str, Any]) -> bytes:
    """As JSON in which nothing ends the `<script>` element that pages embed it in."""
    return content.encode(linked_data(document)).replace(b"<", b"\\u003c")


def _condition_page(document: Mapping[str, Any]) -> Node:
    return {
        **_page(document),
        "about": things.condition(document, id_=_thing_id(document), page=_id(document, document["locale"])),
        "audience": things.audience(document["audience"]),
        "lastReviewed": document["review"]["last_reviewed"],
        "reviewedBy": [things.reviewer(person) for person in document["review"]["reviewers"]],
        "specialty": things.specialties(document["specialties"]),
        "breadcrumb": things.breadcrumb(document["breadcrumb"], address=_mention_id),
        "image": things.image(document["image"]),
        "hasPart": [*map(things.section, document["sections"]), *map(things.notice, document["notices"])],
        "citation": [things.citation(reference) for reference in document["references"]],
        "relatedLink": [card["url"] for card in document["related"]],
    }


def _therapy_page(document: Mapping[str, Any]) -> Node:
    therapy = {
        "@type": "MedicalTherapy",
        "@id": _thing_id(document),
        **things.names(document),
        "description": plain_text(document["description"]) or document["summary"],
        "mainEntityOfPage": things.by_id("MedicalWebPage", _id(document, document["locale"])),
    }
    return {
        **_page(document),
        "about": therapy,
        "citation": [things.citation(reference) for reference in document["references"]],
    }


def _term(document: Mapping[str, Any]) -> Node:
    """A term is no work, so what is to be said of the text is said of the page that it stands on."""
    return {
        "@type": "DefinedTerm",
        "@id": _thing_id(document),
        "name": document["name"],
        "description": document["definition"],
        "termCode": document["slug"],
        "url": document["web_url"] or document["url"],
        "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": f"{settings.PUBLIC_ORIGIN}{API}/glossary/"},
        "mainEntityOfPage": _work(document, type_="WebPage"),
    }


def _organization(document: Mapping[str, Any]) -> Node:
    contact, publisher = document["contact"], document["publisher"]
    return {
        "@type": "Organization",
        "@id": _publisher_id(),
        "name": publisher["name"] or document["name"],
        "url": publisher["url"],
        "description": document["summary"],
        "address": contact["address"],
        "contactPoint": {
            "@type": "ContactPoint",
            "description": contact["text"],
            "telephone": contact["phone"],
            "email": contact["email"],
            "hoursAvailable": [things.hours(each) for each in document["opening_hours"]],
        },
        "mainEntityOfPage": _work(document, type_="WebPage"),
    }


_BY_TYPE: dict[str, Callable[[Mapping[str, Any]], Node]] = {
    "condition": _condition_page,
    "therapy": _therapy_page,
    "glossary-term": _term,
    "site": _organization,
}


def _page(document: Mapping[str, Any]) -> Node:
    """What every page about something medical says of itself."""
    rights = document["rights"]
    return {
        **_work(document, type_="MedicalWebPage"),
        "name": document["name"],
        "description": document["summary"],
        "publisher": _publisher(rights["publisher"]),
        "license": things.licence(rights["license"]),
        "creditText": rights["attribution_text"],
        "isPartOf": {
            "@type": "WebSite",
            "@id": f"{settings.PUBLIC_ORIGIN}/#website",
            "name": settings.WAGTAIL_SITE_NAME,
            "url": f"{settings.PUBLIC_ORIGIN}/",
        },
    }


def _work(document: Mapping[str, Any], *, type_: str) -> Node:
    """A text in one locale: which version, since when, and what it is a translation of, or what translates it."""
    return {
        "@type": type_,
        "@id": _id(document, document["locale"]),
        "url": document["web_url"] or document["url"],
        "inLanguage": document["locale"],
        "version": document["version"],
        "datePublished": document["published_at"],
        "dateModified": document["updated_at"],
        "creativeWorkStatus": _status(document),
        **_translations(document, type_),
    }


def _translations(document: Mapping[str, Any], type_: str) -> Node:
    others = [
        alternate["locale"]
        for alternate in document["alternates"]
        if alternate["status"] in _OUT and alternate["locale"] != document["locale"]
    ]
    if document["locale"] == SOURCE:
        return {"workTranslation": [things.by_id(type_, _id(document, tag)) for tag in others]}
    return {"translationOfWork": things.by_id(type_, _id(document, SOURCE)) if SOURCE in others else None}


def _status(document: Mapping[str, Any]) -> str | None:
    superseded = document["superseded"]
    if superseded is None:
        return None
    return "Withdrawn" if superseded["withdrawn"] else "Superseded"


def _publisher(name: str | None) -> Node | None:
    return {"@type": "Organization", "@id": _publisher_id(), "name": name} if name else None


def _publisher_id() -> str:
    return f"{settings.PUBLIC_ORIGIN}{API}/site/#publisher"


def _id(document: Mapping[str, Any], locale: str) -> str:
    """A text's address by content id: it leads there, and stays when a slug changes."""
    return f"{_address(document['type'], document['id'])}?locale={locale}"


def _thing_id(document: Mapping[str, Any]) -> str:
    """What the texts in all locales are about."""
    return f"{_address(document['type'], document['id'])}#{document['type']}"


def _mention_id(mention: Mapping[str, Any]) -> str:
    return f"{_address('condition', mention['id'])}?locale={mention['locale']}"


def _address(type_: str, content_id: str) -> str:
    return f"{settings.PUBLIC_ORIGIN}{api_path(type_, content_id)}"
