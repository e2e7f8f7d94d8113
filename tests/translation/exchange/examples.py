"""Contents as they are exported, and any content that could be, for the tests of both formats."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from cms.translation.exchange.files import STATES, ExchangedContent, ExchangedSegment

CONTENT_ID = "0f3a6c1e-5b7d-4e2a-9c48-1d2e3f405162"
ANOTHER_ID = "7b1d2c3e-4f50-4617-8a9b-0c1d2e3f4a5b"
EXPORTED_AT = datetime(2026, 3, 1, 9, 30, 0, 1, tzinfo=UTC)

TARGETS = {
    "es": "Pregunte <b>a su médico</b> por los <a1>efectos</a1>.",
    "es-MX": "Pregúntele <b>a su médico</b> por los <a1>efectos</a1>.",
    "ar": "اسأل <b>طبيبك</b> عن <a1>الآثار الجانبية</a1>.",
    "zh-Hans": "请向<b>医生</b>询问<a1>副作用</a1>。",
}
LOCALES = list(TARGETS)


def segment(target="", source="Chronic pain", path="name", **facts):
    facts.setdefault("state", "translated" if target else "initial")
    return ExchangedSegment(path, source, target, **facts)


def content(*segments, locale="es", **facts):
    values = {"kind": "conditions.conditionpage", "name": "Chronic pain", "exported_at": EXPORTED_AT}
    return ExchangedContent(
        **{"content_id": CONTENT_ID, "source_locale": "en", "target_locale": locale, **values, **facts},
        segments=segments or page(locale),
    )


def page(locale):
    """Segments of each sort: plain, with tags, with a limit and a note, not translated, with characters to escape."""
    return (
        segment(source="Chronic pain", path="name", note="Name of the page", limit=80),
        segment(
            TARGETS[locale],
            source="Ask <b>your doctor</b> about <a1>side effects</a1>.",
            path="sections.safety/0f3a/text#0",
            state="reviewed",
        ),
        segment("p <0.05 & <br> &amp;", source="p <0.05 & <br> &amp;", path="evidence/7b1d/statement", state="final"),
    )


# Anything that could be exported

TAGS = [
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<sup>",
    "</sup>",
    "<br>",
    "<a1>",
    "</a1>",
    "<a2>",
    "</a2>",
    "<p>",
    "</p>",
    "<li>",
]
SAMPLES = [
    "p <0.05", "&amp;", "&#8212;", "<b", "</", "]]>", "<!--", "⟦U+2028⟧", "\\n", '"', "\r\n", "\u2028", "\x85", "\x1c",
    "\ufeff", "\ufffe", "\x0b", "ألم مزمن", "\u200f", "慢性疼痛", "😀", "\t ", "%s", "msgid", "#~ ",
]  # fmt: skip

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
marked_texts = st.lists(st.sampled_from(TAGS) | st.sampled_from(SAMPLES) | st.text(characters, max_size=6), max_size=12)
texts = marked_texts.map("".join)
words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8)
notes = st.lists(words, max_size=3).map("\n".join)
paths = st.from_regex(r"[a-z_]{1,8}(\.[a-z_]{1,8})?(/[A-Za-z0-9._-]{1,8}){0,2}(#[0-9]{1,3})?", fullmatch=True)


@st.composite
def segments(draw):
    source, target = draw(texts), draw(texts)
    target = target if target.strip() or not source.strip() else ""
    state = draw(st.sampled_from(STATES)) if target else "initial"
    limit = draw(st.none() | st.integers(1, 5_000))
    return ExchangedSegment(draw(paths), source, target, state, draw(notes), limit)


@st.composite
def contents(draw):
    """One file: several contents in one pair of languages."""
    ids = draw(st.lists(st.uuids().map(str), min_size=1, max_size=3, unique=True))
    locale = draw(st.sampled_from(LOCALES))
    found = []
    for content_id in ids:
        own = draw(st.lists(segments(), max_size=4, unique_by=lambda each: each.path))
        moment = draw(st.none() | st.datetimes(timezones=st.just(UTC)))
        found.append(ExchangedContent(content_id, "conditions.topic", draw(words), "en", locale, moment, tuple(own)))
    return found


def with_target(given, path, target, **facts):
    """The content with another translation of one segment."""
    changed = (replace(each, target=target, **facts) if each.path == path else each for each in given.segments)
    return replace(given, segments=tuple(changed))
