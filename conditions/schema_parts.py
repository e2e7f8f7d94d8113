"""What the schemas of several documents have in common: values, heads, cards, and the objects that they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.locales import TAGS
from cms.medical_review.policy import OverduePolicy, ReviewStatus
from cms.publishing.models import ChangeKind
from cms.translation.models import Method
from conditions.blocks.base import NULLABLE_TEXT, TEXT, URL, array, obj
from conditions.blocks.media import IMAGE, RENDITION
from conditions.vocabulary import (
    CareSetting,
    EvidenceLevel,
    NameKind,
    NoticeKind,
    PersonRole,
    RegulatoryStatus,
)

if TYPE_CHECKING:
    from conditions.blocks.base import Schema


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def nullable(schema: Schema) -> Schema:
    return {"oneOf": [schema, {"type": "null"}]}


def enum(values: Any, description: str = "") -> Schema:
    schema: Schema = {"type": "string", "enum": list(values)}
    return {**schema, "description": description} if description else schema


ID: Schema = {"type": "string", "format": "uuid", "description": "Content id: the same in every locale and version."}
LOCALE: Schema = {"type": "string", "enum": list(TAGS), "description": "A content locale's BCP 47 tag."}
DIRECTION = enum(["ltr", "rtl"], "As in HTML’s `dir`.")
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_NULLABLE_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
_NULLABLE_DATE: Schema = {"type": ["string", "null"], "format": "date"}
NULLABLE_URL: Schema = {"type": ["string", "null"], "format": "uri"}
_NULLABLE_PATH: Schema = {
    "type": ["string", "null"],
    "description": "The address in the front end, without its origin.",
}
_TRANSLATION_STATUS = enum(["source", "released", "outdated"])

_HEAD: dict[str, Schema] = {
    "id": ID,
    "type": {"type": "string"},
    "locale": {**LOCALE, "description": "The locale of the text."},
    "requested_locale": {**LOCALE, "description": "The locale that was asked for."},
}

CIRCUMSTANCES: dict[str, Schema] = {
    "version": {"type": "integer", "minimum": 1, "description": "Counts the editions of this document."},
    "sequence": {"type": "integer", "minimum": 1, "description": "The edition’s place in the order of all editions."},
    "change": obj(
        {"kind": enum(ChangeKind.values), "note": NULLABLE_TEXT}, description="What the last change by an editor was."
    ),
    "superseded": {
        **nullable(ref("Superseded")),
        "description": "Only set on what is not delivered any more: an earlier version, or one that is withdrawn.",
    },
    "published_at": _MOMENT,
    "updated_at": _MOMENT,
}


def shared() -> dict[str, Schema]:
    return {
        "DocumentReference": obj(
            {"id": ID, "slug": TEXT, "name": TEXT, "locale": LOCALE}, description="Another document, by name."
        ),
        "OtherName": obj({"text": TEXT, "kind": enum(NameKind.values)}, description="What else readers call it."),
        "Image": IMAGE,
        "Rendition": RENDITION,
        "Reference": obj(
            {
                "key": TEXT,
                "title": TEXT,
                "authors": array(TEXT),
                "published": {**NULLABLE_TEXT, "description": "A year, a month or a day."},
                "doi": NULLABLE_TEXT,
                "pmid": NULLABLE_TEXT,
                "pmcid": NULLABLE_TEXT,
                "url": NULLABLE_URL,
                "accessed": _NULLABLE_DATE,
            },
            description="A publication that evidence rests on.",
        ),
        "Notice": obj(
            {
                "kind": enum(NoticeKind.values),
                "text": TEXT,
                "jurisdiction": {**NULLABLE_TEXT, "description": "ISO 3166-1 alpha-2, or EU; null for everywhere."},
                "locale": LOCALE,
            },
            description="Advice for a jurisdiction; in the chain’s next language where the reader’s has none.",
        ),
        "Rights": obj(
            {
                "publisher": NULLABLE_TEXT,
                "license": {**NULLABLE_TEXT, "description": "An SPDX identifier."},
                "attribution_text": NULLABLE_TEXT,
                "attribution_url": NULLABLE_URL,
            },
            description="Under which terms the document may be used.",
        ),
        "Translation": obj(
            {
                "status": _TRANSLATION_STATUS,
                "source_locale": LOCALE,
                "source_version": {"type": ["integer", "null"]},
                "outdated_since": _NULLABLE_MOMENT,
                "outdated_parts": array(TEXT),
                "method": {"type": ["string", "null"], "enum": [*Method.values, None]},
                "released_at": _NULLABLE_MOMENT,
            },
            description="How the text came to be, and whether the source has moved on since.",
        ),
        "Alternate": obj(
            {
                "locale": LOCALE,
                "dir": DIRECTION,
                "status": enum(["source", "released", "outdated", "withdrawn", "none"]),
                "path": _NULLABLE_PATH,
                "url": NULLABLE_URL,
                "web_url": NULLABLE_URL,
            },
            description="The same content in one content locale.",
        ),
        "Superseded": obj(
            {
                "by_version": {
                    "type": ["integer", "null"],
                    "description": "The newest version; null where there is none after this one.",
                },
                "withdrawn": {"type": "boolean", "description": "Whether readers must not be shown this text."},
                "reason": {**NULLABLE_TEXT, "description": "Why it was withdrawn, if that was told."},
            },
            description="What has become of a text that is not delivered any more.",
        ),
        "Review": obj(
            {
                "last_reviewed": _NULLABLE_DATE,
                "due": _NULLABLE_DATE,
                "status": enum(ReviewStatus.values),
                "overdue_policy": enum(
                    OverduePolicy.values,
                    "What the publisher does when the review is overdue: `flag` keeps the content out with the status "
                    "`overdue`; `withdraw` takes it back until it is reviewed (410 `gone`, reason `review-overdue`).",
                ),
                "reviewers": array(
                    obj(
                        {"name": TEXT, "credentials": NULLABLE_TEXT, "role": enum(PersonRole.values)},
                        description="Somebody who reviewed the content.",
                    )
                ),
            },
            description="The medical review.",
        ),
    }


def evidence_facts() -> dict[str, Schema]:
    return {
        "regulatory_status": enum(RegulatoryStatus.values),
        "jurisdiction": NULLABLE_TEXT,
        "level": enum(EvidenceLevel.values),
        "care_setting": enum(CareSetting.values),
        "references": array({**TEXT, "description": "Keys in `references`."}),
        "statement": TEXT,
        "locale": LOCALE,
    }


def card_of(type_: str, description: str, more: dict[str, Schema] | None = None) -> Schema:
    return obj(
        {
            **_HEAD,
            "type": {"const": type_},
            "slug": TEXT,
            "path": _NULLABLE_PATH,
            "name": TEXT,
            "summary": TEXT,
            "topic": nullable(ref("DocumentReference")),
            "image": nullable(ref("Image")),
            "updated_at": _MOMENT,
            "translation": obj({"status": _TRANSLATION_STATUS}, description="How the text stands."),
            "review": nullable(
                obj({"status": enum(ReviewStatus.values)}, description="How the medical review stands.")
            ),
            "url": URL,
            **(more or {}),
        },
        description=description,
    )


def head_of(type_: str) -> dict[str, Schema]:
    return {
        **_HEAD,
        "type": {"const": type_},
        "dir": DIRECTION,
        "slug": {**TEXT, "description": "The canonical key; the same in every locale."},
        "path": _NULLABLE_PATH,
        "url": URL,
        "web_url": NULLABLE_URL,
    }
