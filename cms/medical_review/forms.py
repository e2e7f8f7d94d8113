"""The form in which a review is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from wagtail.admin.widgets import AdminDateInput

from cms.locales import BY_TAG, SOURCE, TAGS
from cms.medical_review import acts, subjects
from cms.medical_review.models import Outcome, Review
from cms.translation.models import Release

if TYPE_CHECKING:
    from collections.abc import Mapping


class _PeopleField(forms.ModelMultipleChoiceField[Any]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.get_role_display()})"


class ReviewForm(forms.ModelForm[Review]):
    locale = forms.ChoiceField(label=gettext_lazy("What was reviewed"), required=False, widget=forms.RadioSelect)
    people = _PeopleField(
        label=gettext_lazy("Reviewed by"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Readers see their names, credentials and roles as they are today."),
        error_messages={"required": gettext_lazy("Say who has reviewed it.")},
    )

    class Meta:
        model = Review
        fields = ("reviewed_on", "due_on", "outcome", "note")
        widgets: ClassVar[Mapping[str, Any]] = {
            "reviewed_on": AdminDateInput,
            "due_on": AdminDateInput,
            "outcome": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    field_order = ("locale", "people", "reviewed_on", "due_on", "outcome", "note")

    def __init__(self, *args: Any, content: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._content = content
        of_form: Any = self.fields
        of_form["locale"].choices = _texts(content)
        of_form["people"].queryset = subjects.subject_of(content).people()
        of_form["reviewed_on"].initial = timezone.localdate
        of_form["due_on"].required = False
        of_form["due_on"].help_text = _due_help(acts.usual_months(content))
        of_form["outcome"].choices = Outcome.choices
        of_form["outcome"].initial = Outcome.UNCHANGED

    def clean(self) -> dict[str, Any]:
        """A date that is left open is the usual one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        reviewed_on = cleaned.get("reviewed_on")
        if reviewed_on and cleaned.get("due_on") is None and "due_on" not in self.errors:
            cleaned["due_on"] = acts.usual_due(self._content, reviewed_on=reviewed_on)
        return cleaned

    def record(self, *, by: Any) -> Review | None:
        """None, with the fault beside its field, where the text was withdrawn while somebody looked at the form."""
        try:
            return acts.record(self._content, by=by, **self.cleaned_data)
        except acts.NothingToReview as refusal:
            self.add_error("locale", ValidationError(str(refusal)))
            return None


def _texts(content: Any) -> list[tuple[str, str]]:
    """The page, and each locale's release that is out."""
    found = Release.objects.filter(content_id=content.content_id, is_current=True, withdrawn_at=None)
    numbers = dict(found.values_list("locale", "number"))
    released = [
        (tag, _("%(language)s, release %(number)d") % {"language": BY_TAG[tag].own_name, "number": numbers[tag]})
        for tag in TAGS
        if tag in numbers
    ]
    whole = _("The page: its text in %(language)s and all facts; this holds for every language") % {
        "language": BY_TAG[SOURCE].own_name
    }
    return [("", whole), *released]


def _due_help(months: int) -> str:
    text = ngettext(
        "Left empty, it is %(months)d month after the review.",
        "Left empty, it is %(months)d months after the review.",
        months,
    )
    return text % {"months": months}
