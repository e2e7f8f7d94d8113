"""Links to previews in the admin: who may make them, what they are told, and how they are taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from cms.preview import links, tokens, views
from cms.preview.models import LinkState, PreviewLink
from tests import factories

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Any:
    return factories.draft("crps", locales=("en", "ar"))


def links_of(content: Any) -> str:
    return reverse("preview_links_of", args=("condition", content.content_id))


def test_an_editor_makes_a_link_and_finds_it_to_copy(admin_client: Client, page: Any, admin_user: Any) -> None:
    answer = admin_client.post(links_of(page), {"locale": "ar", "version": "latest", "days": "7"}, follow=True)

    link = PreviewLink.objects.get()
    html = answer.content.decode()
    assert links.reading_url(link) in html
    assert links.api_url(link) in html
    assert (link.locale, link.revision, link.created_by) == ("ar", None, admin_user)
    assert timedelta(days=6, hours=23) < link.expires_at - timezone.now() <= timedelta(days=7)
    assert PageLogEntry.objects.filter(page=page.pk, action="preview.make_link").exists()


def test_a_link_can_be_bound_to_the_draft_as_it_is_saved_now(admin_client: Client, page: Any) -> None:
    admin_client.post(links_of(page), {"locale": "en", "version": "saved", "days": "1"})

    assert PreviewLink.objects.get().revision == factories.reload(page).latest_revision_id


@pytest.mark.parametrize("wrong", [{"locale": "de"}, {"days": "3650"}, {"version": "none"}])
def test_what_there_is_no_such_of_is_told_beside_the_field(
    admin_client: Client, page: Any, wrong: dict[str, str]
) -> None:
    answer = admin_client.post(links_of(page), {"locale": "en", "version": "latest", "days": "7", **wrong})

    assert answer.context["form"].errors.keys() == wrong.keys()
    assert not PreviewLink.objects.exists()


def test_a_revoked_link_stays_in_the_list_and_opens_nothing(admin_client: Client, page: Any) -> None:
    link = links.make(page, "ar", by=factories.administrator(), days=7)
    revoke = reverse("preview_revoke", args=(link.token_id,))

    asked = admin_client.get(revoke).content.decode()
    admin_client.post(revoke)
    listed = admin_client.get(reverse("preview_links") + "?state=revoked").content.decode()

    assert "Complex regional pain syndrome" in asked
    assert PreviewLink.objects.get().state == LinkState.REVOKED
    assert "Complex regional pain syndrome" in listed
    assert links.reading_url(link) not in listed
    assert admin_client.get(f"/api/v1/preview/{tokens.of(link)}/").status_code == 403


def test_a_link_in_a_language_that_the_site_has_no_more_is_listed_and_opens_nothing(
    admin_client: Client, page: Any
) -> None:
    link = links.make(page, "de", by=factories.administrator(), days=7)

    assert '<bdi lang="de">de</bdi>' in admin_client.get(reverse("preview_links")).content.decode()
    assert admin_client.get(reverse("preview_revoke", args=(link.token_id,))).status_code == 200
    assert admin_client.get(f"/preview/{tokens.of(link)}/").status_code == 404


def test_who_may_not_edit_a_page_neither_makes_nor_sees_nor_revokes_links(client: Client, page: Any) -> None:
    link = links.make(page, "ar", by=factories.administrator(), days=7)
    person = factories.user("only-looks-in")
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)

    made = client.post(links_of(page), {"locale": "en", "version": "latest", "days": "7"})
    listed = client.get(reverse("preview_links")).content.decode()
    revoked = client.post(reverse("preview_revoke", args=(link.token_id,)))
    site = client.get(reverse("preview_site"))

    assert links.reading_url(link) not in listed
    assert "There are no links yet." in listed
    assert revoked.status_code == 404
    assert {made.status_code, site.status_code} <= {302, 403}
    assert [each.state for each in PreviewLink.objects.all()] == [LinkState.ACTIVE]


def test_a_translator_makes_a_link_to_what_they_translate(client: Client, page: Any) -> None:
    client.force_login(factories.translator("ar"))

    client.post(links_of(page), {"locale": "ar", "version": "latest", "days": "7"})

    assert PreviewLink.objects.filter(locale="ar").exists()


def test_the_edit_page_leads_to_its_links(admin_client: Client, page: Any) -> None:
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert f'href="{links_of(page)}"' in html


def test_the_list_asks_no_more_for_more_links(
    admin_client: Client, page: Any, django_assert_max_num_queries: Any
) -> None:
    person = factories.administrator()
    for content in (page, factories.draft("epilepsy"), factories.therapy()):
        for locale in ("en", "ar"):
            links.make(content, locale, by=person, days=7)

    with django_assert_max_num_queries(25):
        html = admin_client.get(reverse("preview_links")).content.decode()

    assert html.count("preview-copy") == 6


def test_links_that_there_is_no_room_for_are_said_to_be_elsewhere(
    admin_client: Client, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    person = factories.administrator()
    told = []
    for _number in range(3):
        links.make(page, "en", by=person, days=7)
        told.append("Older ones are in the list" in admin_client.get(links_of(page)).content.decode())

    assert told == [False, False, True]


def test_the_site_on_a_day_to_come_lists_what_happens_and_every_page(admin_client: Client) -> None:
    factories.page("chronic-pain", locales=("ar",))
    coming = factories.latest(factories.draft("crps", locales=("en", "ar")))
    coming.save_revision(approved_go_live_at=timezone.now() + timedelta(days=1))
    moment = timezone.now() + timedelta(days=2)
    address = f"{reverse('preview_site')}?on={moment:%Y-%m-%d+%H:%M}&locale=ar"

    html = admin_client.get(address).content.decode()
    shown = admin_client.get(_first_page_in(html))

    assert "Goes out" in html
    assert "الألم المزمن" in html
    assert "Complex regional pain syndrome" in html
    assert shown.status_code == 200
    assert "As of" in shown.content.decode()


def _first_page_in(html: str) -> str:
    return (
        html.partition('<ul class="preview-pages">')[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    )


def test_the_site_on_a_day_to_come_is_shown_to_others_by_a_link(admin_client: Client, client: Client) -> None:
    factories.page("chronic-pain")
    moment = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)

    admin_client.post(f"{reverse('preview_site')}?on={moment:%Y-%m-%d+%H:%M}&locale=en", {"days": "1"})

    link = PreviewLink.objects.get()
    assert (link.is_of_site, link.as_of) == (True, moment)


def test_a_link_to_the_site_without_a_lifetime_is_told_beside_the_field(admin_client: Client) -> None:
    answer = admin_client.post(f"{reverse('preview_site')}?on=2030-05-01+09:00&locale=en", {"days": "3650"})

    assert "Select a valid choice" in answer.content.decode()
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize(
    ("moment", "told"), [("2020-01-01+12:00", "This moment has passed"), ("9999-12-31+23:59", "too far ahead")]
)
def test_a_moment_that_can_not_be_shown_is_told_beside_the_field(
    admin_client: Client, admin_user: Any, moment: str, told: str
) -> None:
    UserProfile.objects.create(user=admin_user, current_time_zone="America/New_York")

    answer = admin_client.get(f"{reverse('preview_site')}?on={moment}&locale=en")

    assert told in answer.content.decode()
    assert answer.context["form"].errors.keys() == {"on"}


@pytest.mark.parametrize(
    ("moment", "status"),
    [("2027-02-30T00:00:00Z", 404), ("tomorrow", 404), ("2020-01-01T12:00:00Z", 302), ("9999-12-31T23:59:59Z", 302)],
)
def test_a_page_at_a_moment_that_can_not_be_shown_is_no_page(admin_client: Client, moment: str, status: int) -> None:
    answer = admin_client.get(reverse("preview_page_at", args=(moment, uuid4())))

    assert answer.status_code == status


def test_times_are_those_of_the_editors_own_zone(admin_client: Client, admin_user: Any) -> None:
    profile = UserProfile.get_for_user(admin_user)
    profile.current_time_zone = "Asia/Tokyo"
    profile.save()

    admin_client.post(f"{reverse('preview_site')}?on=2030-05-01+09:00&locale=en", {"days": "1"})

    as_of = PreviewLink.objects.get().as_of
    assert as_of is not None
    assert as_of.isoformat() == "2030-05-01T00:00:00+00:00"
