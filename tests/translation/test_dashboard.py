"""The dashboard of translations shows where everything stands, and says the same as what clients are told."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.locales import BY_TAG, SOURCE, translations
from cms.translation import groups, handover, releases
from cms.translation.dashboard import actions, home_panel, overview
from cms.translation.dashboard.filters import content_types, translated
from cms.translation.dashboard.situations import Situation
from cms.translation.models import Delivery, LocaleWork, TranslatedItem, WorkState
from conditions.models import ConditionPage
from tests import factories

pytestmark = pytest.mark.django_db

URL = "/admin/translation/"


@pytest.fixture
def admin(client):
    client.force_login(factories.administrator())
    return client


@pytest.fixture
def person(client):
    def sign_in(*group_names):
        account = factories.user("person", *group_names)
        client.force_login(account)
        return account

    return sign_in


def change(page, *, kind="content", text="Pain that lasts, and that no injury explains any more."):
    return factories.publish(factories.write(factories.latest(page), "en", summary=text), kind=kind)


def names(answer):
    return [row.item.name for row in answer.context["rows"]]


def cell(answer, name, tag):
    row = next(row for row in answer.context["rows"] if row.item.name == name)
    return next(cell for cell in row.cells if cell.locale.tag == tag)


def csv_lines(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def work(page, tag):
    return LocaleWork.objects.get(content_id=page.content_id, locale=tag)


def dashboard_totals():
    kind = content_types()["conditions.conditionpage"].pk
    wanted = {s.value: s for s in (Situation.RELEASED, Situation.OUTDATED, Situation.WITHDRAWN, Situation.NONE)}
    return {
        tag: {status: total.number(situation) for status, situation in wanted.items()}
        for tag, total in overview.totals(translated(), kind=kind).items()
    }


def api_totals(client):
    told = client.get("/api/v1/locales/").json()
    locales = told["locales"] if isinstance(told, dict) and "locales" in told else told.get("results", told)
    return {
        locale["tag"]: {status: number for status, number in locale["documents"].items() if status != "source"}
        for locale in locales
        if locale["tag"] != SOURCE
    }


# The same figures as the API's


def test_the_totals_are_those_of_the_api_whatever_happened(client):
    first = factories.page("chronic-pain", locales=("en", "es", "ar", "zh-Hans"))
    second = factories.page("crps", locales=("en", "ar", "zh-Hans"))
    third = factories.page("epilepsy", locales=("en", "es", "ar"))
    factories.draft("never-published", locales=("en", "ar"))
    factories.overlay(first, summary="Dolor que dura más de tres meses, todos los días.")
    factories.release(factories.reload(first), "es-MX")
    approver = factories.approver()

    def agree():
        assert dashboard_totals() == api_totals(client)

    agree()
    assert dashboard_totals()["ar"] == {"released": 3, "outdated": 0, "withdrawn": 0, "none": 0}
    assert dashboard_totals()["fr"] == {"released": 0, "outdated": 0, "withdrawn": 0, "none": 3}

    change(first)
    agree()
    assert dashboard_totals()["es-MX"]["outdated"] == 1
    assert dashboard_totals()["zh-Hans"]["outdated"] == 1

    releases.withdraw(factories.reload(second), "ar", by=approver)
    agree()
    assert dashboard_totals()["ar"]["withdrawn"] == 1

    change(third, kind="safety", text="Call an ambulance at once.")
    agree()
    assert dashboard_totals()["es"]["withdrawn"] == 1

    releases.withdraw(factories.reload(first), "es", by=approver)
    agree()
    assert dashboard_totals()["es-MX"] == {"released": 0, "outdated": 0, "withdrawn": 1, "none": 2}

    releases.approve(factories.reload(first), "es", by=approver)
    agree()
    assert dashboard_totals()["es-MX"]["withdrawn"] == 0

    factories.reload(second).unpublish()
    agree()
    assert sum(dashboard_totals()["fr"].values()) == 2

    factories.publish(factories.latest(second))
    agree()

    factories.reload(third).delete()
    agree()
    assert sum(dashboard_totals()["fr"].values()) == 2


def test_a_page_that_is_out_of_everybodys_reach_counts_as_little_as_in_the_api(client):
    factories.page("chronic-pain", locales=("en", "ar"))
    page = factories.page("crps", locales=("en", "ar"))

    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert dashboard_totals() == api_totals(client)
    assert dashboard_totals()["ar"]["released"] == 1


# What is shown


def test_each_content_has_a_row_and_each_language_but_the_source_a_column(admin):
    factories.page("chronic-pain", locales=("en", "ar"))
    factories.therapy(locales=("en", "zh-Hans"))
    factories.profile(locales=("en", "es"))

    answer = admin.get(URL)

    assert names(answer) == ["Chronic pain", "Conditions", "Home", "Ketamine infusion therapy", "Sample Health"]
    assert [locale.tag for locale in answer.context["locales"]] == [locale.tag for locale in translations()]
    assert cell(answer, "Chronic pain", "ar").status == Delivery.RELEASED
    assert cell(answer, "Ketamine infusion therapy", "zh-Hans").status == Delivery.RELEASED
    assert cell(answer, "Sample Health", "es").status == Delivery.RELEASED
    assert cell(answer, "Sample Health", "es-MX").status == Delivery.NONE


def test_a_cell_says_what_is_out_how_far_the_work_is_and_how_much_is_left(admin):
    page = factories.page("chronic-pain", locales=("en", "ar"))
    draft = factories.write(factories.latest(page), "en", summary="Pain for half a year.", meta_title="Pain that stays")
    factories.publish(draft)

    answer = admin.get(URL)
    arabic, french = cell(answer, "Chronic pain", "ar"), cell(answer, "Chronic pain", "fr")

    assert (arabic.status, arabic.work.outdated, arabic.work.missing) == (Delivery.OUTDATED, 1, 1)
    assert (french.status, french.work.state, french.work.outdated) == (Delivery.NONE, WorkState.NOT_STARTED, 0)
    assert french.work.missing == french.work.segments > 1
    text = answer.content.decode()
    assert "Released, outdated" in text
    assert "1 missing" in text
    assert "1 to look at again" in text


def test_content_that_is_not_out_says_so_and_its_approved_text_does_not_pass_for_released(admin):
    page = factories.page("chronic-pain", locales=("en", "ar"))
    page.unpublish()

    answer = admin.get(f"{URL}?kind=conditions.conditionpage")

    assert "Not published" in answer.content.decode()
    assert cell(answer, "Chronic pain", "ar").status == "approved"
    assert names(admin.get(f"{URL}?situation=released&locale=ar")) == []


def test_a_cell_leads_to_the_work_on_that_language(admin):
    page = factories.page("chronic-pain")

    found = cell(admin.get(URL), "Chronic pain", "es-MX")

    assert f"/conditions.conditionpage/{page.pk}/es-MX/" in found.url
    assert admin.get(found.url).status_code == 200


def test_totals_lead_to_lists_of_just_as_many(admin):
    for slug in ("chronic-pain", "crps"):
        change(factories.page(slug, locales=("en", "ar", "zh-Hans")))
    releases.withdraw(factories.reload(ConditionPage.objects.get(slug="crps")), "zh-Hans", by=factories.approver())
    factories.draft("epilepsy", locales=("en", "ar"))

    totals = admin.get(URL).context["totals"]

    checked = 0
    for total in totals:
        for _situation, number, url in total["figures"]:
            assert admin.get(url).context["items"].paginator.count == number
            checked += number
    assert checked > 0


# Filters


def test_the_list_can_be_filtered_by_situation_of_a_language(admin):
    current = factories.page("chronic-pain", locales=("en", "ar", "zh-Hans"))
    behind = change(factories.page("crps", locales=("en", "ar")))
    taken_back = factories.page("epilepsy", locales=("en", "ar"))
    releases.withdraw(taken_back, "ar", by=factories.approver())
    kind = "kind=conditions.conditionpage"

    def of(situation, tag="ar"):
        return names(admin.get(f"{URL}?{kind}&locale={tag}&situation={situation}"))

    assert of("released") == [factories.read(current, "name", "en")]
    assert of("outdated") == [factories.read(behind, "name", "en")]
    assert of("withdrawn") == [factories.read(taken_back, "name", "en")]
    assert of("to_do") == ["Complex regional pain syndrome", "Epilepsy"]
    assert of("up_to_date") == ["Chronic pain"]
    assert of("none") == []
    assert of("changed") == ["Complex regional pain syndrome"]
    assert of("missing", "zh-Hans") == ["Complex regional pain syndrome", "Epilepsy"]
    assert of("missing", "es-MX") == []
    assert of("none", "es-MX") == ["Chronic pain", "Complex regional pain syndrome", "Epilepsy"]


def test_the_list_can_be_filtered_by_the_state_of_the_work(admin):
    page = factories.page("chronic-pain")
    translator = factories.translator("ar")
    draft = factories.write(factories.latest(page), "ar", name="الألم المزمن")
    draft.save_revision(user=translator)

    assert names(admin.get(f"{URL}?locale=ar&situation=in_progress")) == ["Chronic pain"]
    assert names(admin.get(f"{URL}?locale=ar&situation=in_review")) == []

    handover.submit(page, "ar", by=translator)

    assert names(admin.get(f"{URL}?locale=ar&situation=in_progress")) == []
    assert names(admin.get(f"{URL}?locale=ar&situation=in_review")) == ["Chronic pain"]
    assert names(admin.get(f"{URL}?locale=zh-Hans&situation=in_review")) == []


def test_a_situation_without_a_language_finds_what_is_so_in_any_of_them_and_marks_where(admin):
    change(factories.page("chronic-pain", locales=("en", "ar")))
    factories.page("crps", locales=("en", "ar"))

    answer = admin.get(f"{URL}?situation=outdated")

    assert names(answer) == ["Chronic pain"]
    assert cell(answer, "Chronic pain", "ar").is_meant
    assert not cell(answer, "Chronic pain", "zh-Hans").is_meant


def test_the_list_can_be_filtered_by_kind_and_searched_by_name(admin):
    factories.page("chronic-pain")
    factories.therapy()

    assert names(admin.get(f"{URL}?kind=conditions.therapy")) == ["Ketamine infusion therapy"]
    assert names(admin.get(f"{URL}?q=KETAMINE")) == ["Ketamine infusion therapy"]
    assert names(admin.get(f"{URL}?q=pain&kind=conditions.therapy")) == []


def test_a_filter_that_is_unknown_counts_as_not_given(admin):
    factories.page("chronic-pain")

    answer = admin.get(f"{URL}?locale=tlh&situation=lost&kind=auth.user&order=random&p=nine&q=pain")

    assert answer.status_code == 200
    assert names(answer) == ["Chronic pain"]


def test_mine_are_the_languages_that_the_person_works_on(client, person):
    person(groups.translators(BY_TAG["ar"]), groups.reviewers(BY_TAG["es-MX"]))
    factories.page("chronic-pain")

    answer = client.get(f"{URL}?mine=on")

    assert [locale.tag for locale in answer.context["locales"]] == ["es-MX", "ar"]


def test_a_person_gets_links_only_where_they_have_something_to_do(client, person):
    person(groups.translators(BY_TAG["ar"]))
    factories.page("chronic-pain")

    answer = client.get(URL)

    assert cell(answer, "Chronic pain", "ar").url
    assert not cell(answer, "Chronic pain", "zh-Hans").url


def test_the_oldest_waiting_comes_first_when_asked_for(admin):
    now = timezone.now()
    for days, slug in ((2, "chronic-pain"), (9, "crps"), (5, "epilepsy")):
        page = factories.page(slug)
        LocaleWork.objects.filter(content_id=page.content_id).update(waiting_since=now - timedelta(days=days))
        LocaleWork.objects.filter(content_id=page.content_id, locale="es-MX").update(waiting_since=None)

    by_waiting = names(admin.get(f"{URL}?order=waiting&kind=conditions.conditionpage"))
    of_mexico = names(admin.get(f"{URL}?order=waiting&kind=conditions.conditionpage&locale=es-MX"))

    assert by_waiting == ["Complex regional pain syndrome", "Epilepsy", "Chronic pain"]
    assert of_mexico == ["Chronic pain", "Complex regional pain syndrome", "Epilepsy"]


def test_names_stand_in_the_order_of_the_alphabet_whatever_their_case(admin):
    factories.page("epilepsy")
    factories.glossary_term()
    factories.therapy()

    found = names(admin.get(f"{URL}?p=1"))

    assert found == ["Conditions", "Epilepsy", "Home", "Ketamine infusion therapy", "off-label"]


def test_pages_keep_the_filters(admin):
    make_rows(60)

    first = admin.get(f"{URL}?q=made&locale=ar")
    second = admin.get(f"{URL}?q=made&locale=ar&p=2")

    assert len(names(first)) == 50
    assert len(names(second)) == 10
    assert not set(names(first)) & set(names(second))
    assert "?q=made&amp;locale=ar&amp;p=2" in first.content.decode()


@pytest.mark.parametrize("tag", ["ar", "es-MX", "zh-Hans"])
def test_a_language_in_which_nothing_waits_says_so(admin, tag):
    factories.page("chronic-pain")
    LocaleWork.objects.update(waiting_since=None)

    answer = admin.get(f"{URL}?locale={tag}&situation=to_do")

    assert f"Nothing waits in {BY_TAG[tag].own_name}. Well done." in answer.content.decode()


def test_an_empty_list_says_why(admin):
    TranslatedItem.objects.all().delete()
    assert "There is no content yet." in admin.get(URL).content.decode()

    factories.page("chronic-pain")
    answer = admin.get(f"{URL}?q=migraine").content.decode()

    assert "Nothing is like that." in answer
    assert "Clear the filters" in answer


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


# The file


def test_the_file_holds_a_line_for_each_language_of_each_content(admin):
    page = factories.page("chronic-pain", locales=("en", "ar"))

    answer = admin.get(f"{URL}?export=csv&kind=conditions.conditionpage")
    content = b"".join(answer.streaming_content)
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    assert content.startswith(b"\xef\xbb\xbf")
    assert f"translations-{timezone.localdate().isoformat()}.csv" in answer["Content-Disposition"]
    assert {line["Locale"] for line in lines} == set(translated())
    arabic = next(line for line in lines if line["Locale"] == "ar")
    noted = work(page, "ar")
    assert arabic["Content id"] == str(page.content_id)
    assert (arabic["Content"], arabic["Delivery"], arabic["Work"]) == ("Chronic pain", "Released", "Done")
    assert (arabic["Segments"], arabic["Missing segments"]) == (str(noted.segments), "0")
    assert arabic["Published"] == "yes"


def test_the_file_holds_what_the_filters_find(admin):
    change(factories.page("chronic-pain", locales=("en", "ar")))
    factories.page("crps", locales=("en", "ar"))

    lines = csv_lines(admin.get(f"{URL}?export=csv&situation=outdated"))

    assert [(line["Content"], line["Locale"]) for line in lines] == [("Chronic pain", "ar")]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_name_never_becomes_a_formula(admin, name):
    factories.page("chronic-pain")
    TranslatedItem.objects.update(name=name)

    lines = csv_lines(admin.get(f"{URL}?export=csv"))

    assert {line["Content"] for line in lines} == {f"'{name}"}


def test_the_file_speaks_the_language_of_the_person(client, person):
    from wagtail.users.models import UserProfile

    account = person(groups.translators(BY_TAG["ar"]))
    UserProfile.objects.create(user=account, preferred_language="es")
    factories.page("chronic-pain", locales=("en", "ar"))
    releases.withdraw(ConditionPage.objects.get(), "ar", by=factories.approver())

    text = b"".join(client.get(f"{URL}?export=csv").streaming_content).decode()

    assert "Retirado" in text
    assert "Withdrawn" not in text


# Acts


@pytest.fixture
def act(monkeypatch):
    monkeypatch.setattr(actions, "_actions", {})
    found = actions.Action("export", "Export for translators", "translation_dashboard")
    actions.register(found)
    return found


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


# What it costs


def test_the_view_costs_ten_queries_at_most_however_much_there_is(admin):
    make_rows(2)
    admin.get(URL)  # content types are remembered

    few = queries(lambda: admin.get(f"{URL}?situation=missing&order=waiting&locale=ar"))
    make_rows(200, first=2)
    many = queries(lambda: admin.get(f"{URL}?situation=missing&order=waiting&locale=ar"))

    assert few == many
    assert many <= 10


def test_four_queries_are_the_views_own_whoever_looks(client, person):
    person(groups.translators(BY_TAG["ar"]), groups.reviewers(BY_TAG["es-MX"]))
    make_rows(60)
    client.get(URL)  # content types are remembered

    with CaptureQueriesContext(connection) as captured:
        client.get(f"{URL}?mine=on")

    assert sum('FROM "translation_' in query["sql"] for query in captured) == 4


def test_the_file_costs_as_many_queries_however_much_there_is(admin):
    make_rows(2)
    csv_lines(admin.get(f"{URL}?export=csv"))

    few = queries(lambda: csv_lines(admin.get(f"{URL}?export=csv")))
    make_rows(300, first=2)
    many = queries(lambda: csv_lines(admin.get(f"{URL}?export=csv")))

    assert many <= few + 4  # PostgreSQL fetches in parts


def test_the_panel_costs_three_queries_at_most_however_much_there_is(rf):
    people = [factories.administrator(), factories.translator("ar"), factories.user("author", groups.AUTHORS)]
    for account in people:
        panel_of(account, rf)  # rights are remembered

        few = queries(lambda account=account: panel_of(account, rf))
        make_rows(50, first=TranslatedItem.objects.count() + 1)
        many = queries(lambda account=account: panel_of(account, rf))

        assert few == many <= 3


def panel_of(account, rf):
    request = rf.get("/admin/")
    request.user = account
    panels: list[home_panel.TranslationsPanel] = []
    home_panel.add(request, panels)
    return panels[0].get_context_data({})


def queries(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def make_rows(number, *, first=0):
    """Rows alone, without the content that they speak of."""
    kind = ContentType.objects.get_for_model(ConditionPage)
    made = [
        TranslatedItem(content_id=uuid4(), content_type=kind, object_id="1", name=f"Made {place:04}", is_live=True)
        for place in range(first, first + number)
    ]
    TranslatedItem.objects.bulk_create(made)
    LocaleWork.objects.bulk_create(
        LocaleWork(content=item, locale=tag, segments=9, missing=9, waiting_since=timezone.now())
        for item in made
        for tag in translated()
    )
