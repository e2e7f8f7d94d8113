"""Asks a server for JSON, within limits of time and size; whatever goes wrong becomes a sentence for a person."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import requests
from django.utils.translation import gettext as _

from cms.translation.machine.provider import MachineUnavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

logger = logging.getLogger(__name__)

CONNECT_TIMEOUT_S = 5
MAX_ANSWER_BYTES = 10_000_000
MAX_QUOTE_CHARACTERS = 200


@dataclass(frozen=True)
class Server:
    """`name` is what people are shown, `url` has no slash at its end, `timeout_s` is the longest silence allowed.

    `key` is never shown, whatever the server says.
    """

    name: str
    url: str
    timeout_s: float
    key: str = field(default="", repr=False)

    def get(self, path: str, *, timeout_s: float) -> Any:
        """Any JSON. Raises MachineUnavailable."""
        return self._asked("GET", path, None, min(timeout_s, self.timeout_s))

    def post(self, path: str, body: Mapping[str, object]) -> Any:
        """Any JSON. Raises MachineUnavailable."""
        return self._asked("POST", path, body, self.timeout_s)

    def unintelligible(self) -> MachineUnavailable:
        """The error for an answer that is none of this kind of server."""
        return self._failure(
            "answer not understood",
            _("What answers at the address of %(name)s is not %(name)s. Ask an administrator to check the address."),
        )

    def incomplete(self) -> MachineUnavailable:
        """The error for an answer in which something is missing."""
        return self._failure(
            "incomplete answer", _("%(name)s did not answer in full. Try again; nothing has been changed.")
        )

    def _asked(self, method: str, path: str, body: Mapping[str, object] | None, timeout_s: float) -> Any:
        try:
            with requests.request(
                method,
                f"{self.url}{path}",
                json=body,
                headers={"Accept": "application/json"},
                timeout=(CONNECT_TIMEOUT_S, timeout_s),
                allow_redirects=False,  # the key and the texts are for this server only
                stream=True,
            ) as response:
                content = self._content(response)
        except requests.Timeout as error:
            raise self._too_slow(timeout_s) from error
        except requests.RequestException as error:
            raise self._unreachable() from error
        if response.status_code != requests.codes.ok:
            raise self._refused(response.status_code, content)
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise self.unintelligible() from None  # the cause would carry the text along

    def _content(self, response: requests.Response) -> bytes:
        content = bytearray()
        try:
            for piece in response.iter_content(chunk_size=65_536):
                content += piece
                if len(content) > MAX_ANSWER_BYTES:
                    raise self._too_large()
        except requests.RequestException as error:
            raise self.incomplete() from error
        return bytes(content)

    def _too_slow(self, timeout_s: float) -> MachineUnavailable:
        return self._failure(
            "timeout",
            _("%(name)s did not answer within %(seconds)g seconds. Try again later, or with less text."),
            seconds=timeout_s,
        )

    def _unreachable(self) -> MachineUnavailable:
        return self._failure(
            "not reached",
            _("%(name)s cannot be reached. Try again later; if it stays so, ask an administrator whether it runs."),
        )

    def _too_large(self) -> MachineUnavailable:
        return self._failure("answer too large", _("The answer of %(name)s is too large. Try again with less text."))

    def _refused(self, status: int, content: bytes) -> MachineUnavailable:
        said = self._said(content) if status == requests.codes.bad_request else ""
        return self._failure(f"status {status}", _sentence(status, is_explained=bool(said)), status=status, said=said)

    def _said(self, content: bytes) -> str:
        """The server's own reason, without the key; "" where there is none."""
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError):
            return ""
        said = answer.get("error") if isinstance(answer, dict) else None
        if not isinstance(said, str) or (self.key and self.key in said):
            return ""
        return " ".join(said.split())[:MAX_QUOTE_CHARACTERS].rstrip(".")

    def _failure(self, cause: str, sentence: str, **facts: object) -> MachineUnavailable:
        logger.warning("%s failed: %s", self.name, cause, extra={"provider": self.name, "cause": cause})
        return MachineUnavailable(sentence % {"name": self.name, **facts})


def _sentence(status: int, *, is_explained: bool) -> str:
    """What a status other than 200 means to the person who asked."""
    if status == requests.codes.bad_request and is_explained:
        return _("%(name)s refused the request: “%(said)s”. Ask an administrator to mend this.")
    if status in (requests.codes.unauthorized, requests.codes.forbidden):
        return _("%(name)s refused us. Ask an administrator to check the key for it, and whether we asked too often.")
    if status == requests.codes.too_many_requests:
        return _("%(name)s has had too many requests. Wait some minutes, then try again.")
    if 300 <= status < 400:
        return _("%(name)s has moved to another address. Ask an administrator to set the new one.")
    if status >= 500:
        return _(
            "%(name)s has a fault of its own (%(status)d). Try again later; if it stays so, tell an administrator."
        )
    return _("%(name)s does not take our requests (%(status)d). Ask an administrator to check its address.")
