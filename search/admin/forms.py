"""The form of a synonym: what editors may write, in which languages, and what search makes of it now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.locales import BY_TAG
from cms.publishing import store
from search.admin import asking, phrases
from search.admin.rights import may_keep
from search.models import Synonym

if TYPE_CHECKING:
    from collections.abc import Mapping


class SynonymForm(WagtailAdminModelForm):
    """Reviewers keep the synonyms of their own languages, authors those of all."""

    for_user: Any

    class Meta:
        model = Synonym
        fields = ("locale", "words", "means")

    def clean_locale(self) -> str:
        locale: str = self.cleaned_data["locale"]
        for tag in {locale, self.initial.get("locale") or locale}:
            if self.for_user is not None and not may_keep(self.for_user, tag):
                raise ValidationError(_("These synonyms are kept by those who review the language."))
        return locale

    def clean(self) -> Mapping[str, Any]:
        """What is wrong stands beside the field that it is wrong in."""
        cleaned: dict[str, Any] = super().clean()
        locale = cleaned.get("locale")
        if locale is None:
            return cleaned
        for field in ("words", "means"):
            for fault in phrases.faults_of(cleaned.get(field, ""), locale=locale):
                self.add_error(field, fault)
        if not self.errors:
            for field, fault in phrases.faults_together(cleaned["words"], cleaned["means"]).items():
                self.add_error(field, fault)
        return cleaned


class FindsPanel(Panel):
    """What a search for the first phrase finds at this moment."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "search/finds_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            locale = self.form["locale"].value()
            written = phrases.parted(self.form["words"].value() or "")
            if locale in BY_TAG and written:
                version = store.state_version()
                context |= {
                    "typed": written[0],
                    "finds": asking.finds(written[0], locale=locale, state_version=version),
                }
            return context


def _field(name: str) -> FieldPanel:
    # Each language runs its own way.
    return FieldPanel(name, widget=AdminAutoHeightTextInput(attrs={"dir": "auto"}))


edit_handler = ObjectList(
    [FieldPanel("locale"), _field("words"), _field("means"), FindsPanel(heading=_("What readers find"))],
    base_form_class=SynonymForm,
)
