"""The addresses of the workbench, below that of one locale of one content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.transaction import non_atomic_requests
from django.urls import path

from cms.translation.workbench import edits, offers, views

if TYPE_CHECKING:
    from django.urls import URLPattern

_HERE = "translation/<str:model>/<str:pk>/<str:tag>/workbench/"


def urls() -> list[URLPattern]:
    """What asks a machine or only reads holds no transaction while it does."""
    return [
        path(_HERE, views.WorkbenchView.as_view(), name="translation_workbench"),
        path(f"{_HERE}hand-over/", views.HandOverView.as_view(), name="translation_hand_over"),
        path(f"{_HERE}save/", edits.SaveView.as_view(), name="translation_save"),
        path(f"{_HERE}confirm/", edits.ConfirmView.as_view(), name="translation_confirm"),
        path(f"{_HERE}check/", non_atomic_requests(edits.CheckView.as_view()), name="translation_check"),
        path(f"{_HERE}accept/", edits.AcceptView.as_view(), name="translation_accept"),
        path(f"{_HERE}suggest/", offers.SuggestView.as_view(), name="translation_suggest"),
        path(f"{_HERE}comment/", offers.CommentView.as_view(), name="translation_comment"),
        path(f"{_HERE}standing/", offers.StandingView.as_view(), name="translation_standing"),
        path(f"{_HERE}machine/", non_atomic_requests(offers.MachineView.as_view()), name="translation_machine"),
    ]
