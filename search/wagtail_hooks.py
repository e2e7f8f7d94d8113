"""What the Wagtail admin gets from search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from search.admin.rights import may_keep
from search.admin.viewsets import SearchGroup
from search.models import Miss, Synonym

if TYPE_CHECKING:
    from django.db.models import QuerySet

register_snippet(SearchGroup)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Seeing the report can be given to any group in the admin."""
    return Permission.objects.filter(content_type__app_label=Miss._meta.app_label, codename="view_miss")


@hooks.register("before_delete_snippet")
def keep_synonyms_of_other_languages(request: Any, instances: Any) -> None:
    """The form guards adding and changing; deleting has no form."""
    for synonym in instances:
        if isinstance(synonym, Synonym) and not may_keep(request.user, synonym.locale):
            raise PermissionDenied
