"""Says where a document breaks XLIFF 2.0: by the schema of OASIS, and by the rules that only its prose has."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

SCHEMA = Path(__file__).parent / "schema" / "xliff_core_2.0.xsd"


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


def faults(data: bytes) -> list[str]:
    root = etree.fromstring(data)
    if not schema().validate(root):
        return [str(schema().error_log)]
    found = doubles(root.iterfind("{*}file"), "file")
    for file in root.iterfind("{*}file"):
        found += doubles(file.iterdescendants("{*}unit"), "unit")
    for unit in root.iterdescendants("{*}unit"):
        found += [f"{unit.get('id')}: {fault}" for fault in faults_of_unit(unit)]
    if root.get("trgLang") is None and root.find(".//{*}target") is not None:
        found.append("targets without trgLang")
    return found


def doubles(elements, kind) -> list[str]:
    ids = Counter(element.get("id") for element in elements)
    return [f"{kind} id {identity} is given twice" for identity, number in ids.items() if number > 1]


def faults_of_unit(unit: _Element) -> Iterator[str]:
    sources: dict[str | None, tuple[str | None, str | None]] = {}
    for segment in unit.iterchildren("{*}segment", "{*}ignorable"):
        codes = list(codes_of(segment.find("{*}source")))
        yield from pairing(segment.find("{*}source"))
        yield from doubles(codes, "source code")
        sources |= {code.get("id"): kind(code) for code in codes}
    for segment in unit.iterchildren("{*}segment", "{*}ignorable"):
        target = segment.find("{*}target")
        if target is None:
            if segment.get("state", "initial") != "initial":
                yield "a state without a target"
            continue
        yield from pairing(target)
        yield from doubles(codes_of(target), "target code")
        yield from (
            f"code {code.get('id')} is another one in the target"
            for code in codes_of(target)
            if sources.get(code.get("id"), kind(code)) != kind(code)
        )


def codes_of(text) -> Iterator[_Element]:
    return (code for code in text.iterdescendants("{*}ph", "{*}pc", "{*}sc", "{*}ec") if code.get("id"))


def kind(code: _Element) -> tuple[str | None, str | None]:
    return code.get("type"), code.get("subType")


def pairing(text) -> Iterator[str]:
    open_ids = set()
    for code in text.iterdescendants():
        name = etree.QName(code).localname
        if code.get("subType") and not code.get("type"):
            yield "a subType without a type"
        if code.get("isolated") == "yes":
            if code.get("startRef") or not code.get("id"):
                yield f"an isolated <{name}> needs an id and nothing else"
        elif name == "sc":
            open_ids.add(code.get("id"))
        elif name == "ec":
            if code.get("startRef") not in open_ids:
                yield f"<ec> without the start {code.get('startRef')}"
            open_ids.discard(code.get("startRef"))
        elif name == "cp" and not is_invalid_in_xml(int(code.get("hex", "0"), 16)):
            yield f"<cp> for {code.get('hex')}, which XML can hold"
    yield from (f"<sc> {identity} without an end" for identity in open_ids)


def is_invalid_in_xml(code: int) -> bool:
    return (code < 0x20 and code not in {9, 10, 13}) or 0xD800 <= code < 0xE000 or code in {0xFFFE, 0xFFFF}
