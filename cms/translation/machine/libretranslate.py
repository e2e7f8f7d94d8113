"""Drafts by a LibreTranslate server, the publisher's own or a hosted one (https://docs.libretranslate.com)."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from cms.locales import BY_TAG
from cms.translation.machine import hypertext
from cms.translation.machine.provider import MachineUnavailable
from cms.translation.machine.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_TEXTS = 50
MAX_CHARACTERS = 5_000
LANGUAGES_TIMEOUT_S = 5
LANGUAGES_REMEMBERED_S = 600
#: A server that is down is not asked again for every page that is opened.
SILENCE_REMEMBERED_S = 60

# Best first; the last one is understood by every version. Bare `zh` is simplified Chinese there.
_CODES = {"zh-Hans": ("zh-Hans", "zh"), "zh-Hant": ("zh-Hant", "zt")}


class LibreTranslate:
    """`url` is the server's address, with its path if it has one; `timeout_s` the longest silence allowed.

    `api_key` may be empty, as most servers that a publisher runs for itself need none.
    """

    name = "LibreTranslate"

    def __init__(self, *, url: str = "", api_key: str = "", timeout_s: float = 30) -> None:
        if not _is_address(url):
            raise ImproperlyConfigured("LibreTranslate needs the URL of a server, such as http://127.0.0.1:5000")
        self._server = Server(self.name, url.rstrip("/"), timeout_s, api_key)
        self._api_key = api_key

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        codes = self._codes(source, target)
        if codes is None:
            raise MachineUnavailable(
                _(
                    "%(name)s does not translate from %(source)s to %(target)s. "
                    "Ask an administrator to install this pair there."
                )
                % {"name": self.name, "source": _own_name(source), "target": _own_name(target)}
            )
        sent = [hypertext.html_of(text) for text in texts if text.strip()]
        answers = (answer for chunk in _chunks(sent) for answer in self._answers(chunk, *codes))
        return [hypertext.marked_of(next(answers), like=text) if text.strip() else text for text in texts]

    def can_translate(self, *, source: str, target: str) -> bool:
        return self._codes(source, target) is not None

    def _answers(self, chunk: Sequence[str], source: str, target: str) -> list[str]:
        body = {"q": chunk, "source": source, "target": target, "format": "html"}
        answer = self._server.post("/translate", {**body, "api_key": self._api_key} if self._api_key else body)
        found = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
            raise self._server.unintelligible()
        if len(found) != len(chunk):
            raise self._server.incomplete()
        return found

    def _codes(self, source: str, target: str) -> tuple[str, str] | None:
        """The server's own codes for two locales; None where it has no such pair."""
        languages = self._languages()
        pairs = [(first, second) for first in _codes_of(source) for second in _codes_of(target) if first != second]
        if not languages:
            is_one_language = _codes_of(source)[-1] == _codes_of(target)[-1]
            return None if is_one_language else pairs[-1]
        return next((pair for pair in pairs if pair[1] in languages.get(pair[0], ())), None)

    def _languages(self) -> dict[str, list[str]]:
        """From each of the server's languages to which others it translates; empty where it did not say."""
        key = f"machine-languages:{sha256(self._server.url.encode()).hexdigest()}"
        languages: dict[str, list[str]] | None = cache.get(key)
        if languages is None:
            languages = self._asked_languages()
            cache.set(key, languages, LANGUAGES_REMEMBERED_S if languages else SILENCE_REMEMBERED_S)
        return languages

    def _asked_languages(self) -> dict[str, list[str]]:
        try:
            answer = self._server.get("/languages", timeout_s=LANGUAGES_TIMEOUT_S)
            every = [str(language["code"]) for language in answer]
            # Old versions name no targets; there each language goes to each other.
            return {str(language["code"]): list(language.get("targets", every)) for language in answer}
        except (MachineUnavailable, AttributeError, KeyError, TypeError):
            return {}


def _chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    """At most 50 texts and 5,000 characters at a time; a longer text goes alone."""
    chunk: list[str] = []
    characters = 0
    for text in texts:
        if chunk and (len(chunk) == MAX_TEXTS or characters + len(text) > MAX_CHARACTERS):
            yield chunk
            chunk, characters = [], 0
        chunk.append(text)
        characters += len(text)
    if chunk:
        yield chunk


def _codes_of(tag: str) -> tuple[str, ...]:
    return _CODES.get(tag) or tuple(dict.fromkeys((tag, tag.partition("-")[0])))


def _own_name(tag: str) -> str:
    return BY_TAG[tag].own_name if tag in BY_TAG else tag


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
