"""Which fields of the home page and the site's settings have a column per locale."""

from __future__ import annotations

from typing import ClassVar

from modeltranslation.translator import register

from cms.locales import SOURCE
from cms.translation.columns import Columns
from home.models import HomePage, SiteProfile


@register(HomePage)
class HomePageTranslation(Columns):
    fields = ("name", "summary")
    required_languages: ClassVar = (SOURCE.lower(),)


@register(SiteProfile)
class SiteProfileTranslation(Columns):
    fields = ("publisher", "address", "contact_text", "attribution_text")
    required_languages: ClassVar = ()
