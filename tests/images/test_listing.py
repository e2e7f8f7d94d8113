"""Editors find the images that need looking after, and are told where one is used before they delete it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.search import index

from cms.images import filters
from cms.images.models import CreditedImage
from tests import factories
from tests.images import pictures

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(factories.administrator())
    return client


def page_that_uses(*, image=None, in_text=None, locale="en"):
    page = factories.draft(locales=("en", locale))
    page.image = image
    page = factories.publish(with_in_text(page, in_text, locale) if in_text else page)
    ReferenceIndex.create_or_update_for_object(page)  # as the worker does
    return page


def with_in_text(page, image, *locales):
    value = {"image": image.pk, "alt": "Waves", "decorative": False, "caption": ""}
    block = {"type": "image", "id": factories.block_id("image"), "value": value}
    for locale in locales:
        factories.write(page, locale, sections=[factories.section("overview", block, of="chronic-pain")])
    return page


def listed(admin, **asked):
    for image in CreditedImage.objects.all():
        index.insert_or_update_object(image)  # as the worker does
    answer = admin.get(reverse("wagtailimages:index_results"), asked)
    assert answer.status_code == 200
    return {image.title for image in answer.context["images"]}


@pytest.mark.parametrize("words", ["", "waves"])
def test_images_are_found_by_what_they_lack(admin, words):
    factories.image("Waves, whole", file=pictures.file())
    factories.image("Waves, uncredited", file=pictures.file(), credit="")
    factories.image("Waves, unlicensed", file=pictures.file(), license="")

    assert listed(admin, lacks=filters.NO_CREDIT, q=words) == {"Waves, uncredited"}
    assert listed(admin, lacks=filters.NO_LICENCE, q=words) == {"Waves, unlicensed"}
    assert len(listed(admin, q=words)) == 3


@pytest.mark.parametrize("words", ["", "waves"])
@pytest.mark.parametrize("locale", ["en", "ar", "zh-Hans"])
def test_an_image_counts_as_used_whichever_way_a_page_uses_it(admin, locale, words):
    first, in_text = factories.image("First", file=pictures.file()), factories.image("In text", file=pictures.file())
    factories.image("Waves of nobody", file=pictures.file())
    page_that_uses(image=first, in_text=in_text, locale=locale)

    assert listed(admin, lacks=filters.UNUSED, q=words) == {"Waves of nobody"}


def test_who_deletes_an_image_is_told_which_pages_lose_it(admin):
    image = factories.image(file=pictures.file())
    page_that_uses(in_text=image)

    asked = admin.get(reverse("wagtailimages:delete", args=[image.pk])).content.decode()
    usage = admin.get(reverse("wagtailimages:image_usage", args=[image.pk])).content.decode()

    assert "This image is referenced 1 time." in asked
    assert reverse("wagtailimages:image_usage", args=[image.pk]) in asked
    assert "Chronic pain" in usage
    assert "Sections [en]" in usage


def test_an_image_that_only_a_release_still_shows_is_used(admin):
    former, now = factories.image("Former", file=pictures.file()), factories.image("Now", file=pictures.file())
    condition = factories.publish(with_in_text(factories.draft(locales=("en", "ar")), former, "en", "ar"))
    factories.release(condition, "ar")
    condition = factories.publish(with_in_text(factories.reload(condition), now, "en", "ar"))
    ReferenceIndex.create_or_update_for_object(condition)

    asked = admin.get(reverse("wagtailimages:delete", args=[former.pk])).content.decode()
    bulk = reverse("wagtail_bulk_action", args=["images", "creditedimage", "delete"])
    asked_of_both = admin.get(bulk, {"id": [former.pk, now.pk]}).content.decode()

    assert listed(admin, lacks=filters.UNUSED) == set()
    assert "Readers are shown this image now, in 1 published document." in asked
    assert "Readers are shown some of these now, in 1 published document." in asked_of_both


def test_a_list_that_a_filter_leaves_empty_says_so(admin):
    answer = admin.get(reverse("wagtailimages:index_results"), {"lacks": filters.NO_CREDIT})

    assert "No image matches these filters." in answer.content.decode()
