"""The group that a new installation has for those who review content as clinicians."""

from __future__ import annotations

from typing import Any

from cms.translation import groups

CLINICAL_REVIEWERS = "Clinical reviewers"


def make_default_group(**kwargs: Any) -> None:
    """Makes the group once, and gives it the right to record reviews while nobody else has it; what an administrator
    changes in it stays.
    """
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import GroupPagePermission, Page

    if not groups.is_last(kwargs.get("app_config")):
        return
    permission = Permission.objects.filter(content_type__app_label="medical_review", codename="record_review").first()
    root = Page.objects.filter(depth=1).first() if permission is not None else None
    if permission is None or root is None:
        return
    group, is_new = Group.objects.get_or_create(name=CLINICAL_REVIEWERS)
    if is_new:
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
        )
        change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
        GroupPagePermission.objects.create(group=group, page=root, permission=change)
    if not permission.group_set.exists():
        group.permissions.add(permission)
