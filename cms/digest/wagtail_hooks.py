"""Whether a person wants the weekly mail, in their account."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets import SwitchInput

from cms.digest.models import Preference


class PreferenceForm(forms.ModelForm[Preference]):
    class Meta:
        model = Preference
        fields: ClassVar[list[str]] = ["is_wanted"]
        widgets: ClassVar[dict[str, Any]] = {"is_wanted": SwitchInput}


@hooks.register("register_account_settings_panel")
class DigestPanel(BaseSettingsPanel):
    name = "digest"
    title = gettext_lazy("Weekly mail")
    tab = notifications_tab
    order = 150
    form_class = PreferenceForm

    def get_form(self) -> PreferenceForm:
        instance = Preference.objects.filter(person=self.user).first() or Preference(person=self.user)
        given: dict[str, Any] = {"data": self.request.POST} if self.request.method == "POST" else {}
        return PreferenceForm(instance=instance, prefix=self.name, **given)
