"""Loads the sample content through the same publish and release that editors use;
content that is there already stays as it is.
"""

from __future__ import annotations

import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from modelcluster.models import get_all_child_relations
from wagtail.images import get_image_model
from wagtail.models import Site

from cms.locales import BY_TAG, SOURCE, column, translations
from cms.publishing import lifecycle, statistics
from cms.translation import groups, releases, snapshots
from cms.translation.errors import ReleaseRefused
from cms.translation.models import Method
from conditions.images import make_renditions
from conditions.models import ConditionCode, ConditionEvidence, ConditionIndexPage, ConditionPage
from conditions.sample import drawings, streams
from conditions.sample.files import BrokenSampleFile
from conditions.snippets import GlossaryTerm, Notice, Person, Reference, Therapy
from home.models import HomePage, SiteProfile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conditions.sample.files import SampleFiles

#: Content ids follow from this and a key, so they are the same in every installation.
NAMESPACE = uuid.UUID("5b0d2f0e-6a5e-4d53-9b0f-6c1c1f5d6a10")

APPROVER = "sample-approver"


def content_id(kind: str, key: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, f"{kind}:{key}")


def load(files: SampleFiles, *, tell: Callable[[str], None]) -> Counter[str]:
    """Loads what is missing, all or nothing; returns how many of each kind were made.

    `tell` gets a line for each piece of content. Raises BrokenSampleFile.
    """
    with transaction.atomic():
        made = _Loader(files, tell).load()
        lifecycle.rebuild_stale()
    statistics.refresh()
    return made


