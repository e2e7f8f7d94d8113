"""Reads conditions from the API and keeps an offline copy of all of them by the change feed; standard library only."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TIMEOUT_S, LONGEST_WAIT_S = 20, 60

#: Unicode's isolates: text between them keeps its direction, whatever stands around it.
LEFT_TO_RIGHT, RIGHT_TO_LEFT, END = "\u2066", "\u2067", "\u2069"
#: The answers' JSON, whose shapes OpenAPI tells.
Json = dict[str, Any]


class Refused(Exception):
    """The API said what is wrong. `slug` tells causes apart."""

    def __init__(self, problem: Json) -> None:
        super().__init__(f"{problem['title']}: {problem['detail']}")
        self.status = int(problem["status"])
        self.slug = urlsplit(problem["type"]).path.split("/")[-2]


class Unreachable(Exception):
    """There is no answer of the API."""


@dataclass(frozen=True)
class Client:
    origin: str
    key: str | None = None

    def get(self, path: str, **query: str) -> Json:
        """Raises Refused, Unreachable."""
        url = f"{self.origin}/api/v1/{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        for waits in (True, True, True, False):
            try:
                with urlopen(Request(url, headers=headers), timeout=TIMEOUT_S) as response:  # noqa: S310 -- the user's own address
                    return dict(json.load(response))
            except HTTPError as error:
                if error.headers.get_content_type() != "application/problem+json":
                    raise Unreachable(f"{url} answered {error.code}, and not as the API does") from error
                if error.code not in (429, 503) or not waits:
                    raise Refused(json.load(error)) from error
                time.sleep(min(_wait_s(error.headers["Retry-After"]), LONGEST_WAIT_S))
            except (OSError, ValueError, HTTPException) as error:
                raise Unreachable(f"{url} can't be read: {error}") from error
        raise AssertionError("the last attempt returns or raises")


def load(file: Path) -> Json:
    nothing: Json = {"cursor": None, "synced_at": None, "chains": {}, "documents": {}, "doubtful": []}
    return nothing | (json.loads(file.read_text(encoding="utf-8")) if file.exists() else {})


def save(file: Path, held: Json) -> None:
    """Replaces the file whole, so that its documents and its cursor always belong together."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    with unfinished.open("w", encoding="utf-8") as writing:
        json.dump(held, writing, ensure_ascii=False)
        writing.flush()
        os.fsync(writing.fileno())
    unfinished.replace(file)


def sync(client: Client, store: Path) -> int:
    """Follows the feed to its end and returns how many documents are held. Who is stopped goes on with that page."""
    held = load(store)
    held["chains"] = {locale["tag"]: [locale["tag"], *locale["chain"]] for locale in client.get("locales/")["results"]}
    while True:
        try:
            page = client.get("changes/", include="document", **({"cursor": held["cursor"]} if held["cursor"] else {}))
        except Refused as error:
            if error.slug != "feed-reset":
                raise
            held |= {"cursor": None, "doubtful": list(held["documents"])}
            continue
        for change in page["changes"]:
            key = f"{change['id']} {change['locale']}"
            held["doubtful"] = [other for other in held["doubtful"] if other != key]
            if change["event"] == "gone":
                held["documents"].pop(key, None)
            elif change["document"] is not None:  # else a later change tells a newer one
                held["documents"][key] = change["document"]
        held["cursor"] = page["next_cursor"]
        if not page["has_more"]:
            # The feed was begun anew, and has not told these again.
            for key in held["doubtful"]:
                held["documents"].pop(key, None)
            held |= {"doubtful": [], "synced_at": datetime.now(UTC).isoformat(timespec="seconds")}
        save(store, held)
        if not page["has_more"]:
            return len(held["documents"])


def conditions(held: Json, locale: str) -> list[Json]:
    """Each condition that is held, in the nearest locale that it is held in."""
    found: dict[str, Json] = {}
    for tag in held["chains"].get(locale, [locale]):
        for document in held["documents"].values():
            if document["type"] == "condition" and document["locale"] == tag:
                found.setdefault(document["id"], document)
    return sorted(found.values(), key=lambda document: str(document["slug"]))


