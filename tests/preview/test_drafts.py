"""A draft in one locale, in exactly the shape of what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pytest

from cms.locales import TAGS
from cms.preview import drafts
from cms.publishing.models import Answer, Edition
from tests import factories
from tests.delivery.test_endpoints import validate

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries, Settings

pytestmark = pytest.mark.django_db


def previewed(content: Any, locale: str) -> dict[str, Any]:
    return drafts.preview(factories.latest(content), locale).body


def published(content: Any, locale: str) -> dict[str, Any]:
    answer = Answer.objects.get(content_id=content.content_id, requested_locale=locale)
    return dict(orjson.loads(bytes(answer.body)))


def test_a_draft_that_says_what_is_out_is_what_is_out() -> None:
    page = factories.page(locales=("es", "ar", "zh-Hans"))
    factories.overlay(page, summary="Dolor que dura más de tres meses, dicho en México.")
    factories.release(page, "es-MX")

    for locale in ("en", "es", "es-MX", "ar", "zh-Hans"):
        found = previewed(page, locale)
        assert found == published(page, locale), locale
        assert list(found) == list(published(page, locale))


def test_a_page_that_was_never_out_below_one_that_never_was_has_the_shape_of_a_published_one() -> None:
    topic = factories.draft("chronic-pain", locales=("en", "es", "ar", "zh-Hans"))
    page = factories.draft("crps", under=topic, locales=("en", "es", "ar", "zh-Hans"))

    for locale in TAGS:
        found = previewed(page, locale)
        validate(found, "Condition")
        assert (found["locale"], found["version"], found["topic"], found["superseded"]) == (locale, 1, None, None)
    assert not Edition.objects.filter(content_id=page.content_id).exists()


def test_parts_that_a_language_lacks_come_from_the_chain_and_are_told() -> None:
    page = factories.draft("crps", locales=("en",))
    arabic = factories.PAGES["crps"]["ar"]
    factories.write(page, "ar", name=arabic.name, sections=factories.sections_of("crps", arabic)[:1])
    page.save_revision()

    found = drafts.preview(factories.latest(page), "ar")

    assert [(part["key"], part["locale"], part["dir"]) for part in found.body["sections"]] == [
        ("overview", "ar", "rtl"),
        ("safety", "en", "ltr"),
    ]
    assert found.body["fallbacks"] == [
        {"part": "summary", "locale": "en"},
        {"part": "sections.safety", "locale": "en"},
    ]
    assert found.missing == ("summary", "sections.safety")
    validate(found.body, "Condition")


def test_a_language_without_a_word_is_shown_in_the_source_and_says_so() -> None:
    page = factories.draft("crps", locales=("en",))

    found = previewed(page, "fr")

    assert found["name"] == factories.PAGES["crps"]["en"].name
    assert found["fallbacks"][0] == {"part": "name", "locale": "en"}
    assert {part["locale"] for part in found["fallbacks"]} == {"en"}


def test_a_section_that_is_half_translated_shows_what_is_written_and_the_part_is_told() -> None:
    page = factories.draft("crps", locales=("en",))
    english, arabic = (factories.PAGES["crps"][tag].overview for tag in ("en", "ar"))
    ids = [factories.block_id("crps", "overview", number) for number in range(2)]
    source = [factories.paragraph(english, block=ids[0]), factories.paragraph("It can last for years.", block=ids[1])]
    factories.write(page, "en", sections=[factories.section("overview", *source, of="crps")])
    written = factories.section("overview", factories.paragraph(arabic, block=ids[0]), of="crps")
    factories.write(page, "ar", name="متلازمة الألم", summary="ألم شديد.", sections=[written])
    page.save_revision()

    found = drafts.preview(factories.latest(page), "ar")

    assert [(part["locale"], part["plain_text"]) for part in found.body["sections"]] == [("ar", arabic)]
    assert found.missing == ("sections.overview",)


def test_a_draft_shows_what_is_not_out_and_its_version_is_the_next() -> None:
    page = factories.page(locales=("ar",))
    draft = factories.latest(page)
    factories.write(draft, "en", summary="Pain that lasts longer than twelve weeks.")
    draft.change_kind, draft.change_note = "content", "Twelve weeks."
    draft.save_revision()

    found = previewed(page, "en")

    assert found["summary"] == "Pain that lasts longer than twelve weeks."
    assert found["version"] == published(page, "en")["version"] + 1
    assert found["change"] == {"kind": "content", "note": "Twelve weeks."}
    assert published(page, "en")["summary"] != found["summary"]
    assert [each["status"] for each in found["alternates"] if each["locale"] == "ar"] == ["outdated"]


def test_a_page_that_is_withdrawn_until_it_is_reviewed_is_shown_to_those_who_review_it(settings: Settings) -> None:
    settings.REVIEW_OVERDUE_POLICY = "withdraw"
    page = factories.page(locales=("es", "ar"))
    factories.review(page, days_ago=400, due_in=-100)

    assert {previewed(page, locale)["review"]["status"] for locale in TAGS} == {"overdue"}


def test_an_overlay_is_laid_over_the_draft_below_it_where_that_is_not_out() -> None:
    page = factories.draft("crps", locales=("en", "es"))
    factories.overlay(page, summary="Dolor intenso, dicho en México.")

    found = previewed(page, "es-MX")

    assert found["summary"] == "Dolor intenso, dicho en México."
    assert found["name"] == factories.PAGES["crps"]["es"].name
    assert found["fallbacks"] == []


def test_an_overlay_over_a_text_that_is_out_lacks_nothing_that_only_the_draft_below_lacks() -> None:
    page = factories.page(locales=("es",))
    factories.overlay(page, summary="Un dolor de más de tres meses.")
    factories.release(page, "es-MX")
    factories.write(draft := factories.latest(page), "es", summary="")
    draft.save_revision()

    found = drafts.preview(factories.latest(page), "es-MX")

    assert (found.is_out, found.missing) == (True, ())


def test_an_overlay_with_a_name_of_its_own_is_called_by_it_where_the_locale_below_has_none() -> None:
    page = factories.draft("crps")
    factories.overlay(page, name="Síndrome regional complejo")

    found = previewed(page, "es-MX")

    assert found["name"] == "Síndrome regional complejo"
    assert "name" not in {part["part"] for part in found["fallbacks"]}


@pytest.mark.parametrize(
    ("make", "schema"), [(factories.therapy, "Therapy"), (factories.glossary_term, "GlossaryTerm")]
)
def test_therapies_and_terms_are_previewed_too(make: Any, schema: str) -> None:
    content = make(locales=("en", "ar"))
    draft = factories.latest(content)
    factories.write(draft, "ar", name="اسم جديد")
    draft.save_revision()

    found = previewed(content, "ar")

    validate(found, schema)
    assert found["name"] == "اسم جديد"


def test_a_preview_only_reads(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    page = factories.page(locales=("ar",))
    draft = factories.latest(page)

    with django_assert_max_num_queries(30) as captured:
        drafts.preview(draft, "ar")

    assert {query["sql"].split()[0] for query in captured.captured_queries} == {"SELECT"}


def test_blocks_that_are_only_begun_have_the_shape_of_whole_ones() -> None:
    page = factories.draft("crps")
    empty = {
        "callout": {"urgency": "warning", "title": "", "text": ""},
        "list": {"style": "bullet", "items": []},
        "image": {"image": None, "alt": "", "decorative": False, "caption": ""},
        "paragraph": "",
    }
    blocks = [{"type": name, "id": factories.block_id(name), "value": value} for name, value in empty.items()]
    factories.write(page, "en", sections=[factories.section("overview", *blocks, of="crps")], summary="")
    page.save_revision()

    found = previewed(page, "en")

    validate(found, "Condition")
    assert [block["type"] for block in found["sections"][0]["blocks"]] == ["callout", "list", "paragraph"]