class _Loader:
    """One run over the files; keeps the primary keys that later content points at."""

    def __init__(self, files: SampleFiles, tell: Callable[[str], None]) -> None:
        self.files = files
        self.tell = tell
        self.made: Counter[str] = Counter()
        self.approver = _approver()
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
        for page in self.files.pages:
            if page["slug"] in fresh:
                self._fill(page)
        return self.made

    @property
    def targets(self) -> streams.Targets:
        return streams.Targets(pages=self.pages, terms=self.terms, images=self.images)

    def _references(self) -> None:
        for row in self.files.references:
            values = {name: row[name] or "" for name in ("title", "published", "doi", "pmid", "pmcid", "url")}
            values |= {"authors": "\n".join(row["authors"]), "accessed": row["accessed"]}
            reference, _ = self._once(Reference, "references.yaml", "reference", row["key"], key=row["key"], **values)
            self.references[row["key"]] = reference.pk

    def _people(self) -> None:
        for row in self.files.people:
            values = {name: row[name] for name in ("name", "credentials", "role")}
            self._once(Person, "people.yaml", "person", row["key"], **values)

    def _images(self) -> None:
        model = get_image_model()
        for slug in drawings.SLUGS:
            title = f"Sample drawing: {slug}"
            image = model.objects.filter(title=title).first()
            if image is None:
                file = ContentFile(drawings.draw(slug), name=f"sample-{slug}.jpg")
                image = model.objects.create(title=title, file=file, description="Drawn by the project")
                make_renditions(image.pk)
                self._tell("image", slug)
            self.images[slug] = image.pk

    def _home_and_index(self) -> ConditionIndexPage:
        home = HomePage.objects.get()
        if not getattr(home, column("summary", SOURCE)):
            _write(home, self.files.site["home"]["locales"])
            self._publish_and_release(home, "site.yaml", self.files.site["home"]["locales"], key="home")
            self._tell("page", "home")
        index = ConditionIndexPage.objects.first()
        if index is None:
            written = self.files.site["index"]
            index = ConditionIndexPage(
                slug=written["slug"], content_id=content_id("index", written["slug"]), live=False
            )
            _write(index, written["locales"])
            index.title = getattr(index, column("name", SOURCE))
            home.add_child(instance=index)
            self._publish_and_release(index, "site.yaml", written["locales"], key="index")
            self._tell("page", written["slug"])
        return index

    def _glossary(self) -> None:
        for row in self.files.glossary:
            locales = {
                tag: {"name": text.get("term"), "definition": text.get("definition")}
                for tag, text in row["locales"].items()
            }
            term = self._snippet(GlossaryTerm, "glossary.yaml", "glossary term", row["key"], locales, slug=row["key"])
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
            therapy = self._snippet(Therapy, "therapies.yaml", "therapy", row["key"], locales, slug=row["key"])
            self.therapies[row["key"]] = therapy.pk

    def _notices(self) -> None:
        for row in self.files.notices:
            self._snippet(
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
        _write(profile, written["locales"])
        self._save(profile, "site.yaml", "settings")
        self._release(profile, "site.yaml", written["locales"])
        self._tell("site", "settings")

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
        self._save(page, file, "")  # a draft still: its rows get the keys that the first revision has to hold
        withdrawn = {row["locale"]: row["reason"] for row in self.files.states["withdrawn"] if row["page"] == page.slug}
        outdated = [row for row in self.files.states["outdated"] if row["page"] == page.slug]
        self._release_early(page, file, outdated)
        self._publish_and_release(page, file, written["locales"], besides={row["locale"] for row in outdated})
        for locale, reason in withdrawn.items():
            releases.withdraw(page, locale, by=self.approver, reason=reason)
        self._tell("condition", page.slug)

    def _release_early(self, page: ConditionPage, file: str, outdated: list[dict[str, Any]]) -> None:
        """Publishes the source as it was, releases these locales, and puts today's words back."""
        if not outdated:
            return
        today = {name: getattr(page, column(name, SOURCE)) for row in outdated for name in row["earlier"]}
        for row in outdated:
            for name, text in row["earlier"].items():
                setattr(page, column(name, SOURCE), text)
        self._publish(page, file)
        for row in outdated:
            self._approve(page, row["locale"], file)
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
        _write(page, locales)
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

    def _snippet(
        self, model: Any, file: str, kind: str, key: str, locales: Mapping[str, Any], /, **neutral: Any
    ) -> Any:
        own_id = content_id(kind, key)
        found = model.objects.filter(content_id=own_id).first()
        if found is not None:
            return found
        snippet = model(content_id=own_id, live=False, **neutral)
        _write(snippet, locales)
        self._save(snippet, file, key)
        self._publish_and_release(snippet, file, locales, key=key)
        self._tell(kind, key)
        return snippet

    def _once(self, model: Any, file: str, kind: str, row_key: str, /, **values: Any) -> tuple[Any, bool]:
        own_id = content_id(kind, row_key)
        found = model.objects.filter(content_id=own_id).first()
        if found is not None:
            return found, False
        fresh = model(content_id=own_id, **values)
        self._save(fresh, file, row_key)
        self._tell(kind, row_key)
        return fresh, True

    def _save(self, content: Any, file: str, key: str) -> None:
        try:
            content.full_clean()
        except ValidationError as error:
            raise BrokenSampleFile(file, key, _in_one_line(error)) from error
        content.save()

    def _publish_and_release(
        self, content: Any, file: str, locales: Mapping[str, Any], *, key: str = "", besides: set[str] | None = None
    ) -> None:
        self._publish(content, file, key)
        self._release(content, file, locales, besides=besides)

    def _publish(self, content: Any, file: str, key: str = "") -> None:
        try:
            _check_streams(content)
            _check_rows(content)
            content.save_revision().publish()
        except ValidationError as error:
            raise BrokenSampleFile(file, key, _in_one_line(error)) from error
        content.refresh_from_db()

    def _release(self, content: Any, file: str, locales: Mapping[str, Any], *, besides: set[str] | None = None) -> None:
        for locale in translations():
            if locale.tag in locales and locale.tag not in (besides or set()):
                self._approve(content, locale.tag, file)

    def _approve(self, content: Any, locale: str, file: str) -> None:
        try:
            releases.approve(content, locale, by=self.approver, method=Method.MACHINE_SAMPLE)
        except ReleaseRefused as error:
            raise BrokenSampleFile(file, f"locales.{locale}", str(error)) from error

    def _tell(self, kind: str, name: str) -> None:
        self.made[kind] += 1
        self.tell(f"{kind}: {name}")


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


def _write(content: Any, locales: Mapping[str, Mapping[str, Any]]) -> None:
    """Puts each locale's words into its columns; a name that is not a field of the content is a KeyError."""
    model = type(content)
    streams_of = snapshots.stream_fields(model)
    for tag, text in locales.items():
        for name, value in text.items():
            field = model._meta.get_field(column(name, tag))
            setattr(content, field.name, field.stream_block.to_python(value) if name in streams_of else value)


def _check_streams(content: Any) -> None:
    """What the edit form checks in blocks, which a model's own check leaves out."""
    faults = {}
    for locale in BY_TAG:
        for name in snapshots.stream_fields(type(content)):
            column_name = column(name, locale)
            value = getattr(content, column_name)
            try:
                content._meta.get_field(column_name).stream_block.clean(value)
            except ValidationError as error:
                facts = error.as_json_data() if hasattr(error, "as_json_data") else error
                faults[column_name] = [str(facts)[:300]]
    if faults:
        raise ValidationError(faults)


def _check_rows(content: Any) -> None:
    """What the edit form checks in the rows of a page, which a model's own check leaves out."""
    faults = {}
    for relation in get_all_child_relations(type(content)):
        for position, row in enumerate(getattr(content, relation.get_accessor_name()).all()):
            try:
                row.full_clean(exclude={"page", "statement"})
            except ValidationError as error:
                faults[f"{relation.get_accessor_name()}.{position}"] = [f"{row}: {_in_one_line(error)}"]
    if faults:
        raise ValidationError(faults)


def _in_one_line(error: ValidationError) -> str:
    if hasattr(error, "message_dict"):
        return "; ".join(f"{field}: {' '.join(map(str, messages))}" for field, messages in error.message_dict.items())
    return " ".join(error.messages)
