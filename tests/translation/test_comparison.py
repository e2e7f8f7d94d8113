"""What those who approve a locale see beside it: how that has changed which its text was made from."""

from __future__ import annotations

import pytest

from cms.locales import BY_TAG
from cms.translation import comparison, desk, drafts, releases
from cms.translation.desk import Edit
from cms.translation.edit_urls import release_url, work_url
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def mexican():
    """Out in Spanish and Mexican Spanish, which has a summary of its own."""
    page = factories.page(locales=("en", "es"))
    desk.save(page, "es-MX", [Edit("summary", "Dolor por más de tres meses.")], by=factories.translator("es-MX"))
    releases.approve(page, "es-MX", by=factories.approver("es-MX"))
    return page


def in_spanish(page, text):
    desk.save(page, "es", [Edit("summary", text)], by=factories.translator("es"))
    return page


def in_english(page, text):
    return factories.publish(factories.write(factories.latest(page), "en", summary=text))


def changes(page, tag):
    segment = desk.open_sheet(drafts.latest(page), tag).by_path["summary"]
    return {spoken.locale.tag: spoken.text for spoken in comparison.changes(segment, BY_TAG[tag])}


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_translation_is_read_beside_the_source_with_what_changed_in_it(client, locale):
    page = in_english(factories.page(locales=("en", locale)), "Pain that lasts longer than six months.")
    client.force_login(factories.approver(locale))

    html = client.get(release_url(page, locale)).content.decode()

    assert changes(page, locale).keys() == {"en"}
    assert f'<div lang="en" dir="ltr">{changes(page, locale)["en"]}</div>' in html
    assert "<ins>six</ins>" in html


@pytest.mark.parametrize("url", [release_url, work_url])
def test_an_overlay_is_read_beside_what_changed_in_the_locale_below(client, url):
    page = in_spanish(mexican(), "Dolor que dura más de medio año.")
    client.force_login(factories.administrator())

    html = client.get(url(page, "es-MX")).content.decode()

    assert changes(page, "es-MX").keys() == {"es"}
    assert f'lang="es" dir="ltr">{changes(page, "es-MX")["es"]}<' in html


@pytest.mark.parametrize("url", [release_url, work_url])
def test_where_the_source_and_the_locale_below_have_changed_an_overlay_is_read_beside_both(client, url):
    page = in_spanish(mexican(), "Dolor que dura más de medio año.")
    page = in_english(page, "Pain that lasts longer than six months.")
    client.force_login(factories.administrator())

    html = client.get(url(page, "es-MX")).content.decode()

    assert list(changes(page, "es-MX")) == ["en", "es"]
    assert all(text in html for text in changes(page, "es-MX").values())


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans", "es-MX"])
def test_nothing_has_changed_beside_a_text_that_is_up_to_date(locale):
    page = mexican() if locale == "es-MX" else factories.page(locales=("en", locale))

    assert changes(page, locale) == {}
