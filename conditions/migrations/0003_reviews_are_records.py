"""What pages said of their medical review becomes records of reviews, which change by the act of reviewing alone.

Dropping the columns is safe: what readers were told is copied first. A date that only a draft held was told to nobody.
"""

import calendar
import json

from django.db import migrations

#: How long a review holds that nobody has given an end.
_MONTHS = 36


def copy(apps, schema_editor):
    people = {
        person.pk: {
            "content_id": str(person.content_id),
            "name": person.name,
            "credentials": person.credentials,
            "role": person.role,
        }
        for person in apps.get_model("conditions", "Person").objects.all()
    }
    pages = apps.get_model("conditions", "ConditionPage").objects.filter(last_reviewed__isnull=False)
    apps.get_model("medical_review", "Review").objects.bulk_create(
        _review_of(apps, page, people) for page in pages.only("content_id", "last_reviewed", "review_due", "reviewers")
    )


def _review_of(apps, page, people):
    due = page.review_due
    if due is None or due <= page.last_reviewed:
        due = _months_after(page.last_reviewed)
    return apps.get_model("medical_review", "Review")(
        content_id=page.content_id,
        reviewed_on=page.last_reviewed,
        due_on=due,
        reviewers=[people[item["value"]] for item in _items(page.reviewers) if item["value"] in people],
        outcome="unchanged",
    )


def _items(stream):
    """Of the raw data, because blocks stay out of migrations."""
    raw = stream.raw_data if hasattr(stream, "raw_data") else json.loads(stream or "[]")
    return list(raw)


def _months_after(day):
    year = day.year + _MONTHS // 12
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def forget(apps, schema_editor):
    """Going back finds the columns empty: the records say more than they could hold, and stay."""


class Migration(migrations.Migration):
    dependencies = [
        ("conditions", "0002_images_of_our_own"),
        ("medical_review", "0001_reviews"),
    ]

    operations = [
        migrations.RunPython(copy, forget),
        migrations.RemoveField(model_name="conditionpage", name="last_reviewed"),
        migrations.RemoveField(model_name="conditionpage", name="review_due"),
        migrations.RemoveField(model_name="conditionpage", name="reviewers"),
    ]
