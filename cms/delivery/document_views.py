"""The views of documents: the stored bytes as they are, or what they say in the form and version that was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.urls import resolve, reverse

from cms.delivery import absence, answers, caching, chosen, editions, linked_data, negotiation, problems
from cms.delivery.caching import Validity, with_public_origin
from cms.delivery.deprecation import DatedView
from cms.delivery.errors import InvalidParameter, Moved, NotFound
from cms.delivery.form_parameters import LINKED_DATA
from cms.delivery.schemas import OF_DOCUMENTS
from cms.delivery.sections import section_of
from cms.publishing import content

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpResponse
    from rest_framework.request import Request

    from cms.delivery.answers import StoredAnswer

#: What may stand in an address as it is (RFC 3986, 2.2 and 2.3), and escapes.
_URI_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"

_JSON = "application/json"


@dataclass(frozen=True)
class Found:
    """A document that the reader may have, of now or of once, and until when that is so."""

    document: dict[str, Any]
    last_modified: datetime
    next_change_at: datetime | None
    surrogate_keys: str

    def validity(self, body: bytes) -> Validity:
        """For these bytes, whatever form of the document they are."""
        return Validity(
            content.digest_of_bytes(body),
            last_modified=self.last_modified,
            next_change_at=self.next_change_at,
            surrogate_keys=self.surrogate_keys,
        )


class AnswerView(DatedView):
    """What documents' views share: finding what the reader may have, or telling why there is none."""

    #: The forms of a document that there are; of those that a reader likes alike, the first.
    forms: tuple[str, ...] = (_JSON, linked_data.MEDIA_TYPE)
    media_types = (*forms, problems.MEDIA_TYPE)

    type: str = ""

    def stored(self, key: str) -> StoredAnswer:
        """Raises NotTranslated, NotFound, Gone, Moved."""
        locale = self.locale()
        key = answers.normalised(key)
        answer = answers.find(self.type, key, locale)
        if answer is None:
            answer, current_key = absence.stand_in(self.type, key, locale)
            if current_key != key:
                raise Moved(self._address_with(current_key))
        answers.refuse_stand_ins(answer, locale=locale, fallback=self.values["fallback"])
        return answer

    def found(self, key: str) -> Found:
        """Raises NotTranslated, NotFound, Gone, Moved, InvalidParameter."""
        if not self.is_historical:
            return _found(self.stored(key))
        locale = self.locale()
        key = answers.normalised(key)
        answer = answers.find(self.type, key, locale)
        content_id = answer.content_id if answer else absence.content_id_of(self.type, key, locale)
        return self.historical(content_id, answer)

    def historical(self, content_id: UUID, answer: StoredAnswer | None) -> Found:
        """A version, or a moment's text. It changes only by what becomes of it, which the clock may bring too.

        Raises NotTranslated, NotFound, Gone, InvalidParameter.
        """
        moment, number = self.values["as_of"], self.values["version"]
        if moment is not None and number is not None:
            raise InvalidParameter("version", "can't be given together with `as_of`; leave out one of them")
        options = {"locale": self.values["locale"], "fallback": self.values["fallback"]}
        if number is not None:
            past = editions.version(content_id, number, **options)
        else:
            past = editions.as_of(content_id, moment, **options)
        return Found(
            past.document,
            past.last_modified,
            answer.next_change_at if answer else None,
            caching.surrogate_keys([self.type, str(content_id)]),
        )

    @property
    def is_historical(self) -> bool:
        return self.values["as_of"] is not None or self.values["version"] is not None

    @property
    def is_as_stored(self) -> bool:
        """Whether the stored bytes are the answer."""
        values = self.values
        is_html = values["fields"] is None and values["rich_text"] == chosen.HTML
        return is_html and not self.is_historical and not self.is_linked_data

    @property
    def is_linked_data(self) -> bool:
        """The parameter decides, else the Accept header."""
        asked = self.values.get("format")
        if asked is not None:
            return bool(asked == LINKED_DATA)
        # REST framework's request would look for META in three places before it finds it.
        accept = self.request._request.META.get("HTTP_ACCEPT", "*/*")
        return negotiation.preferred_media_type(accept, self.forms) == linked_data.MEDIA_TYPE

    def send_stored(self, answer: StoredAnswer) -> HttpResponse:
        body = with_public_origin(bytes(answer.body))
        validity = Validity(
            caching.etag_of_stored(answer.etag),
            last_modified=answer.last_modified,
            next_change_at=answer.next_change_at,
            surrogate_keys=caching.surrogate_keys(answer.surrogate_keys.split()),
        )
        return self._varied(self.send(body, language=answer.locale, validity=validity))

    def send_chosen(self, found: Found) -> HttpResponse:
        """The whole document in the form that was chosen. Raises InvalidParameter."""
        document, language = found.document, str(found.document["locale"])
        if self.is_linked_data:
            self._refuse_choices_of_json()
            body = linked_data.encoded(document)
            media_type = linked_data.MEDIA_TYPE
        else:
            body = content.encode(chosen.in_form(document, self.values, schema=OF_DOCUMENTS[self.type]))
            media_type = _JSON
        answer = caching.answer(
            self.request._request, body, validity=found.validity(body), language=language, content_type=media_type
        )
        return self._varied(answer)

    def explicit_url(self, **changed: str) -> str:
        form = {"format": LINKED_DATA} if self.is_linked_data else {}
        return super().explicit_url(**form, **changed)

    def _varied(self, answer: HttpResponse) -> HttpResponse:
        """Without `format`, an answer in one form must not be given to those who accept the other."""
        if self.values["format"] is None:
            answer.headers["Vary"] = f"{answer.headers['Vary']}, Accept"
        return answer

    def _refuse_choices_of_json(self) -> None:
        for name in ("fields", "rich_text"):
            if name in self.given:
                raise InvalidParameter(name, "is for JSON only: leave it out, or ask for `format=json`")

    def _address_with(self, key: str) -> str:
        """This very address, the query string included, with another key."""
        query = quote(self.request.META.get("QUERY_STRING", "").encode("latin-1"), safe=_URI_CHARACTERS)
        path = reverse(resolve(self.request.path_info).view_name, kwargs={**self.kwargs, "key": key})
        return f"{settings.PUBLIC_ORIGIN}{path}" + (f"?{query}" if query else "")


