"""An editorial change keeps an outdated release, a safety change withdraws it: of pages and of shared content."""

from __future__ import annotations

import pytest

from cms.publishing import lifecycle
from tests import factories
from tests.translation.staleness.measured import TRANSLATED, status

pytestmark = pytest.mark.django_db


# Kinds of change


@pytest.mark.parametrize("kind", ["editorial", "content"])
@pytest.mark.parametrize("locale", TRANSLATED)
def test_an_editorial_or_content_change_marks_releases_outdated_and_keeps_them(topic, kind, locale):
    factories.publish(factories.write(topic, "en", summary="Pain for three months or more."), kind=kind)

    assert factories.locales_out(topic) == ["en", *TRANSLATED]
    assert status(topic, locale)[0] == "outdated"


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_safety_change_withdraws_every_release_that_differs(topic, locale):
    factories.publish(factories.write(topic, "en", summary="Do not stop your medicines."), kind="safety")

    assert factories.locales_out(topic) == ["en"]
    assert factories.answer(topic, locale)["summary"] == "Do not stop your medicines."
    gone = factories.editions(topic, locale)[-1]
    assert (gone.event, gone.change_kind) == ("gone", "safety")


def test_a_safety_change_leaves_what_does_not_differ(topic):
    factories.publish(factories.write(topic, "en", path_segment="long-term-pain"), kind="safety")

    assert factories.locales_out(topic) == ["en", *TRANSLATED]


def test_a_safety_change_leaves_a_locale_that_was_brought_up_to_date_in_time(topic):
    factories.publish(factories.write(topic, "en", summary="Pain for three months or more."))
    factories.release(topic, "ar")

    factories.publish(factories.latest(topic), kind="safety", note="The last change was one of safety.")

    assert factories.locales_out(topic) == ["en", "ar"]


def test_an_approval_after_a_safety_change_brings_the_locale_back_as_a_safety_change(topic):
    factories.publish(factories.write(topic, "en", summary="Do not stop your medicines."), kind="safety")
    factories.write(factories.latest(topic), "ar", summary="لا توقف أدويتك.").save_revision()

    factories.release(topic, "ar")

    assert factories.locales_out(topic) == ["en", "ar"]
    assert factories.answer(topic, "ar")["summary"] == "لا توقف أدويتك."
    assert factories.editions(topic, "ar")[-1].change_kind == "safety"
    assert factories.answer(topic, "ar")["change"]["kind"] == "safety"


def test_an_approval_catches_up_with_the_strongest_change_since_the_last_one(topic):
    factories.publish(factories.write(topic, "en", name="Long-term pain"), kind="editorial")
    factories.publish(factories.write(factories.latest(topic), "en", summary="Months of pain."), kind="content")
    factories.publish(factories.write(factories.latest(topic), "en", meta_title="Pain"), kind="editorial")

    factories.write(factories.latest(topic), "ar", meta_title="ألم").save_revision()
    factories.release(topic, "ar")

    assert factories.editions(topic, "ar")[-1].change_kind == "content"


def test_a_scheduler_or_script_that_rebuilds_never_withdraws(topic):
    factories.publish(factories.write(topic, "en", summary="Pain for three months or more."), kind="content")

    lifecycle.refresh(factories.reload(topic))

    assert factories.locales_out(topic) == ["en", *TRANSLATED]


# Shared content


@pytest.mark.parametrize(("kind", "out"), [("content", ["en", "ar"]), ("safety", ["en"])])
def test_a_therapy_is_measured_like_a_page(kind, out):
    therapy = factories.therapy(locales=("en", "ar"), slug="another-infusion")

    factories.publish(factories.write(therapy, "en", summary="A drip of ketamine over forty minutes."), kind=kind)

    assert factories.locales_out(therapy) == out


@pytest.mark.parametrize(("kind", "out"), [("content", ["en", "es"]), ("safety", ["en"])])
def test_the_site_is_measured_like_a_page(kind, out):
    profile = factories.profile(locales=("en", "es"))

    factories.write(profile, "en", attribution_text="Sample only.")
    profile.change_kind = kind
    profile.save()

    assert factories.locales_out(profile) == out


@pytest.mark.parametrize(("kind", "locale"), [("content", "ar"), ("safety", "en")])
def test_a_notice_is_measured_like_a_page(kind, locale):
    notice = factories.notice(locales=("en", "ar"))
    topic = factories.page("epilepsy", locales=("en", "ar"))

    factories.publish(factories.write(notice, "en", text="In an emergency, call 112."), kind=kind)
    lifecycle.rebuild_stale()

    assert factories.answer(topic, "ar")["notices"][0]["locale"] == locale
