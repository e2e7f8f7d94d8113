"""What a person does in the admin with one click happens in one transaction:
the page and its documents change together.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.utils.urlpatterns import decorate_urlpatterns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def atomic_posts(urlpatterns: Sequence[Any]) -> Sequence[Any]:
    """The views behind these patterns, each POST in a transaction; Wagtail moves, unpublishes and copies without one.

    Other requests get none: with SQLite a transaction holds the one lock for writing from its start. Nor do views that
    see to it themselves (`non_atomic_requests`), because they wait for another server or only look something up.
    """
    decorated: Sequence[Any] = decorate_urlpatterns(urlpatterns, _atomic_post)
    return decorated


def _atomic_post(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def atomic_view(request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST" or getattr(view, "_non_atomic_requests", None):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return atomic_view
