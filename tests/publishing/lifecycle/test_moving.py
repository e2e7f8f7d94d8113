"""What moving and renaming a page mean for what is out."""

from __future__ import annotations

import pytest

from cms.publishing import lifecycle
from cms.publishing.models import Edition, Redirect
from tests import factories

pytestmark = pytest.mark.django_db


def test_moving_a_topic_changes_its_own_paths_at_once_and_those_below_when_they_are_rebuilt():
    topic = factories.page("chronic-pain", locales=("en", "es", "ar"))
    other = factories.page("epilepsy", locales=("en", "es", "ar"))
    condition = factories.page("crps", under=topic, locales=("en", "es", "ar"))

    factories.reload(topic).move(factories.reload(other), pos="last-child")

    assert factories.document(topic).path == "/conditions/epilepsy/chronic-pain"
    assert factories.document(topic, "ar").path == "/conditions/الصرع/الألم-المزمن"
    lifecycle.rebuild_stale()
    assert factories.document(condition).path == "/conditions/epilepsy/chronic-pain/complex-regional-pain-syndrome"
    assert factories.document(condition, "es").path == (
        "/conditions/epilepsia/dolor-cronico/sindrome-de-dolor-regional-complejo"
    )
    assert factories.document(condition, "ar").path == "/conditions/الصرع/الألم-المزمن/متلازمة-الألم-الناحي-المركب"


def test_moving_tells_the_feed_and_keeps_every_document_live():
    topic = factories.page("chronic-pain", locales=("en", "ar"))
    other = factories.page("epilepsy")
    condition = factories.page("crps", under=topic, locales=("en", "ar"))

    factories.reload(topic).move(factories.reload(other), pos="last-child")
    lifecycle.rebuild_stale()

    for page in (topic, condition):
        assert factories.locales_out(page) == ["en", "ar"]
        for locale in ("en", "ar"):
            newest = factories.editions(page, locale)[-1]
            assert newest.event == "moved"
            assert newest.moved_to == newest.path == factories.document(page, locale).path


def test_a_move_within_the_same_parent_changes_no_path_and_makes_no_edition_of_the_page():
    first = factories.page("chronic-pain")
    second = factories.page("epilepsy")
    before = Edition.objects.count()

    factories.reload(second).move(factories.reload(first), pos="left")

    assert Edition.objects.count() == before


def test_a_new_order_of_children_reaches_the_parent():
    topic = factories.page("chronic-pain")
    first = factories.page("crps", under=topic)
    second = factories.page("epilepsy", under=topic)
    lifecycle.rebuild_stale()

    factories.reload(second).move(factories.reload(first), pos="left")
    lifecycle.rebuild_stale()

    assert [card["slug"] for card in factories.answer(topic)["children"]] == ["epilepsy", "crps"]


def test_a_new_order_of_topics_reaches_the_navigation():
    profile = factories.profile()
    first = factories.page("chronic-pain")
    second = factories.page("epilepsy")
    lifecycle.rebuild_stale()

    factories.reload(second).move(factories.reload(first), pos="left")
    lifecycle.rebuild_stale()

    assert [item["slug"] for item in factories.answer(profile)["navigation"]] == ["epilepsy", "chronic-pain"]


def test_a_new_slug_leaves_a_redirect_from_the_old_one():
    page = factories.page()
    page.slug = "persistent-pain"

    factories.publish(page)

    redirect = Redirect.objects.get(key="chronic-pain", locale="")
    assert (redirect.type, redirect.content_id) == ("condition", page.content_id)
    assert factories.answer_row(page).slug == "persistent-pain"


@pytest.mark.parametrize(
    ("locale", "old", "new"),
    [
        ("es", "dolor-cronico", "dolor-persistente"),
        ("ar", "الألم-المزمن", "ألم-مستمر"),
        ("zh-Hans", "慢性疼痛", "长期疼痛"),
    ],
)
def test_a_new_path_segment_of_a_locale_leaves_a_redirect_once_it_is_released(locale, old, new):
    page = factories.page(locales=("en", locale))
    draft = factories.write(factories.latest(page), locale, path_segment=new)
    draft.save_revision()
    assert not Redirect.objects.filter(key=old).exists()

    factories.release(page, locale)

    assert Redirect.objects.get(key=old, locale=locale).content_id == page.content_id
    assert factories.document(page, locale).path.endswith(f"/{new}")
    assert factories.editions(page, locale)[-1].event == "moved"


def test_a_new_source_segment_moves_the_source_alone():
    page = factories.page(locales=("en", "es"))

    factories.publish(factories.write(page, "en", path_segment="long-term-pain"))

    assert Redirect.objects.get(key="chronic-pain", locale="en").content_id == page.content_id
    assert factories.editions(page, "en")[-1].event == "moved"
    assert factories.document(page, "es").path == "/conditions/dolor-cronico"


def test_below_an_ancestor_without_the_language_its_slug_stands_in():
    topic = factories.page("chronic-pain", locales=("en",))
    condition = factories.page("crps", under=topic, locales=("en", "ar"))

    assert factories.document(condition, "ar").path == "/conditions/chronic-pain/متلازمة-الألم-الناحي-المركب"


def test_a_released_index_starts_every_path_in_its_language():
    factories.index()

    page = factories.page(locales=("en", "es", "ar", "zh-Hans"))

    assert factories.document(page, "es").path == "/afecciones/dolor-cronico"
    assert factories.document(page, "ar").path == "/الحالات/الألم-المزمن"
    assert factories.document(page, "zh-Hans").path == "/病症/慢性疼痛"


def test_a_new_segment_of_the_index_moves_all_that_is_below():
    index = factories.index()
    page = factories.page(locales=("en", "ar"))
    draft = factories.write(factories.latest(index), "ar", path_segment="الأمراض")
    draft.save_revision()

    factories.release(index, "ar")
    lifecycle.rebuild_stale()

    assert factories.document(page, "ar").path == "/الأمراض/الألم-المزمن"
    assert factories.document(page, "en").path == "/conditions/chronic-pain"
