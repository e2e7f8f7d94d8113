"""Accounts with the rights of authors, translators, reviewers and clinicians."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from cms.gate.groups import CLINICAL_REVIEWERS
from cms.locales import BY_TAG, translations
from cms.translation import groups

PASSWORD = "for the tests only"


def user(name: str, *group_names: str) -> Any:
    """An account in these groups, with PASSWORD."""
    account = get_user_model().objects.create_user(username=name, password=PASSWORD, first_name=name.capitalize())
    account.groups.set(Group.objects.filter(name__in=group_names))
    return account


def administrator() -> Any:
    return get_user_model().objects.create_superuser(username=f"admin-{uuid4().hex[:8]}", password=PASSWORD)


def translator(locale: str) -> Any:
    return user(f"translator-{locale}-{uuid4().hex[:8]}", groups.translators(BY_TAG[locale]))


def approver(*locales: str) -> Any:
    """A reviewer of these locales, of all when none is named."""
    wanted = locales or tuple(locale.tag for locale in translations())
    return user(f"approver-{uuid4().hex[:8]}", *(groups.reviewers(BY_TAG[tag]) for tag in wanted))


def clinical_reviewer() -> Any:
    return user(f"clinician-{uuid4().hex[:8]}", CLINICAL_REVIEWERS)
