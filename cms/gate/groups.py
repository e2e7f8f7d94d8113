"""The groups and the workflow that a new installation starts with: clinical reviewers review and sign, publishers
publish.

They are made once, when they are missing; what an administrator changes in them stays.
"""

from __future__ import annotations

from typing import Any

from cms.translation import groups

CLINICAL_REVIEWERS = "Clinical reviewers"
PUBLISHERS = "Publishers"
WORKFLOW = "Medical review"

#: What Wagtail's own migration makes; ours takes its place where nobody has used or changed it.
_WAGTAILS = "Moderators approval"


def make_defaults(**kwargs: Any) -> None:
    """Runs once at the end of each `migrate`, after the groups of translation were made."""
    from django.contrib.auth.models import Permission
    from wagtail.models import Page

    from cms.gate.models import ClinicalReviewTask

    if not groups.is_last(kwargs.get("app_config")):
        return
    known = Permission.objects.filter(content_type__app_label__in=("gate", "medical_review"))
    clinical, urgent = known.filter(codename__in=("sign_off", "record_review")), known.filter(codename="break_glass")
    root = Page.objects.filter(depth=1).first()
    # Wagtail switches tasks off, but never deletes one: where there is one, all this was done before.
    if root is None or clinical.count() + urgent.count() < 3 or ClinicalReviewTask.objects.exists():
        return
    _make_group(CLINICAL_REVIEWERS, clinical, root, pages=("change_page",))
    _make_group(PUBLISHERS, urgent, root, pages=("add_page", "change_page", "publish_page"))
    _make_workflow(root)


def _make_group(name: str, own: Any, root: Any, *, pages: tuple[str, ...]) -> None:
    """They may mend what they find: all that authors may write, but not delete. One that is there gets the rights."""
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import GroupCollectionPermission, GroupPagePermission

    group, _is_new = Group.objects.get_or_create(name=name)
    authors = Group.objects.filter(name=groups.AUTHORS).first()
    written = authors.permissions.exclude(codename__startswith="delete_") if authors else Permission.objects.none()
    access = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    group.permissions.add(*written, *access, *own)
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=pages):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for given in GroupCollectionPermission.objects.filter(group=authors):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=given.collection, permission=given.permission
        )


def _make_workflow(root: Any) -> None:
    """A clinical reviewer signs, then a publisher publishes."""
    from django.contrib.auth.models import Group
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

    from cms.gate.models import ClinicalReviewTask

    clinical = ClinicalReviewTask.objects.create(name="Clinical review")
    clinical.groups.set(Group.objects.filter(name=CLINICAL_REVIEWERS))
    publishing = GroupApprovalTask.objects.create(name="Publishing")
    publishing.groups.set(Group.objects.filter(name=PUBLISHERS))
    workflow = Workflow.objects.create(name=WORKFLOW)
    for place, task in enumerate((clinical, publishing)):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=place)
    _put_on(root, workflow)


def _put_on(root: Any, workflow: Any) -> None:
    from wagtail.models import WorkflowPage

    there = WorkflowPage.objects.filter(page=root).select_related("workflow").first()
    if there is None:
        WorkflowPage.objects.create(page=root, workflow=workflow)
    elif there.workflow.name == _WAGTAILS and not there.workflow.workflow_states.exists():
        there.workflow = workflow
        there.save()
