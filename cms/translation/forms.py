"""The forms of translated content: a person changes only the locales that are theirs, and never overwrites newer work.

Wagtail builds one form class per model; what this person may not change is taken out of the form before data is read,
so that a POST made by hand changes nothing else either.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from cms.locales import BY_TAG, SOURCE, TAGS, column
from cms.publishing.content import digest_of
from cms.publishing.models import ChangeKind
from cms.translation import consequences, rights, snapshots, units, work
from cms.translation.schedule_form import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Rows = Mapping[str, Mapping[str, Any]]

SEEN = "seen_digests"
UNDERSTOOD = "change_understood"
#: Posted along with it: what the person was shown that a safety change does.
SHOWN = "change_shown"


class LocaleTabs(forms.Form):
    """What the forms of pages, snippets and settings have in common."""

    change_understood = forms.BooleanField(
        required=False,
        label=gettext_lazy("I understand what this safety change does to readers of each language"),
        help_text=gettext_lazy("Asked before a safety change is published, scheduled or submitted; not for a draft."),
    )

    instance: Any
    for_user: Any
    formsets: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows_when_loaded = {tag: _rows_of(self.instance, tag) for tag in TAGS}
        self.digests_when_loaded = {tag: _digest_of_text(self.instance, tag) for tag in TAGS}
        self.fields[SEEN] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=json.dumps(self.digests_when_loaded)
        )
        self._begin_a_new_change()
        if "change_kind" not in self.fields:
            self.fields.pop(UNDERSTOOD, None)
        self._close_rows_that_are_not_theirs()

    def clean(self) -> Any:
        cleaned = super().clean()
        self._check_source_was_read()
        self.conflicts = [tag for tag in self._locales_in_form() if self._settle(tag)]
        self._check_safety_change()
        return cleaned

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """After a save in the background the form goes on from what was saved."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()  # type: ignore[misc]  # of Wagtail's forms
        digests = {tag: _digest_of_text(self.instance, tag) for tag in TAGS}
        return [*updates, (self.add_prefix(SEEN), json.dumps(digests))]

    def _update_errors(self, errors: ValidationError) -> None:
        """What is wrong in a field that this person is not shown holds up no draft of theirs, but does publishing."""
        by_field = getattr(errors, "error_dict", {})
        hidden = [name for name in by_field if name != NON_FIELD_ERRORS and name not in self.fields]
        faults = [fault for name in hidden for fault in by_field.pop(name)]
        if faults and not self._is_draft():
            by_field.setdefault(NON_FIELD_ERRORS, []).extend(faults)
        super()._update_errors(errors)  # type: ignore[misc]  # of Django's model forms

    def _begin_a_new_change(self) -> None:
        """The kind and note of the last publish are not those of the next one; without drafts each save is one."""
        if "change_kind" not in self.fields:
            return
        has_drafts = hasattr(self.instance, "latest_revision_id")
        latest, live = (
            getattr(self.instance, "latest_revision_id", None),
            getattr(self.instance, "live_revision_id", None),
        )
        if not has_drafts or (latest is not None and latest == live):
            self.initial["change_kind"] = ChangeKind.CONTENT
            self.initial["change_note"] = ""

    def _is_draft(self) -> bool:
        return bool(getattr(self, "is_deferred_validation", False))

    def _is_safety_change(self) -> bool:
        """Whether one goes out with this form; a draft does not, and neither the clock nor a script has a form."""
        return not self._is_draft() and self.cleaned_data.get("change_kind") == ChangeKind.SAFETY

    def _check_safety_change(self) -> None:
        if not self._is_safety_change():
            return
        if not (self.cleaned_data.get("change_note") or "").strip():
            message = _("A safety change needs a note: say in a sentence what readers must know. It is public.")
            self.add_error("change_note", ValidationError(message, code="required"))
        if not self.cleaned_data.get(UNDERSTOOD):
            message = _("Read above what a safety change does, then tick this; or choose another kind of change.")
            self.add_error(UNDERSTOOD, ValidationError(message, code="not_understood"))

    def _post_clean(self) -> None:
        """Now the instance holds what was posted: it must not do more than what the person has understood."""
        super()._post_clean()  # type: ignore[misc]  # of Django's model forms
        if self.errors or not self._is_safety_change():
            return
        if self.data.get(SHOWN) != consequences.of_kind(self.instance, ChangeKind.SAFETY).signature:
            message = _("With your latest words this change does something else. Read it again, then publish.")
            self.add_error(UNDERSTOOD, ValidationError(message, code="something_else"))

    def _check_source_was_read(self) -> None:
        """What goes out or is signed by this form is the source that the person had before their eyes."""
        stored = self.digests_when_loaded[SOURCE]
        seen = self._seen().get(SOURCE, stored)
        if self._is_draft() or seen == stored or not hasattr(self.instance, "latest_revision_id"):
            return
        if SOURCE not in self._locales_in_form() or self._posted_digest(SOURCE) == seen:
            message = _(
                "Somebody else changed the %(language)s text after you opened this page. "
                "Open it again and read it first."
            ) % {"language": BY_TAG[SOURCE].own_name}
            self.add_error(None, ValidationError(message, code="unread"))

    def _close_rows_that_are_not_theirs(self) -> None:
        """Who may not author can translate the rows that there are, but not add, remove or reorder any."""
        formsets = getattr(self, "formsets", {})
        if self.for_user is None or self.for_user.has_perm(rights.AUTHOR_PERMISSION):
            return
        for name in [name for name in formsets if name not in (*type(self.instance).translated_children, "comments")]:
            del formsets[name]
        for name in type(self.instance).translated_children:
            if name in formsets:
                _close(formsets[name])
                for row in formsets[name].forms:
                    _keep_fields(row, [*self._row_columns(name), "id"])

    def _locales_in_form(self) -> Iterator[str]:
        for tag in TAGS:
            if any(column(field, tag) in self.fields for field in snapshots.translated_fields(type(self.instance))):
                yield tag

    def _settle(self, tag: str) -> bool:
        """Keeps what is stored, to the letter, in a locale that this person did not touch.

        Returns whether both this person and somebody else have touched it.
        """
        stored = self.digests_when_loaded[tag]
        seen = self._seen().get(tag, stored)
        names = [column(field, tag) for field in snapshots.translated_fields(type(self.instance))]
        if self._posted_digest(tag) in (seen, stored):
            self._keep_stored(tag, names)
            return False
        if seen == stored:
            return False
        self._refuse(tag, names)
        return True

    def _keep_stored(self, tag: str, names: list[str]) -> None:
        for name in names:
            if name in self.cleaned_data:
                self.cleaned_data[name] = getattr(self.instance, name)
        stored = self.rows_when_loaded[tag]
        for _relation, row in self._posted_row_forms():
            for name, value in stored.get(str(row.instance.content_id), {}).items():
                setattr(row.instance, name, value)

    def _posted_digest(self, tag: str) -> str:
        names = snapshots.translated_fields(type(self.instance))
        return _digest_of_values([self.cleaned_data.get(column(name, tag)) for name in names], self._posted_rows(tag))

    def _posted_rows(self, tag: str) -> Rows:
        return {
            str(row.instance.content_id): {
                name: row.cleaned_data.get(name) for name in _columns_of_rows(type(self.instance), relation, tag)
            }
            for relation, row in self._posted_row_forms()
        }

    def _posted_row_forms(self) -> Iterator[tuple[str, Any]]:
        """The forms of the rows that stay, checked."""
        for relation in type(self.instance).translated_children:
            formset = self.formsets.get(relation)
            if formset is not None and formset.is_valid():
                yield from ((relation, row) for row in formset.forms if row not in formset.deleted_forms)

    def _row_columns(self, relation: str) -> list[str]:
        """The columns of a row that this person may write in."""
        own = rights.translatable_by(self.for_user)
        return [name for tag in own for name in _columns_of_rows(type(self.instance), relation, tag)]

    def _refuse(self, tag: str, names: list[str]) -> None:
        message = _(
            "Somebody else changed the %(language)s text while you were writing. Your text is still here: "
            "copy what you need, open the page again, and bring both together."
        ) % {"language": BY_TAG[tag].own_name}
        first = next(name for name in names if name in self.fields)
        self.add_error(first, ValidationError(message, code="conflict"))

    def _seen(self) -> dict[str, str]:
        if self.instance.pk is None:
            return {}  # a form that was filled from other content, to copy it, has nobody else's work to keep
        try:
            seen = json.loads(self.data.get(self.add_prefix(SEEN)) or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}


