"""What the addresses of other sites answer, asked by command."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from cms.reports import asking, checking
from cms.reports.models import Address, Failure, LostFile
from cms.webhooks import addresses
from tests import factories
from tests.reports.asking import add_link, catch_up, lines, queries, report, rows
from tests.reports.site import running

pytestmark = pytest.mark.django_db

KEY = "addresses"


@pytest.fixture
def site(monkeypatch):
    """On this machine, which counts as public here; all else is as it is."""
    is_public = addresses.is_public
    monkeypatch.setattr(addresses, "is_public", lambda address: str(address) == "127.0.0.1" or is_public(address))
    monkeypatch.setattr(checking, "PAUSE_S", 0.05)
    with running() as found:
        yield found


def linking(*urls, slug="chronic-pain", locales=("en",)):
    """A page that links to the addresses in each of these languages."""
    page = factories.draft(slug, locales=locales)
    for tag in locales:
        add_link(page, tag, " ".join(f'<a href="{url}">NHS</a>' for url in urls))
    page = factories.publish(page)
    factories.release(page, *(tag for tag in locales if tag != "en"))
    catch_up()
    return page


def check(*options):
    told = StringIO()
    call_command("check_links", *options, stdout=told)
    return told.getvalue()


def test_each_address_is_asked_once_and_told_with_where_it_is_used(author, site):
    site.answers["/pain"] = (200, "")
    page = linking(site.url("/pain"), site.url("/gone"), locales=("en", "es", "ar"))
    assert {row.state.text for row in rows(author, KEY)} == {"Not asked yet"}

    told = check()

    assert "Asked 2 addresses: 1 answer well, 1 gone." in told
    broken, well = rows(author, KEY)
    assert (broken.url, broken.state.text) == (site.url("/gone"), "Broken")
    assert broken.state.note.startswith("The page is not there (404) since ")
    assert (well.url, well.state.text, well.number) == (site.url("/pain"), "Answers", 3)
    assert [place.note for place in well.places] == ["English", "Español", "العربيّة"]
    section = page.sections_raw("en")[0]["id"]
    assert f"contentpath=sections_en.{section}.blocks." in well.places[0].url
    assert "/ar/workbench/" in well.places[2].url
    assert [row.url for row in rows(author, KEY, state="broken")] == [site.url("/gone")]


def test_every_night_what_fails_is_asked_again_and_after_a_week_what_answers_well(site):
    site.answers["/pain"] = (200, "")
    linking(site.url("/pain"), site.url("/gone"))
    check()
    since = Address.objects.get(failure=Failure.GONE).failing_since

    assert check("--dry-run").splitlines() == ["0 addresses would be asked."]
    Address.objects.update(checked_at=timezone.now() - timedelta(hours=23, minutes=50))
    assert check("--dry-run").splitlines() == [f"  {site.url('/gone')}", "1 addresses would be asked."]
    Address.objects.update(checked_at=timezone.now() - timedelta(days=6, hours=23, minutes=50))
    assert check("--dry-run").splitlines()[-1] == "2 addresses would be asked."
    assert "Asked 2 addresses" in check("--all")
    assert Address.objects.get(failure=Failure.GONE).failing_since == since


def test_an_address_that_nothing_links_to_any_more_is_forgotten(site):
    page = linking(site.url("/gone"))
    check()

    page.unpublish()
    told = check()

    assert "Forgot 1." in told
    assert not Address.objects.exists()


@pytest.mark.once
def test_one_host_is_asked_one_thing_at_a_time_with_a_pause(site):
    paths = [f"/{number}" for number in range(4)]
    site.answers.update(dict.fromkeys(paths, (200, "")))
    linking(*map(site.url, paths))

    check()

    moments = [moment for moment, _asked in site.asked]
    assert len(moments) == 4
    assert all(later - earlier >= 0.045 for earlier, later in pairwise(moments))


@pytest.mark.once
@pytest.mark.parametrize(
    ("answers", "failure", "moved_to"),
    [
        ({"/a": (200, "")}, "", ""),
        ({"HEAD /a": (405, ""), "GET /a": (200, "")}, "", ""),
        ({"/a": (410, "")}, Failure.GONE, ""),
        ({"/a": (500, "")}, Failure.STATUS, ""),
        ({"/a": (403, "")}, Failure.MACHINES, ""),
        ({"/a": (301, "/b"), "/b": (200, "")}, "", "/b"),
        ({"/a": (302, "/b"), "/b": (200, "")}, "", ""),
        ({"/a": (301, "/b"), "/b": (404, "")}, Failure.GONE, ""),
        ({"/a": (302, "/dé".encode().decode("latin-1")), "/d%C3%A9": (200, "")}, "", ""),
        ({"/a": (301, "/a")}, Failure.REDIRECTS, ""),
        ({"/a": (302, "http://10.0.0.1/")}, Failure.ADDRESS, ""),
        ({"/a": (302, "file:///etc/passwd")}, Failure.ADDRESS, ""),
    ],
)
def test_what_an_answer_means(site, answers, failure, moved_to):
    site.answers.update(answers)

    answered = asking.ask(site.url("/a"))

    assert (answered.failure, answered.moved_to) == (failure, site.url(moved_to) if moved_to else "")


@pytest.mark.once
@pytest.mark.parametrize(
    ("url", "failure"),
    [
        ("http://127.0.0.1:8000/admin/", Failure.ADDRESS),
        ("https://[::1]/", Failure.ADDRESS),
        ("http://169.254.169.254/latest/meta-data/", Failure.ADDRESS),
        ("https://user:password@example.org/", Failure.ADDRESS),
        ("https://nowhere.invalid/", Failure.NAME),
    ],
)
def test_nothing_inside_the_network_is_asked(settings, url, failure):
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.0/8", "::1/128"]

    assert asking.ask(url).failure == failure


@pytest.mark.once
def test_a_server_that_is_silent_is_waited_for_no_longer_than_is_said(site, monkeypatch):
    monkeypatch.setattr(asking, "TIMEOUT_S", 0.0)

    assert asking.ask(site.url("/a")).failure == Failure.SLOW


def test_the_address_of_a_reference_is_told_once_and_mended_where_the_reference_is(author):
    reference = factories.reference(doi="", url="https://example.org/guideline")
    therapy = factories.therapy()
    for slug in ("chronic-pain", "crps"):
        page = factories.draft(slug)
        factories.add_evidence(page, therapy, reference)
        factories.publish(page)
    catch_up()

    (row,) = rows(author, KEY)

    (place,) = row.places
    assert (row.number, place.note) == (2, "Reference")
    assert place.url.startswith(f"/admin/snippets/conditions/reference/edit/{reference.pk}/")


def test_images_without_a_file_are_found_and_forgotten_when_it_is_back(author):
    image = factories.image("Lost waves")
    file = image.file.name
    with image.file.open() as stored:
        content = stored.read()
    image.file.storage.delete(file)

    assert "Looked for the files of 1 images: 1 missing." in check()
    (row,) = rows(author, "images", fault="lost")
    assert (row.image.text, row.faults) == ("Lost waves", "The file is missing; Not used")

    image.file.storage.save(file, ContentFile(content))
    check()
    assert not LostFile.objects.exists()


def test_ten_more_rows_cost_the_same_queries(author):
    linking("https://example.org/0")
    few = queries(author, KEY)

    linking(*(f"https://example.org/{number}" for number in range(1, 11)), slug="crps")

    assert queries(author, KEY) == few
    assert len(lines(author, KEY)) == 11
    assert "They have not been asked yet." in report(author, KEY).content.decode()
