"""Every address of the API on one screen: its view, its parameters, its answer. URLs and OpenAPI come from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cms.delivery import (
    document_views,
    feed_parameters as feed,
    form_parameters as form,
    list_parameters as narrow,
    preview_parameters as previewed,
    preview_views,
    search_parameters as asked,
    search_views,
    views,
)
from cms.delivery.deprecation import DatedView, Deprecation
from cms.delivery.fields import fields
from cms.delivery.parameters import FALLBACK, LOCALE, Parameter

BASE_PATH = "/api/v1/"


@dataclass(frozen=True)
class PathParameter:
    """A variable part of an address."""

    name: str
    description: str
    example: str


KEY = PathParameter(
    "key",
    "A content id, else a canonical slug, else the path segment in the requested locale (percent-encoded UTF-8).",
    "crps",
)
SECTION = PathParameter("section", "The key of a section, such as `safety`, or its id.", "overview")
TOKEN = PathParameter(
    "token",
    "What a preview link holds: it opens one draft, or the site as of a moment, until it expires or is revoked.",
    "AAECAwQFBgcICQoLDA0ODwAAAABqAAAA.c2lnbmF0dXJlIG9mIGFuIGV4YW1wbGUgYW5kIG5vdGhpbmc",
)
PROBLEM = PathParameter("slug", "The last part of a problem's `type`.", "not-found")

_READ = (LOCALE, FALLBACK)
_PART = (*_READ, form.AS_OF, form.VERSION, form.RICH_TEXT)
_ANY_LIST = (narrow.INITIAL, narrow.IDS, narrow.UPDATED_SINCE, narrow.TRANSLATION_STATUS)
_PAGING = (narrow.LIMIT, narrow.CURSOR)
CONDITION_LIST = (
    narrow.TOPIC, narrow.CODE, narrow.SPECIALTY, *_ANY_LIST, narrow.REVIEW_STATUS,
    narrow.order("name", "-updated_at", "path"), *_PAGING, *_READ,
    fields("ConditionEntry", example="name,summary,image.alt", hint=" `sections` are there with `include=sections`."),
    form.INCLUDE, form.RICH_TEXT,
)  # fmt: skip
_OTHER_LIST = (*_ANY_LIST, narrow.order("name", "-updated_at"), *_PAGING, *_READ)
THERAPY_LIST = (*_OTHER_LIST, fields("TherapyCard", example="name,summary"))
GLOSSARY = (*_OTHER_LIST, fields("GlossaryTermCard", example="name,definition"))
CONDITION = (*_PART, fields("Condition", example="name,summary,sections.overview"), form.FORMAT)
THERAPY = (*_PART, fields("Therapy", example="name,description,evidence.condition"), form.FORMAT)
TERM = (*_PART, fields("GlossaryTerm", example="name,definition"), form.FORMAT)
SITE = (*_PART, fields("Site", example="name,contact.phone,opening_hours"), form.FORMAT)
SEARCH = (
    asked.Q, asked.TYPE, narrow.TOPIC, narrow.CODE, narrow.SPECIALTY, *_ANY_LIST, narrow.REVIEW_STATUS, *_PAGING,
    *_READ, fields("SearchResult", example="name,summary,highlights.html"),
)  # fmt: skip
SUGGEST = (asked.Q, asked.TYPE, asked.SUGGESTIONS, *_READ)
PREVIEW = (previewed.FIELDS, form.RICH_TEXT, form.FORMAT)
CONDITION_AT = (LOCALE, fields("Condition", example="name,summary,sections.overview"), form.RICH_TEXT, form.FORMAT)
ONE_SECTION = (*_PART, fields("SectionAnswer", example="name,section.plain_text,notices"))


@dataclass(frozen=True)
class Endpoint:
    """One address below /api/v1/.

    `answers` names the JSON Schema of its answer, `link` its place in the index, if it has one, `example` the answer
    that it is shown with, if that is another address's. `is_kept`: caches may keep the answer.
    """

    name: str
    path: str
    view: type[DatedView]
    answers: str
    tag: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...] = ()
    path_parameters: tuple[PathParameter, ...] = ()
    problems: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    link: str | None = None
    deprecation: Deprecation | None = None
    example: str | None = None
    is_kept: bool = True


_LOOKED_UP = ("moved", "not-found", "not-translated", "gone")

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "index", "", views.IndexView, "Index", "API",
        "Where everything is", "Links to all lists, the content locales, and the number of the newest edition.",
    ),
    Endpoint(
        "locales", "locales/", views.LocalesView, "LocaleList", "Locales",
        "The content locales", "With the locales that stand in for each, and the number of conditions by status.",
        link="locales",
    ),
    Endpoint(
        "conditions", "conditions/", views.CollectionView, "ConditionList", "Conditions",
        "Conditions and topics", "Cards of all pages that pass every filter, topics included.",
        CONDITION_LIST, problems=("unknown-locale", "invalid-cursor"), options={"type": "condition"}, link="conditions",
    ),
    Endpoint(
        "condition", "conditions/<str:key>/", document_views.DocumentView, "Condition", "Conditions",
        "One condition", "The whole document in one locale, with all that has to be shown beside it.",
        CONDITION, (KEY,), ("unknown-locale", *_LOOKED_UP), {"type": "condition"},
    ),
    Endpoint(
        "condition-section", "conditions/<str:key>/sections/<str:section>/", document_views.SectionView,
        "SectionAnswer", "Conditions",
        "One section of a condition", "Self-contained: with review, references, notices, rights and attribution.",
        ONE_SECTION, (KEY, SECTION), ("unknown-locale", *_LOOKED_UP), {"type": "condition"},
    ),
    Endpoint(
        "therapies", "therapies/", views.CollectionView, "TherapyList", "Therapies",
        "Therapies", "Cards of all therapies that pass every filter.",
        THERAPY_LIST, problems=("unknown-locale", "invalid-cursor"), options={"type": "therapy"}, link="therapies",
    ),
    Endpoint(
        "therapy", "therapies/<str:key>/", document_views.DocumentView, "Therapy", "Therapies",
        "One therapy", "With its evidence for each condition.",
        THERAPY, (KEY,), ("unknown-locale", *_LOOKED_UP), {"type": "therapy"},
    ),
    Endpoint(
        "glossary", "glossary/", views.CollectionView, "GlossaryTermList", "Glossary",
        "The glossary", "Terms with their definitions.",
        GLOSSARY, problems=("unknown-locale", "invalid-cursor"), options={"type": "glossary-term"}, link="glossary",
    ),
    Endpoint(
        "glossary-term", "glossary/<str:key>/", document_views.DocumentView, "GlossaryTerm", "Glossary",
        "One term", "What `data-term` in rich text leads to, by its slug.",
        TERM, (KEY,), ("unknown-locale", *_LOOKED_UP), {"type": "glossary-term"},
    ),
    Endpoint(
        "site", "site/", document_views.OnlyDocumentView, "Site", "Site",
        "The publisher", "Name, contact details, opening hours, notices that belong everywhere, and navigation.",
        SITE, problems=("unknown-locale", "not-found", "not-translated", "gone"), options={"type": "site"}, link="site",
    ),
    Endpoint(
        "search", "search/", search_views.SearchView, "SearchResultList", "Search",
        "Search", "What answers a reader's own words, the best first: names before text, exact before nearly so.",
        SEARCH, problems=("unknown-locale", "invalid-cursor"), link="search",
    ),
    Endpoint(
        "search-suggest", "search/suggest/", search_views.SuggestView, "SuggestionList", "Search",
        "Suggestions while typing", "Names that hold all that was typed, those that begin with it first.",
        SUGGEST, problems=("unknown-locale",), link="suggest",
    ),
    Endpoint(
        "changes", "changes/", views.ChangesView, "ChangeFeed", "Changes",
        "The change feed", feed.FOLLOWING,
        (feed.LOCALE, feed.TYPE, feed.LIMIT, feed.INCLUDE, feed.CURSOR),
        problems=("unknown-locale", "invalid-cursor", "feed-reset"), link="changes",
    ),
    Endpoint(
        "preview", "preview/<str:token>/", preview_views.DraftView, "PreviewedDocument", "Preview",
        "A draft", "As publishing it at this moment would make it, version and dates included. Parts that the language "
        "lacks come from the chain and stand in `fallbacks`. Never cached.",
        PREVIEW, (TOKEN,), ("not-found",), example="condition", is_kept=False,
    ),
    Endpoint(
        "preview-conditions", "preview/<str:token>/conditions/", preview_views.ListAtView, "ConditionList", "Preview",
        "The list of conditions at a coming moment", "With what is scheduled until the moment that the token is for. "
        "By name. Never cached.",
        (narrow.LIMIT, previewed.PLACE, LOCALE), (TOKEN,), ("unknown-locale", "invalid-cursor"),
        {"type": "condition"}, example="conditions", is_kept=False,
    ),
    Endpoint(
        "preview-condition", "preview/<str:token>/conditions/<str:key>/", preview_views.DocumentAtView, "Condition",
        "Preview",
        "One condition at a coming moment", "With what is scheduled until the moment that the token is for. Never "
        "cached.",
        CONDITION_AT, (TOKEN, KEY), ("unknown-locale", "not-found", "gone"), {"type": "condition"},
        example="condition", is_kept=False,
    ),
    Endpoint(
        "problems", "problems/", views.ProblemTypesView, "ProblemTypeList", "API",
        "What can go wrong", "Every type of problem, what it means and what to do about it.",
        link="problems",
    ),
    Endpoint(
        "problem", "problems/<str:slug>/", views.ProblemTypeView, "ProblemType", "API",
        "One type of problem", "The page that the `type` of a problem leads to.",
        path_parameters=(PROBLEM,), problems=("not-found",),
    ),
)  # fmt: skip