class TranslatedPageForm(Schedule, LocaleTabs, WagtailAdminPageForm):
    """The form of a translated page."""


class TranslatedSnippetForm(Schedule, LocaleTabs, WagtailAdminModelForm):
    """The form of a snippet with drafts."""


class TranslatedContentForm(LocaleTabs, WagtailAdminModelForm):
    """The form of content without revisions: the row is the draft, so who changed it is noted on saving."""

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 -- Django's signature
        saved = super().save(commit=commit)
        if commit:
            work.note(saved, user=self.for_user)
        return saved


def _close(formset: Any) -> None:
    """The panel needs the fields for deleting and ordering, so they stay, and what they say is not heeded."""
    formset.extra = 0
    formset.max_num = formset.absolute_max = formset.initial_form_count()
    formset.can_order = False
    formset._should_delete_form = lambda form: False


def _keep_fields(form: Any, names: Sequence[str]) -> None:
    """Wagtail asks for the right to each field of a form, but not of the forms of its rows."""
    for name in [name for name in form.fields if name not in (*names, DELETION_FIELD_NAME, ORDERING_FIELD_NAME)]:
        del form.fields[name]


def _digest_of_text(instance: Any, tag: str) -> str:
    names = snapshots.translated_fields(type(instance))
    return _digest_of_values([getattr(instance, column(name, tag)) for name in names], _rows_of(instance, tag))


def _rows_of(instance: Any, tag: str) -> Rows:
    """What the rows say in one locale, by content id."""
    return {
        str(row.content_id): {name: getattr(row, name) for name in _columns_of_rows(type(instance), relation, tag)}
        for relation in type(instance).translated_children
        for row in getattr(instance, relation).all()
    }


def _columns_of_rows(model: Any, relation: str, tag: str) -> list[str]:
    return [column(name, tag) for name in snapshots.translated_fields(model._meta.get_field(relation).related_model)]


def _digest_of_values(columns: Sequence[Any], rows: Rows) -> str:
    """Rows that say nothing in the locale do not count: another person may have added them."""
    said = {
        key: [_comparable(value) for value in values.values()] for key, values in rows.items() if any(values.values())
    }
    return digest_of([[_comparable(value) for value in columns], said])


def _comparable(value: Any) -> Any:
    """A field's value as it is stored, an empty one of any sort as None."""
    if hasattr(value, "get_prep_value"):
        value = list(value.get_prep_value())
    return _without_editor_marks(value) or None


def _without_editor_marks(value: Any) -> Any:
    """The editor gives each paragraph without a key a new one whenever it opens: that is nobody's work."""
    if isinstance(value, str):
        return units.without_editor_marks(value)
    if isinstance(value, list):
        return [_without_editor_marks(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_editor_marks(item) for key, item in value.items()}
    return value
