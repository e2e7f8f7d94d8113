"""Where content is edited and released in the admin."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from wagtail.admin.admin_url_finder import AdminURLFinder


def edit_url(content: Any) -> str | None:
    """The form of a page, snippet or site setting; None for content that has none."""
    url: str | None = AdminURLFinder().get_edit_url(content)
    return url


def release_url(content: Any, locale: str) -> str:
    return release_page_url(type(content)._meta.label_lower, content.pk, locale)


def release_page_url(model: str, pk: Any, locale: str) -> str:
    """Where a locale of some content is approved; `model` is the label of its model, in lower case."""
    return reverse("translation_release", args=(model, pk, locale))


def workbench_url(model: str, pk: Any, locale: str) -> str:
    """Where a locale of some content is worked on; `model` is the label of its model, in lower case."""
    return reverse("translation_workbench", args=(model, pk, locale))


def work_url(content: Any, locale: str) -> str:
    """The workbench for a content object at hand."""
    return workbench_url(type(content)._meta.label_lower, content.pk, locale)


def export_url(content: Any, locale: str) -> str:
    """Where the text of one content in one locale is exported for translators elsewhere."""
    return f"{reverse('translation_export')}?{urlencode({'locale': locale, 'content': str(content.content_id)})}"
