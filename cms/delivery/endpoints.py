"""Every address of the API on one screen: its view, its parameters, its answer. URLs and OpenAPI come from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cms.delivery import feed_parameters as feed, parameters as query, views
from cms.delivery.base import ReadView
from cms.delivery.parameters import Parameter

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
PROBLEM = PathParameter("slug", "The last part of a problem's `type`.", "not-found")

ONE = (query.LOCALE, query.FALLBACK)
_ANY_LIST = (query.INITIAL, query.IDS, query.UPDATED_SINCE, query.TRANSLATION_STATUS)
_PAGING = (query.LIMIT, query.CURSOR)
CONDITION_LIST = (
    query.TOPIC, query.CODE, query.SPECIALTY, *_ANY_LIST, query.REVIEW_STATUS,
    query.order("name", "-updated_at", "path"), *_PAGING, *ONE,
)  # fmt: skip
OTHER_LIST = (*_ANY_LIST, query.order("name", "-updated_at"), *_PAGING, *ONE)


@dataclass(frozen=True)
class Endpoint:
    """One address below /api/v1/.

    `answers` names the JSON Schema of its answer, `link` its place in the index, if it has one.
    """

    name: str
    path: str
    view: type[ReadView]
    answers: str
    tag: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...] = ()
    path_parameters: tuple[PathParameter, ...] = ()
    problems: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    link: str | None = None


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
        "condition", "conditions/<str:key>/", views.DocumentView, "Condition", "Conditions",
        "One condition", "The whole document in one locale, with all that has to be shown beside it.",
        ONE, (KEY,), ("unknown-locale", *_LOOKED_UP), {"type": "condition"},
    ),
    Endpoint(
        "condition-section", "conditions/<str:key>/sections/<str:section>/", views.SectionView, "SectionAnswer",
        "Conditions",
        "One section of a condition", "Self-contained: with review, references, notices, rights and attribution.",
        ONE, (KEY, SECTION), ("unknown-locale", *_LOOKED_UP), {"type": "condition"},
    ),
    Endpoint(
        "therapies", "therapies/", views.CollectionView, "TherapyList", "Therapies",
        "Therapies", "Cards of all therapies that pass every filter.",
        OTHER_LIST, problems=("unknown-locale", "invalid-cursor"), options={"type": "therapy"}, link="therapies",
    ),
    Endpoint(
        "therapy", "therapies/<str:key>/", views.DocumentView, "Therapy", "Therapies",
        "One therapy", "With its evidence for each condition.",
        ONE, (KEY,), ("unknown-locale", *_LOOKED_UP), {"type": "therapy"},
    ),
    Endpoint(
        "glossary", "glossary/", views.CollectionView, "GlossaryTermList", "Glossary",
        "The glossary", "Terms with their definitions.",
        OTHER_LIST, problems=("unknown-locale", "invalid-cursor"), options={"type": "glossary-term"}, link="glossary",
    ),
    Endpoint(
        "glossary-term", "glossary/<str:key>/", views.DocumentView, "GlossaryTerm", "Glossary",
        "One term", "What `data-term` in rich text leads to, by its slug.",
        ONE, (KEY,), ("unknown-locale", *_LOOKED_UP), {"type": "glossary-term"},
    ),
    Endpoint(
        "site", "site/", views.OnlyDocumentView, "Site", "Site",
        "The publisher", "Name, contact details, opening hours, notices that belong everywhere, and navigation.",
        ONE, problems=("unknown-locale", "not-found", "not-translated"), options={"type": "site"}, link="site",
    ),
    Endpoint(
        "changes", "changes/", views.ChangesView, "ChangeFeed", "Changes",
        "The change feed", feed.FOLLOWING,
        (feed.LOCALE, feed.TYPE, feed.LIMIT, feed.INCLUDE, feed.CURSOR),
        problems=("unknown-locale", "invalid-cursor", "feed-reset"), link="changes",
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
