"""JSON-LD answers are what schema.org's types for TypeScript say that such things are."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from cms.locales import TAGS
from tests import factories
from tests.clients import node

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

pytestmark = [pytest.mark.once, pytest.mark.django_db]

IMPORT = 'import type { DefinedTerm, MedicalWebPage, Organization, WithContext } from "schema-dts";\n'
ADDRESSES = {
    "conditions/crps/": "MedicalWebPage",
    "conditions/chronic-pain/": "MedicalWebPage",
    "therapies/ketamine-infusion/": "MedicalWebPage",
    "glossary/off-label/": "DefinedTerm",
    "site/": "Organization",
}
STATEMENTS = {
    "en": "Some people had less pain.",
    "es": "Algunas personas tuvieron menos dolor.",
    "ar": "قلّ الألم لدى بعض الأشخاص.",
    "zh-Hans": "一些人的疼痛减轻了。",
}
#: What schema.org does not know.
MISTAKES: tuple[dict[str, Any], ...] = (
    {"lastReviewd": "2026-06-01"},
    {"about": {"@type": "MedicalCondition", "code": {"@type": "MedicalCode", "codeValu": "G90.5"}}},
    {"reviewedBy": {"@type": "Reviewer"}},
)


@pytest.fixture
def site() -> None:
    """Everything that JSON-LD may tell of."""
    locales = ("en", *factories.WHOLE)
    factories.profile(locales=locales)
    factories.notice(locales=locales)
    factories.glossary_term(locales=locales)
    therapy = factories.therapy(locales=locales)
    topic = factories.page("chronic-pain", under=factories.index(), locales=locales)
    condition = factories.draft("crps", under=topic, locales=locales)
    factories.add_code(condition, value="G90.5")
    condition.specialties = ["anesthesiology", "neurology"]
    factories.add_evidence(condition, therapy, factories.reference(pmid="29870458"), statements=STATEMENTS)
    condition = factories.publish(condition)
    factories.release(condition, *factories.WHOLE)
    factories.release(factories.overlay(condition, name="Síndrome doloroso regional complejo"), "es-MX")
    factories.review(condition)


def test_answers_in_every_locale_are_what_they_say_they_are(client: Client, site: None, tmp_path: Path) -> None:
    pages = [(type_, _linked_data(client, address, tag)) for address, type_ in ADDRESSES.items() for tag in TAGS]
    _, good = pages[0]
    wrong = [("MedicalWebPage", {**good, **mistake}) for mistake in MISTAKES]

    complaints = _complaints([*pages, *wrong], tmp_path)

    assert [page["@type"] for _, page in pages] == [type_ for type_, _ in pages]
    assert {page["inLanguage"] for _, page in pages if "inLanguage" in page} == {"en", *factories.WHOLE, "es-MX"}
    assert sorted(complaints) == list(range(len(pages), len(pages) + len(wrong))), complaints


def _linked_data(client: Client, address: str, locale: str) -> dict[str, Any]:
    answer = client.get(f"/api/v1/{address}", {"locale": locale, "format": "jsonld"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/ld+json")
    page: dict[str, Any] = answer.json()
    return page


def _complaints(pages: list[tuple[str, dict[str, Any]]], folder: Path) -> dict[int, str]:
    """What the compiler complains of, by the number of the page."""
    program = folder / "pages.ts"
    constants = [
        f"export const page{number}: WithContext<{type_}> = {json.dumps(page, ensure_ascii=False)};\n"
        for number, (type_, page) in enumerate(pages)
    ]
    program.write_text(IMPORT + "".join(constants), encoding="utf-8")
    (folder / "node_modules").symlink_to(node.ROOT / "node_modules")
    flags = ("--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2023")
    told = node.run(node.TSC, *flags, program).stdout
    # The first line imports the types.
    return {int(line) - 2: complaint for line, complaint in re.findall(r"pages\.ts\((\d+),\d+\): (.*)", told)}
