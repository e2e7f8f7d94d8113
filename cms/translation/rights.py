"""Who may change a locale's text, and who may release it: one pair of permissions per content locale.

`translate` in the source locale is the right to author: the text that others translate, and all that is the same in
each language. Publishing stays Wagtail's own permission.
"""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from cms.locales import BY_TAG, CONTENT_LOCALES, SOURCE, TAGS
from cms.translation.errors import NoRight

APP = "translation"

#: For `Release.Meta.permissions`.
PERMISSIONS = [
    (f"{act}_{locale.suffix}", f"Can {sentence} {locale.english_name} ({locale.tag})")
    for locale in CONTENT_LOCALES
    for act, sentence in (
        ("translate", "translate"),
        ("approve", "approve"),
        ("answer_for", "answer as a clinician for"),
    )
]


def translate_permission(locale: str) -> str:
    return f"{APP}.translate_{BY_TAG[locale].suffix}"


def approve_permission(locale: str) -> str:
    return f"{APP}.approve_{BY_TAG[locale].suffix}"


def clinical_permission(locale: str) -> str:
    return f"{APP}.answer_for_{BY_TAG[locale].suffix}"


#: What a panel asks for where the field is the same in each language.
AUTHOR_PERMISSION = translate_permission(SOURCE)


def may_translate(user: Any, locale: str) -> bool:
    return bool(user.has_perm(translate_permission(locale)))


def may_approve(user: Any, locale: str) -> bool:
    return locale != SOURCE and bool(user.has_perm(approve_permission(locale)))


def may_answer_for(user: Any, locale: str) -> bool:
    """Whether this person may sign a translation as a clinician."""
    return locale != SOURCE and bool(user.has_perm(clinical_permission(locale)))


def may_work(user: Any, locale: str) -> bool:
    """Whether this person has anything to do with the locale."""
    return may_translate(user, locale) or may_approve(user, locale) or may_answer_for(user, locale)


def require_translator(user: Any, locale: str) -> None:
    """Raises NoRight; the source is not translated."""
    if locale == SOURCE or not may_translate(user, locale):
        raise NoRight("translate", locale)


def may_edit(user: Any, content: Any) -> bool:
    """Whether this person may edit the content at all, by Wagtail's own rights."""
    if isinstance(content, Page):
        return bool(content.permissions_for_user(user).can_edit())
    return bool(user.has_perm(f"{content._meta.app_label}.change_{content._meta.model_name}"))


def require_translator_of(user: Any, content: Any, locale: str) -> None:
    """Raises NoRight."""
    require_translator(user, locale)
    if not may_edit(user, content):
        raise NoRight("edit", locale)


def require_approver(user: Any, locale: str) -> None:
    """Raises NoRight."""
    if not may_approve(user, locale):
        raise NoRight("approve", locale)


def translatable_by(user: Any) -> tuple[str, ...]:
    """The locales that this person may write in."""
    return tuple(tag for tag in TAGS if may_translate(user, tag))
