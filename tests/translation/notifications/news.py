"""Acts that people are told of, and what they were told."""

from __future__ import annotations

from cms.translation import desk, handover, notifications
from cms.translation.desk import Edit
from cms.translation.models import Notification, SegmentComment
from tests import factories

TRANSLATED = ["es", "ar", "zh-Hans"]
#: What a translator makes of the changed summary.
SUMMARIES = {
    "es": "Dolor que dura más de tres meses seguidos.",
    "ar": "ألم مستمر أكثر من ثلاثة أشهر متواصلة.",
    "zh-Hans": "持续超过三个月的慢性疼痛。",
}
EDITORIAL_CHANGE = "Pain that goes on for longer than three months."


def page_in(*locales, slug="chronic-pain"):
    """A page that is out in these locales, approved by somebody who has left."""
    page = factories.publish(factories.draft(slug, locales=("en", *locales)))
    reviewer = factories.approver()
    factories.release(page, *locales, by=reviewer)
    reviewer.delete()
    return factories.reload(page)


def change(page, *, kind="content", note="", by=None):
    draft = factories.write(factories.latest(page), "en", summary=EDITORIAL_CHANGE)
    return factories.publish(draft, kind=kind, note=note, by=by)


def translate(page, locale, translator):
    outcome = desk.save(page, locale, [Edit("summary", SUMMARIES[locale])], by=translator)
    assert list(outcome.saved) == ["summary"]


def told(kind=None, *, locale=None):
    """The user names of those who have something unread."""
    found = Notification.objects.filter(read_at=None)
    found = found.filter(kind=kind) if kind else found
    found = found.filter(locale=locale) if locale else found
    return sorted(found.values_list("user__username", flat=True))


def names(*people):
    return sorted(person.username for person in people)


def comment(page, locale, author, text="Is this the usual word?", path="summary"):
    made = SegmentComment.objects.create(
        content_id=page.content_id, locale=locale, path=path, text=text, author=author, author_name=author.username
    )
    notifications.tell_of_comment(made)
    return made


def in_review(locale, *translators):
    """A page that is out in the locale, with a changed text in review."""
    page = page_in(locale)
    translate(page, locale, translators[0])
    handover.submit(page, locale, by=translators[0])
    return page
