"""The first day: what an editor is told to do, and what is told to be done."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.first_day.panel import DISMISSED
from cms.locales import BY_TAG
from cms.medical_review.models import Review
from cms.translation import groups
from tests import factories

pytestmark = pytest.mark.django_db

WRITING = ["topic", "condition", "preview", "review", "publish", "translation", "api"]


@pytest.fixture
def administrator():
    return signed_in(factories.administrator())


def signed_in(account):
    client = Client()
    client.force_login(account)
    return client


def steps(client):
    panel = panel_of(client)
    return panel.steps if panel else []


def panel_of(client):
    panels = client.get("/admin/").context["panels"]
    return next((panel for panel in panels if panel.name == "first_day"), None)


def done(client):
    return [step.key for step in steps(client) if step.is_done]


def test_an_empty_installation_names_the_steps_in_order_and_links_the_ones_that_can_be_taken(administrator):
    found = steps(administrator)

    assert [step.key for step in found] == ["profile", "accounts", "people", "index", *WRITING]
    assert done(administrator) == []
    open_ = [step for step in found if step.url]
    assert [step.key for step in open_] == ["profile", "accounts", "people", "index", "api"]
    text = administrator.get("/admin/").content.decode()
    assert "0 of 11 steps done" in text
    assert "sample content" not in text
    for step in open_:
        assert administrator.get(step.url, follow=True).status_code == 200


def test_each_step_is_ticked_when_it_is_done(administrator):
    factories.profile()
    factories.user("ana", groups.AUTHORS)
    factories.person()
    topic = factories.page("chronic-pain", locales=("en", "ar"))
    assert done(administrator) == ["profile", "accounts", "people", "index", "topic", "publish", "translation"]

    condition = factories.draft("crps", under=topic)
    Review.objects.create(
        content_id=condition.content_id,
        reviewed_on=factories.days_from_now(-3),
        due_on=factories.days_from_now(300),
        outcome="unchanged",
    )
    preview, api = (next(step for step in steps(administrator) if step.key == key) for key in ("preview", "api"))
    assert administrator.get(preview.url).url == f"/admin/pages/{condition.pk}/edit/"
    assert [step.key for step in steps(administrator) if not step.is_done] == ["api"]
    assert administrator.get(api.url).url == "/api/v1/docs/"

    assert panel_of(administrator) is None


def test_people_see_the_steps_that_they_may_take():
    factories.index()
    author = signed_in(factories.user("author", groups.AUTHORS))
    translator = signed_in(factories.translator("ar"))
    reviewer = signed_in(factories.user("reviewer", groups.reviewers(BY_TAG["es-MX"])))

    assert [step.key for step in steps(author)] == ["profile", "people", "index", *WRITING]
    assert [step.key for step in steps(translator)] == ["profile", "translation", "api"]
    assert [step.key for step in steps(reviewer)] == ["profile", "translation", "api"]


def test_who_has_put_it_away_sees_it_no_more(administrator):
    other = signed_in(factories.administrator())
    assert panel_of(administrator) is not None

    administrator.patch(
        reverse("wagtailadmin_dismissibles"), f'{{"{DISMISSED}": true}}', content_type="application/json"
    )

    assert panel_of(administrator) is None
    assert panel_of(other) is not None
    assert UserProfile.objects.filter(dismissibles__has_key=DISMISSED).count() == 1


def test_there_is_nothing_to_look_at_before_it_is_written(administrator):
    assert administrator.get(reverse("first_day_look", args=["preview"])).status_code == 404
    assert administrator.get(reverse("first_day_look", args=["else"])).status_code == 404
