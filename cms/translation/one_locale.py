"""What the views of one locale of one content have in common: finding both, and who may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from wagtail.models import RevisionMixin

from cms.locales import BY_TAG, SOURCE
from cms.translation import rights
from cms.translation.models import TranslatedContent

if TYPE_CHECKING:
    from django.http import HttpRequest


class OfOneLocale:
    """For a view below `translation/<model label>/<pk>/<tag>/`."""

    content: Any
    locale: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.locale = _locale(kwargs["tag"])
        self.content = content_at(kwargs["model"], kwargs["pk"])
        if not may_see(request.user, self.content, self.locale):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view that it is mixed into


def may_see(user: Any, content: Any, locale: str) -> bool:
    """Whoever has to do with the locale, or with its source, and may edit this content at all."""
    concerned = rights.may_work(user, locale) or rights.may_translate(user, SOURCE)
    return concerned and rights.may_edit(user, content)


def _locale(tag: str) -> str:
    if tag not in BY_TAG or tag == SOURCE:
        raise Http404
    return tag


def content_at(label: str, pk: str) -> Any:
    """Translated content by the label of its model and its primary key. Raises Http404."""
    try:
        model = apps.get_model(label)
        if not issubclass(model, TranslatedContent):
            raise Http404
        # A page that is opened shows its draft.
        related = ["latest_revision"] if issubclass(model, RevisionMixin) else []
        found = model._default_manager.filter(pk=pk).select_related(*related).first()
    except (LookupError, ValueError, ValidationError, OverflowError):
        raise Http404 from None
    if found is None:
        raise Http404
    return found
