"""Pages that were reviewed before reviews were records keep what readers are told of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms.medical_review.models import Review

AFTER = ("conditions", "0003_reviews_are_records")


@pytest.mark.django_db(transaction=True)
def test_the_dates_and_reviewers_of_pages_become_records():
    executor = MigrationExecutor(connection)
    dependencies = executor.loader.get_migration(*AFTER).dependencies
    before = [key for key in dependencies if key[0] == AFTER[0]]
    executor.migrate(before)
    old = executor.loader.project_state(before).apps
    person = old.get_model("conditions", "Person").objects.create(name="A. Sample", credentials="FRCA", role="author")
    reviewers = [{"type": "person", "id": "5f1c8c2e-4f4e-4a1f-9a51-0a6f6d1f0c11", "value": person.pk}]
    whole = _page(old, "whole", last_reviewed=date(2026, 2, 1), review_due=date(2027, 2, 1), reviewers=reviewers)
    open_ended = _page(old, "open-ended", last_reviewed=date(2024, 2, 29))
    _page(old, "never", review_due=date(2027, 2, 1))

    executor = MigrationExecutor(connection)
    executor.migrate([AFTER])

    found = Review.objects.all()
    told = {review.content_id: (str(review.reviewed_on), str(review.due_on), review.names) for review in found}
    assert told == {
        whole: ("2026-02-01", "2027-02-01", ["A. Sample, FRCA"]),
        open_ended: ("2024-02-29", "2027-02-28", []),
    }


def _page(apps, slug, **fields):
    """A row as the database holds it; the tree has no part in this."""
    content_type = apps.get_model("contenttypes", "ContentType").objects.get(model="conditionpage")
    home = apps.get_model("wagtailcore", "Page").objects.get(depth=2, path="00010001")
    number = apps.get_model("wagtailcore", "Page").objects.count()
    page = apps.get_model("conditions", "ConditionPage").objects.create(
        title=slug,
        slug=slug,
        path=f"00019{number:03d}",
        depth=2,
        content_type=content_type,
        locale_id=home.locale_id,
        **fields,
    )
    return page.content_id
