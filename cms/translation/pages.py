"""The base of all translated page types."""

from __future__ import annotations

from wagtail.models import Page

from cms.locales import SOURCE, column
from cms.translation.forms import TranslatedPageForm
from cms.translation.models import RevisedTranslatedContent
from cms.translation.naming import name_for_admin


class TranslatedPage(RevisedTranslatedContent, Page):
    """A page whose text has a column per locale; Wagtail's own title and slug stay in one language."""

    base_form_class = TranslatedPageForm

    class Meta:
        abstract = True

    def get_admin_display_title(self) -> str:
        return name_for_admin(self) or str(super().get_admin_display_title())

    def clean(self) -> None:
        self.title = getattr(self, column("name", SOURCE)) or self.title
        super().clean()
