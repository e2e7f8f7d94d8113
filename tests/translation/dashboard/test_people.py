"""Who sees the dashboard, what they do from there, and what waits for them on the first page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.locales import BY_TAG, translations
from cms.translation import groups
from cms.translation.dashboard import actions
from cms.translation.models import LocaleWork, TranslatedItem, WorkState
from tests import factories
from tests.translation.dashboard.looking import URL, change, make_rows, panel_of

pytestmark = pytest.mark.django_db


# Who may see it


@pytest.mark.parametrize(
    "group",
    [groups.AUTHORS, groups.translators(BY_TAG["ar"]), groups.reviewers(BY_TAG["es-MX"])],
)
def test_whoever_works_on_a_language_and_authors_see_it(client, person, group):
    person(group)

    assert client.get(URL).status_code == 200
    assert URL in client.get("/admin/").content.decode()


def test_others_do_not_see_it(client, person):
    person("Editors")

    assert client.get(URL).status_code == 302
    home = client.get("/admin/").content.decode()
    assert URL not in home
    assert "translation-home" not in home


# Acts


def test_without_acts_there_is_nothing_to_tick(admin, monkeypatch):
    monkeypatch.setattr(actions, "_actions", {})
    factories.page("chronic-pain")

    assert 'name="content"' not in admin.get(URL).content.decode()


def test_what_is_ticked_is_sent_to_the_view_of_the_act(admin, act):
    page = factories.page("chronic-pain")

    text = admin.get(f"{URL}?locale=ar").content.decode()
    text = text[text.index("translation-list") :]

    assert f'name="content" value="{page.content_id}"' in text
    assert f'formaction="{reverse(act.view_name)}"' in text
    assert '<option value="ar">' in text
    assert '<option value="zh-Hans">' not in text


def test_two_acts_of_one_name_are_an_error(act):
    with pytest.raises(actions.AlreadyRegistered):
        actions.register(act)


# The panel on the first page


def test_the_first_page_says_what_waits_in_the_languages_of_the_person(client, person):
    person(groups.translators(BY_TAG["ar"]))
    change(factories.page("chronic-pain", locales=("en", "ar", "zh-Hans")))

    text = client.get("/admin/").content.decode()
    panel = text[text.index("translation-home") :]

    assert "Released, outdated: 1" in panel
    assert "Chronic pain" in panel
    assert BY_TAG["zh-Hans"].own_name not in panel


def test_the_first_page_names_the_five_that_have_waited_longest(client, person, rf):
    account = person(groups.translators(BY_TAG["ar"]), groups.translators(BY_TAG["zh-Hans"]))
    make_rows(8)
    now = timezone.now()
    for number, item in enumerate(TranslatedItem.objects.filter(name__startswith="Made").order_by("name")):
        LocaleWork.objects.filter(content=item).update(waiting_since=now - timedelta(days=number))

    context = panel_of(account, rf)

    for waiting in context["own"]:
        named = [one.name for one in waiting.oldest]
        assert named == ["Made 0007", "Made 0006", "Made 0005", "Made 0004", "Made 0003"]
    assert [waiting.locale.tag for waiting in context["own"]] == ["ar", "zh-Hans"]


def test_what_is_in_review_waits_for_reviewers_and_the_rest_for_translators(rf):
    in_review, untouched = factories.page("chronic-pain"), factories.page("crps")
    for tag in ("ar", "es-MX", "zh-Hans"):
        LocaleWork.objects.filter(locale=tag, content_id=in_review.content_id).update(
            state=WorkState.IN_REVIEW, waiting_since=timezone.now()
        )
        LocaleWork.objects.filter(locale=tag, content_id=untouched.content_id).update(waiting_since=timezone.now())

        translator = panel_of(factories.translator(tag), rf)["own"][0]
        reviewer = panel_of(factories.approver(tag), rf)["own"][0]

        assert "Chronic pain" not in [one.name for one in translator.oldest]
        assert "Complex regional pain syndrome" in [one.name for one in translator.oldest]
        assert [one.name for one in reviewer.oldest] == ["Chronic pain"]


def test_authors_see_all_languages_in_short(client, person):
    person(groups.AUTHORS)
    factories.page("chronic-pain")

    text = client.get("/admin/").content.decode()
    panel = text[text.index("translation-home") :]

    for locale in translations():
        assert locale.own_name in panel
    assert "Chronic pain" not in panel[: panel.index("All translations")]


def test_the_panel_leads_to_lists_of_just_as_many(admin, rf):
    change(factories.page("chronic-pain", locales=("en", "ar", "zh-Hans")))
    factories.page("crps")
    factories.draft("epilepsy", locales=("en", "ar"))

    context = panel_of(factories.administrator(), rf)

    for waiting in context["own"]:
        assert admin.get(waiting.url).context["items"].paginator.count == waiting.to_do
        for _situation, number, url in waiting.counts:
            assert admin.get(url).context["items"].paginator.count == number
    assert any(waiting.counts for waiting in context["own"])
