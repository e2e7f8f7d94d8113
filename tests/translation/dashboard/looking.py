"""A person at the dashboard, and what they read there."""

from __future__ import annotations

import csv
import io
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cms.translation.dashboard import home_panel
from cms.translation.dashboard.filters import translated
from cms.translation.models import LocaleWork, TranslatedItem
from conditions.models import ConditionPage
from tests import factories

URL = "/admin/translation/"


def change(page, *, kind="content", text="Pain that lasts, and that no injury explains any more."):
    return factories.publish(factories.write(factories.latest(page), "en", summary=text), kind=kind)


def csv_lines(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def panel_of(account, rf):
    request = rf.get("/admin/")
    request.user = account
    panels: list[home_panel.TranslationsPanel] = []
    home_panel.add(request, panels)
    return panels[0].get_context_data({})


def make_rows(number, *, first=0):
    """Rows alone, without the content that they speak of."""
    kind = ContentType.objects.get_for_model(ConditionPage)
    made = [
        TranslatedItem(content_id=uuid4(), content_type=kind, object_id="1", name=f"Made {place:04}", is_live=True)
        for place in range(first, first + number)
    ]
    TranslatedItem.objects.bulk_create(made)
    LocaleWork.objects.bulk_create(
        LocaleWork(content=item, locale=tag, segments=9, missing=9, waiting_since=timezone.now())
        for item in made
        for tag in translated()
    )
