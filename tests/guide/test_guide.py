"""The guide for editors: what it shows is there, in the documentation and in the admin."""

from __future__ import annotations

import importlib.util
import re
import sys

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Page

from cms.guide.chapters import chapters, folder
from cms.operations import accounts
from cms.translation import groups
from tests import factories

FOLDER = folder()
MOST_BYTES = 150_000


def script():
    spec = importlib.util.spec_from_file_location("take_screenshots", FOLDER / "take_screenshots.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its values find their types by the module's name.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "take_screenshots", module)
        spec.loader.exec_module(module)
    return module


def pictures_named():
    texts = [file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")]
    return {name for text in texts for name in re.findall(r"!\[[^\]]+\]\(pictures/([a-z-]+)\.png\)", text)}


@pytest.mark.once
def test_each_picture_of_the_guide_is_there_and_small_and_comes_from_the_script():
    files = {file.stem: file.stat().st_size for file in (FOLDER / "pictures").glob("*.png")}

    assert pictures_named() == set(files) == {shot.name for shot in script().SHOTS}
    assert max(files.values()) <= MOST_BYTES


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.xdist_group("sample")
def test_each_view_that_the_script_visits_answers_the_person_who_visits_it(sample):
    accounts.make_sample_accounts()
    numbers = dict(Page.objects.values_list("slug", "pk"))
    module = script()

    answers = {}
    for shot in module.SHOTS:
        visitor = Client()
        visitor.force_login(get_user_model().objects.get(username=shot.who))
        answers[shot.name] = visitor.get(module.path_of(shot, numbers)).status_code

    assert set(answers.values()) == {200}, answers


@pytest.mark.django_db
def test_the_admin_shows_the_guide_with_its_pictures(client):
    client.force_login(factories.user("author", groups.AUTHORS))
    writing, translating = chapters().values()

    page = client.get(f"/admin/guide/{writing.key}/").content.decode()

    assert page.count("<h1") == 1
    assert f'href="/admin/guide/{translating.key}/"' in page
    assert "<table>" in page
    sources = re.findall(r'src="(/admin/guide/pictures/[^"]+)"', page)
    assert len(sources) > 5
    for source in sources:
        answer = client.get(source)
        assert answer["Content-Type"] == "image/png"
        assert answer.getvalue().startswith(b"\x89PNG")
    assert "/admin/guide/" in client.get("/admin/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["guide/else/", "guide/pictures/else.png", "guide/pictures/take_screenshots.py"])
def test_nothing_else_is_given_away(client, path):
    client.force_login(factories.user("author", groups.AUTHORS))

    assert client.get(f"/admin/{path}").status_code == 404


@pytest.mark.django_db
def test_only_who_may_enter_the_admin_reads_it(client):
    assert client.get("/admin/guide/writing-and-publishing/").status_code == 302
    assert client.get("/admin/guide/pictures/first-page.png").status_code == 302
