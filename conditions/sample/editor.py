"""Writes sample content as an editor would: checked, saved, published, and released in every language it has."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from modelcluster.models import get_all_child_relations

from cms.locales import BY_TAG, column, translations
from cms.translation import releases, snapshots
from cms.translation.errors import ReleaseRefused
from cms.translation.models import Method
from conditions.sample.files import BrokenSampleFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Content ids follow from this and a key, so they are the same in every installation.
NAMESPACE = uuid.UUID("5b0d2f0e-6a5e-4d53-9b0f-6c1c1f5d6a10")


def content_id(kind: str, key: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{kind}:{key}")


class Editor:
    """Counts what was made by kind, and tells of each piece. All acts raise BrokenSampleFile."""

    def __init__(self, *, approver: Any, tell: Callable[[str], None]) -> None:
        self.approver = approver
        self.made: Counter[str] = Counter()
        self._tell = tell

    def snippet(self, model: Any, file: str, kind: str, key: str, locales: Mapping[str, Any], /, **neutral: Any) -> Any:
        own_id = content_id(kind, key)
        found = model.objects.filter(content_id=own_id).first()
        if found is not None:
            return found
        snippet = model(content_id=own_id, live=False, **neutral)
        write(snippet, locales)
        self.save(snippet, file, key)
        self.publish_and_release(snippet, file, locales, key=key)
        self.note(kind, key)
        return snippet

    def once(self, model: Any, file: str, kind: str, row_key: str, /, **values: Any) -> tuple[Any, bool]:
        own_id = content_id(kind, row_key)
        found = model.objects.filter(content_id=own_id).first()
        if found is not None:
            return found, False
        fresh = model(content_id=own_id, **values)
        self.save(fresh, file, row_key)
        self.note(kind, row_key)
        return fresh, True

    def save(self, content: Any, file: str, key: str) -> None:
        try:
            content.full_clean()
        except ValidationError as error:
            raise BrokenSampleFile(file, key, _in_one_line(error)) from error
        content.save()

    def publish_and_release(
        self, content: Any, file: str, locales: Mapping[str, Any], *, key: str = "", besides: set[str] | None = None
    ) -> None:
        self.publish(content, file, key)
        self.release(content, file, locales, besides=besides)

    def publish(self, content: Any, file: str, key: str = "") -> None:
        try:
            _check_streams(content)
            _check_rows(content)
            content.save_revision().publish()
        except ValidationError as error:
            raise BrokenSampleFile(file, key, _in_one_line(error)) from error
        content.refresh_from_db()

    def release(self, content: Any, file: str, locales: Mapping[str, Any], *, besides: set[str] | None = None) -> None:
        for locale in translations():
            if locale.tag in locales and locale.tag not in (besides or set()):
                self.approve(content, locale.tag, file)

    def approve(self, content: Any, locale: str, file: str) -> None:
        try:
            releases.approve(content, locale, by=self.approver, method=Method.MACHINE_SAMPLE)
        except ReleaseRefused as error:
            raise BrokenSampleFile(file, f"locales.{locale}", str(error)) from error

    def note(self, kind: str, name: str) -> None:
        self.made[kind] += 1
        self._tell(f"{kind}: {name}")


def write(content: Any, locales: Mapping[str, Mapping[str, Any]]) -> None:
    """Puts each locale's words into its columns; a name that is not a field of the content is a KeyError."""
    model = type(content)
    streams_of = snapshots.stream_fields(model)
    for tag, text in locales.items():
        for name, value in text.items():
            field = model._meta.get_field(column(name, tag))
            setattr(content, field.name, field.stream_block.to_python(value) if name in streams_of else value)


def _check_streams(content: Any) -> None:
    """What the edit form checks in blocks, which a model's own check leaves out."""
    faults = {}
    for locale in BY_TAG:
        for name in snapshots.stream_fields(type(content)):
            column_name = column(name, locale)
            value = getattr(content, column_name)
            try:
                content._meta.get_field(column_name).stream_block.clean(value)
            except ValidationError as error:
                facts = error.as_json_data() if hasattr(error, "as_json_data") else error
                faults[column_name] = [str(facts)[:300]]
    if faults:
        raise ValidationError(faults)


def _check_rows(content: Any) -> None:
    """What the edit form checks in the rows of a page, which a model's own check leaves out."""
    faults = {}
    for relation in get_all_child_relations(type(content)):
        for position, row in enumerate(getattr(content, relation.get_accessor_name()).all()):
            try:
                row.full_clean(exclude={"page", "statement"})
            except ValidationError as error:
                faults[f"{relation.get_accessor_name()}.{position}"] = [f"{row}: {_in_one_line(error)}"]
    if faults:
        raise ValidationError(faults)


def _in_one_line(error: ValidationError) -> str:
    if hasattr(error, "message_dict"):
        return "; ".join(f"{field}: {' '.join(map(str, messages))}" for field, messages in error.message_dict.items())
    return " ".join(error.messages)
