"""A page out in every language, and one whose source has moved on."""

from __future__ import annotations

import pytest

from tests import factories
from tests.translation.work.strings import LOCALES, two_paragraphs


@pytest.fixture(scope="module")
def topic_of_all(kept):
    page = factories.draft(locales=("en", *LOCALES))
    for locale in ("en", *LOCALES):
        two_paragraphs(page, locale, f"One in {locale}.", f"Two in {locale}.")
    page = factories.publish(page)
    factories.release(page, *LOCALES)
    return page


@pytest.fixture
def topic(topic_of_all):
    """Out in every language, its overview two paragraphs long."""
    return factories.reload(topic_of_all)


@pytest.fixture
def left_behind(topic):
    """The source has changed both paragraphs and the summary."""
    draft = two_paragraphs(factories.latest(topic), "en", "One, rewritten.", "Two, rewritten.")
    return factories.publish(factories.write(draft, "en", summary="Pain that lasts."))
