"""Pages about conditions: what their fields are, where they may stand, and what must hold."""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.blocks import PageChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.gate.pages import Gated
from cms.locales import CONTENT_LOCALES, SOURCE, column, translations
from cms.preview.pages import Previewed
from cms.translation import units, work
from cms.translation.fields import TranslatedStreamField
from cms.translation.pages import TranslatedPage
from conditions.addressing import OnePageCopyForm, check_address
from conditions.blocks.sections import OtherNamesBlock, SectionsBlock
from conditions.fields import ChoicesField
from conditions.panels import condition_form, index_form
from conditions.snippets import validate_jurisdiction
from conditions.vocabulary import (
    CODE_FORMS,
    USUAL_HEADINGS,
    Audience,
    CareSetting,
    CodeMatch,
    CodeSystem,
    EvidenceLevel,
    RegulatoryStatus,
    Specialty,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Topics stand at the first level below the index; conditions go down to the fourth.
MAX_DEPTH = 4

_PATH_SEGMENT_HELP = _(
    "This page’s part of the address in this language, in its own script. "
    "Left empty, it is made from the name on approval."
)


class AddressedPage(TranslatedPage):
    """A page that is part of an address in each locale."""

    #: A copy has no address but its slug, until somebody gives it one.
    exclude_fields_in_copy: ClassVar[list[str]] = [
        *TranslatedPage.exclude_fields_in_copy,
        "path_segment",
        *(column("path_segment", locale.tag) for locale in CONTENT_LOCALES),
    ]
    copy_form_class = OnePageCopyForm

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        check_address(self)


class ConditionIndexPage(AddressedPage):
    """The page above all topics: its path segment starts every address, and it has no document of its own."""

    name = models.CharField(_("name"), max_length=200)
    path_segment = models.CharField(_("path segment"), max_length=200, blank=True, help_text=_PATH_SEGMENT_HELP)
    summary = models.TextField(_("summary"), max_length=300, blank=True)

    is_delivered = False
    measured_apart: ClassVar[frozenset[str]] = frozenset({"path_segment"})
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["conditions.ConditionPage"]
    max_count = 1
    edit_handler = index_form()

    class Meta:
        verbose_name = _("list of conditions")
        verbose_name_plural = _("lists of conditions")


class ConditionPage(Gated, Previewed, AddressedPage):  # type: ignore[django-manager-missing]  # modelcluster has no types
    """A topic, or a condition below one."""

    name = models.CharField(_("name"), max_length=200)
    path_segment = models.CharField(_("path segment"), max_length=200, blank=True, help_text=_PATH_SEGMENT_HELP)
    summary = models.TextField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences for lists and search; plain text.")
    )
    other_names = TranslatedStreamField(
        OtherNamesBlock(),
        blank=True,
        verbose_name=_("other names"),
        help_text=_("What else readers call it or type: synonyms, lay terms, abbreviations, former names."),
    )
    sections = TranslatedStreamField(SectionsBlock(), blank=True, verbose_name=_("sections"))
    image_alt = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_("What the page’s image tells, for those who can’t see it."),
    )
    meta_title = models.CharField(
        _("title for search engines"),
        max_length=60,
        blank=True,
        help_text=_("At most 60 characters; else the name is used."),
    )
    meta_description = models.CharField(
        _("description for search engines"), max_length=160, blank=True, help_text=_("Else the summary is used.")
    )

    image = models.ForeignKey(
        "images.CreditedImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image"),
    )
    image_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("The image says nothing that the text doesn’t.")
    )
    audience = models.CharField(_("audience"), max_length=20, choices=Audience, default=Audience.PATIENT)
    specialties = ChoicesField(Specialty, verbose_name=_("specialties"))
    related = StreamField(
        [("page", PageChooserBlock(page_type="conditions.ConditionPage", label=_("Page")))],
        blank=True,
        verbose_name=_("related conditions"),
        help_text=_("Shown to readers in this order."),
    )
    notices = StreamField(
        [("notice", SnippetChooserBlock("conditions.Notice", label=_("Notice")))],
        blank=True,
        verbose_name=_("notices"),
        help_text=_("Besides those that are on every page."),
    )

    measured_apart: ClassVar[frozenset[str]] = frozenset({"path_segment", "other_names"})
    translated_children: ClassVar[tuple[str, ...]] = ("evidence",)
    parent_page_types: ClassVar[list[str]] = ["conditions.ConditionIndexPage", "conditions.ConditionPage"]
    subpage_types: ClassVar[list[str]] = ["conditions.ConditionPage"]
    edit_handler = condition_form()

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")

    def clean(self) -> None:
        self._lay_out_like_the_source()
        super().clean()

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return super().can_create_at(parent) and parent.depth < _INDEX_DEPTH + MAX_DEPTH

    def can_move_to(self, parent: Page) -> bool:
        height = max([page.depth for page in self.get_descendants()], default=self.depth) - self.depth
        return super().can_move_to(parent) and parent.depth + 1 + height <= _INDEX_DEPTH + MAX_DEPTH

    def neutral_facts(self) -> Mapping[str, Any]:
        return {
            "codes": [[code.system, code.value, code.release, code.match] for code in self.rows("codes")],
            "image": [self.image_id, self.image_decorative],
            "evidence": [evidence.facts() for evidence in self.rows("evidence")],
        }

    def _lay_out_like_the_source(self) -> None:
        """A locale's sections take the source's block ids, so that a segment has the same path in every locale."""
        source = self.sections_raw(SOURCE)
        self._set_sections(SOURCE, _with_usual_headings(source, SOURCE))
        for locale in translations():
            raw = self.sections_raw(locale.tag)
            laid_out = units.aligned(source, raw, former=partial(work.former_blocks, self, locale.tag))
            self._set_sections(locale.tag, laid_out if locale.overlays else _with_usual_headings(laid_out, locale.tag))

    def sections_raw(self, locale: str) -> list[dict[str, Any]]:
        """The stored stream of sections of one locale; empty where there is none."""
        value = getattr(self, column("sections", locale))
        return list(value.get_prep_value()) if value else []

    def _set_sections(self, locale: str, raw: list[dict[str, Any]]) -> None:
        if raw != self.sections_raw(locale):
            name = column("sections", locale)
            field: Any = self._meta.get_field(name)
            setattr(self, name, field.stream_block.to_python(raw))


