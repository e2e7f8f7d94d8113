"""What follows when editors' synonyms change."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from cms.publishing import lifecycle
from search.models import Synonym


def synonym_changed(**signal: Any) -> None:
    """No document shows it, and each process has to read synonyms anew before its next answer."""
    lifecycle.state_version_raised()


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(synonym_changed, sender=Synonym, dispatch_uid="search.synonym_changed")
