"""What a person asked to see: the filter form, and its answer in the words of the queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.locales import translations
from cms.translation import contents, rights
from cms.translation.dashboard.situations import Situation

if TYPE_CHECKING:
    from collections.abc import Mapping

ORDERS = (("name", _("By name")), ("waiting", _("Oldest waiting first")))


@dataclass(frozen=True)
class Filters:
    """`tags` are the locales that are looked at; `kind` is of the content; the rest is empty for everything."""

    tags: tuple[str, ...]
    locale: str = ""
    situation: str = ""
    kind: int | None = None
    text: str = ""
    is_by_waiting: bool = False


class FilterForm(forms.Form):
    """Sent by GET, so that what was found can be bookmarked; a value that is unknown counts as not given."""

    locale = forms.ChoiceField(label=_("Language"), required=False)
    situation = forms.ChoiceField(
        label=_("Situation"), required=False, choices=(("", _("Any situation")), *Situation.choices)
    )
    kind = forms.ChoiceField(label=_("Kind of content"), required=False)
    q = forms.CharField(label=_("Name"), required=False, max_length=200, widget=forms.TextInput({"type": "search"}))
    order = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)
    mine = forms.BooleanField(label=_("Only languages that I work on"), required=False)

    def __init__(self, data: Mapping[str, Any], *, user: Any) -> None:
        super().__init__(data, auto_id="filter-%s")
        self._own = workable_by(user)
        self._types = content_types()
        names = [(locale.tag, locale.own_name) for locale in translations()]
        kinds = [(label, capfirst(_plural(found))) for label, found in self._types.items()]
        self.fields["locale"].choices = [("", _("All languages")), *names]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["kind"].choices = [("", _("All content")), *kinds]  # type: ignore[attr-defined]  # a ChoiceField
        if not self._own:
            del self.fields["mine"]

    @property
    def filters(self) -> Filters:
        self.full_clean()
        given = self.cleaned_data
        locale = given.get("locale", "")
        kind = self._types.get(given.get("kind", ""))
        return Filters(
            tags=(locale,) if locale else self._own if given.get("mine") else translated(),
            locale=locale,
            situation=given.get("situation", ""),
            kind=kind.pk if kind else None,
            text=given.get("q", "").strip(),
            is_by_waiting=given.get("order") == "waiting",
        )


def workable_by(user: Any) -> tuple[str, ...]:
    """The locales other than the source that this person has anything to do with."""
    return tuple(tag for tag in translated() if rights.may_work(user, tag))


def content_types() -> dict[str, ContentType]:
    """What is translated, by the label of its model; one query the first time."""
    models = contents.models()
    found = ContentType.objects.get_for_models(*models)
    return {model._meta.label_lower: found[model] for model in models}


def _plural(content_type: ContentType) -> str:
    model = content_type.model_class()
    return str(model._meta.verbose_name_plural) if model else content_type.model


def translated() -> tuple[str, ...]:
    """All locales but the source, in the order of the list."""
    return tuple(locale.tag for locale in translations())
