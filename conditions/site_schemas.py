"""The JSON Schemas of what the site looks like as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conditions import site_document
from conditions.blocks.base import NULLABLE_TEXT, TEXT, URL, array, obj
from conditions.schema_parts import CIRCUMSTANCES, ID, LOCALE, NULLABLE_URL, enum, head_of, ref
from home.models import DAYS

if TYPE_CHECKING:
    from conditions.blocks.base import Schema


def site_schemas() -> dict[str, Schema]:
    time_of_day: Schema = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
    navigation_item = obj(
        {"id": ID, "slug": TEXT, "name": TEXT, "locale": LOCALE, "path": TEXT, "url": URL, "web_url": NULLABLE_URL},
        description="A topic in the site’s navigation.",
    )
    hours = obj(
        {"days": array(enum(day for day, _label in DAYS)), "opens": time_of_day, "closes": time_of_day},
        description="When the publisher can be reached, in local time.",
    )
    contact = obj(
        {"text": NULLABLE_TEXT, "address": NULLABLE_TEXT, "phone": NULLABLE_TEXT, "email": NULLABLE_TEXT},
        description="How to get in touch.",
    )
    rights = obj(
        {
            "publisher": NULLABLE_TEXT,
            "license": NULLABLE_TEXT,
            "license_url": NULLABLE_URL,
            "attribution_text": NULLABLE_TEXT,
            "attribution_url": NULLABLE_URL,
        },
        description="Under which terms content may be used.",
    )
    site = obj(
        {
            **head_of(site_document.TYPE),
            "name": NULLABLE_TEXT,
            "summary": NULLABLE_TEXT,
            "publisher": obj({"name": NULLABLE_TEXT, "url": NULLABLE_URL}, description="Who publishes."),
            "contact": contact,
            "opening_hours": array(hours),
            "notices": array(ref("Notice")),
            "navigation": array(ref("NavigationItem")),
            "rights": rights,
            "translation": ref("Translation"),
            "alternates": array(ref("Alternate")),
            **CIRCUMSTANCES,
        },
        description="Who publishes, how to reach them, and what there is to read.",
    )
    return {"NavigationItem": navigation_item, "Site": site}
