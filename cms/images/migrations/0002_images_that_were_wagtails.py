"""Takes over the images of Wagtail's own model, with their ids, so that what points at them goes on to.

Their description was used as the credit. Nobody has said yet what they are licensed under: the list of images in the
admin finds them. The files that readers have are kept until the worker has made others. Wagtail's own rows are left as
they are: nothing reads them any more, and they are what going back to an older version would need.
"""

from __future__ import annotations

from django.core.management.color import no_style
from django.db import migrations
from django.utils import timezone

_SAME = (
    "id", "title", "file", "width", "height", "created_at", "focal_point_x", "focal_point_y", "focal_point_width",
    "focal_point_height", "file_size", "file_hash", "collection_id", "uploaded_by_user_id",
)  # fmt: skip
_SAME_OF_RENDITIONS = ("id", "filter_spec", "file", "width", "height", "focal_point_key", "image_id")

#: What points at an image by its type and id.
_BY_TYPE = (
    ("taggit", "TaggedItem", "content_type"),
    ("wagtailcore", "ReferenceIndex", "base_content_type"),
    ("wagtailcore", "ReferenceIndex", "content_type"),
    ("wagtailcore", "ReferenceIndex", "to_content_type"),
    ("wagtailcore", "ModelLogEntry", "content_type"),
    ("wagtailcore", "UploadedFile", "for_content_type"),
    ("wagtailsearch", "IndexEntry", "content_type"),
)


def take_over(apps, schema_editor):
    if not apps.get_model("wagtailimages", "Image").objects.using(schema_editor.connection.alias).exists():
        return
    now = timezone.now()
    _copy(
        schema_editor,
        _SAME,
        made={"credit": "description"},
        given={"description": "", "license": "", "source_url": "", "files_due_at": now, "files_asked": 0},
        tables=("wagtailimages_image", "images_creditedimage"),
    )
    _copy(
        schema_editor,
        _SAME_OF_RENDITIONS,
        made={},
        given={"made_at": now},
        tables=("wagtailimages_rendition", "images_rendition"),
    )
    _number_on(apps, schema_editor)
    _turn_to_the_new_type(apps, schema_editor)


def _copy(schema_editor, same, *, made, given, tables):
    """In one statement: the ORM would give each row today's date."""
    connection = schema_editor.connection
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in (*same, *made, *given))
    values = ", ".join([*(quote(name) for name in (*same, *made.values())), *("%s" for _ in given)])
    old, new = (quote(table) for table in tables)
    moments = [
        connection.ops.adapt_datetimefield_value(value) if hasattr(value, "tzinfo") else value
        for value in given.values()
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {new} ({columns}) SELECT {values} FROM {old}", moments)  # noqa: S608 -- our names


def _number_on(apps, schema_editor):
    """PostgreSQL counts ids apart from the rows that were given theirs."""
    models = [apps.get_model("images", name) for name in ("CreditedImage", "Rendition")]
    with schema_editor.connection.cursor() as cursor:
        for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _turn_to_the_new_type(apps, schema_editor):
    alias = schema_editor.connection.alias
    types = apps.get_model("contenttypes", "ContentType").objects.using(alias)
    old = types.filter(app_label="wagtailimages", model="image").first()
    if old is None:
        return
    new, _ = types.get_or_create(app_label="images", model="creditedimage")
    for app, model, field in _BY_TYPE:
        apps.get_model(app, model).objects.using(alias).filter(**{field: old}).update(**{field: new})


class Migration(migrations.Migration):
    dependencies = [
        ("images", "0001_images_with_rights"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
