"""People with an address, and a text of theirs in review."""

from __future__ import annotations

from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from cms.locales import BY_TAG
from cms.translation import desk, groups, handover
from cms.translation.desk import Edit
from tests import factories

REASON = "اكتب الجرعة كاملة، من فضلك."


def translator(*locales, address="translator@example.org", language="", **preferences):
    person = factories.translator(locales[0])
    person.groups.set(Group.objects.filter(name__in=[groups.translators(BY_TAG[tag]) for tag in locales]))
    return _with_address(person, address, language=language, **preferences)


def reviewer(*locales, address="reviewer@example.org", language="", **preferences):
    return _with_address(factories.approver(*locales), address, language=language, **preferences)


def page_in(*locales, slug="chronic-pain"):
    return factories.page(slug, locales=("en", *locales))


def in_review(locale, person):
    page = page_in(locale)
    words = factories.PAGES["chronic-pain"][locale]
    desk.save(page, locale, [Edit("name", f"{words.name} {words.name}")], by=person)
    handover.submit(page, locale, by=person)
    return page


def _with_address(person, address, *, language, **preferences):
    person.email = address
    person.save()
    if language or preferences:
        UserProfile.objects.create(user=person, preferred_language=language, **preferences)
    return person