class DocumentView(AnswerView):
    """One document."""

    def get(self, request: Request, key: str) -> HttpResponse:
        return self.send_stored(self.stored(key)) if self.is_as_stored else self.send_chosen(self.found(key))


class OnlyDocumentView(AnswerView):
    """The document of a type that there is one of."""

    def get(self, request: Request) -> HttpResponse:
        locale = self.locale()
        answer = answers.only(self.type, locale)
        if answer is None:
            raise NotFound(f"The publisher has not filled in the site's settings for readers of {locale.tag}.")
        if self.is_historical:
            return self.send_chosen(self.historical(answer.content_id, answer))
        answers.refuse_stand_ins(answer, locale=locale, fallback=self.values["fallback"])
        return self.send_stored(answer) if self.is_as_stored else self.send_chosen(_found(answer))


class SectionView(AnswerView):
    """One section of a document with all that it needs to be shown alone."""

    forms = (_JSON,)
    media_types = (*forms, problems.MEDIA_TYPE)

    def get(self, request: Request, key: str, section: str) -> HttpResponse:
        found = self.found(key)
        part = section_of(found.document, section)
        languages = dict.fromkeys([part["locale"], part["section"]["locale"]])
        body = content.encode(chosen.in_form(part, self.values, schema="SectionAnswer"))
        return self.send(body, language=", ".join(languages), validity=found.validity(body))


def _found(answer: StoredAnswer) -> Found:
    return Found(
        answer.document(),
        answer.last_modified,
        answer.next_change_at,
        caching.surrogate_keys(answer.surrogate_keys.split()),
    )
