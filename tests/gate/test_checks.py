"""Each policy names what is missing, and where in the form it is mended."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.gate import checks, readiness
from tests import factories
from tests.gate.acting import add_block, changed, lacking, lacks

pytestmark = pytest.mark.django_db


def image_block(image, **value):
    return {"type": "image", "id": "img-1", "value": {"image": image.pk, "alt": "", "decorative": False, **value}}


def link_block(target, *, text="More"):
    return {"type": "related_link", "id": "link-1", "value": {"page": target, "url": "", "text": text}}


def rich_link(target):
    return factories.paragraph(f'<p>See <a linktype="page" id="{target}">more</a>.</p>', block="para-1")


def test_a_page_that_has_all_lacks_nothing(signed):
    assert lacking(signed) == []


def test_each_entry_of_evidence_needs_a_reference_and_the_one_without_is_named(signed):
    draft = factories.latest(signed)
    factories.add_evidence(draft, factories.therapy(slug="other"))
    draft.save_revision()

    found = [item for item in lacking(signed) if item.policy == "references"]

    assert [(item.at, "entry 2" in item.sentence) for item in found] == [("evidence.1.references", True)]
    assert "Ketamine infusion therapy" in found[0].sentence


def test_a_reference_that_was_deleted_is_none(signed):
    factories.latest(signed).rows("evidence")[0].references[0].value.delete()

    assert lacks(signed) == ["references"]


def test_an_emergency_callout_or_notice_has_to_say_what_to_do(topic, gate):
    gate("emergency_advice")
    changed(topic, sections=factories.sections_of("chronic-pain", factories.PAGES["chronic-pain"]["en"]))
    assert [(item.policy, item.at) for item in lacking(topic)] == [("emergency_advice", "sections_en")]

    factories.notice(kind="disclaimer")
    assert lacks(topic) == ["emergency_advice"]

    factories.notice()
    assert lacks(topic) == []


def test_a_notice_that_is_named_counts_once_it_is_out(topic, gate):
    gate("emergency_advice")
    notice = factories.notice(everywhere=False)
    notice.unpublish()
    draft = factories.write(
        factories.latest(topic), "en", sections=factories.sections_of("crps", factories.PAGES["crps"]["en"])
    )
    draft.notices = [("notice", notice)]
    draft.save_revision()
    assert lacks(topic) == ["emergency_advice"]

    factories.publish(factories.reload(notice))

    assert lacks(topic) == []


def test_an_image_in_a_section_needs_a_text_or_is_decorative(topic, gate):
    gate("alt_text")
    image = factories.image()
    add_block(topic, image_block(image))

    section = factories.block_id("chronic-pain", "overview")
    assert [item.at for item in lacking(topic)] == [f"sections_en.{section}.blocks.img-1.alt"]
    assert "Overview" in lacking(topic)[0].sentence


@pytest.mark.parametrize("value", [{"alt": "Soft waves"}, {"decorative": True}])
def test_an_image_that_is_described_or_decorative_lacks_nothing(topic, gate, value):
    gate("alt_text")

    add_block(topic, image_block(factories.image(), **value))

    assert lacks(topic) == []


def test_the_page_s_own_image_needs_a_text_in_the_source(topic, gate):
    gate("alt_text")
    draft = factories.latest(topic)
    draft.image = factories.image()
    factories.write(draft, "ar", image_alt="أمواج")
    draft.save_revision()
    assert [item.at for item in lacking(topic)] == ["image_alt_en"]

    draft = factories.latest(topic)
    draft.image_decorative = True
    draft.save_revision()

    assert lacks(topic) == []


@pytest.mark.parametrize("link", [rich_link, link_block])
def test_a_link_leads_to_a_page_that_is_out(topic, gate, link):
    gate("internal_links")
    target = factories.draft("epilepsy")
    add_block(topic, link(target.pk))
    found = lacking(topic)
    assert len(found) == 1
    assert "Overview" in found[0].sentence
    assert "Epilepsy" in found[0].sentence
    assert found[0].at.startswith("sections_en.")

    gate()
    factories.publish(target)
    gate("internal_links")

    assert lacks(topic) == []


@pytest.mark.parametrize("target", ["987654", "99999999999999999999", "²"])
def test_a_link_to_a_page_that_is_no_more_is_broken(topic, gate, target):
    gate("internal_links")

    add_block(topic, rich_link(target))

    assert "no more" in lacking(topic)[0].sentence


def test_a_link_to_a_page_that_goes_out_before_is_sound(topic, gate):
    gate()
    target = factories.draft("epilepsy", go_live_at=timezone.now() + timedelta(hours=1))
    target.get_latest_revision().publish()
    gate("internal_links")
    add_block(topic, rich_link(target.pk))
    assert lacks(topic) == ["internal_links"]

    draft = factories.latest(topic)
    draft.go_live_at = timezone.now() + timedelta(hours=2)
    draft.save_revision()

    assert lacks(topic) == []


def test_a_block_of_a_type_that_is_no_more_holds_nothing_up(signed):
    draft = factories.latest(signed)
    revision = draft.get_latest_revision()
    sections = json.loads(revision.content["sections_en"])
    sections[0]["value"]["blocks"].append({"type": "poll", "id": "poll-1", "value": {"question": "Does it hurt?"}})
    revision.content["sections_en"] = json.dumps(sections)
    revision.save()

    assert "internal_links" not in lacks(signed)


def test_costs_the_same_for_twenty_links_and_images_as_for_two(topic, django_assert_max_num_queries):
    images = [image_block(factories.image(), alt="Waves") | {"id": f"img-{number}"} for number in range(20)]
    links = [rich_link(topic.pk) | {"id": f"link-{number}"} for number in range(20)]
    draft = factories.write(
        factories.latest(topic), "en", sections=[factories.section("overview", *images, *links, of=topic.slug)]
    )

    with django_assert_max_num_queries(8):
        readiness.missing(draft)


def test_a_policy_that_nothing_checks_stops_the_start(gate):
    gate("references", "spelling")

    assert [error.id for error in checks.each_policy_is_known()] == ["gate.E001"]
    assert "spelling" in checks.each_policy_is_known()[0].msg