#: The depth of the index page in Wagtail's tree: root, home, index.
_INDEX_DEPTH = 3


def _with_usual_headings(sections: list[dict[str, Any]], locale: str) -> list[dict[str, Any]]:
    usual = USUAL_HEADINGS.get(locale, {})
    return [
        {
            **section,
            "value": {**section["value"], "heading": section["value"].get("heading") or usual.get(section["type"], "")},
        }
        for section in sections
    ]


class ConditionCode(Orderable):
    """The page's concept in a medical code system; a code is nothing without its system and release."""

    page = ParentalKey(ConditionPage, on_delete=models.CASCADE, related_name="codes")
    content_id = models.UUIDField(default=uuid.uuid4, editable=False)
    system = models.CharField(_("system"), max_length=20, choices=CodeSystem)
    value = models.CharField(_("code"), max_length=20)
    release = models.CharField(_("release"), max_length=20, help_text=_("The release of the system: 2019, 2024-01."))
    match = models.CharField(_("match"), max_length=10, choices=CodeMatch, default=CodeMatch.EXACT)

    class Meta(Orderable.Meta):
        verbose_name = _("code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "system", "value", "release"], name="code_once_per_page")
        ]

    def __str__(self) -> str:
        return f"{self.system}:{self.value}"

    def clean(self) -> None:
        super().clean()
        form, example = CODE_FORMS.get(self.system, (None, ""))
        if form and not form.fullmatch(self.value or ""):
            raise ValidationError(
                {
                    "value": _("This is no code of %(system)s; it should look like %(example)s.")
                    % {"system": CodeSystem(self.system).label, "example": example}
                }
            )


class ConditionEvidence(Orderable):
    """What is known of one therapy for the page's condition: never one claim for all."""

    page = ParentalKey(ConditionPage, on_delete=models.CASCADE, related_name="evidence")
    content_id = models.UUIDField(default=uuid.uuid4, editable=False)
    therapy = models.ForeignKey(
        "conditions.Therapy", on_delete=models.PROTECT, related_name="+", verbose_name=_("therapy")
    )
    regulatory_status = models.CharField(_("regulatory status"), max_length=20, choices=RegulatoryStatus)
    jurisdiction = models.CharField(
        _("jurisdiction"),
        max_length=2,
        blank=True,
        validators=[validate_jurisdiction],
        help_text=_("Where the status holds: a country by ISO 3166-1 (US), or EU; empty for everywhere."),
    )
    level = models.CharField(_("level of evidence"), max_length=20, choices=EvidenceLevel)
    care_setting = models.CharField(_("care setting"), max_length=30, choices=CareSetting)
    statement = models.TextField(
        _("statement"), max_length=500, help_text=_("What the evidence shows, in a sentence or two; plain text.")
    )
    references = StreamField(
        [("reference", SnippetChooserBlock("conditions.Reference", label=_("Reference")))],
        blank=True,
        verbose_name=_("references"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return f"{self.therapy}: {self.level}"

    def facts(self) -> list[Any]:
        """What is the same in each language, for measuring whether a translation still fits."""
        return [
            str(self.content_id),
            self.therapy_id,
            self.regulatory_status,
            self.jurisdiction,
            self.level,
            self.care_setting,
            self.reference_ids(),
        ]

    def reference_ids(self) -> list[int]:
        return [item["value"] for item in self.references.get_prep_value()]
