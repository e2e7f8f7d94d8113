"""Puts our home page in the place of Wagtail's welcome page and lets the default site start at it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations


def create_homepage(apps: Any, schema_editor: Any) -> None:
    content_type_model = apps.get_model("contenttypes.ContentType")
    page_model = apps.get_model("wagtailcore.Page")
    site_model = apps.get_model("wagtailcore.Site")
    home_model = apps.get_model("home.HomePage")
    locale_model = apps.get_model("wagtailcore.Locale")

    # Safe: only Wagtail's own welcome page, which a new installation has and nobody has written.
    page_model.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    content_type, _created = content_type_model.objects.get_or_create(model="homepage", app_label="home")
    root = page_model.objects.get(depth=1)
    home = home_model.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        name="Home",
        name_en="Home",
        content_type=content_type,
        path=f"{root.path}0001",
        depth=2,
        numchild=0,
        url_path="/home/",
        locale=locale_model.objects.get(),
        live=True,
    )
    root.numchild = page_model.objects.filter(depth=2).count()
    root.save(update_fields=["numchild"])
    site_model.objects.filter(is_default_site=True).delete()
    site_model.objects.create(hostname="localhost", root_page=home, is_default_site=True)


def remove_homepage(apps: Any, schema_editor: Any) -> None:
    home_model = apps.get_model("home.HomePage")
    apps.get_model("wagtailcore.Site").objects.filter(root_page__in=home_model.objects.all()).delete()
    home_model.objects.all().delete()


class Migration(migrations.Migration):
    dependencies: ClassVar = [("home", "0001_initial")]

    operations: ClassVar = [migrations.RunPython(create_homepage, remove_homepage)]
