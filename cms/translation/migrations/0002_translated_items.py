"""Gives the work on a locale a row to belong to. The column stays as it is, so nothing is lost or copied."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("translation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="TranslatedItem",
            fields=[
                ("content_id", models.UUIDField(primary_key=True, serialize=False)),
                ("object_id", models.CharField(max_length=255)),
                ("name", models.CharField(max_length=255)),
                ("is_live", models.BooleanField(default=False)),
                ("source_digest", models.CharField(blank=True, max_length=32)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["name", "content_id"], name="item_by_name")]},
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveConstraint(model_name="localework", name="one_work_per_locale"),
                migrations.RemoveField(model_name="localework", name="content_id"),
                migrations.AddField(
                    model_name="localework",
                    name="content",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="works",
                        to="translation.translateditem",
                    ),
                    preserve_default=False,
                ),
                migrations.AddConstraint(
                    model_name="localework",
                    constraint=models.UniqueConstraint(fields=("content", "locale"), name="one_work_per_locale"),
                ),
            ],
        ),
    ]
