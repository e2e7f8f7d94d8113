"""The groups that a new installation starts with: authors, and translators, reviewers and clinicians for each locale.

They are made once, when they are missing; what an administrator changes in them stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps

from cms.locales import CONTENT_LOCALES, SOURCE, translations
from cms.translation.rights import PERMISSIONS

if TYPE_CHECKING:
    from cms.locales import ContentLocale

AUTHORS = "Authors"


def translators(locale: ContentLocale) -> str:
    return f"Translators: {locale.english_name}"


def reviewers(locale: ContentLocale) -> str:
    return f"Reviewers: {locale.english_name}"


def clinicians(locale: ContentLocale) -> str:
    return f"Clinical approvers: {locale.english_name}"


def make_default_groups(**kwargs: Any) -> None:
    """Runs once at the end of each `migrate`, when all permissions are there;
    a language that was added gets its groups.
    """
    from django.contrib.auth.models import Permission

    if not is_last(kwargs.get("app_config")):
        return
    known = {
        permission.codename: permission
        for permission in Permission.objects.filter(content_type__app_label="translation")
    }
    if not apps.is_installed("wagtail") or any(codename not in known for codename, _name in PERMISSIONS):
        return
    _make(
        AUTHORS,
        [known[f"translate_{_suffix(SOURCE)}"], *_word_permissions()],
        pages=("add_page", "change_page", "publish_page"),
        images=("add_image", "change_image", "choose_image"),
    )
    for locale in translations():
        _make(
            translators(locale), [known[f"translate_{locale.suffix}"]], pages=("change_page",), images=("choose_image",)
        )
        _make(
            reviewers(locale),
            [known[f"approve_{locale.suffix}"], *_word_permissions()],
            pages=("change_page",),
            images=(),
        )
        _make(clinicians(locale), [known[f"answer_for_{locale.suffix}"]], pages=("change_page",), images=())


def is_last(app_config: Any) -> bool:
    """Whether `migrate` has come to the last app, so that all permissions are there."""
    with_models = [config for config in apps.get_app_configs() if config.models_module is not None]
    return app_config is with_models[-1]


def _make(name: str, permissions: list[Any], *, pages: tuple[str, ...], images: tuple[str, ...]) -> None:
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

    group, is_new = Group.objects.get_or_create(name=name)
    root = Page.objects.filter(depth=1).first()
    if not is_new or root is None:
        return
    access = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    group.permissions.set([*permissions, *access, *_content_permissions(is_author=name == AUTHORS)])
    for codename in pages:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=root, permission=permission)
    for codename in images:
        permission = Permission.objects.get(content_type__app_label="wagtailimages", codename=codename)
        collection = Collection.get_first_root_node()
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)


def _content_permissions(*, is_author: bool) -> list[Any]:
    """Translators and reviewers may open snippets and settings to change their own locale;
    authors may do all with them.
    """
    from django.contrib.auth.models import Permission

    models = _translated_models()
    of_content = Permission.objects.filter(
        content_type__app_label__in={model._meta.app_label for model in models}
    ).exclude(content_type__model__endswith="page")
    if is_author:
        return list(of_content)
    names = {model._meta.model_name for model in models}
    return list(of_content.filter(codename__startswith="change_", content_type__model__in=names))


def _word_permissions() -> list[Any]:
    """Words not to use, and what readers call things, are kept by reviewers, each for their own language; the forms
    see to that.
    """
    from django.contrib.auth.models import Permission
    from django.db.models import Q

    kept = Q(content_type__app_label="translation", content_type__model="avoidedword")
    kept |= Q(content_type__app_label="search", content_type__model__in=("synonym", "miss"))
    return list(Permission.objects.filter(kept))


def _translated_models() -> list[Any]:
    from cms.translation.models import TranslatedContent

    return [model for model in apps.get_models() if issubclass(model, TranslatedContent)]


def _suffix(tag: str) -> str:
    return next(locale.suffix for locale in CONTENT_LOCALES if locale.tag == tag)