def lines(document: Json, locale: str) -> list[str]:
    """All that a reader has to be told, in the text's own direction."""
    told = [f"  [{notice['kind']}] {notice['text']}" for notice in document["notices"]]
    if document["locale"] != locale:
        told.append(f"  ! There is no {locale} text at the moment; this is {document['locale']}.")
    told += [f"  ! In {part['locale']}: {part['part']}" for part in document["fallbacks"]]
    if document["translation"]["status"] == "outdated":
        told.append("  ! The source text has changed since this was translated.")
    if document["review"]["status"] in ("overdue", "never"):
        told.append(f"  ! Medical review: {document['review']['status']}.")
    text = [document["summary"]]
    for section in document["sections"]:
        text += ["", f"== {section['heading']}", *section["plain_text"].splitlines()]
    start = RIGHT_TO_LEFT if document["dir"] == "rtl" else LEFT_TO_RIGHT
    name, *body = [f"{start}{line}{END}" if line else "" for line in (document["name"], "", *text)]
    return [name, *told, *body]


def _wait_s(retry_after: str | None) -> float:
    """Seconds or a date (RFC 9110, 10.2.3)."""
    try:
        return max(float(retry_after or 1), 0)
    except ValueError:
        return max((parsedate_to_datetime(str(retry_after)) - datetime.now(UTC)).total_seconds(), 0)


def _open(client: Client, store: Path, slug: str, locale: str) -> Iterator[str]:
    """From the API; from the offline copy where that can't be reached."""
    try:
        yield from lines(client.get(f"conditions/{quote(slug, safe='')}/", locale=locale), locale)
    except (Refused, Unreachable) as error:
        held = load(store)
        copy = next((document for document in conditions(held, locale) if document["slug"] == slug), None)
        if copy is None or (isinstance(error, Refused) and error.status < 500 and error.status != 429):
            raise
        yield f"The API can't be reached. This copy is of {held['synced_at'] or copy['updated_at']}."
        yield from lines(copy, locale)


def _searched(client: Client, store: Path, text: str, locale: str) -> Iterable[Json]:
    """The best answers; where the API can't be reached, what in the offline copy holds the text."""
    try:
        results: list[Json] = client.get("search/", q=text, locale=locale, type="condition")["results"]
    except Unreachable:
        held = conditions(load(store), locale)
        return [each for each in held if text.casefold() in json.dumps(each, ensure_ascii=False).casefold()]
    return results


def _listed(client: Client, store: Path, word: str, locale: str) -> Iterator[Json]:
    """The cards of all conditions."""
    query = {"locale": locale, "limit": "100"}
    while query:
        page = client.get("conditions/", **query)
        yield from page["results"]
        query = dict(parse_qsl(urlsplit(page["next"] or "").query))


def _run(command: str, word: str, client: Client, store: Path, locale: str) -> Iterator[str]:
    """What the command says, line by line."""
    if command == "sync":
        yield f"{sync(client, store)} documents held"
    elif command == "open":
        yield from _open(client, store, word, locale)
    else:
        found = {"list": _listed, "search": _searched}.get(command)
        for each in found(client, store, word, locale) if found else conditions(load(store), locale):
            yield f"{each['slug']:36} {each['name']} [{each['locale']}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, epilog="A key goes into the environment as API_KEY.")
    parser.add_argument("command", choices=("list", "open", "sync", "search", "offline"))
    parser.add_argument("word", nargs="?", default="", help="of `open` a slug, of `search` a text")
    parser.add_argument("--api", default="http://127.0.0.1:8000")
    parser.add_argument("--store", type=Path, default=Path("offline.json"))
    parser.add_argument("--locale", default="en")
    asked = parser.parse_args()
    client = Client(asked.api, os.environ.get("API_KEY"))
    try:
        print(*_run(asked.command, asked.word, client, asked.store, asked.locale), sep="\n")
    except (Refused, Unreachable) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
