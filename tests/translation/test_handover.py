"""A text goes from hand to hand, through the signatures that a policy asks for, to those who are told of it."""

from __future__ import annotations

import pytest

from cms.locales import BY_TAG
from cms.translation import desk, drafts, groups, handover, releases
from cms.translation.desk import Edit
from cms.translation.errors import IncompleteTranslation, NoRight, NotSigned, NotTheApprover, TextHasChanged, WrongState
from cms.translation.models import LocaleWork, Notification, NotificationKind, WorkState
from tests import factories

pytestmark = pytest.mark.django_db

LOCALES = ["es", "ar", "zh-Hans"]


@pytest.fixture(scope="module")
def topic_of_all(kept):
    return factories.page(locales=("en", *LOCALES))


@pytest.fixture
def topic(topic_of_all):
    return factories.reload(topic_of_all)


def begun(topic, locale="ar"):
    """A text that somebody has begun; who."""
    somebody = factories.translator(locale)
    name = factories.PAGES["chronic-pain"][locale].name + "!"
    desk.save(topic, locale, [Edit("name", name)], by=somebody)
    return somebody


def work_of(content, locale="ar"):
    return LocaleWork.objects.get(content_id=content.content_id, locale=locale)


def told(person, kind):
    return Notification.objects.filter(user=person, kind=kind, read_at=None).count()


def clinician(locale):
    return factories.user(f"clinician-{locale}", groups.clinicians(BY_TAG[locale]))


# To review and back


@pytest.mark.parametrize("locale", LOCALES)
def test_a_text_that_is_sent_to_review_waits_for_its_reviewers(topic, locale):
    reviewer, other = factories.approver(locale), factories.approver("fr")
    somebody = begun(topic, locale)

    handover.submit(topic, locale, by=somebody)

    work = work_of(topic, locale)
    assert (work.state, work.submitted_by) == (WorkState.IN_REVIEW, somebody)
    assert work.submitted_at == work.waiting_since
    assert (told(reviewer, NotificationKind.SUBMITTED), told(other, NotificationKind.SUBMITTED)) == (1, 0)


def test_what_nobody_has_begun_is_not_sent_to_review():
    topic = factories.page("epilepsy")

    with pytest.raises(WrongState):
        handover.submit(topic, "ar", by=factories.translator("ar"))


def test_what_is_in_review_is_not_sent_again(topic):
    somebody = begun(topic)
    handover.submit(topic, "ar", by=somebody)

    with pytest.raises(WrongState):
        handover.submit(topic, "ar", by=somebody)


@pytest.mark.parametrize("locale", LOCALES)
def test_only_translators_send_to_review_and_only_reviewers_send_back(topic, locale):
    somebody = begun(topic, locale)
    with pytest.raises(NoRight):
        handover.submit(topic, locale, by=factories.approver(locale))
    handover.submit(topic, locale, by=somebody)

    with pytest.raises(NoRight):
        handover.send_back(topic, locale, by=somebody, reason="No.")


def test_who_wrote_the_text_hears_why_it_came_back(topic):
    somebody = begun(topic)
    handover.submit(topic, "ar", by=somebody)

    handover.send_back(topic, "ar", by=factories.approver("ar"), reason=" The name is not the usual one. ")

    assert (work_of(topic).state, work_of(topic).submitted_by) == (WorkState.IN_PROGRESS, None)
    notification = Notification.objects.get(user=somebody, kind=NotificationKind.SENT_BACK)
    assert notification.text == "The name is not the usual one."


@pytest.mark.parametrize("reason", ["", " \n"])
def test_nothing_is_sent_back_without_a_reason(topic, reason):
    handover.submit(topic, "ar", by=begun(topic))

    with pytest.raises(WrongState):
        handover.send_back(topic, "ar", by=factories.approver("ar"), reason=reason)


def test_what_is_not_in_review_is_not_sent_back(topic):
    begun(topic)

    with pytest.raises(WrongState):
        handover.send_back(topic, "ar", by=factories.approver("ar"), reason="No.")


def test_a_reviewer_who_mends_what_is_in_review_leaves_it_there(topic):
    handover.submit(topic, "ar", by=begun(topic))
    both = factories.user("both", *(make(BY_TAG["ar"]) for make in (groups.translators, groups.reviewers)))

    desk.save(topic, "ar", [Edit("name", "ألم")], by=both)

    assert work_of(topic).state == WorkState.IN_REVIEW
    assert work_of(topic).contributors[-1] == both.pk


# Signatures


