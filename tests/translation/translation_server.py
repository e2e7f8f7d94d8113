"""A LibreTranslate on loopback that knows a few sentences, and misbehaves when it is told to."""

from __future__ import annotations

import html
import json
import re
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SENTENCES = {
    "es": {"Use your ": "Use su ", "inhaler": "inhalador", " every day.": " todos los días.", "Asthma": "Asma"},
    "ar": {"Use your ": "استخدم ", "inhaler": "جهاز الاستنشاق", " every day.": " كل يوم.", "Asthma": "الربو"},
    "zh": {"Use your ": "每天使用您的", "inhaler": "吸入器", " every day.": "。", "Asthma": "哮喘"},
}


class TranslationServer:
    """What was asked, newest last, and what is answered.

    `answers` maps a path to (status, headers, content) instead of what LibreTranslate would say; `silent` paths
    get no answer before the server ends.
    """

    def __init__(self) -> None:
        self.url = ""
        self.languages: Any = [
            {"code": "en", "name": "English", "targets": ["en", "es", "ar", "zh"]},
            {"code": "es", "name": "Spanish", "targets": ["en", "es"]},
        ]
        self.key = ""
        self.asked: list[tuple[str, Any]] = []
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.silent: set[str] = set()
        self.ended = Event()

    def says(self, *texts: str) -> None:
        """Whatever it is asked to translate, this is its answer."""
        self.breaks(200, {"translatedText": texts})

    def breaks(self, status: int, content: Any = b"", *, path: str = "/translate", **headers: str) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"Content-Length": str(len(body)), **named}, body)

    def bodies(self) -> list[dict[str, Any]]:
        return [body for path, body in self.asked if path == "/translate"]

    def answer(self, path: str, body: Any) -> tuple[int, dict[str, str], bytes]:
        if path in self.answers:
            return self.answers[path]
        status, content = self._languages() if path == "/languages" else self._translated(body)
        return status, {"Content-Type": "application/json"}, json.dumps(content).encode()

    def _languages(self) -> tuple[int, Any]:
        return 200, self.languages

    def _translated(self, body: Any) -> tuple[int, Any]:
        codes = {language["code"] for language in self.languages} | set(self.languages[0].get("targets", ()))
        if self.key and body.get("api_key") != self.key:
            return 403, {"error": "Invalid API key"}
        if body["target"] not in codes:
            return 400, {"error": f"{body['target']} is not supported"}
        words = SENTENCES[body["target"].partition("-")[0]]
        return 200, {"translatedText": [_translation(text, words) for text in body["q"]]}


def _translation(text: str, words: dict[str, str]) -> str:
    """As LibreTranslate does: the tags stay, and the entities of the whole answer are resolved."""
    parts = re.split(r"(<[^>]*>)", text)
    return html.unescape("".join(words.get(part, part) for part in parts)).replace("<br>", "<br/>")


@contextmanager
def running() -> Iterator[TranslationServer]:
    """A server in threads of its own."""
    told = TranslationServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, body: Any) -> None:
            told.asked.append((self.path, body))
            if self.path in told.silent:
                told.ended.wait()
                return
            status, headers, content = told.answer(self.path, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """A test's output is not a log."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """A client that goes away in the middle of an answer is what some tests are about."""

    with Quiet(("127.0.0.1", 0), Handler) as server:
        told.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield told
        told.ended.set()
        server.shutdown()
        thread.join()
