"""The reading view: the same JSON as a page for people, by link, and in Wagtail's preview panel."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.locales import TAGS
from cms.preview import links, tokens
from conditions.blocks.sections import CONTENT_BLOCKS
from tests import factories

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

CRPS = factories.PAGES["crps"]


def path(content: Any, locale: str) -> str:
    return f"/preview/{tokens.of(links.make(content, locale, by=factories.administrator(), days=1))}/"


def read(client: Client, content: Any, locale: str, **headers: str) -> str:
    answer = client.get(path(content, locale), headers=headers)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("locale", "direction"), [("en", "ltr"), ("es-MX", "ltr"), ("ar", "rtl"), ("zh-Hans", "ltr"), ("fr", "ltr")]
)
def test_a_draft_is_a_page_in_its_language_and_direction(client: Client, locale: str, direction: str) -> None:
    page = factories.draft("crps", locales=("en", "es", "ar", "zh-Hans"))

    html = read(client, page, locale)

    assert f'<html lang="{locale}" dir="{direction}">' in html
    assert "Draft, not approved" in html
    assert CRPS[{"es-MX": "es", "fr": "en"}.get(locale, locale)].name in html


def test_what_a_language_lacks_is_named_and_marked_where_another_stands_in(client: Client) -> None:
    page = factories.draft("crps", locales=("en",))
    factories.write(page, "ar", name=CRPS["ar"].name, summary=CRPS["ar"].summary)
    factories.write(page, "ar", sections=factories.sections_of("crps", CRPS["ar"])[:1])
    page.save_revision()

    html = read(client, page, "ar")

    assert "Missing in العربيّة: Safety." in " ".join(html.split())
    assert '<section id="safety" lang="en" dir="ltr" class="from-elsewhere">' in html
    assert "so it is shown in English" in html


def test_a_partial_text_that_is_out_is_no_draft(client: Client, settings: Settings) -> None:
    settings.TRANSLATION_POLICY = {"default": {"approval": "four_eyes", "partial": True}}
    page = factories.page("crps", locales=("en",))
    draft = factories.write(factories.latest(page), "ar", name=CRPS["ar"].name, summary=CRPS["ar"].summary)
    draft.save_revision()
    factories.release(page, "ar")

    banner = read(client, page, "ar").partition("<main")[0]

    assert "this text is out" in banner
    assert "Draft" not in banner
    assert "Missing in العربيّة" in banner


def test_nothing_keeps_or_lists_or_frames_a_reading_view(client: Client) -> None:
    page = factories.draft("crps")

    headers = client.get(path(page, "en")).headers

    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]


def test_every_block_type_is_shown(client: Client) -> None:
    page = factories.draft("crps")
    blocks = every_block()
    factories.write(page, "en", sections=[factories.section("overview", *blocks, of="crps", heading="Overview")])
    page.save_revision()

    html = read(client, page, "en")

    assert [block["type"] for block in blocks] == list(CONTENT_BLOCKS)
    assert [words for words in WORDS_OF_BLOCKS if words not in html] == []


#: What each of `every_block` says.
WORDS_OF_BLOCKS = (
    "It often starts after an injury.", "Rest the arm", "The infusion", "On the day", "Where it hurts", "An arm or leg",
    "callout--emergency", "Emergency", "Call an ambulance", "Ask for help", "Drive a car", "Does it go away?",
    "A hand in warm light", "Question", "Yes, for some weeks", "Pain is what the person says", "Margo McCaffery",
    "How a session goes", "The nurse speaks", "Support group",
)  # fmt: skip


def every_block() -> list[dict[str, Any]]:
    def items(*values: Any) -> list[dict[str, Any]]:
        return [{"type": "item", "id": factories.block_id("crps", value), "value": value} for value in values]

    values: dict[str, Any] = {
        "paragraph": "<p>It often starts after an injury.</p>",
        "list": {"style": "bullet", "items": items("Rest the arm")},
        "steps": {"items": items({"title": "The infusion", "timing": "On the day", "text": "Slowly."})},
        "key_facts": {"items": items({"label": "Where it hurts", "value": "An arm or leg"})},
        "callout": {"urgency": "emergency", "title": "Call an ambulance", "text": "<p>At once.</p>"},
        "do_and_dont": {"do": items("Ask for help"), "dont": items("Drive a car")},
        "question": {"question": "Does it go away?", "answer": "<p>Often.</p>"},
        "image": {"image": factories.image().pk, "alt": "A hand in warm light", "decorative": False, "caption": ""},
        "table": {
            "columns": [{"type": "text", "heading": "Question"}],
            "rows": [{"values": ["Yes, for some weeks"]}],
            "caption": "",
        },
        "quote": {"text": "Pain is what the person says", "attribution": "Margo McCaffery"},
        "video": {
            "url": "https://video.example.org/1",
            "title": "How a session goes",
            "transcript": "The nurse speaks",
        },
        "related_link": {"page": None, "url": "https://example.org/", "text": "Support group"},
    }
    return [{"type": name, "id": factories.block_id("crps", name), "value": value} for name, value in values.items()]


def test_a_therapy_and_a_term_are_read_too(client: Client) -> None:
    therapy = factories.therapy(locales=("en", "es"))
    term = factories.glossary_term(locales=("en", "ar"))

    assert "Terapia de infusión de ketamina" in read(client, therapy, "es")
    assert "خارج نطاق الترخيص" in read(client, term, "ar")


def test_a_name_from_another_language_says_so_for_every_type(client: Client) -> None:
    html = read(client, factories.therapy(), "ar")

    assert '<h1 lang="en" dir="ltr">Ketamine infusion therapy</h1>' in html


def test_the_words_around_the_text_follow_the_readers_browser(client: Client) -> None:
    page = factories.draft("crps", locales=("en", "ar"))

    html = read(client, page, "ar", **{"Accept-Language": "es-AR,es;q=0.9"})

    assert '<header class="banner banner--draft" lang="es" dir="ltr"' in html


@pytest.mark.parametrize(("reason", "status"), [("revoked", 403), ("altered", 403)])
def test_a_refusal_is_a_page_that_says_why(client: Client, reason: str, status: int) -> None:
    link = links.make(factories.draft("crps"), "en", by=factories.administrator(), days=1)
    token = tokens.of(link)
    if reason == "revoked":
        links.revoke(link, by=factories.administrator())

    answer = client.get(f"/preview/{token}/" if reason == "revoked" else f"/preview/{token[:-3]}/")

    assert answer.status_code == status
    assert {"revoked": "This link was revoked", "altered": "This link is not complete"}[
        reason
    ] in answer.content.decode()


def test_who_asks_too_often_is_told_to_wait(client: Client, settings: Settings) -> None:
    settings.API_RATES = {"anonymous": 1}
    address = path(factories.draft("crps"), "en")

    answers = [client.get(address) for _number in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert "Wait a minute, then open it again." in answers[1].content.decode()
    assert int(answers[1].headers["Retry-After"]) <= 60


def test_a_front_end_that_is_set_is_where_links_lead(settings: Settings) -> None:
    settings.PREVIEW_URL_TEMPLATE = "https://www.example.org/{locale}/preview?token={token}"
    link = links.make(factories.draft("crps"), "zh-Hans", by=factories.administrator(), days=1)

    url = links.reading_url(link)

    assert url == f"https://www.example.org/zh-Hans/preview?token={tokens.of(link)}"


def test_the_site_at_a_moment_is_read_page_by_page(client: Client) -> None:
    page = factories.page("crps", locales=("ar",))
    moment = timezone.now() + timedelta(days=3)
    token = tokens.of(links.make_for_site(moment, "ar", by=factories.administrator(), days=1))

    listed = client.get(f"/preview/{token}/").content.decode()
    shown = client.get(f"/preview/{token}/conditions/{page.content_id}/?locale=ar").content.decode()

    assert f'href="/preview/{token}/conditions/{page.content_id}/?locale=ar"' in listed
    assert '<html lang="ar" dir="rtl">' in shown
    assert "As of" in shown
    assert "Draft" not in shown.partition("<main")[0]


def test_the_editors_panel_shows_what_is_typed_and_nobody_has_saved(admin_client: Client) -> None:
    page = factories.draft("crps", locales=("en", "ar"))
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    form = factories.form_of(admin_client, page)
    form["name_en"] = "Complex pain of one limb"
    form["name_ar"] = "ألم مركب في طرف واحد"
    form["summary_es_mx"] = ""

    assert admin_client.post(url, form).json() == {"is_valid": True, "is_available": True}

    for locale in TAGS:
        html = admin_client.get(f"{url}?mode={locale}&in_preview_panel=true").content.decode()
        assert f'<html lang="{locale}"' in html
        assert ("ألم مركب في طرف واحد" if locale == "ar" else "Complex pain of one limb") in html
        assert "as you are writing it" in html
        assert "wagtail-userbar" in html
    assert factories.latest(page).name_en == CRPS["en"].name


def test_a_mode_that_is_no_content_locale_is_not_found(admin_client: Client) -> None:
    url = reverse("wagtailadmin_pages:view_draft", args=[factories.draft("crps").pk])

    assert admin_client.get(f"{url}?mode=de").status_code == 404


def test_the_panel_offers_every_content_locale_by_its_own_name(admin_client: Client) -> None:
    page = factories.draft("crps")

    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    for label in ("English (en)", "Español de México (es-MX)", "العربيّة (ar)", "简体中文 (zh-Hans)"):
        assert f"{label}</option>" in html


def test_a_page_that_is_being_made_is_previewed_before_it_is_saved(admin_client: Client) -> None:
    index = factories.index(locales=("en",))
    url = reverse("wagtailadmin_pages:preview_on_add", args=["conditions", "conditionpage", index.pk])
    empty = admin_client.get(reverse("wagtailadmin_pages:add", args=["conditions", "conditionpage", index.pk]))
    form = factories.posted(empty.context["form"]) | {"name_en": "Migraine", "slug": "migraine"}

    posted = admin_client.post(url, form).json()
    html = admin_client.get(f"{url}?mode=en").content.decode()

    assert posted["is_valid"]
    assert "Migraine" in html
    assert "Nothing is written here yet." in html


def test_shared_content_has_the_panel_too(admin_client: Client) -> None:
    term = factories.glossary_term(locales=("en", "ar"))
    edit, url = (
        reverse(type(term).snippet_viewset.get_url_name(name), args=[term.pk]) for name in ("edit", "preview_on_edit")
    )
    admin_client.post(url, factories.posted(admin_client.get(edit).context["form"]))

    html = admin_client.get(f"{url}?mode=ar&in_preview_panel=true").content.decode()

    assert '<html lang="ar" dir="rtl">' in html
    assert "خارج نطاق الترخيص" in html
