"""Which contents wait to be built anew since what they read has changed, and the rebuild that they wait for."""

from __future__ import annotations

from cms.publishing import lifecycle
from cms.publishing.models import StaleMark


def waiting():
    return set(StaleMark.objects.values_list("content_id", flat=True))


def settle():
    lifecycle.rebuild_stale()
    assert waiting() == set()
