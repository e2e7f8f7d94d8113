"""Two people write on the same page: nobody's words are lost, and only those who meet in one language are held up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from cms import locales
from cms.translation import groups
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.admin import Admin

pytestmark = [pytest.mark.browser, pytest.mark.once]

SPANISH = locales.get("es")


def test_the_second_to_save_in_a_language_is_told_and_keeps_the_words(person: Callable[..., Admin]) -> None:
    page = factories.publish(factories.draft("chronic-pain", locales=("en", "es")))
    first = person("tomas", groups.translators(SPANISH))
    second = person("teresa", groups.translators(SPANISH))
    first.edit(page)
    second.edit(page)

    first.field("name_es").fill("Dolor persistente")
    first.save()
    second.field("name_es").fill("Dolor duradero")
    second.save()

    second.picture("conflict")
    expect(second.errors_of("name_es")).to_contain_text("Somebody else changed the Español text")
    expect(second.field("name_es")).to_have_value("Dolor duradero")
    assert factories.latest(page).name_es == "Dolor persistente"


def test_people_in_different_languages_do_not_hold_each_other_up(person: Callable[..., Admin]) -> None:
    page = factories.publish(factories.draft("chronic-pain", locales=("en", "es", "ar")))
    spanish = person("tomas", groups.translators(SPANISH))
    arabic = person("amal", groups.translators(locales.get("ar")))
    spanish.edit(page)
    arabic.edit(page)

    spanish.field("name_es").fill("Dolor persistente")
    spanish.save()
    arabic.field("name_ar").fill("ألم دائم")
    arabic.save()

    saved = factories.latest(page)
    assert (saved.name_es, saved.name_ar) == ("Dolor persistente", "ألم دائم")
