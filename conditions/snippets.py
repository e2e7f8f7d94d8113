"""What several pages share: therapies, references, people, notices and glossary terms."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, RevisionMixin

from cms.preview.pages import Previewed
from cms.publishing.rich_text import FEATURES
from cms.translation.fields import TranslatedStreamField
from cms.translation.forms import TranslatedSnippetForm
from cms.translation.models import RevisedTranslatedContent
from cms.translation.naming import AdminName
from conditions.addressing import check_address
from conditions.blocks.sections import OtherNamesBlock
from conditions.panels import glossary_term_form, notice_form, person_form, reference_form, therapy_form
from conditions.vocabulary import NoticeKind, PersonRole

if TYPE_CHECKING:
    from collections.abc import Mapping

_SLUG_HELP = _("The key in the API; it does not change with the language. Lower-case letters, digits and hyphens.")

validate_jurisdiction = RegexValidator(r"^[A-Z]{2}$", _("Two capital letters by ISO 3166-1, such as US, or EU."))
validate_doi = RegexValidator(
    r"^10\.\d{4,9}/\S+$", _("A DOI starts with 10. and holds a slash: 10.1097/AAP.0000000000000808")
)
validate_pmid = RegexValidator(r"^[1-9]\d{0,7}$", _("A PMID is a number of up to eight digits: 29870458"))
validate_pmcid = RegexValidator(r"^PMC[1-9]\d{0,8}$", _("A PMCID is PMC and a number: PMC3731413"))
validate_partial_date = RegexValidator(
    r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$", _("A year, a month or a day: 2018, 2018-07 or 2018-07-15")
)


class Therapy(  # noqa: DJ008 -- AdminName gives it
    Previewed, AdminName, RevisedTranslatedContent, DraftStateMixin, RevisionMixin, models.Model
):
    """A treatment that evidence speaks of; a document of its own."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, help_text=_SLUG_HELP)
    name = models.CharField(_("name"), max_length=200)
    path_segment = models.CharField(
        _("path segment"), max_length=200, blank=True, help_text=_("Its part of the address in this language.")
    )
    summary = models.TextField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences, plain text.")
    )
    description = RichTextField(_("description"), features=FEATURES, blank=True)
    other_names = TranslatedStreamField(OtherNamesBlock(), blank=True, verbose_name=_("other names"))

    measured_apart: ClassVar[frozenset[str]] = frozenset({"path_segment", "other_names"})
    base_form_class = TranslatedSnippetForm
    edit_handler = therapy_form()

    class Meta:
        verbose_name = _("therapy")
        verbose_name_plural = _("therapies")

    def clean(self) -> None:
        super().clean()
        check_address(self)


class Notice(AdminName, RevisedTranslatedContent, DraftStateMixin, RevisionMixin, models.Model):
    """Advice that belongs to pages in one jurisdiction, or in all: where to get help, a disclaimer."""

    title = models.CharField(_("title"), max_length=120, help_text=_("For editors only; readers do not see it."))
    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind)
    jurisdiction = models.CharField(
        _("jurisdiction"),
        max_length=2,
        blank=True,
        validators=[validate_jurisdiction],
        help_text=_("A country by ISO 3166-1 (US), or EU; empty for everywhere."),
    )
    everywhere = models.BooleanField(
        _("on every page"), default=False, help_text=_("Otherwise it is on the pages that name it.")
    )
    text = models.TextField(_("text"), max_length=1000, help_text=_("Plain text."))

    always_needed: ClassVar[frozenset[str]] = frozenset({"text"})
    base_form_class = TranslatedSnippetForm
    edit_handler = notice_form()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["kind", "jurisdiction", "title"]

    def __str__(self) -> str:
        return self.title

    def neutral_facts(self) -> Mapping[str, Any]:
        return {"jurisdiction": self.jurisdiction}


class GlossaryTerm(  # noqa: DJ008 -- AdminName gives it
    Previewed, AdminName, RevisedTranslatedContent, DraftStateMixin, RevisionMixin, models.Model
):
    """A word that readers may not know, with what it means; a document of its own."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, help_text=_SLUG_HELP)
    name = models.CharField(_("term"), max_length=120)
    definition = models.TextField(_("definition"), max_length=500, help_text=_("One or two sentences, plain text."))

    always_needed: ClassVar[frozenset[str]] = frozenset({"name", "definition"})
    base_form_class = TranslatedSnippetForm
    edit_handler = glossary_term_form()

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")


class Reference(models.Model):
    """A publication that evidence rests on; cited in its own language, so it is not translated."""

    content_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    key = models.SlugField(_("key"), max_length=80, unique=True, help_text=_("A short name for the API: asra-2018"))
    title = models.CharField(_("title"), max_length=500)
    authors = models.TextField(_("authors"), blank=True, help_text=_("One in each line."))
    published = models.CharField(_("published"), max_length=10, blank=True, validators=[validate_partial_date])
    doi = models.CharField("DOI", max_length=200, blank=True, validators=[validate_doi])
    pmid = models.CharField("PMID", max_length=8, blank=True, validators=[validate_pmid])
    pmcid = models.CharField("PMCID", max_length=12, blank=True, validators=[validate_pmcid])
    url = models.URLField(_("address"), max_length=500, blank=True)
    accessed = models.DateField(_("accessed"), null=True, blank=True)

    edit_handler = reference_form()

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    def clean(self) -> None:
        super().clean()
        if not (self.doi or self.pmid or self.pmcid or self.url):
            raise ValidationError({"url": _("Say where it can be found: a DOI, a PMID, a PMCID or an address.")})


class Person(models.Model):
    """Somebody who wrote or reviewed content."""

    content_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    name = models.CharField(_("name"), max_length=200)
    credentials = models.CharField(_("credentials"), max_length=200, blank=True, help_text=_("Such as MD, FRCA."))
    role = models.CharField(_("role"), max_length=20, choices=PersonRole)

    edit_handler = person_form()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name
