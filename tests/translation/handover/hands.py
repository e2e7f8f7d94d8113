"""Who begins a text and signs it, and what is noted of it."""

from __future__ import annotations

from cms.locales import BY_TAG
from cms.translation import desk, groups
from cms.translation.desk import Edit
from cms.translation.models import LocaleWork, Notification
from tests import factories

LOCALES = ["es", "ar", "zh-Hans"]


def begun(topic, locale="ar"):
    """A text that somebody has begun; who."""
    somebody = factories.translator(locale)
    name = factories.PAGES["chronic-pain"][locale].name + "!"
    desk.save(topic, locale, [Edit("name", name)], by=somebody)
    return somebody


def work_of(content, locale="ar"):
    return LocaleWork.objects.get(content_id=content.content_id, locale=locale)


def told(person, kind):
    return Notification.objects.filter(user=person, kind=kind, read_at=None).count()


def clinician(locale):
    return factories.user(f"clinician-{locale}", groups.clinicians(BY_TAG[locale]))
