"""What a reader is told where there is nothing to give."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.delivery.asking import assert_problem
from tests.delivery.factories import NOW, Content, Text, id_of, publish, remove
from tests.delivery.library import CRPS, EPILEPSY, SHINGLES

if TYPE_CHECKING:
    from django.test import Client


@pytest.mark.parametrize(
    "key",
    [
        "lumbago",
        str(id_of("lumbago")),
        "كسر",
        "crps%00",
        "%ff%fe",
        "x" * 300,
        "%F0%9F%A9%BA",
        "..%2e",
        "sindrome-de-dolor-regional-complejo",
    ],
)
def test_what_never_was_is_not_found(client: Client, library: None, key: str) -> None:
    answer = client.get(f"/api/v1/conditions/{key}/?locale=ar")

    assert_problem(answer, status=404, slug="not-found")
    assert answer.headers["Cache-Control"] == "public, max-age=10"


def test_a_document_of_another_type_is_not_found(client: Client, library: None) -> None:
    assert_problem(client.get("/api/v1/therapies/crps/"), status=404, slug="not-found")
    assert_problem(client.get(f"/api/v1/therapies/{CRPS.id}/"), status=404, slug="not-found")


def test_a_site_that_nobody_has_filled_in_is_not_found(client: Client, db: None) -> None:
    assert_problem(client.get("/api/v1/site/"), status=404, slug="not-found")


@pytest.mark.parametrize("key", ["shingles", str(SHINGLES.id)])
@pytest.mark.parametrize("locale", ["en", "ar", "es-MX"])
def test_what_was_unpublished_is_gone_with_date_and_reason(
    client: Client, library: None, key: str, locale: str
) -> None:
    answer = client.get(f"/api/v1/conditions/{key}/?locale={locale}")

    assert_problem(answer, status=410, slug="gone", gone_at="2026-11-03T09:00:00Z", reason="expired")
    assert "Accept-Language" not in answer.headers.get("Vary", "")


def test_a_reason_that_was_not_told_is_null(client: Client, library: None) -> None:
    remove(CRPS)

    assert_problem(client.get("/api/v1/conditions/crps/"), status=410, slug="gone", reason=None)


def test_the_sections_of_what_is_gone_are_gone(client: Client, library: None) -> None:
    assert_problem(client.get("/api/v1/conditions/shingles/sections/overview/"), status=410, slug="gone")


def test_what_comes_back_is_there_again(client: Client, library: None) -> None:
    publish(SHINGLES, at=NOW + timedelta(days=2))

    assert client.get("/api/v1/conditions/shingles/").status_code == 200


def test_a_renamed_slug_leads_on_with_the_query_string(client: Client, library: None) -> None:
    answer = client.get("/api/v1/conditions/rsd/?locale=es-MX&fallback=language")

    location = "http://testserver/api/v1/conditions/crps/?locale=es-MX&fallback=language"
    assert_problem(answer, status=308, slug="moved", location=location)
    assert answer.headers["Location"] == location
    assert client.get(location).json()["slug"] == "crps"


def test_a_section_of_a_renamed_page_leads_on_to_the_section(client: Client, library: None) -> None:
    answer = client.get("/api/v1/conditions/rsd/sections/safety/")

    assert answer.headers["Location"] == "http://testserver/api/v1/conditions/crps/sections/safety/"


def test_a_former_segment_leads_to_the_segment_now_in_ascii(client: Client, library: None) -> None:
    renamed = replace(CRPS.texts["ar"], segment="متلازمة-الألم-الموضعي")
    publish(replace(CRPS, texts={**CRPS.texts, "ar": renamed}), at=NOW + timedelta(days=2))

    answer = client.get("/api/v1/conditions/متلازمة-الألم-الناحي-المركب/?locale=ar")

    assert answer.status_code == 308
    assert answer.headers["Location"].isascii()
    assert client.get(answer.headers["Location"]).json()["path"].endswith("/متلازمة-الألم-الموضعي")


def test_a_former_segment_of_the_language_leads_readers_of_its_overlay_on_too(client: Client, db: None) -> None:
    english = Text("Migraine", "Strong headache.", "migraine")
    spanish = Text("Migraña", "Dolor de cabeza intenso.", "jaqueca")
    publish(Content("migraine", {"en": english, "es": spanish}))
    publish(Content("migraine", {"en": english, "es": replace(spanish, segment="migrana")}), at=NOW + timedelta(days=1))

    answer = client.get("/api/v1/conditions/jaqueca/?locale=es-MX")

    assert answer.headers["Location"] == "http://testserver/api/v1/conditions/migrana/?locale=es-MX"


def test_a_slug_that_a_locale_held_when_it_was_withdrawn_leads_on_after_a_rename(client: Client, db: None) -> None:
    english, arabic = Text("Migraine", "Strong headache.", "migraine"), Text("الشقيقة", "صداع شديد.", "الشقيقة")
    content = Content("headache", {"en": english, "ar": arabic})
    publish(content)
    publish(replace(content, texts={"en": english}), at=NOW + timedelta(days=1))
    publish(Content("migraine", {"en": english}, content_id=content.id), at=NOW + timedelta(days=2))

    answer = client.get("/api/v1/conditions/headache/?locale=ar")

    assert_problem(answer, status=308, slug="moved", location=answer.headers["Location"])
    assert answer.headers["Location"] == "http://testserver/api/v1/conditions/migraine/?locale=ar"


def test_what_was_renamed_and_then_unpublished_is_gone(client: Client, library: None) -> None:
    remove(CRPS, at=NOW + timedelta(days=2))

    assert_problem(client.get("/api/v1/conditions/rsd/"), status=410, slug="gone", gone_at="2026-11-04T09:00:00Z")


def test_a_key_that_was_given_to_another_page_is_that_page(client: Client, library: None) -> None:
    publish(
        Content("rsd", {"en": Text("Repetitive strain disorder", "Pain from repeated movement.", "repetitive-strain")})
    )

    assert client.get("/api/v1/conditions/rsd/").json()["name"] == "Repetitive strain disorder"


def test_one_withdrawn_locale_falls_along_the_chain(client: Client, library: None) -> None:
    for key in ("epilepsy", str(EPILEPSY.id), "epilepsia"):
        body = client.get(f"/api/v1/conditions/{key}/?locale=es-MX").json()
        assert (body["locale"], body["requested_locale"]) == ("en", "es-MX")
        assert {each["locale"]: each["status"] for each in body["alternates"]}["es"] == "withdrawn"


@pytest.mark.parametrize("key", ["epilepsy", "epilepsia"])
@pytest.mark.parametrize("fallback", ["language", "none"])
def test_one_withdrawn_locale_asked_for_strictly_is_not_translated(
    client: Client, library: None, key: str, fallback: str
) -> None:
    answer = client.get(f"/api/v1/conditions/{key}/?locale=es&fallback={fallback}")

    assert_problem(answer, status=404, slug="not-translated", available_locales=["en", "ar"])


def test_an_untranslated_locale_asked_for_strictly_is_not_translated(client: Client, library: None) -> None:
    answer = client.get("/api/v1/conditions/crps/?locale=fr&fallback=none")

    available = ["en", "es", "es-MX", "ar", "zh-Hans"]
    assert_problem(answer, status=404, slug="not-translated", available_locales=available)


def test_the_language_alone_may_stand_in_for_its_region(client: Client, library: None) -> None:
    answer = client.get("/api/v1/conditions/chronic-pain/?locale=es-MX&fallback=language")

    assert answer.json()["locale"] == "es"


def test_the_site_is_refused_strictly_as_well(client: Client, library: None) -> None:
    answer = client.get("/api/v1/site/?locale=ar&fallback=none")

    assert_problem(answer, status=404, slug="not-translated", available_locales=["en", "es"])


def test_without_a_live_source_other_locales_are_named(client: Client, db: None) -> None:
    publish(Content("measles", {"es": Text("Sarampión", "Infección vírica.", "sarampion")}))

    answer = client.get("/api/v1/conditions/measles/?locale=ar")

    assert_problem(answer, status=404, slug="not-translated", available_locales=["es"])


def test_a_negotiated_absence_varies(client: Client, library: None) -> None:
    assert "Accept-Language" in client.get("/api/v1/conditions/lumbago/").headers["Vary"]


@pytest.mark.parametrize("query", ["", "?version=1", "?as_of=2025-11-02T09:00:00Z"])
@pytest.mark.parametrize("path", ["conditions", "therapies", "glossary"])
def test_a_key_that_is_too_long_is_nobodys(client: Client, library: None, path: str, query: str) -> None:
    answer = client.get(f"/api/v1/{path}/{'a' * 256}/{query}")

    assert_problem(answer, status=404, slug="not-found")
