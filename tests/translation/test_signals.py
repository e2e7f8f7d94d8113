"""Wagtail tells of one act with several signals; each act is dealt with once."""

from __future__ import annotations

import pytest

from cms.translation import authoring
from tests import factories


@pytest.fixture
def acts(monkeypatch):
    told = []

    def noting(name, deal):
        def act(content):
            told.append((name, content.content_id))
            deal(content)

        return act

    for name in ("published", "unpublished"):
        monkeypatch.setattr(authoring, name, noting(name, getattr(authoring, name)))
    return told


@pytest.mark.django_db
def test_a_page_is_published_and_unpublished_once(acts):
    page = factories.page("chronic-pain")
    acts.clear()

    factories.publish(factories.write(factories.latest(page), "en", summary="Pain for three months or more."))
    factories.reload(page).unpublish()

    assert acts == [("published", page.content_id), ("unpublished", page.content_id)]


@pytest.mark.django_db
def test_a_snippet_is_published_and_unpublished_once(acts):
    notice = factories.notice()
    acts.clear()

    factories.publish(factories.write(factories.latest(notice), "en", text="Call 911 in an emergency."))
    factories.reload(notice).unpublish()

    assert acts == [("published", notice.content_id), ("unpublished", notice.content_id)]
