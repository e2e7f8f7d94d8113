"""What is approved is the text that was seen, and those who wrote it are told."""

from __future__ import annotations

import pytest

from cms.translation import desk, drafts, handover, releases
from cms.translation.desk import Edit
from cms.translation.errors import IncompleteTranslation, TextHasChanged
from cms.translation.models import NotificationKind
from tests import factories
from tests.translation.handover.hands import LOCALES, begun, told

pytestmark = pytest.mark.django_db


def seen(topic, locale="ar"):
    return releases.seen(desk.open_sheet(drafts.latest(topic), locale))


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_released_is_the_laid_out_text_that_was_seen(topic, locale):
    raw = factories.latest(topic).sections_raw("en")
    raw[1]["value"]["blocks"][0]["value"]["urgency"] = "emergency"
    page = factories.publish(factories.write(factories.latest(topic), "en", sections=raw[::-1]))
    before = seen(page, locale)

    release = releases.approve(page, locale, by=factories.approver(locale), seen_digest=before)

    sections = release.snapshot["fields"]["sections"]
    assert [section["type"] for section in sections] == ["safety", "overview"]
    assert sections[0]["value"]["blocks"][0]["value"]["urgency"] == "emergency"
    assert factories.answer(page, locale)["sections"][0]["blocks"][0]["value"]["urgency"] == "emergency"
    assert seen(page, locale) == before


@pytest.mark.parametrize("changed", ["en", "ar"])
def test_a_text_that_changed_on_either_side_is_not_approved_unseen(topic, changed):
    before = seen(topic)
    if changed == "ar":
        desk.save(topic, "ar", [Edit("name", "ألم")], by=None)
    else:
        factories.publish(factories.write(factories.latest(topic), "en", name="Lasting pain"))

    with pytest.raises(TextHasChanged):
        releases.approve(topic, "ar", by=factories.approver("ar"), seen_digest=before)


def test_work_on_another_locale_or_a_draft_of_the_source_is_not_unseen(topic):
    before = seen(topic)
    desk.save(topic, "zh-Hans", [Edit("name", "痛")], by=None)
    factories.write(factories.latest(topic), "en", name="A draft").save_revision()

    assert releases.approve(topic, "ar", by=factories.approver("ar"), seen_digest=before).number == 2


def test_a_new_block_of_the_source_has_to_be_translated_first(topic):
    raw = factories.latest(topic).sections_raw("en")
    raw[1]["value"]["blocks"].append(factories.paragraph("Call us.", block=factories.block_id("new")))
    page = factories.publish(factories.write(factories.latest(topic), "en", sections=raw))

    with pytest.raises(IncompleteTranslation) as refused:
        releases.approve(page, "ar", by=factories.approver("ar"))

    assert refused.value.missing == ("sections.safety",)


def test_those_who_wrote_a_text_hear_that_it_is_out(topic):
    somebody, approver = begun(topic), factories.approver("ar")
    handover.submit(topic, "ar", by=somebody)
    assert told(approver, NotificationKind.SUBMITTED) == 1

    releases.approve(topic, "ar", by=approver)

    assert (told(somebody, NotificationKind.APPROVED), told(approver, NotificationKind.SUBMITTED)) == (1, 0)
