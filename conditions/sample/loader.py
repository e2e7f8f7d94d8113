"""Loads the sample content through the same publish and release that editors use;
content that is there already stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Site

from cms.gate import admission
from cms.images.files import make_files
from cms.images.licences import Licence
from cms.images.models import CreditedImage
from cms.locales import BY_TAG, SOURCE, column, translations
from cms.publishing import lifecycle, statistics
from cms.translation import groups, releases
from conditions.models import ConditionCode, ConditionEvidence, ConditionIndexPage, ConditionPage
from conditions.sample import drawings, streams
from conditions.sample.editor import Editor, content_id, write
from conditions.sample.files import BrokenSampleFile
from conditions.snippets import GlossaryTerm, Notice, Person, Reference, Therapy
from home.models import HomePage, SiteProfile
from search.models import Synonym

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping

    from conditions.sample.files import SampleFiles

APPROVER = "sample-approver"

#: Each sample page's log says so.
WAIVED_BECAUSE = "Sample content, which no clinician has signed."


def load(files: SampleFiles, *, tell: Callable[[str], None]) -> Counter[str]:
    """Loads what is missing, all or nothing; returns how many of each kind were made.

    `tell` gets a line for each piece of content. Raises BrokenSampleFile.
    """
    with transaction.atomic(), admission.waived(WAIVED_BECAUSE):
        made = _Loader(files, tell).load()
        lifecycle.rebuild_stale()
    statistics.refresh()
    return made


class _Loader:
    """One run over the files; keeps the primary keys that later content points at."""

    def __init__(self, files: SampleFiles, tell: Callable[[str], None]) -> None:
        self.files = files
        self.editor = Editor(approver=_approver(), tell=tell)
        self.terms: dict[str, int] = {}
        self.images: dict[str, int] = {}
        self.therapies: dict[str, int] = {}
        self.references: dict[str, int] = {}
        self.pages: dict[str, int] = {}

    def load(self) -> Counter[str]:
        self._references()
        self._people()
        self._images()
        index = self._home_and_index()
        self._glossary()
        fresh = self._blank_pages(index)
        self._therapies()
        self._notices()
        self._profile()
        self._synonyms()
        for page in self.files.pages:
            if page["slug"] in fresh:
                self._fill(page)
        return self.editor.made

    @property
    def targets(self) -> streams.Targets:
        return streams.Targets(pages=self.pages, terms=self.terms, images=self.images)

    def _references(self) -> None:
        for row in self.files.references:
            values = {name: row[name] or "" for name in ("title", "published", "doi", "pmid", "pmcid", "url")}
            values |= {"authors": "\n".join(row["authors"]), "accessed": row["accessed"]}
            reference, _ = self.editor.once(
                Reference, "references.yaml", "reference", row["key"], key=row["key"], **values
            )
            self.references[row["key"]] = reference.pk

    def _synonyms(self) -> None:
        """Only where there are none at all: one that editors have changed or deleted does not come back."""
        if Synonym.objects.exists():
            return
        for tag, rows in self.files.synonyms.items():
            Synonym.objects.bulk_create(
                Synonym(locale=tag, words=", ".join(row["words"]), means=", ".join(row.get("means", ())))
                for row in rows
            )
            self.editor.note("synonyms", tag)

    def _people(self) -> None:
        for row in self.files.people:
            values = {name: row[name] for name in ("name", "credentials", "role")}
            self.editor.once(Person, "people.yaml", "person", row["key"], **values)

    def _images(self) -> None:
        for slug in drawings.SLUGS:
            title = f"Sample drawing: {slug}"
            image = CreditedImage.objects.filter(title=title).first()
            if image is None:
                file = ContentFile(drawings.draw(slug), name=f"sample-{slug}.jpg")
                image = CreditedImage.objects.create(
                    title=title, file=file, credit="Drawn by the project", license=Licence.CC0_1_0
                )
                make_files(image.pk)
                self.editor.note("image", slug)
            self.images[slug] = image.pk

    def _home_and_index(self) -> ConditionIndexPage:
        home = HomePage.objects.get()
        if not getattr(home, column("summary", SOURCE)):
            write(home, self.files.site["home"]["locales"])
            self.editor.publish_and_release(home, "site.yaml", self.files.site["home"]["locales"], key="home")
            self.editor.note("page", "home")
        index = ConditionIndexPage.objects.first()
        if index is None:
            written = self.files.site["index"]
            index = ConditionIndexPage(
                slug=written["slug"], content_id=content_id("index", written["slug"]), live=False
            )
            write(index, written["locales"])
            index.title = getattr(index, column("name", SOURCE))
            home.add_child(instance=index)
            self.editor.publish_and_release(index, "site.yaml", written["locales"], key="index")
            self.editor.note("page", written["slug"])
        return index

    def _glossary(self) -> None:
        for row in self.files.glossary:
            locales = {
                tag: {"name": text.get("term"), "definition": text.get("definition")}
                for tag, text in row["locales"].items()
            }
            term = self.editor.snippet(
                GlossaryTerm, "glossary.yaml", "glossary term", row["key"], locales, slug=row["key"]
            )
            self.terms[row["key"]] = term.pk

    def _therapies(self) -> None:
        for row in self.files.therapies:
            locales = {tag: dict(text) for tag, text in row["locales"].items()}
            own_id = content_id("therapy", row["key"])
            for tag, text in locales.items():
                if "description" in text:
                    text["description"] = streams.rich_text(text["description"], self.targets)
                if BY_TAG[tag].overlays is None:
                    names = [{"text": row["abbreviation"], "kind": "abbreviation"}]
                    text["other_names"] = streams.other_names(own_id, tag, names)
            therapy = self.editor.snippet(Therapy, "therapies.yaml", "therapy", row["key"], locales, slug=row["key"])
            self.therapies[row["key"]] = therapy.pk

    def _notices(self) -> None:
        for row in self.files.notices:
            self.editor.snippet(
                Notice,
                "notices.yaml",
                "notice",
                row["key"],
                row["locales"],
                title=f"Sample: {row['key']}",
                kind=row["kind"],
                jurisdiction=row["jurisdiction"] or "",
                everywhere=row["everywhere"],
            )

    def _profile(self) -> None:
        site = Site.objects.get(is_default_site=True)
        if SiteProfile.objects.filter(site=site).exists():
            return
        written = self.files.site["settings"]
        neutral = ("publisher_url", "phone", "email", "license", "license_url", "attribution_url")
        profile = SiteProfile(
            site=site, content_id=content_id("site", "default"), **{name: written[name] for name in neutral}
        )
        profile.opening_hours = [("hours", hours) for hours in written["opening_hours"]]
        write(profile, written["locales"])
        self.editor.save(profile, "site.yaml", "settings")
        self.editor.release(profile, "site.yaml", written["locales"])
        self.editor.note("site", "settings")

    def _blank_pages(self, index: ConditionIndexPage) -> set[str]:
        """All pages exist before any is written, so that they can link to each other; returns those that were made."""
        fresh = set()
        for written in self.files.pages:
            slug = written["slug"]
            page = ConditionPage.objects.filter(slug=slug).first()
            if page is None:
                parent = ConditionPage.objects.get(slug=written["parent"]) if written["parent"] else index
                page = ConditionPage(
                    slug=slug,
                    title=slug,
                    content_id=content_id("condition", slug),
                    live=False,
                    has_unpublished_changes=True,
                )
                parent.add_child(instance=page)
                fresh.add(slug)
            self.pages[slug] = page.pk
        return fresh

    def _fill(self, written: Mapping[str, Any]) -> None:
        file = f"pages/{written['slug']}.yaml"
        page = ConditionPage.objects.get(slug=written["slug"])
        self._write_page(page, written, file)
        self.editor.save(page, file, "")  # a draft still: its rows get the keys that the first revision has to hold
        withdrawn = {row["locale"]: row["reason"] for row in self.files.states["withdrawn"] if row["page"] == page.slug}
        outdated = [row for row in self.files.states["outdated"] if row["page"] == page.slug]
        self._release_early(page, file, outdated)
        self.editor.publish_and_release(page, file, written["locales"], besides={row["locale"] for row in outdated})
        for locale, reason in withdrawn.items():
            releases.withdraw(page, locale, by=self.editor.approver, reason=reason)
        self.editor.note("condition", page.slug)

    def _release_early(self, page: ConditionPage, file: str, outdated: list[dict[str, Any]]) -> None:
        """Publishes the source as it was, releases these locales, and puts today's words back."""
        if not outdated:
            return
        today = {name: getattr(page, column(name, SOURCE)) for row in outdated for name in row["earlier"]}
        for row in outdated:
            for name, text in row["earlier"].items():
                setattr(page, column(name, SOURCE), text)
        self.editor.publish(page, file)
        for row in outdated:
            self.editor.approve(page, row["locale"], file)
        for name, text in today.items():
            setattr(page, column(name, SOURCE), text)
        page.change_note = "Sample: the English text was changed after some translations were approved."

    def _write_page(self, page: ConditionPage, written: Mapping[str, Any], file: str) -> None:
        locales = {tag: dict(text) for tag, text in written["locales"].items()}
        for tag, text in locales.items():
            if "sections" in text:
                try:
                    text["sections"] = streams.sections(page.content_id, text["sections"], self.targets)
                except KeyError as error:
                    raise BrokenSampleFile(
                        file, f"locales.{tag}.sections", f"a link to {error}, which is not there"
                    ) from error
            if "other_names" in text:
                text["other_names"] = streams.other_names(page.content_id, tag, text["other_names"])
        write(page, locales)
        page.audience = written["audience"]
        page.specialties = written["specialties"]
        page.image_id = self.images[written["image"]]
        page.related = [("page", ConditionPage.objects.get(pk=self.pages[slug])) for slug in written["related"]]
        rows: Any = page  # modelcluster's relations take lists, which the types of Django's do not know
        rows.codes = [ConditionCode(sort_order=place, **code) for place, code in enumerate(written["codes"])]
        rows.evidence = [self._evidence(page, place, row) for place, row in enumerate(written["evidence"])]

    def _evidence(self, page: ConditionPage, place: int, row: Mapping[str, Any]) -> ConditionEvidence:
        evidence = ConditionEvidence(
            sort_order=place,
            content_id=content_id("evidence", row["key"]),
            therapy_id=self.therapies[row["therapy"]],
            regulatory_status=row["regulatory_status"],
            jurisdiction=row["jurisdiction"] or "",
            level=row["level"],
            care_setting=row["care_setting"],
        )
        evidence.references = [
            ("reference", Reference.objects.get(pk=self.references[key])) for key in row["references"]
        ]
        for tag, text in row["statement"].items():
            setattr(evidence, column("statement", tag), text)
        return evidence


def _approver() -> Any:
    """Nobody can log in as this account; it stands for the approval of sample text."""
    user, is_new = get_user_model().objects.get_or_create(
        username=APPROVER, defaults={"first_name": "Sample approver", "last_name": "(not a real person)"}
    )
    if is_new:
        user.set_unusable_password()
        user.save()
    user.groups.set(Group.objects.filter(name__in=[groups.reviewers(locale) for locale in translations()]))
    return get_user_model().objects.get(pk=user.pk)
