"""The rules of publishing that Django can check at the start."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.locales import CONTENT_LOCALES
from cms.publishing import registry


@register()
def each_page_type_is_published_or_says_that_it_is_not(**kwargs: Any) -> list[CheckMessage]:
    from wagtail.models import get_page_models

    return [
        Error(
            f"{model._meta.label} has no builder, so nothing of it can ever be delivered.",
            hint="Register one with cms.publishing.registry, or set `is_delivered = False` on the model.",
            obj=model,
            id="publishing.E001",
        )
        for model in get_page_models()
        if model._meta.app_label != "wagtailcore"
        and not registry.is_published(model)
        and getattr(model, "is_delivered", True)
    ]


@register()
def the_columns_are_of_the_content_locales(**kwargs: Any) -> list[CheckMessage]:
    from modeltranslation import settings as modeltranslation_settings

    expected = [locale.language_code for locale in CONTENT_LOCALES]
    found = list(modeltranslation_settings.AVAILABLE_LANGUAGES)
    if found == expected:
        return []
    return [
        Error(
            f"modeltranslation keeps columns for {found}, the content locales are {expected}.",
            hint="Leave LANGUAGES to cms/settings/base.py, which takes it from cms/locales.py.",
            id="publishing.E002",
        )
    ]


@register()
def translated_text_never_falls_back_when_it_is_read(**kwargs: Any) -> list[CheckMessage]:
    if not any(settings.MODELTRANSLATION_FALLBACK_LANGUAGES or ()) and apps.is_installed("modeltranslation"):
        return []
    return [
        Error(
            "modeltranslation would fall back between languages when text is read.",
            hint="Set MODELTRANSLATION_FALLBACK_LANGUAGES to an empty tuple; releases and chains decide.",
            id="publishing.E003",
        )
    ]
