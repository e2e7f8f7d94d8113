"""An export holds what the application answers, byte for byte, at every address that it has a file for."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest

from cms.locales import TAGS
from cms.publishing.models import Document, Redirect
from tests.delivery.factories import NOW, Content, Text, publish, remove
from tests.delivery.library import CRPS, EPILEPSY, SHINGLES

pytestmark = pytest.mark.django_db

TOLD = ("Content-Type", "Content-Language", "ETag", "Last-Modified", "Cache-Control", "Surrogate-Key", "Location")
ARABIC = "متلازمة-الألم-الناحي-المركب"
CHINESE = "复杂性区域疼痛综合征"


def assert_same(stored, live):
    assert stored.status == live.status_code
    assert stored.body == live.content
    assert {name: stored.headers.get(name) for name in TOLD} == {name: live.headers.get(name) for name in TOLD}


def many(count, *, type_="glossary-term"):
    for number in range(count):
        publish(Content(slug=f"term-{number:02}", type=type_, texts={"en": Text(f"Term {number:02}", "A word.")}))


def test_every_file_is_what_the_application_answers(exported, library, client):
    many(25)

    exported.run()

    addresses = list(exported.addresses())
    assert len(addresses) > 400
    for address in addresses:
        assert_same(exported.get(address), client.get(address))


@pytest.mark.once
def test_every_twin_is_the_same_body_under_the_etag_of_its_coding(exported, library, client):
    exported.run()

    twins = 0
    for address in exported.addresses():
        stored = exported.get(address)
        for coding, etag in stored.etags.items():
            assert stored.twin(coding) == stored.body
            assert client.get(address, headers={"accept-encoding": coding}).headers["ETag"] == etag
            twins += 1
    assert twins > 200


def test_every_key_that_the_application_knows_is_exported_in_every_locale(exported, library, client):
    exported.run()

    named = set(Document.objects.values_list("type", "slug")) | set(Document.objects.values_list("type", "segment"))
    named |= set(Redirect.objects.values_list("type", "key"))
    named |= {(type_, str(id_)) for type_, id_ in Document.objects.values_list("type", "content_id")}
    collections = {"condition": "conditions", "therapy": "therapies", "glossary-term": "glossary"}
    asked = [
        f"/api/v1/{collections[type_]}/{quote(key, safe='')}/?locale={tag}"
        for type_, key in named
        for tag in TAGS
        if type_ in collections and key
    ]
    statuses: dict[int, int] = {}
    for address in asked:
        live, stored = client.get(address), exported.get(address)
        statuses[live.status_code] = statuses.get(live.status_code, 0) + 1
        if live.status_code == 404 and live.json()["type"].endswith("/not-found/"):
            assert stored is None
        else:
            assert_same(stored, live)
    assert {200, 308, 410, 404} == set(statuses)


@pytest.mark.once
@pytest.mark.parametrize(
    ("tag", "segment"), [("ar", ARABIC), ("zh-Hans", CHINESE), ("es-MX", "sindrome-doloroso-regional-complejo")]
)
def test_a_document_is_found_by_its_id_slug_and_segment_as_one_file(exported, library, tag, segment):
    exported.run()

    found = [exported.get(f"/api/v1/conditions/{quote(key)}/?locale={tag}") for key in (str(CRPS.id), "crps", segment)]

    assert {stored.path.resolve() for stored in found} == {found[0].path.resolve()}
    assert found[0].json()["locale"] == tag


@pytest.mark.once
def test_a_segment_taken_apart_by_a_reader_s_system_is_found_too(exported, library, client):
    name = "neuralgia-posherpética"
    publish(Content(slug="phn", texts={"en": Text("PHN", "Pain.", "phn"), "es": Text("Neuralgia", "Dolor.", name)}))

    exported.run()

    address = f"/api/v1/conditions/{quote(unicodedata.normalize('NFD', name))}/?locale=es"
    assert_same(exported.get(address), client.get(address))
    assert exported.get(address).status == 200


@pytest.mark.once
def test_a_section_is_found_by_its_key_and_its_id(exported, library, client):
    exported.run()

    section = exported.get("/api/v1/conditions/crps/?locale=ar").json()["sections"][0]
    for name in (section["key"], section["id"]):
        address = f"/api/v1/conditions/crps/sections/{name}/?locale=ar"
        assert_same(exported.get(address), client.get(address))


@pytest.mark.once
def test_a_section_in_another_language_says_both(exported, library):
    exported.run()

    stored = exported.get("/api/v1/conditions/epilepsy/sections/safety/?locale=ar")

    assert stored.path.name == "sections.safety.ar+en.json"
    assert stored.headers["Content-Language"] == "ar, en"


@pytest.mark.once
def test_a_withdrawn_locale_is_what_stands_in_for_it(exported, library):
    exported.run()

    stored = exported.get("/api/v1/conditions/epilepsy/?locale=es")

    assert stored.path.name == "index.en.json"
    assert {each["locale"]: each["status"] for each in stored.json()["alternates"]}["es"] == "withdrawn"


@pytest.mark.once
def test_what_is_gone_says_since_when_and_why(exported, library):
    exported.run()

    stored = exported.get("/api/v1/conditions/shingles/?locale=zh-Hans")

    assert (stored.status, stored.json()["reason"]) == (410, "expired")


@pytest.mark.once
def test_a_former_key_leads_to_the_new_one(exported, library):
    exported.run()

    stored = exported.get("/api/v1/conditions/rsd/?locale=es-MX")

    assert stored.status == 308
    assert stored.headers["Location"] == "http://testserver/api/v1/conditions/crps/?locale=es-MX"
    assert stored.path.resolve().parent.name == "=crps"


@pytest.mark.once
def test_a_new_arabic_key_stands_in_folder_names_as_it_stands_in_the_address(exported, library):
    name = "متلازمة-الألم"
    publish(
        replace(CRPS, texts={**CRPS.texts, "ar": replace(CRPS.texts["ar"], segment=name)}), at=NOW + timedelta(days=2)
    )

    exported.run()

    stored = exported.get(f"/api/v1/conditions/{quote(ARABIC)}/?locale=ar")
    assert stored.headers["Location"] == f"http://testserver/api/v1/conditions/{quote(name)}/?locale=ar"
    assert stored.path.resolve().parent.name == f"={quote(name)}"


@pytest.mark.once
def test_a_key_that_is_too_long_for_a_name_is_left_out_and_counted(exported, library):
    name = "疼" * 100
    publish(replace(CRPS, texts={**CRPS.texts, "zh-Hans": replace(CRPS.texts["zh-Hans"], segment=name)}))

    report = exported.run()

    assert report.left_out == 1
    assert exported.get(f"/api/v1/conditions/{CRPS.id}/?locale=zh-Hans").status == 200


def test_lists_are_followed_to_their_end(exported, library):
    many(45)

    exported.run()

    names, address = [], "/api/v1/glossary/?locale=ar"
    while address:
        page = exported.get(address).json()
        names += [card["name"] for card in page["results"]]
        address = page["next"]
    assert len(names) == page["count"] == 47


def test_an_empty_installation_is_exported(exported, db, client):
    exported.run()

    addresses = set(exported.addresses())
    assert {"/api/v1/", "/api/v1/locales/", "/api/v1/changes/", "/api/v1/conditions/?locale=ar"} <= addresses
    for address in addresses:
        assert_same(exported.get(address), client.get(address))


@pytest.mark.once
def test_what_was_never_translated_into_anything_near_is_told(exported, library, client):
    alone = Content(slug="dengue", texts={"es": Text("Dengue", "Fiebre.", "dengue-clasico")})
    publish(alone)

    exported.run()

    assert exported.get("/api/v1/conditions/dengue/?locale=es-MX").status == 200
    for key in ("dengue", str(alone.id)):
        address = f"/api/v1/conditions/{key}/?locale=fr"
        assert_same(exported.get(address), client.get(address))
        assert exported.get(address).json()["available_locales"] == ["es"]


def test_a_slug_wins_over_the_segment_of_another_document(exported, library, client):
    publish(Content(slug="pain", texts={"en": Text("Pain", "It hurts.", "epilepsy-2")}))
    publish(Content(slug="epilepsy-2", texts={"en": Text("Other", "Something else.", "pain")}))

    exported.run()

    for key in ("pain", "epilepsy-2"):
        address = f"/api/v1/conditions/{key}/?locale=en"
        assert_same(exported.get(address), client.get(address))
        assert exported.get(address).json()["slug"] == key


def test_everything_that_goes_is_gone_in_the_next_export(exported, library):
    exported.run()
    remove(EPILEPSY, reason="outdated", at=NOW + timedelta(days=3))
    remove(SHINGLES, at=NOW + timedelta(days=3))

    exported.run()

    assert {exported.get(f"/api/v1/conditions/epilepsy/?locale={tag}").status for tag in TAGS} == {410}
    assert exported.get("/api/v1/conditions/?locale=ar").json()["count"] == 3
