"""Composes the OpenAPI 3.1 description from what the views themselves are made of."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from django.conf import settings

from cms.delivery.caching import with_public_origin
from cms.delivery.endpoints import BASE_PATH, ENDPOINTS
from cms.delivery.fields import excerpt
from cms.delivery.figures import API_VERSION
from cms.delivery.linked_data import MEDIA_TYPE as LINKED_DATA
from cms.delivery.problems import BY_SLUG, MEDIA_TYPE, PROBLEM_TYPES
from cms.delivery.schemas import reference
from cms.delivery.shapes import named, schemas
from cms.locales import TAGS
from cms.publishing import content

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.delivery.endpoints import Endpoint, PathParameter
    from cms.delivery.parameters import Parameter
    from cms.delivery.problems import ProblemType

_EXAMPLES = Path(__file__).parent / "examples"

#: What any address may answer.
_ANYWHERE = (
    "unknown-parameter", "invalid-key", "forbidden", "method-not-allowed", "not-acceptable", "rate-limited", "internal",
    "unavailable",
)  # fmt: skip

_DESCRIPTION = """\
Condition pages of a publisher of health content, for apps and partner sites. Reading is open to all; a key raises the
number of requests that a minute has room for.

Every answer says which language it is in (`locale`, `Content-Language`) and which was asked for (`requested_locale`).
Keep the `id`: it is the same in every locale and version. Send `If-None-Match` with the `ETag` that you have. Every
error is `application/problem+json`. HEAD and OPTIONS are answered at each address.
"""

_HEADERS: dict[str, str] = {
    "ETag": "Strong validator of the bytes; send it back in If-None-Match.",
    "Last-Modified": "When this address's answer last changed; not on lists.",
    "Cache-Control": "How long caches may keep the answer.",
    "Content-Language": "The locale, or locales, of the body.",
    "Content-Location": "The address with the locale spelt out, where the locale was negotiated.",
    "Vary": "Holds Accept-Language where the locale was negotiated, Accept where the form was.",
    "Surrogate-Key": "The type and content ids that the answer depends on, for purging caches.",
    "RateLimit": "To a key: how many requests are left (`r`), and in how many seconds all are there again (`t`).",
    "RateLimit-Policy": "To a key: how many requests (`q`) there is room for in how many seconds (`w`).",
}

#: What an answer says that no cache keeps.
_NOT_KEPT = ("Cache-Control", "Content-Language", "Content-Location", "Vary", "RateLimit", "RateLimit-Policy")

_NOT_MODIFIED = {"description": "You have this very answer (If-None-Match or If-Modified-Since)."}

_RETRY_AFTER = "How many seconds to wait."
_FAILURE_HEADERS: dict[int, dict[str, str]] = {
    308: {"Location": "The address now."},
    401: {"WWW-Authenticate": "What kind of key is wanted, and what is wrong with the one that was sent (RFC 6750)."},
    429: {
        "Retry-After": _RETRY_AFTER,
        "RateLimit": _HEADERS["RateLimit"],
        "RateLimit-Policy": _HEADERS["RateLimit-Policy"],
    },
    503: {"Retry-After": _RETRY_AFTER},
}

_DEPRECATION_HEADERS: dict[str, str] = {
    "Deprecation": "Since when this should not be used any more: `@` and seconds since 1970 (RFC 9745).",
    "Sunset": "When it will be taken away, as an HTTP date (RFC 8594).",
    "Link": 'With `rel="deprecation"`: a page that says what to use instead.',
}


@lru_cache(maxsize=4)
def encoded(origin: str) -> bytes:
    """The description of the API at a public origin, as JSON."""
    return with_public_origin(content.encode(description(origin)))


def description(origin: str) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.WAGTAIL_SITE_NAME}: delivery API",
            "version": API_VERSION,
            "description": _DESCRIPTION,
        },
        "servers": [{"url": origin, "description": "This installation"}],
        "security": [{}, {"key": []}],
        "tags": [{"name": tag} for tag in dict.fromkeys(endpoint.tag for endpoint in ENDPOINTS)],
        "paths": {_template(endpoint): {"get": _operation(endpoint)} for endpoint in ENDPOINTS},
        "components": components(),
    }


def components() -> dict[str, Any]:
    return {
        "schemas": {**schemas(), **_excerpts()},
        "securitySchemes": {
            "key": {"type": "http", "scheme": "bearer", "description": "A key that the publisher has given to you."}
        },
        "headers": {
            name: {"description": told, "schema": {"type": "string"}}
            for name, told in {**_HEADERS, **_DEPRECATION_HEADERS}.items()
        },
        "examples": {each.slug: {"summary": each.title, "value": _example_of(each)} for each in PROBLEM_TYPES},
    }


def _excerpts() -> dict[str, Any]:
    """What `fields` may leave of each answer that has the parameter."""
    return {
        f"{endpoint.answers}Excerpt": excerpt(named(endpoint.answers))
        for endpoint in ENDPOINTS
        if _can_be_cut(endpoint)
    }


def _can_be_cut(endpoint: Endpoint) -> bool:
    return any(parameter.name == "fields" for parameter in endpoint.parameters)


def _template(endpoint: Endpoint) -> str:
    return BASE_PATH + re.sub(r"<str:(\w+)>", r"{\1}", endpoint.path)


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    slugs = [*endpoint.problems, *_ANYWHERE, *(["invalid-parameter"] if endpoint.parameters else [])]
    return {
        "operationId": endpoint.name.replace("-", "_"),
        "tags": [endpoint.tag],
        "summary": endpoint.summary,
        "description": endpoint.description,
        **({"deprecated": True} if endpoint.deprecation else {}),
        "parameters": [
            *map(_path_parameter, endpoint.path_parameters),
            *map(_query_parameter, endpoint.parameters),
        ],
        "responses": {
            "200": _success(endpoint),
            **({"304": _NOT_MODIFIED} if endpoint.is_kept else {}),
            **_failures(BY_SLUG[slug] for slug in slugs),
        },
    }


def _path_parameter(parameter: PathParameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "path",
        "required": True,
        "description": parameter.description,
        "schema": {"type": "string"},
        "example": parameter.example,
    }


def _query_parameter(parameter: Parameter) -> dict[str, Any]:
    """The example stands in the schema: one beside it would be filled in by pages that try the API, all at once."""
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.is_required,
        "description": parameter.description,
        "schema": {**parameter.schema, "examples": [_example_value(parameter)]},
        **({"style": "form", "explode": False} if parameter.schema["type"] == "array" else {}),
        **({"deprecated": True} if parameter.deprecation else {}),
    }


def _example_value(parameter: Parameter) -> Any:
    type_ = parameter.schema["type"]
    if type_ == "array":
        return parameter.example.split(",")
    return int(parameter.example) if type_ == "integer" else parameter.example


def _success(endpoint: Endpoint) -> dict[str, Any]:
    names = [
        *(_HEADERS if endpoint.is_kept else _NOT_KEPT),
        *(_DEPRECATION_HEADERS if _has_deprecated(endpoint) else ()),
    ]
    return {
        "description": endpoint.summary,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names},
        "content": _forms(endpoint),
    }


def _forms(endpoint: Endpoint) -> dict[str, Any]:
    """By media type. The whole answer comes first of what JSON may hold: generators of clients name types by it."""
    name = endpoint.example or endpoint.name
    whole = reference(endpoint.answers)
    schema = {"anyOf": [whole, reference(f"{endpoint.answers}Excerpt")]} if _can_be_cut(endpoint) else whole
    forms = {"application/json": {"schema": schema, "example": _example(f"{name}.json")}}
    if LINKED_DATA in endpoint.view.media_types:
        forms[LINKED_DATA] = {"schema": reference("LinkedData"), "example": _example(f"{name}.jsonld")}
    return forms


def _example(name: str) -> Any:
    return orjson.loads((_EXAMPLES / name).read_bytes())


def _has_deprecated(endpoint: Endpoint) -> bool:
    return bool(endpoint.deprecation or any(parameter.deprecation for parameter in endpoint.parameters))


def _failures(problem_types: Iterable[ProblemType]) -> dict[str, Any]:
    """One response per status, with an example for each of its causes."""
    by_status: dict[int, list[ProblemType]] = {}
    for problem_type in problem_types:
        by_status.setdefault(problem_type.status, []).append(problem_type)
    return {str(status): _failure(causes) for status, causes in sorted(by_status.items())}


def _failure(causes: list[ProblemType]) -> dict[str, Any]:
    response: dict[str, Any] = {
        "description": "; ".join(f"{cause.title} (`{cause.slug}`)" for cause in causes),
        "content": {
            MEDIA_TYPE: {
                "schema": reference("Problem"),
                "examples": {cause.slug: {"$ref": f"#/components/examples/{cause.slug}"} for cause in causes},
            }
        },
    }
    headers = {name: told for cause in causes for name, told in _FAILURE_HEADERS.get(cause.status, {}).items()}
    if headers:
        response["headers"] = {
            name: {"description": told, "schema": {"type": "string"}} for name, told in headers.items()
        }
    return response


def _example_of(problem_type: ProblemType) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "parameter": "locale",
        "locales": list(TAGS),
        "available_locales": ["en", "es", "ar"],
        "gone_at": "2026-11-20T09:00:00Z",
        "reason": "expired",
        "scope": "drafts",
        "limit": 600,
        "retry_after_s": 12,
        "location": f"{settings.PUBLIC_ORIGIN}{BASE_PATH}conditions/crps/",
    }
    return {
        "type": problem_type.url,
        "title": problem_type.title,
        "status": problem_type.status,
        "detail": problem_type.meaning,
        "instance": f"{BASE_PATH}conditions/crps/",
        **{name: facts[name] for name in problem_type.facts},
    }
