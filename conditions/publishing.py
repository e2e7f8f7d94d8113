"""Tells the publishing side which content is delivered, and how it is built and found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.medical_review.policy import ReviewStatus
from cms.preview import kinds as previews
from cms.preview.kinds import PreviewKind
from cms.publishing import registry
from cms.publishing.registry import Kind
from cms.translation import staleness
from conditions import document, listing, schemas, shared_documents, site_document, vocabulary
from conditions.models import ConditionPage
from conditions.snippets import GlossaryTerm, Therapy
from home.models import SiteProfile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from django.db.models import TextChoices


def register_kinds() -> None:
    for type_, model, build in (
        (document.TYPE, ConditionPage, document.build),
        (shared_documents.THERAPY, Therapy, shared_documents.build_therapy),
        (shared_documents.GLOSSARY_TERM, GlossaryTerm, shared_documents.build_glossary_term),
        (site_document.TYPE, SiteProfile, site_document.build),
    ):
        registry.register(
            Kind(
                type=type_,
                model=model,
                build=build,
                all_content_ids=_all_content_ids(model),
                find=_find(model),
                heal=staleness.remeasure,
                schemas=schemas.BY_TYPE[type_](),
            )
        )


def register_previews() -> None:
    previews.register(PreviewKind(ConditionPage, document.build_one, listing.cards))
    previews.register(PreviewKind(Therapy, shared_documents.build_one_therapy))
    previews.register(PreviewKind(GlossaryTerm, shared_documents.build_one_term))
    previews.register_labels({key: dict(choices.choices) for key, choices in _WORDS.items()})


#: The vocabularies of documents, by the key that their values stand under.
_WORDS: dict[str, type[TextChoices]] = {
    "name_kind": vocabulary.NameKind,
    "urgency": vocabulary.Urgency,
    "system": vocabulary.CodeSystem,
    "specialty": vocabulary.Specialty,
    "audience": vocabulary.Audience,
    "regulatory_status": vocabulary.RegulatoryStatus,
    "level": vocabulary.EvidenceLevel,
    "care_setting": vocabulary.CareSetting,
    "notice_kind": vocabulary.NoticeKind,
    "role": vocabulary.PersonRole,
    "review_status": ReviewStatus,
}


def _all_content_ids(model: Any) -> Callable[[], Iterable[UUID]]:
    def all_content_ids() -> Iterable[UUID]:
        """Parents before their children, so that a first build of all needs few rebuilds."""
        order = "path" if hasattr(model, "path") else "pk"
        found: Iterable[UUID] = model._default_manager.order_by(order).values_list("content_id", flat=True)
        return found

    return all_content_ids


def _find(model: Any) -> Callable[[UUID], Any | None]:
    def find(content_id: UUID) -> Any | None:
        return model._default_manager.filter(content_id=content_id).first()

    return find
