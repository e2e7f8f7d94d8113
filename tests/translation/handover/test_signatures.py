"""A text is signed by those whom the policy of its language asks for, as it stands."""

from __future__ import annotations

import pytest

from cms.locales import BY_TAG
from cms.translation import desk, groups, handover, releases
from cms.translation.desk import Edit
from cms.translation.errors import NoRight, NotSigned, NotTheApprover, WrongState
from tests import factories
from tests.translation.handover.hands import LOCALES, begun, clinician, work_of

pytestmark = pytest.mark.django_db


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
