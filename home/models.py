"""The root of the site, and what holds for the whole of it."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, MultipleChoiceBlock, StructBlock
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import register_setting
from wagtail.fields import StreamField

from cms.translation.forms import TranslatedContentForm
from cms.translation.models import AnnouncedChange, TranslatedContent
from cms.translation.naming import name_for_admin
from cms.translation.pages import TranslatedPage
from home.panels import home_form, profile_form

_TIME = RegexValidator(r"^([01]\d|2[0-3]):[0-5]\d$", _("A time of day from 00:00 to 23:59, such as 08:30."))

#: The days of schema.org's DayOfWeek, in lower case.
DAYS = [
    ("monday", _("Monday")),
    ("tuesday", _("Tuesday")),
    ("wednesday", _("Wednesday")),
    ("thursday", _("Thursday")),
    ("friday", _("Friday")),
    ("saturday", _("Saturday")),
    ("sunday", _("Sunday")),
]


class HomePage(TranslatedPage):
    """The root of the page tree; its words are delivered with the site."""

    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("summary"), max_length=500, blank=True)

    is_delivered = False
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["conditions.ConditionIndexPage"]
    max_count = 1
    edit_handler = home_form()

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class OpeningHoursBlock(StructBlock):
    days = MultipleChoiceBlock(choices=DAYS, label=_("Days"))
    opens = CharBlock(validators=[_TIME], label=_("Opens"), help_text=_("Such as 08:30."))
    closes = CharBlock(validators=[_TIME], label=_("Closes"), help_text=_("Such as 17:00."))

    class Meta:
        icon = "time"
        label = _("Opening hours")


@register_setting(icon="site")
class SiteProfile(TranslatedContent, AnnouncedChange, BaseSiteSetting):
    """Who publishes, how to reach them, when they are open, and under which licence content goes out."""

    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    address = models.TextField(_("address"), max_length=500, blank=True)
    contact_text = models.TextField(
        _("how to get in touch"), max_length=1000, blank=True, help_text=_("What readers are told; plain text.")
    )
    attribution_text = models.CharField(
        _("attribution"), max_length=300, blank=True, help_text=_("What partners have to show beside our content.")
    )
    publisher_url = models.URLField(_("address of the publisher"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    opening_hours = StreamField([("hours", OpeningHoursBlock())], blank=True, verbose_name=_("opening hours"))
    license = models.CharField(
        _("licence"), max_length=60, blank=True, help_text=_("An SPDX identifier, such as CC-BY-4.0.")
    )
    license_url = models.URLField(_("address of the licence"), blank=True)
    attribution_url = models.URLField(_("address to link to"), blank=True)

    always_needed: ClassVar[frozenset[str]] = frozenset({"publisher"})
    base_form_class = TranslatedContentForm
    edit_handler = profile_form()

    class Meta:
        verbose_name = _("site profile")

    def __str__(self) -> str:
        return str(name_for_admin(self, "publisher") or self.site)
