"""A change reaches every document that read what has changed, and no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cms.images.tasks import make_files_task
from cms.publishing import lifecycle
from cms.publishing.models import Dependency, StaleMark
from cms.translation import releases
from tests import factories

pytestmark = pytest.mark.django_db


def waiting():
    return set(StaleMark.objects.values_list("content_id", flat=True))


def settle():
    lifecycle.rebuild_stale()
    assert waiting() == set()


def with_evidence(*statements, references=(), therapy=None, slug="chronic-pain"):
    page = factories.draft(slug)
    factories.add_evidence(page, therapy or factories.therapy(), *references)
    return factories.publish(page)


@pytest.mark.parametrize(
    ("locale", "name"),
    [("en", "Long-term pain"), ("es", "Dolor persistente"), ("ar", "ألم مستمر"), ("zh-Hans", "长期疼痛")],
)
def test_a_topic_s_new_name_reaches_the_breadcrumbs_below_it(locale, name):
    topic = factories.page("chronic-pain", locales=("en", "es", "ar", "zh-Hans"))
    condition = factories.page("crps", under=topic, locales=("en", "es", "ar", "zh-Hans"))
    settle()
    draft = factories.write(factories.latest(topic), locale, name=name)
    draft.save_revision()

    if locale == "en":
        factories.publish(factories.latest(topic))
    else:
        factories.release(topic, locale)

    assert condition.content_id in waiting()
    settle()
    assert factories.answer(condition, locale)["breadcrumb"][0]["name"] == name
    assert factories.answer(condition, locale)["topic"]["name"] == name


def test_a_topic_s_new_name_is_told_to_those_who_read_it_and_to_nobody_else():
    topic = factories.page("chronic-pain")
    below = factories.page("crps", under=topic)
    other = factories.page("epilepsy")
    settle()

    factories.publish(factories.write(topic, "en", name="Long-term pain"))

    assert waiting() == {below.content_id}
    assert other.content_id not in waiting()


def test_a_change_of_the_text_alone_is_told_to_nobody():
    topic = factories.page("chronic-pain")
    factories.page("crps", under=topic)
    factories.page("epilepsy")
    settle()
    words = factories.PAGES["epilepsy"]["en"]

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=True):
        factories.publish(factories.write(topic, "en", sections=factories.sections_of("chronic-pain", words)))

    assert waiting() == set()
    assert factories.answer(topic)["sections"][0]["plain_text"] == words.overview


def test_a_child_that_comes_and_goes_reaches_the_page_above():
    topic = factories.page("chronic-pain")
    condition = factories.page("crps", under=topic)
    settle()
    assert [card["slug"] for card in factories.answer(topic)["children"]] == ["crps"]

    condition.unpublish()
    settle()

    assert factories.answer(topic)["children"] == []


def test_a_related_page_reaches_those_that_name_it():
    related = factories.page("epilepsy", locales=("en", "ar"))
    page = factories.draft("chronic-pain", locales=("en", "ar"))
    page.related = [("page", related)]
    page = factories.publish(page)
    factories.release(page, "ar")
    settle()

    draft = factories.write(factories.latest(related), "ar", name="داء الصرع")
    draft.save_revision()
    factories.release(related, "ar")
    settle()
    assert factories.answer(page, "ar")["related"][0]["name"] == "داء الصرع"

    factories.reload(related).unpublish()
    settle()
    assert factories.answer(page, "ar")["related"] == []


def test_a_link_in_the_text_follows_its_target():
    target = factories.page("epilepsy", locales=("en", "es"))
    page = factories.draft()
    link = factories.paragraph(
        f'<p>See <a linktype="page" id="{target.pk}">seizures</a>.</p>', block=factories.block_id("link")
    )
    factories.write(page, "en", sections=[factories.section("overview", link, of="chronic-pain")])
    page = factories.publish(page)
    settle()

    target.slug = "epilepsies"
    factories.publish(target)
    settle()
    text = factories.answer(page)["sections"][0]["blocks"][0]["value"]["text"]
    assert "/conditions/epilepsies/" in text

    factories.reload(target).unpublish()
    settle()
    text = factories.answer(page)["sections"][0]["blocks"][0]["value"]["text"]
    assert text == "<p>See seizures.</p>"


def test_a_reference_reaches_every_page_and_therapy_that_cites_it():
    reference, therapy = factories.reference(), factories.therapy()
    pages = [with_evidence(references=[reference], therapy=therapy, slug=slug) for slug in ("chronic-pain", "epilepsy")]
    other = factories.page("crps")
    settle()

    reference.title = "Consensus guidelines, second edition"
    reference.save()

    assert waiting() == {*(page.content_id for page in pages), therapy.content_id}
    settle()
    for content in (*pages, therapy):
        assert factories.answer(content)["references"][0]["title"] == "Consensus guidelines, second edition"
    assert factories.answer(other)["references"] == []


def test_a_reference_that_is_deleted_leaves_every_page():
    reference = factories.reference()
    page = with_evidence(references=[reference])
    settle()

    reference.delete()
    settle()

    assert factories.answer(page)["references"] == []
    assert factories.answer(page)["evidence"][0]["references"] == []


def test_a_notice_for_every_page_reaches_every_page_and_the_site():
    profile, page = factories.profile(), factories.page()
    settle()

    notice = factories.notice(everywhere=True, locales=("en", "ar"))
    settle()

    for content in (profile, page):
        assert [item["text"] for item in factories.answer(content)["notices"]] == ["In an emergency, call 911."]
    factories.publish(factories.write(notice, "en", text="In an emergency, call 112."))
    settle()
    assert factories.answer(page)["notices"][0]["text"] == "In an emergency, call 112."


def test_a_named_notice_reaches_the_pages_that_name_it_and_no_other():
    notice = factories.notice(everywhere=False, kind="safety", jurisdiction="")
    page = factories.draft()
    page.notices = [("notice", notice)]
    page = factories.publish(page)
    other = factories.page("epilepsy")
    settle()

    factories.publish(factories.write(notice, "en", text="Do not drive on the day of a session."))
    settle()

    assert factories.answer(page)["notices"][0]["text"] == "Do not drive on the day of a session."
    assert factories.answer(other)["notices"] == []


def test_a_named_notice_is_told_to_nobody_who_does_not_name_it():
    notice = factories.notice(everywhere=False)
    page = factories.draft()
    page.notices = [("notice", notice)]
    page = factories.publish(page)
    other = factories.page("epilepsy")
    settle()

    factories.publish(factories.write(notice, "en", text="Do not drive on the day of a session."))

    assert page.content_id in waiting()
    assert other.content_id not in waiting()


def test_a_notice_that_a_page_names_before_it_is_out_reaches_the_page_when_it_is():
    notice = factories.notice(everywhere=False)
    notice.unpublish()
    page = factories.draft()
    page.notices = [("notice", notice)]
    page = factories.publish(page)
    settle()
    assert factories.answer(page)["notices"] == []

    factories.publish(factories.reload(notice))
    settle()

    assert len(factories.answer(page)["notices"]) == 1


@pytest.mark.parametrize("everywhere", [True, False])
def test_a_notice_that_starts_or_stops_being_on_every_page_reaches_every_page(everywhere):
    notice = factories.notice(everywhere=not everywhere)
    page = factories.page()
    settle()

    notice.everywhere = everywhere
    factories.publish(notice)
    settle()

    assert len(factories.answer(page)["notices"]) == int(everywhere)


def test_a_notice_that_is_unpublished_or_deleted_leaves_every_page():
    first, second = factories.notice(title="First"), factories.notice(title="Second")
    page = factories.page()
    settle()

    first.unpublish()
    second.delete()
    settle()

    assert factories.answer(page)["notices"] == []


def test_a_notice_in_another_language_is_better_than_none():
    factories.notice(everywhere=True, locales=("en", "es"))

    page = factories.page(locales=("en", "es", "ar"))

    assert factories.answer(page, "ar")["notices"][0]["locale"] == "en"
    assert factories.answer(page, "es")["notices"][0]["locale"] == "es"


def with_term(term):
    page = factories.draft()
    text = f'<p>This is <a linktype="glossary-term" id="{term.pk}">off-label</a> use.</p>'
    block = factories.paragraph(text, block=factories.block_id("term"))
    factories.write(page, "en", sections=[factories.section("overview", block, of="chronic-pain")])
    return factories.publish(page)


def text_of(page):
    return factories.answer(page)["sections"][0]["blocks"][0]["value"]["text"]


def test_a_glossary_term_s_new_slug_reaches_the_pages_that_use_it():
    term = factories.glossary_term()
    page = with_term(term)
    settle()
    assert text_of(page) == '<p>This is <dfn data-term="off-label">off-label</dfn> use.</p>'

    term.slug = "outside-the-licence"
    factories.publish(term)
    settle()

    assert text_of(page) == '<p>This is <dfn data-term="outside-the-licence">off-label</dfn> use.</p>'


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_a_glossary_term_that_goes_leaves_its_words(act):
    term = factories.glossary_term()
    page = with_term(term)
    settle()

    getattr(factories.reload(term), act)()
    settle()

    assert text_of(page) == "<p>This is off-label use.</p>"


@pytest.mark.parametrize(
    ("locale", "name"), [("en", "Ketamine infusions"), ("es", "Infusiones de ketamina"), ("ar", "تسريب الكيتامين")]
)
def test_a_therapy_s_new_name_reaches_the_evidence_that_names_it(locale, name):
    therapy = factories.therapy(locales=("en", "es", "ar"))
    page = factories.draft(locales=("en", "es", "ar"))
    words = {
        "en": "Some people had less pain.",
        "es": "Algunas personas tuvieron menos dolor.",
        "ar": "خفّ الألم لدى بعض الناس.",
    }
    factories.add_evidence(page, therapy, statements=words)
    page = factories.publish(page)
    factories.release(page, "es", "ar")
    settle()
    draft = factories.write(factories.latest(therapy), locale, name=name)
    draft.save_revision()

    if locale == "en":
        factories.publish(factories.latest(therapy))
    else:
        factories.release(therapy, locale)
    settle()

    assert factories.answer(page, locale)["evidence"][0]["therapy"]["name"] == name


@pytest.mark.parametrize("act", ["unpublish", "restrict"])
def test_a_page_that_goes_takes_its_evidence_out_of_the_therapy(act):
    therapy = factories.therapy()
    page = with_evidence(therapy=therapy, references=[factories.reference()])
    settle()
    assert [row["condition"]["slug"] for row in factories.answer(therapy)["evidence"]] == ["chronic-pain"]

    if act == "unpublish":
        page.unpublish()
    else:
        page.view_restrictions.create(restriction_type="login")
    settle()

    assert (factories.answer(therapy)["evidence"], factories.answer(therapy)["references"]) == ([], [])


def test_new_evidence_reaches_the_therapy():
    therapy = factories.therapy()
    page = factories.page()
    settle()
    factories.add_evidence(page, therapy)

    factories.publish(page)
    settle()

    assert factories.answer(therapy)["evidence"][0]["condition"]["slug"] == "chronic-pain"


def test_therapy_unpublished_leaves_the_evidence_of_its_pages():
    therapy = factories.therapy()
    page = with_evidence(therapy=therapy)
    settle()

    therapy.unpublish()
    settle()

    assert factories.answer(page)["evidence"] == []


def test_site_settings_reach_every_document_that_says_the_rights():
    profile, therapy, page = (
        factories.profile(locales=("en", "es")),
        factories.therapy(),
        factories.page(locales=("en", "es")),
    )
    settle()

    profile.license = "CC-BY-NC-4.0"
    profile.save()
    settle()

    for content in (page, therapy):
        assert factories.answer(content, "es")["rights"]["license"] == "CC-BY-NC-4.0"


def test_a_telephone_number_of_the_site_is_told_to_no_page():
    profile = factories.profile()
    factories.page()
    settle()

    profile.phone = "+1 555 0199"
    profile.save()

    assert waiting() == set()
    assert factories.answer(profile)["contact"]["phone"] == "+1 555 0199"


def test_a_home_page_s_new_name_reaches_the_site():
    profile = factories.profile()
    settle()

    factories.publish(factories.write(factories.home(), "en", name="Infusion guide"))
    settle()

    assert factories.answer(profile)["name"] == "Infusion guide"


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_topic_that_is_released_reaches_the_navigation(locale):
    profile = factories.profile(locales=("en", locale))
    topic = factories.draft(locales=("en", locale))
    topic = factories.publish(topic)
    settle()
    assert factories.answer(profile, locale)["navigation"][0]["locale"] == "en"

    factories.release(topic, locale)
    settle()

    item = factories.answer(profile, locale)["navigation"][0]
    assert (item["locale"], item["name"]) == (locale, factories.PAGES["chronic-pain"][locale].name)


def test_an_image_s_files_reach_the_pages_that_use_it():
    picture = factories.image()
    page = factories.draft()
    page.image = picture
    page = factories.publish(page)
    other = factories.page("epilepsy")
    settle()
    assert factories.answer(page)["image"]["renditions"] == []

    make_files_task.func(picture.pk)

    assert waiting() == {page.content_id}
    settle()
    renditions = factories.answer(page)["image"]["renditions"]
    assert {rendition["format"] for rendition in renditions} == {"webp", "jpeg"}
    assert factories.answer(other)["image"] is None


def test_an_image_s_credit_reaches_the_pages_that_use_it_in_their_text():
    picture = factories.image()
    page = factories.draft()
    value = {"image": picture.pk, "alt": "Soft waves", "decorative": False, "caption": ""}
    block = {"type": "image", "id": factories.block_id("image"), "value": value}
    factories.write(page, "en", sections=[factories.section("overview", block, of="chronic-pain")])
    page = factories.publish(page)
    settle()

    picture.credit = "Photo: B. Sample"
    picture.save()
    settle()

    assert factories.answer(page)["sections"][0]["blocks"][0]["value"]["credit"] == "Photo: B. Sample"


def test_an_image_that_is_deleted_leaves_the_page():
    picture = factories.image()
    page = factories.draft()
    page.image = picture
    page = factories.publish(page)
    settle()

    picture.delete()
    settle()

    assert factories.answer(page)["image"] is None


def test_pages_forget_what_they_no_longer_read():
    related = factories.page("epilepsy")
    page = factories.draft()
    page.related = [("page", related)]
    page = factories.publish(page)
    assert Dependency.objects.filter(content_id=page.content_id, key=f"content:{related.content_id}").exists()

    page.related = []
    factories.publish(page)

    assert not Dependency.objects.filter(content_id=page.content_id, key=f"content:{related.content_id}").exists()


def test_a_withdrawn_name_falls_along_the_chain_where_others_quote_it():
    topic = factories.page("chronic-pain", locales=("en", "es"))
    condition = factories.page("crps", under=topic, locales=("en", "es"))
    settle()

    releases.withdraw(topic, "es", by=factories.approver("es"))
    settle()

    mention = factories.answer(condition, "es")["breadcrumb"][0]
    assert (mention["name"], mention["locale"]) == ("Chronic pain", "en")


def test_the_surrogate_keys_of_an_answer_name_all_that_it_depends_on():
    topic = factories.page("chronic-pain")
    condition = factories.page("crps", under=topic)

    keys = factories.answer_row(condition).surrogate_keys.split()

    assert {"condition", str(condition.content_id), str(topic.content_id)} <= set(keys)
