"""Who may approve, withdraw and roll back a locale, when it is refused, and what readers get from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils.translation import override

from cms.locales import BY_TAG
from cms.publishing import lifecycle
from cms.translation import desk, drafts, groups, releases, snapshots
from cms.translation.errors import (
    IncompleteTranslation,
    NoRight,
    NoSuchRelease,
    NothingToRelease,
    NotTheApprover,
    PathTaken,
    TextHasChanged,
)
from cms.translation.models import Method, Release
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

WHOLE = ["es", "fr", "ar", "zh-Hans"]


@pytest.fixture
def single(settings):
    settings.TRANSLATION_POLICY = {"default": {"approval": "single"}}


def waiting_for(*locales):
    """A page whose source is out and whose translations wait for approval."""
    return factories.publish(factories.draft(locales=("en", *locales)))


def digest_of_draft(page, locale):
    return releases.seen(desk.open_sheet(drafts.latest(page), locale))


# Approving


@pytest.mark.parametrize("locale", WHOLE)
def test_an_approval_goes_live_without_publishing_the_page(locale):
    page = waiting_for(locale)
    published_at = page.last_published_at
    assert factories.answer(page, locale)["locale"] == "en"

    release = releases.approve(page, locale, by=factories.approver(locale))

    assert factories.answer(page, locale)["locale"] == locale
    assert factories.reload(page).last_published_at == published_at
    assert factories.editions(page, locale)[-1].release_number == release.number == 1


def test_an_approval_of_one_locale_changes_no_other():
    page = waiting_for("es", "ar")

    releases.approve(page, "ar", by=factories.approver("ar"))

    assert factories.locales_out(page) == ["en", "ar"]
    assert factories.answer(page, "es")["locale"] == "en"


def test_a_release_remembers_who_when_how_and_from_what():
    translator, approver = factories.translator("ar"), factories.approver("ar")
    page = factories.page()
    draft = factories.latest(page)
    words = factories.PAGES["chronic-pain"]["ar"]
    sections = factories.sections_of("chronic-pain", words)
    factories.write(draft, "ar", name=words.name, summary=words.summary, sections=sections)
    draft.save_revision(user=translator)

    source_version = factories.document(page).version

    release = releases.approve(page, "ar", by=approver, method=Method.MACHINE_POST_EDITED)

    assert release.approver == approver
    assert release.approver_name == approver.get_full_name()
    assert release.translators == [translator.pk]
    assert release.source_version == source_version
    assert factories.answer(page, "ar")["translation"] == {
        "status": "released",
        "source_locale": "en",
        "source_version": 1,
        "outdated_since": None,
        "outdated_parts": [],
        "method": "machine_post_edited",
        "released_at": release.approved_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def test_a_release_holds_the_text_as_it_was_approved_whatever_is_written_later():
    page = factories.page(locales=("en", "ar"))
    factories.write(factories.latest(page), "ar", summary="نص جديد").save_revision()

    factories.publish(factories.latest(page))

    assert factories.answer(page, "ar")["summary"] == "ألم يستمر أكثر من ثلاثة أشهر."


def test_the_newest_draft_is_what_is_approved_however_old_the_object_in_hand_is():
    page = factories.page(locales=("en", "ar"))
    factories.write(factories.latest(page), "ar", summary="ألم لأكثر من ثلاثة أشهر.").save_revision()

    releases.approve(page, "ar", by=factories.approver("ar"))

    assert factories.answer(page, "ar")["summary"] == "ألم لأكثر من ثلاثة أشهر."


def test_approving_the_same_text_again_makes_a_release_of_its_own_number():
    page = factories.page(locales=("en", "ar"))

    second = releases.approve(page, "ar", by=factories.approver("ar"))

    assert second.number == 2
    assert list(Release.objects.filter(content_id=page.content_id, is_current=True)) == [second]


def test_a_locale_that_is_approved_before_the_page_is_out_goes_out_with_it():
    page = factories.draft(locales=("en", "ar"))
    releases.approve(page, "ar", by=factories.approver("ar"))
    assert factories.locales_out(page) == []

    factories.publish(factories.latest(page))

    assert factories.locales_out(page) == ["en", "ar"]


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


@pytest.mark.parametrize("locale", WHOLE)
def test_an_approval_leaves_no_draft_behind_that_says_the_same(locale):
    page = waiting_for(locale)
    revision = factories.latest(page).latest_revision_id

    releases.approve(page, locale, by=factories.approver(locale))

    page = factories.reload(page)
    assert page.latest_revision_id == revision
    assert not page.has_unpublished_changes


# Path segments


@pytest.mark.parametrize(
    ("locale", "segment"),
    [("es", "dolor-crónico"), ("fr", "douleur-chronique"), ("ar", "الألم-المزمن"), ("zh-Hans", "慢性疼痛")],
)
def test_a_path_segment_that_is_left_empty_is_made_from_the_name_in_its_own_script(locale, segment):
    page = factories.draft(locales=("en", locale))
    factories.write(page, locale, path_segment=None)
    page = factories.publish(page)

    releases.approve(page, locale, by=factories.approver(locale))

    assert factories.document(page, locale).segment == segment


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


# Withdrawing


@pytest.mark.parametrize(("locale", "instead"), [("es", "en"), ("ar", "en"), ("zh-Hans", "en")])
def test_a_withdrawn_locale_falls_along_the_chain_and_is_told_as_gone(locale, instead):
    page = factories.page(locales=("en", locale))

    releases.withdraw(page, locale, by=factories.approver(locale), reason="A wrong dose")

    assert factories.answer(page, locale)["locale"] == instead
    assert factories.editions(page, locale)[-1].event == "gone"
    statuses = {alternate["locale"]: alternate["status"] for alternate in factories.answer(page)["alternates"]}
    assert statuses[locale] == "withdrawn"
    assert statuses["fr"] == "none"


def test_withdrawing_says_who_and_why():
    page = factories.page(locales=("en", "ar"))
    person = factories.approver("ar")

    release = releases.withdraw(page, "ar", by=person, reason="A wrong dose")

    assert (release.withdrawn_by, release.withdrawal_reason) == (person, "A wrong dose")
    assert release.is_withdrawn


def test_withdrawing_needs_the_right_and_something_that_is_out():
    page = factories.page(locales=("en", "ar"))

    with pytest.raises(NoRight):
        releases.withdraw(page, "ar", by=factories.approver("es"))
    with pytest.raises(NoSuchRelease):
        releases.withdraw(page, "fr", by=factories.approver("fr"))
    releases.withdraw(page, "ar", by=factories.approver("ar"))
    with pytest.raises(NoSuchRelease):
        releases.withdraw(page, "ar", by=factories.approver("ar"))


def test_a_withdrawn_locale_stays_withdrawn_when_the_page_is_published():
    page = factories.page(locales=("en", "ar"))
    releases.withdraw(page, "ar", by=factories.approver("ar"))

    factories.publish(factories.write(factories.reload(page), "en", summary="Pain for three months or more."))

    assert factories.locales_out(page) == ["en"]


def test_approving_again_brings_a_withdrawn_locale_back():
    page = factories.page(locales=("en", "ar"))
    releases.withdraw(page, "ar", by=factories.approver("ar"))

    releases.approve(page, "ar", by=factories.approver("ar"))

    assert [edition.event for edition in factories.editions(page, "ar")] == ["published", "gone", "published"]


# Rolling back


@pytest.fixture
def three_releases():
    page = factories.page(locales=("en", "ar"))
    for summary in ("ألم يدوم ثلاثة أشهر.", "ألم لأكثر من ثلاثة أشهر."):
        factories.write(factories.latest(page), "ar", summary=summary).save_revision()
        factories.release(page, "ar")
    return page


def test_rolling_back_releases_an_earlier_text_as_a_new_release(three_releases):
    page = three_releases

    release = releases.roll_back(page, "ar", to=1, by=factories.approver("ar"))

    assert release.number == 4
    assert factories.answer(page, "ar")["summary"] == "ألم يستمر أكثر من ثلاثة أشهر."
    assert factories.document(page, "ar").version == 4
    assert Release.objects.filter(content_id=page.content_id).count() == 4


def test_rolling_back_leaves_the_draft_alone(three_releases):
    releases.roll_back(three_releases, "ar", to=1, by=factories.approver("ar"))

    assert factories.read(factories.latest(three_releases), "summary", "ar") == "ألم لأكثر من ثلاثة أشهر."


def test_what_is_rolled_back_is_as_outdated_as_it_has_become(three_releases):
    factories.publish(factories.write(factories.latest(three_releases), "en", summary="Pain for months."))
    factories.release(three_releases, "ar")
    assert factories.answer(three_releases, "ar")["translation"]["status"] == "released"

    releases.roll_back(three_releases, "ar", to=2, by=factories.approver("ar"))

    assert factories.answer(three_releases, "ar")["translation"]["outdated_parts"] == ["summary"]


def test_rolling_back_needs_the_right_and_a_release_of_that_number(three_releases):
    with pytest.raises(NoRight):
        releases.roll_back(three_releases, "ar", to=1, by=factories.translator("ar"))
    with pytest.raises(NoSuchRelease):
        releases.roll_back(three_releases, "ar", to=9, by=factories.approver("ar"))
    with pytest.raises(NoSuchRelease):
        releases.roll_back(three_releases, "es", to=1, by=factories.approver("es"))


def test_rolling_back_brings_a_withdrawn_locale_back(three_releases):
    releases.withdraw(three_releases, "ar", by=factories.approver("ar"))

    releases.roll_back(three_releases, "ar", to=2, by=factories.approver("ar"))

    assert factories.answer(three_releases, "ar")["summary"] == "ألم يدوم ثلاثة أشهر."


# What is shared: therapies, notices, terms and the site go through the same releases


SHARED: dict[str, tuple[Callable[..., Any], str]] = {
    "therapy": (factories.therapy, "name"),
    "glossary term": (factories.glossary_term, "name"),
    "site": (factories.profile, "publisher"),
}


@pytest.mark.parametrize("kind", SHARED)
@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_shared_content_goes_out_in_a_locale_when_it_is_approved(kind, locale):
    make, _field = SHARED[kind]
    content = make(locales=("en",))
    draft = factories.latest(content) if hasattr(content, "save_revision") else content
    for name in snapshots.translated_fields(type(content)):
        if snapshots.take(content, "en")["fields"][name] and name not in snapshots.stream_fields(type(content)):
            factories.write(draft, locale, **{name: f"نص {locale}"})
    draft.save_revision() if hasattr(draft, "save_revision") else draft.save()
    assert factories.answer(content, locale)["locale"] == "en"

    releases.approve(content, locale, by=factories.approver(locale))

    assert factories.answer(content, locale)["locale"] == locale
    assert factories.answer(content, "fr")["locale"] == "en"


@pytest.mark.parametrize("kind", SHARED)
def test_shared_content_keeps_its_released_text_until_the_next_approval(kind):
    make, field = SHARED[kind]
    content = make(locales=("en", "es"))
    before = snapshots.take(content, "es")["fields"][field]
    draft = factories.latest(content) if hasattr(content, "save_revision") else content
    factories.write(draft, "es", **{field: "Un texto sin aprobar"})
    if hasattr(draft, "save_revision"):
        factories.publish(draft)
    else:
        draft.save()

    said = str(factories.answer(content, "es"))

    assert before in said
    assert "sin aprobar" not in said


@pytest.mark.parametrize("kind", SHARED)
def test_shared_content_is_withdrawn_and_rolled_back_like_a_page(kind):
    make, _field = SHARED[kind]
    content = make(locales=("en", "ar"))
    person = factories.approver("ar")

    releases.withdraw(content, "ar", by=person)
    assert factories.answer(content, "ar")["locale"] == "en"
    releases.roll_back(content, "ar", to=1, by=person)

    assert factories.answer(content, "ar")["locale"] == "ar"


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_notice_goes_out_in_a_locale_when_it_is_approved(locale):
    page = factories.page()
    notice = factories.notice(locales=("en",))
    factories.write(factories.latest(notice), locale, text="911").save_revision()
    lifecycle.rebuild_stale()
    page = factories.publish(factories.draft("epilepsy", locales=("en", locale)))
    factories.release(page, locale)
    assert factories.answer(page, locale)["notices"][0]["locale"] == "en"

    releases.approve(notice, locale, by=factories.approver(locale))
    lifecycle.rebuild_stale()

    assert factories.answer(page, locale)["notices"][0] == {
        "kind": "emergency",
        "text": "911",
        "jurisdiction": "US",
        "locale": locale,
    }


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


def test_the_source_is_refused_by_name_where_rights_would_allow_it(monkeypatch):
    from cms.translation import rights

    page = factories.page()
    monkeypatch.setattr(rights, "require_approver", lambda user, locale: None)

    with pytest.raises(NothingToRelease, match="publishing"):
        releases.approve(page, "en", by=factories.administrator())
