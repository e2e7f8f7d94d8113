"""The tables of translation: content, releases, the work on them, and what languages have been found to say."""

from cms.translation.models.content import AnnouncedChange, RevisedTranslatedContent, TranslatedContent
from cms.translation.models.language import AvoidedWord, MemoryEntry
from cms.translation.models.messages import ImportedFile, Notification, NotificationKind
from cms.translation.models.releases import Method, Release, ReleaseState
from cms.translation.models.work import (
    Delivery,
    LocaleWork,
    Origin,
    SegmentComment,
    SegmentMark,
    TranslatedItem,
    WorkState,
)

__all__ = [
    "AnnouncedChange",
    "AvoidedWord",
    "Delivery",
    "ImportedFile",
    "LocaleWork",
    "MemoryEntry",
    "Method",
    "Notification",
    "NotificationKind",
    "Origin",
    "Release",
    "ReleaseState",
    "RevisedTranslatedContent",
    "SegmentComment",
    "SegmentMark",
    "TranslatedContent",
    "TranslatedItem",
    "WorkState",
]
