"""A field for several values of a closed list, edited as check boxes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class ChoicesField(models.JSONField):
    """A JSON list of values of `choices_class`, in the order of that class."""

    def __init__(self, choices_class: type[models.TextChoices] | None = None, **kwargs: Any) -> None:
        self.choices_class = choices_class
        super().__init__(**{"default": list, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs

    def to_python(self, value: Any) -> Any:
        return self._in_order(super().to_python(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return self._in_order(super().from_db_value(value, expression, connection))

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        known = self.choices_class.values if self.choices_class else []
        unknown = [item for item in value or [] if item not in known]
        if unknown:
            raise ValidationError(_("%(values)s: not in the list.") % {"values": ", ".join(map(str, unknown))})

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=self.choices_class.choices if self.choices_class else (),
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def _in_order(self, value: Any) -> Any:
        """As the check boxes would post it; what is not in the list stays, for `validate` to tell of."""
        if not isinstance(value, list):
            return value
        known = self.choices_class.values if self.choices_class else []
        return [*(item for item in known if item in value), *(item for item in value if item not in known)]
