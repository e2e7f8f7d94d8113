"""What happens here while a file is away: somebody writes in the form, or publishes another source."""

from __future__ import annotations

from tests import factories
from tests.translation.exchange.agency import PARAGRAPH


def write_here(page, locale, /, **fields):
    """Somebody writes in the form."""
    factories.write(factories.latest(page), locale, **fields).save_revision()


def publish_source(page, **fields):
    return factories.publish(factories.write(factories.latest(page), "en", **fields))


def overview(text, slug="chronic-pain"):
    return [factories.section("overview", factories.paragraph(text, block=PARAGRAPH.rpartition("/")[2]), of=slug)]


def of_paragraphs(text, page=None, slug="chronic-pain"):
    """A page that is out with this text in its only section."""
    fresh = factories.draft(slug) if page is None else factories.latest(page)
    return factories.publish(factories.write(fresh, "en", sections=overview(text, slug)))