def policy(settings, locale, **values):
    settings.TRANSLATION_POLICY = {"default": {}, locale: values}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_locale_with_a_reviser_needs_three_people(topic, settings, locale):
    policy(settings, locale, reviser=True)
    reviser, approver = factories.approver(locale), factories.approver(locale)
    begun(topic, locale)

    with pytest.raises(NotSigned):
        releases.approve(topic, locale, by=approver)
    handover.revise(topic, locale, by=reviser)
    with pytest.raises(NotSigned):
        releases.approve(topic, locale, by=reviser)
    release = releases.approve(topic, locale, by=approver)

    assert (release.reviser, release.reviser_name, release.approver) == (reviser, reviser.get_full_name(), approver)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_locale_with_a_clinician_is_not_approved_without_one(topic, settings, locale):
    policy(settings, locale, clinical=True)
    doctor, approver = clinician(locale), factories.approver(locale)
    begun(topic, locale)

    with pytest.raises(NotSigned):
        releases.approve(topic, locale, by=approver)
    handover.answer_for(topic, locale, by=doctor)
    release = releases.approve(topic, locale, by=approver)

    assert (release.clinical_approver, release.clinical_approver_name) == (doctor, doctor.get_full_name())
    assert release.reviser is None


def test_a_policy_holds_for_its_own_locale_only(topic, settings):
    policy(settings, "ar", reviser=True, clinical=True)
    begun(topic, "zh-Hans")

    assert releases.approve(topic, "zh-Hans", by=factories.approver("zh-Hans")).number == 2


def test_who_wrote_the_text_signs_it_in_no_role(topic, settings):
    policy(settings, "ar", reviser=True, clinical=True)
    everything = (groups.translators, groups.reviewers, groups.clinicians)
    somebody = factories.user("somebody", *(make(BY_TAG["ar"]) for make in everything))
    desk.save(topic, "ar", [Edit("name", "ألم")], by=somebody)

    for sign in (handover.revise, handover.answer_for):
        with pytest.raises(NotTheApprover):
            sign(topic, "ar", by=somebody)
    with pytest.raises(NotTheApprover):
        releases.approve(topic, "ar", by=somebody)


def test_a_publisher_of_one_person_signs_alone(topic, settings):
    policy(settings, "ar", approval="single", clinical=True)
    everything = (groups.translators, groups.reviewers, groups.clinicians)
    somebody = factories.user("somebody", *(make(BY_TAG["ar"]) for make in everything))
    desk.save(topic, "ar", [Edit("name", "ألم مزمن!")], by=somebody)

    handover.answer_for(topic, "ar", by=somebody)

    assert releases.approve(topic, "ar", by=somebody).clinical_approver == somebody


@pytest.mark.parametrize("locale", LOCALES)
def test_who_has_no_right_to_sign_does_not_sign(topic, locale):
    somebody = begun(topic, locale)

    with pytest.raises(NoRight):
        handover.revise(topic, locale, by=somebody)
    with pytest.raises(NoRight):
        handover.answer_for(topic, locale, by=factories.approver(locale))


def test_what_is_done_waits_for_no_signature(topic):
    with pytest.raises(WrongState):
        handover.revise(topic, "ar", by=factories.approver("ar"))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_signature_does_not_outlive_the_text_that_was_signed(topic, settings, locale):
    policy(settings, locale, reviser=True, clinical=True)
    begun(topic, locale)
    handover.revise(topic, locale, by=factories.approver(locale))
    handover.answer_for(topic, locale, by=clinician(locale))

    desk.save(topic, locale, [Edit("summary", "x")], by=None)

    work = work_of(topic, locale)
    assert (work.reviser, work.revised_at, work.clinical_approver, work.clinically_approved_at) == (None,) * 4
    with pytest.raises(NotSigned):
        releases.approve(topic, locale, by=factories.approver(locale))


def test_a_signature_holds_while_another_locale_is_written(topic):
    begun(topic)
    reviser = factories.approver("ar")
    handover.revise(topic, "ar", by=reviser)

    desk.save(topic, "zh-Hans", [Edit("name", "痛")], by=None)
    factories.write(factories.latest(topic), "en", summary="A draft.").save_revision()

    assert work_of(topic).reviser == reviser


def test_the_next_release_needs_signatures_of_its_own(topic, settings):
    policy(settings, "ar", reviser=True)
    begun(topic)
    handover.revise(topic, "ar", by=factories.approver("ar"))
    releases.approve(topic, "ar", by=factories.approver("ar"))

    with pytest.raises(NotSigned):
        releases.approve(topic, "ar", by=factories.approver("ar"))


# What is approved


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
