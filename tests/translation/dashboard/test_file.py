"""The list of the dashboard as a file for spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone

from cms.locales import BY_TAG
from cms.translation import groups, releases
from cms.translation.dashboard.filters import translated
from cms.translation.models import LocaleWork, TranslatedItem
from conditions.models import ConditionPage
from tests import factories
from tests.translation.dashboard.looking import URL, change, csv_lines

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def work(page, tag):
    return LocaleWork.objects.get(content_id=page.content_id, locale=tag)


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
