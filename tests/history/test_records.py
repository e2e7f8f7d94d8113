"""The history holds what other parts of the product know of who read, signed and forced what."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from cms.gate import break_glass, groups as gate_groups, sign_offs
from cms.history import export, subjects
from tests import factories

pytestmark = pytest.mark.django_db

REASON = "The dose was ten times too high."


def exported(content):
    found = json.loads(b"".join(export.as_json(subjects.find(content.content_id))))
    jsonschema.validate(found, json.loads(Path("cms/history/history.schema.json").read_text(encoding="utf-8")))
    return found


def test_sign_offs_tell_who_signed_which_text(settings):
    settings.PUBLISH_GATE = frozenset({"clinical_sign_off"})
    topic = factories.draft()
    sign_offs.sign(topic, by=factories.administrator(), credentials="MD, FRCA")
    factories.publish(factories.latest(topic))

    [told] = exported(topic)["sign_offs"]

    assert told["by"].endswith(", MD, FRCA")
    assert told["what"] == "Signed as a clinician"
    assert len(told["digest"]) == 32


def test_what_went_out_by_break_glass_is_told_with_its_reason_and_what_was_missing(settings):
    settings.PUBLISH_GATE = frozenset({"clinical_sign_off"})
    topic = factories.draft()

    break_glass.publish(topic, by=factories.user("paula", gate_groups.PUBLISHERS), reason=REASON, note="Corrected.")

    [told] = exported(topic)["alarms"]
    assert (told["by"], told["comment"], told["settled_at"]) == ("Paula", REASON, None)
    assert told["what"] == "Published by break-glass"
    assert told["missing"] == ["No clinician has signed this text."]


def test_reviews_tell_who_read_which_language_and_until_when():
    topic = factories.page(locales=("en", "ar"))
    factories.review(topic, reader=factories.person("A. Sample"))
    factories.review(topic, locale="ar", reader=factories.person("B. Reader"))

    of_page, of_arabic = exported(topic)["reviews"]

    assert (of_page["locale"], of_arabic["locale"], of_arabic["release"]) == (None, "ar", 1)
    assert of_arabic["what"] == "Reviewed by B. Reader, FRCA"
    assert of_arabic["due_on"] > of_arabic["reviewed_on"]
