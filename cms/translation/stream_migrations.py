"""Changes stored streams everywhere: in every locale's column, in revisions, and in what translation keeps of them.

Wagtail's own `MigrateStreamData` knows one column and its revisions. A block that is renamed there alone would vanish
from released languages, whose text is in their releases.
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.apps import apps as present
from django.db.migrations import RunPython
from wagtail.blocks.migrations import utils

from cms.locales import TAGS, column

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    #: Operations of `wagtail.blocks.migrations.operations`, each with the path of blocks that it applies to.
    Operations = Sequence[tuple[Any, str]]

_BATCH = 100


class MigrateTranslatedStream(RunPython):
    """Applies Wagtail's block operations to a translated stream field, wherever its values are stored.

    Blocks are found by their present definitions, for migrations hold none (docs/adr/0006): write the path as it is in
    the code that the migration comes with. Run `manage.py republish` afterwards.
    """

    def __init__(self, app: str, model: str, field: str, operations: Operations, **kwargs: Any) -> None:
        self.app, self.model, self.field, self.operations = app, model, field, operations
        super().__init__(self._forward, RunPython.noop, **kwargs)

    def deconstruct(self) -> Any:
        return (type(self).__qualname__, [self.app, self.model, self.field, self.operations], {})

    def _forward(self, apps: Any, schema_editor: Any) -> None:
        model = apps.get_model(self.app, self.model)
        columns = [column(self.field, tag) for tag in TAGS if hasattr(model, column(self.field, tag))]
        for row in model.objects.only("pk", *columns).iterator(chunk_size=_BATCH):
            values = {name: self._migrated(list(getattr(row, name).raw_data)) for name in columns if getattr(row, name)}
            if values:
                model.objects.filter(pk=row.pk).update(**{name: json.dumps(value) for name, value in values.items()})
        self._migrate_revisions(apps, model, [self.field, *columns])
        self._migrate_translations(apps, list(model.objects.values_list("content_id", flat=True)))

    def _migrate_revisions(self, apps: Any, model: Any, names: Sequence[str]) -> None:
        content_types = apps.get_model("contenttypes", "ContentType").objects
        own = content_types.filter(app_label=self.app, model=self.model.lower())
        for revision in apps.get_model("wagtailcore", "Revision").objects.filter(content_type__in=own).iterator():
            content = revision.content
            for name in names:
                if content.get(name):
                    content[name] = json.dumps(self._migrated(json.loads(content[name])))
            revision.save(update_fields=["content"])

    def _migrate_translations(self, apps: Any, content_ids: Sequence[UUID]) -> None:
        releases = apps.get_model("translation", "Release").objects
        for release in _each(releases, content_ids):
            self._migrate_snapshot(release.snapshot)
            release.save(update_fields=["snapshot"])
        works = apps.get_model("translation", "LocaleWork").objects
        for work in _each(works, content_ids):
            for snapshot in work.made_from.values():
                self._migrate_snapshot(snapshot)
            work.save(update_fields=["made_from"])

    def _migrate_snapshot(self, snapshot: dict[str, Any]) -> None:
        if snapshot.get("fields", {}).get(self.field):
            snapshot["fields"][self.field] = self._migrated(snapshot["fields"][self.field])

    def _migrated(self, raw: list[Any]) -> list[Any]:
        field: Any = present.get_model(self.app, self.model)._meta.get_field(self.field)
        for operation, path in self.operations:
            raw = utils.apply_changes_to_raw_data(
                raw_data=raw, block_path_str=path, operation=operation, streamfield=SimpleNamespace(field=field)
            )
        return raw


def _each(objects: Any, content_ids: Sequence[UUID]) -> Iterator[Any]:
    for start in range(0, len(content_ids), _BATCH):
        yield from objects.filter(content_id__in=content_ids[start : start + _BATCH])
