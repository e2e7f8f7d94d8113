"""What readers get when a locale is approved, and what its release remembers."""

from __future__ import annotations

import pytest

from cms.publishing import lifecycle
from cms.translation import releases, snapshots
from cms.translation.models import Method, Release
from tests import factories
from tests.translation.releases.contents import SHARED, WHOLE, waiting_for

pytestmark = pytest.mark.django_db


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
def test_an_approval_leaves_no_draft_behind_that_says_the_same(locale):
    page = waiting_for(locale)
    revision = factories.latest(page).latest_revision_id

    releases.approve(page, locale, by=factories.approver(locale))

    page = factories.reload(page)
    assert page.latest_revision_id == revision
    assert not page.has_unpublished_changes


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


# What is shared: therapies, notices, terms and the site go out by the same approval


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
