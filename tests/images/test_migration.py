"""Images of deployments from before keep their ids, files, rights and places."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from taggit.models import Tag, TaggedItem
from wagtail.models import Collection, ReferenceIndex

from cms.images import files
from cms.images.models import CreditedImage, Rendition
from cms.publishing import lifecycle
from conditions.models import ConditionPage
from conditions.sample import drawings
from tests import factories

BEFORE = [("conditions", "0001_initial"), ("images", "0001_images_with_rights")]
NOW = [("conditions", "0002_images_of_our_own"), ("images", "0002_images_that_were_wagtails")]


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.mark.django_db(transaction=True)
def test_images_of_before_are_taken_over():
    page, image_of_ours = factories.draft(), factories.image(pk=70)
    block = {"image": 70, "alt": "Soft waves", "decorative": False, "caption": ""}
    section = factories.section(
        "overview", {"type": "image", "id": factories.block_id("image"), "value": block}, of="chronic-pain"
    )
    page = factories.publish(factories.write(page, "en", sections=[section]))
    ReferenceIndex.create_or_update_for_object(page)
    old_type = ContentType.objects.get(app_label="wagtailimages", model="image")
    ReferenceIndex.objects.filter(to_object_id="70").update(to_content_type=old_type)
    image_of_ours.delete()
    person, collection = get_user_model().objects.create(username="ana"), Collection.get_first_root_node()
    before = migrate(BEFORE)
    name = default_storage.save("original_images/waves.jpg", ContentFile(drawings.draw("chronic-pain")))
    image = before.get_model("wagtailimages", "Image").objects.create(
        id=70, title="Waves", file=name, description="Photo: B. Sample", width=1920, height=1080,
        focal_point_x=480, focal_point_y=540, focal_point_width=10, focal_point_height=10,
        collection_id=collection.pk, uploaded_by_user_id=person.pk,
    )  # fmt: skip
    listed = {"filter_spec": "max-480x480|format-webp", "file": "images/waves.webp", "width": 480, "height": 270}
    before.get_model("wagtailimages", "Rendition").objects.create(image=image, **listed)
    TaggedItem.objects.create(tag=Tag.objects.create(name="calm"), content_type=old_type, object_id=70)
    ConditionPage.objects.update(image_id=70)

    migrate(NOW)

    found = CreditedImage.objects.get()
    assert (found.pk, found.title, found.file.name) == (70, "Waves", name)
    assert (found.credit, found.license, found.description) == ("Photo: B. Sample", "", "")
    assert found.created_at == image.created_at
    assert (found.collection, found.uploaded_by_user) == (collection, person)
    assert [tag.name for tag in found.tags.all()] == ["calm"]
    assert ConditionPage.objects.get().image == found
    assert ReferenceIndex.get_references_to(found).count() == 1
    assert factories.image().pk > 70

    lifecycle.republish(page.content_id, dry_run=False)
    shown = factories.answer(page)
    assert shown["image"]["focal_point"] == {"x": 0.25, "y": 0.5}
    assert shown["image"]["license"] is None
    assert [file["url"].rpartition("/")[2] for file in shown["image"]["renditions"]] == ["waves.webp"]
    assert shown["sections"][0]["blocks"][0]["value"]["credit"] == "Photo: B. Sample"

    assert files.ask_again() == 1
    files.make_files(70)
    lifecycle.rebuild_stale()
    assert len(factories.answer(page)["image"]["renditions"]) == len(files.RECIPES)
    assert files.drop_former(70)
    assert not Rendition.objects.filter(filter_spec=listed["filter_spec"]).exists()
