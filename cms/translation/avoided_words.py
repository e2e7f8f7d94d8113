"""Where reviewers keep the words that translations into their language are not to use."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.locales import SOURCE
from cms.translation import rights
from cms.translation.errors import NoRight
from cms.translation.models import AvoidedWord


class AvoidedWordForm(WagtailAdminModelForm):
    """A reviewer changes the words of their own languages only; authors may change all."""

    for_user: Any

    def clean_locale(self) -> str:
        locale: str = self.cleaned_data["locale"]
        user = self.for_user
        for tag in {locale, self.initial.get("locale") or locale}:
            if user is not None and not may_keep(user, tag):
                raise ValidationError(str(NoRight("approve", tag)))
        return locale


def may_keep(user: Any, locale: str) -> bool:
    return rights.may_translate(user, SOURCE) or rights.may_approve(user, locale)


class AvoidedWordViewSet(SnippetViewSet):
    """Stands among what several pages share; which menu that is, the app of the pages says."""

    model = AvoidedWord
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("locale", "text", "instead", "reason", "is_error")],
        base_form_class=AvoidedWordForm,
    )
    icon = "cross"
    list_display = ("text", "instead", "locale", "is_error")
    list_filter = ("locale", "is_error")
    search_fields = ("text", "instead")
    ordering = ("locale", "text")
