"""A small site, filled, read and translated by `manage.py shell` in a project that may be a copy of this one."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

import cms
from cms.locales import BY_TAG, column
from cms.publishing import lifecycle
from cms.translation import releases
from cms.translation.errors import ReleaseRefused
from cms.translation.groups import reviewers, translators
from conditions.models import ConditionPage
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

SLUG = "chronic-pain"
PATHS = ("conditions/chronic-pain/", "conditions/epilepsy/", "conditions/", "therapies/ketamine-infusion/", "site/")

#: Chronic pain in languages that the project does not have: name, summary, then heading and text of two sections, and
#: the statement on the evidence.
WORDS = {
    "pt": (
        "Dor crônica",
        "Dor que dura mais de três meses.",
        ("Visão geral", "A dor crônica pode continuar depois que a lesão sarou."),
        ("Segurança", "Informe à equipe todos os medicamentos que você toma."),
        "Algumas pessoas tiveram menos dor por algumas semanas.",
    ),
    "ur": (
        "دائمی درد",
        "درد جو تین ماہ سے زیادہ رہے۔",
        ("جائزہ", "چوٹ ٹھیک ہونے کے بعد بھی دائمی درد رہ سکتا ہے۔"),
        ("احتیاط", "ٹیم کو اپنی ہر دوا کے بارے میں بتائیں۔"),
        "کچھ لوگوں کو چند ہفتوں تک درد کم رہا۔",
    ),
}


def tell(**locales_by_act: list[str]) -> None:
    """Does these acts, each in its locales, and prints what each saw, as JSON."""
    assert Path(cms.__file__).is_relative_to(settings.BASE_DIR)
    acts: dict[str, Callable[..., Any]] = {"fill": fill, "read": read, "commands": commands, "translate": translate}
    print(json.dumps({act: acts[act](*locales) for act, locales in locales_by_act.items()}))


def fill(*locales: str) -> dict[str, Any]:
    """Content in several languages, and an English draft that is not out; answers in these locales."""
    factories.profile(locales=("en", "es"))
    therapy = factories.therapy(locales=("en", "es", "ar"))
    page = factories.draft(SLUG, under=factories.index(), locales=("en", "es", "ar"))
    statements = {"en": "Some people had less pain.", "es": "Menos dolor.", "ar": "ألم أقل."}
    factories.add_evidence(page, therapy, statements=statements)
    page = factories.publish(page)
    factories.release(page, "es", "ar")
    factories.release(factories.overlay(page, name="Dolor persistente"), "es-MX")
    factories.page("epilepsy", locales=("en", "zh-Hans"))
    factories.write(draft := factories.latest(page), "en", summary="A draft, out for nobody.").save_revision()
    lifecycle.rebuild_stale()
    return {"answers": answers(*locales), "draft": draft.summary_en, "groups": groups()}


def read(*locales: str) -> dict[str, Any]:
    """What readers, people with rights and editors find."""
    permissions = Permission.objects.filter(content_type__app_label="translation")
    return {
        "answers": answers(*locales),
        "locales": get("locales/")["results"],
        "strict": get(f"conditions/{SLUG}/?locale=pt&fallback=none"),
        "columns": columns(),
        "permissions": sorted(permissions.values_list("codename", flat=True)),
        "groups": groups(),
        "edit_form": edit_form(),
    }


def translate(*locales: str) -> dict[str, Any]:
    """One person writes, another approves, readers get it; by locale."""
    return {
        tag: {
            "was_refused": _write_and_approve(tag),
            "answer": get(f"conditions/{SLUG}/?locale={tag}&fallback=none"),
            "english": get(f"conditions/{SLUG}/?locale=en"),
            "draft": factories.latest(_page()).summary_en,
        }
        for tag in locales
    }


def commands() -> dict[str, str]:
    """What the commands say that look for something left to do."""
    said: dict[str, str] = {}
    for name, options in (
        ("makemigrations", {"check_changes": True, "interactive": False}),
        ("check", {"fail_level": "WARNING"}),
        ("republish", {"dry_run": True}),
    ):
        out = StringIO()
        call_command(name, stdout=out, stderr=out, **options)
        said[name] = out.getvalue()
    return said


def answers(*locales: str) -> dict[str, Any]:
    return {f"{path} {tag}": get(f"{path}?locale={tag}") for path in PATHS for tag in locales}


def get(path: str) -> Any:
    return Client().get(f"/api/v1/{path}").json()


def groups() -> dict[str, list[str]]:
    """What each group may do, by its name."""
    found = Group.objects.order_by("name")
    return {group.name: sorted(group.permissions.values_list("codename", flat=True)) for group in found}


def columns() -> list[str]:
    with connection.cursor() as cursor:
        return [
            column.name for column in connection.introspection.get_table_description(cursor, "conditions_conditionpage")
        ]


def edit_form() -> dict[str, Any]:
    """The tabs of a page's edit form, and the direction of the fields of each language."""
    client = Client()
    client.force_login(factories.administrator())
    html = client.get(reverse("wagtailadmin_pages:edit", args=[_page().pk])).content.decode()
    tabs = re.findall(r'<a\b[^>]*role="tab"[^>]*>(.*?)</a>', html, re.DOTALL)
    directions = dict(re.findall(r'<section\b[^>]*\blang="([^"]+)" dir="([^"]+)"', html))
    return {"tabs": [tab.partition("<")[0].strip() for tab in tabs], "directions": directions}


def _page() -> Any:
    return ConditionPage.objects.get(slug=SLUG)


def _write_and_approve(tag: str) -> bool:
    """Whether the translator, who has the right to approve too, was refused before another person approved."""
    locale = BY_TAG[tag]
    writer = factories.user(f"both-{tag}", translators(locale), reviewers(locale))
    _write(tag).save_revision(user=writer)
    try:
        releases.approve(_page(), tag, by=writer)
    except ReleaseRefused:
        releases.approve(_page(), tag, by=factories.approver(tag))
        return True
    return False


def _write(tag: str) -> Any:
    name, summary, overview, safety, statement = WORDS[tag]
    page = factories.latest(_page())
    parts = [
        factories.section(
            "overview",
            factories.paragraph(overview[1], block=factories.block_id(SLUG, "overview", 0)),
            of=SLUG,
            heading=overview[0],
        ),
        factories.section(
            "safety",
            factories.callout(safety[1], block=factories.block_id(SLUG, "safety", 0)),
            of=SLUG,
            heading=safety[0],
        ),
    ]
    for entry in page.evidence.all():
        setattr(entry, column("statement", tag), statement)
        page.evidence.add(entry)
    return factories.write(page, tag, name=name, summary=summary, sections=parts)
