"""Who may not approve a locale, and which texts can not be approved: changed since, incomplete or on a taken path."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from cms.locales import BY_TAG
from cms.translation import desk, drafts, groups, releases
from cms.translation.errors import (
    IncompleteTranslation,
    NoRight,
    NothingToRelease,
    NotTheApprover,
    PathTaken,
    TextHasChanged,
)
from cms.translation.models import Release
from tests import factories
from tests.translation.releases.contents import SHARED, WHOLE, waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def single(settings):
    settings.TRANSLATION_POLICY = {"default": {"approval": "single"}}


def digest_of_draft(page, locale):
    return releases.seen(desk.open_sheet(drafts.latest(page), locale))


# Who


@pytest.mark.parametrize("locale", WHOLE)
def test_who_has_no_right_in_the_locale_is_refused(locale):
    page = waiting_for(locale)
    others = [tag for tag in (*WHOLE, "es-MX") if tag != locale]

    with pytest.raises(NoRight):
        releases.approve(page, locale, by=factories.approver(*others))
    with pytest.raises(NoRight):
        releases.approve(page, locale, by=factories.translator(locale))

    assert not Release.objects.exists()


def test_nobody_approves_the_source_which_is_released_by_publishing():
    page = factories.page()

    with pytest.raises(NoRight):
        releases.approve(page, "en", by=factories.administrator())


def test_who_changed_the_text_is_not_who_approves_it():
    page = waiting_for()
    both = factories.user("both", groups.translators(BY_TAG["ar"]), groups.reviewers(BY_TAG["ar"]))
    words = factories.PAGES["chronic-pain"]["ar"]
    draft = factories.latest(page)
    factories.write(draft, "ar", name=words.name, summary=words.summary, sections=factories.sections_of("x", words))
    draft.save_revision(user=both)

    with pytest.raises(NotTheApprover):
        releases.approve(page, "ar", by=both)

    releases.approve(page, "ar", by=factories.approver("ar"))
    assert factories.is_out(page, "ar")


def test_who_changed_another_locale_may_approve_this_one():
    page = waiting_for("ar")
    person = factories.approver("ar", "es")
    draft = factories.latest(page)
    factories.write(draft, "es", name="Dolor crónico")
    draft.save_revision(user=person)

    releases.approve(page, "ar", by=person)

    assert factories.is_out(page, "ar")


def test_four_eyes_hold_until_somebody_else_has_approved():
    person = factories.approver("ar")
    page = waiting_for("ar")
    factories.write(factories.latest(page), "ar", summary="ألم يدوم ثلاثة أشهر.").save_revision(user=person)
    factories.write(factories.latest(page), "ar", summary="ألم لأكثر من ثلاثة أشهر.").save_revision(
        user=factories.translator("ar")
    )
    with pytest.raises(NotTheApprover):
        releases.approve(page, "ar", by=person)

    releases.approve(page, "ar", by=factories.approver("ar"))

    assert releases.approve(page, "ar", by=person).number == 2


def test_a_publisher_of_one_person_may_approve_alone(single):
    person = factories.approver("ar")
    page = waiting_for("ar")
    factories.write(factories.latest(page), "ar", summary="ألم يدوم ثلاثة أشهر.").save_revision(user=person)

    releases.approve(page, "ar", by=person)

    assert factories.is_out(page, "ar")


def test_the_source_is_refused_by_name_where_rights_would_allow_it(monkeypatch):
    from cms.translation import rights

    page = factories.page()
    monkeypatch.setattr(rights, "require_approver", lambda user, locale: None)

    with pytest.raises(NothingToRelease, match="publishing"):
        releases.approve(page, "en", by=factories.administrator())


# A text that changed after it was read


def test_a_text_that_is_not_the_one_that_was_read_is_not_approved():
    page = waiting_for("ar")
    seen = digest_of_draft(page, "ar")
    factories.write(factories.latest(page), "ar", summary="غُيّر بعد القراءة: ثلاثة أشهر").save_revision()

    with pytest.raises(TextHasChanged):
        releases.approve(page, "ar", by=factories.approver("ar"), seen_digest=seen)

    releases.approve(page, "ar", by=factories.approver("ar"), seen_digest=digest_of_draft(page, "ar"))
    assert factories.answer(page, "ar")["summary"] == "غُيّر بعد القراءة: ثلاثة أشهر"


def test_a_change_in_another_locale_does_not_make_the_read_text_another():
    page = waiting_for("ar", "es")
    seen = digest_of_draft(page, "ar")
    factories.write(factories.latest(page), "es", summary="Dolor de más de tres meses.").save_revision()

    releases.approve(page, "ar", by=factories.approver("ar"), seen_digest=seen)

    assert factories.is_out(page, "ar")


# Incomplete texts


@pytest.mark.parametrize("locale", WHOLE)
def test_an_incomplete_text_is_refused_with_the_names_of_what_is_missing(locale):
    page = waiting_for(locale)
    words = factories.PAGES["chronic-pain"][locale]
    overview = factories.sections_of("chronic-pain", words)[:1]
    factories.write(factories.latest(page), locale, summary="", sections=overview).save_revision()

    with pytest.raises(IncompleteTranslation) as refused:
        releases.approve(page, locale, by=factories.approver(locale))

    assert refused.value.missing == ("summary", "sections.safety")
    assert "Safety" in str(refused.value)
    assert not factories.is_out(page, locale)


def test_an_untranslated_locale_is_refused_with_everything_missing():
    page = waiting_for()

    with pytest.raises(IncompleteTranslation) as refused:
        releases.approve(page, "fr", by=factories.approver("fr"))

    assert refused.value.missing == ("name", "summary", "sections.overview", "sections.safety")


def test_a_block_without_words_makes_its_section_incomplete():
    page = waiting_for("ar")
    raw = factories.latest(page).sections_raw("ar")
    raw[1]["value"]["blocks"][0]["value"]["text"] = ""
    factories.write(factories.latest(page), "ar", sections=raw).save_revision(clean=False)

    with pytest.raises(IncompleteTranslation) as refused:
        releases.approve(page, "ar", by=factories.approver("ar"))

    assert refused.value.missing == ("sections.safety",)


def test_a_statement_without_words_is_named_as_evidence():
    page = factories.draft(locales=("en", "ar"))
    factories.add_evidence(page, factories.therapy())
    page = factories.publish(page)

    with pytest.raises(IncompleteTranslation) as refused:
        releases.approve(page, "ar", by=factories.approver("ar"))

    assert refused.value.missing == ("evidence",)


def test_a_locale_needs_no_other_names_and_no_path_segment_of_its_own():
    page = factories.draft(locales=("en", "ar"))
    names = [{"type": "name", "id": factories.block_id("n"), "value": {"text": "Persistent pain", "kind": "synonym"}}]
    factories.write(page, "en", other_names=names)
    factories.write(page, "ar", path_segment=None)
    page = factories.publish(page)

    releases.approve(page, "ar", by=factories.approver("ar"))

    assert factories.answer(page, "ar")["other_names"] == []


@pytest.mark.parametrize("kind", ["therapy", "glossary term", "site"])
def test_incomplete_shared_content_is_refused(kind):
    make, _field = SHARED[kind]
    content = make(locales=("en",))

    with pytest.raises(IncompleteTranslation):
        releases.approve(content, "fr", by=factories.approver("fr"))


def test_messages_of_refusal_are_in_the_language_of_the_person():
    page = waiting_for()

    with override("en"), pytest.raises(IncompleteTranslation) as refused:
        releases.approve(page, "fr", by=factories.approver("fr"))

    assert str(refused.value).startswith("Français is not complete.")


# Path segments


def test_a_path_segment_that_another_release_holds_is_refused():
    first = factories.page("chronic-pain", locales=("en", "ar"))
    factories.write(factories.latest(first), "ar", path_segment="اسم-جديد").save_revision()
    factories.publish(factories.latest(first))
    second = factories.publish(factories.draft("epilepsy", locales=("en", "ar")))
    factories.write(factories.latest(second), "ar", path_segment="الألم-المزمن").save_revision()

    with pytest.raises(PathTaken):
        releases.approve(second, "ar", by=factories.approver("ar"))

    assert factories.locales_out(second) == ["en"]


def test_a_proposed_path_segment_that_is_taken_is_refused():
    factories.page("chronic-pain", locales=("en", "ar"))
    twin = factories.publish(factories.draft("epilepsy", locales=("en", "ar")))
    factories.write(factories.latest(twin), "ar", name="الألم المزمن", path_segment=None).save_revision()

    with pytest.raises(PathTaken):
        releases.approve(twin, "ar", by=factories.approver("ar"))
