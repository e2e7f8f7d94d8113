"""One release while it is being made: what its keys lead to, and its pages."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson

from cms.delivery.export import documents, keys, layout, shelves, twins
from cms.delivery.export.releases import FILES, Tree, copy_files, target_of
from cms.locales import CONTENT_LOCALES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cms.delivery.export.documents import File
    from cms.delivery.export.keys import Goal
    from cms.delivery.export.objects import Objects
    from cms.locales import ContentLocale


class Build:
    """`old` is the release before, None where nothing of it is to be used."""

    def __init__(self, tree: Tree, old: Path | None, new: Path, objects: Objects) -> None:
        self.new = new
        self.types: set[str] = set()
        self.left_out = 0
        self.replaced: list[tuple[str, str]] = []
        self.replaced_shelves: list[tuple[str, str]] = []
        self._tree = tree
        self._old = old
        self._objects = objects
        self._headers: dict[str, dict[str, Any]] = defaultdict(dict)
        #: By the place of a shelf, what its keys lead to; None takes a key away.
        self._links: dict[str, dict[str, str | None]] = defaultdict(dict)
        self._kept_shelves: dict[str, str] = {}

    # Documents

    def all_of(self, type_: str, content_ids: Iterable[UUID]) -> None:
        """Every document of a type and every key that leads to one."""
        self.types.add(type_)
        targets: dict[tuple[str, UUID], str] = {}
        for content_id in content_ids:
            for locale in CONTENT_LOCALES:
                target = self._put(type_, str(content_id), locale, of=content_id)
                if target:
                    targets[locale.tag, content_id] = target
        for locale in CONTENT_LOCALES:
            for key, goal in keys.goals(type_, locale).items():
                known = targets.get((locale.tag, goal)) if isinstance(goal, UUID) else None
                if known is None and isinstance(goal, keys.Absent) and key == str(goal.content_id):
                    known = targets.get((locale.tag, goal.content_id))
                self._lead(type_, key, locale, goal, known)

    def some(self, types: Iterable[tuple[UUID, str]]) -> None:
        """Some documents, and every key that they have or ever had."""
        for content_id, type_ in types:
            if type_ not in layout.COLLECTIONS:
                continue
            self.types.add(type_)
            for locale in CONTENT_LOCALES:
                own = self._put(type_, str(content_id), locale, of=content_id)
                for key in keys.ever(content_id):
                    self._lead_anew(type_, key, locale, own=own, of=content_id)

    def _lead_anew(self, type_: str, key: str, locale: ContentLocale, *, own: str | None, of: UUID) -> None:
        goal = keys.goal(type_, key, locale)
        if goal is None:
            self._link(type_, key, locale, None)
            return
        if key == str(of) or goal == of:
            known = own
        else:
            known = self._known(type_, goal, locale) if isinstance(goal, UUID) else None
        self._lead(type_, key, locale, goal, known)

    def _lead(self, type_: str, key: str, locale: ContentLocale, goal: Goal, known: str | None) -> None:
        """Links a key to the item that it leads to, which is made where it is not known yet."""
        owner = goal if isinstance(goal, UUID) else goal.content_id
        asked_for = str(goal) if isinstance(goal, UUID) else key
        target = known or self._put(type_, asked_for, locale, of=owner)
        self._link(type_, key, locale, target, has_other_spelling=isinstance(goal, UUID))

    def _put(self, type_: str, key: str, locale: ContentLocale, *, of: UUID) -> str | None:
        collection = layout.COLLECTIONS[type_]
        item = documents.item(collection, key, locale.tag)
        if item is None:
            return None
        before = (
            target_of(self._old, layout.link_of(locale.tag, collection, key)) if layout.can_be_a_name(key) else None
        )
        return self._objects.put(item, of=of, before=before)

    def _known(self, type_: str, content_id: UUID, locale: ContentLocale) -> str | None:
        """Where a document is that this run need not look at."""
        where, key = self._place_of(type_, str(content_id), locale)
        if key in self._links[where]:
            return self._links[where][key]
        return target_of(self._old, f"{where}/{key}")

    def _link(
        self, type_: str, key: str, locale: ContentLocale, target: str | None, *, has_other_spelling: bool = True
    ) -> None:
        for spelling in layout.spellings(key):
            if not layout.can_be_a_name(spelling):
                self.left_out += target is not None
                continue
            where, name = self._place_of(type_, spelling, locale)
            self._links[where][name] = target if spelling == key or has_other_spelling else None

    @staticmethod
    def _place_of(type_: str, key: str, locale: ContentLocale) -> tuple[str, str]:
        where, _, name = layout.link_of(locale.tag, layout.COLLECTIONS[type_], key).rpartition("/")
        return where, name

    # Shelves

    def keep_shelves(self) -> None:
        """Starts from the release before."""
        self._kept_shelves = shelves.placed(self._tree.root, self._old) if self._old else {}

    def place_shelves(self) -> None:
        placed = dict(self._kept_shelves)
        for where, links in self._links.items():
            before = shelves.read(self._tree.root, self._kept_shelves.get(where))
            after = {key: target for key, target in {**before, **links}.items() if target is not None}
            self._note(where, before, after)
            placed.pop(where, None)
            if after:
                placed[where] = shelves.write(self._tree.root, after, like=self._kept_shelves.get(where))
            if where in self._kept_shelves and placed.get(where) != self._kept_shelves[where]:
                self.replaced_shelves.append((where, self._kept_shelves[where]))
        racks = shelves.racks(self._old) if self._old else {}
        now = shelves.place(self._tree.root, self.new, placed, before=racks)
        self.replaced_shelves += [(where, name) for where, name in racks.items() if now.get(where) != name]

    def _note(self, where: str, before: dict[str, str], after: dict[str, str]) -> None:
        self.replaced += [(f"{where}/{key}", target) for key, target in before.items() if after.get(key) != target]

    # Pages

    def take_over(self, folder: str) -> None:
        """Keeps the files of a folder, some of which will be written anew."""
        if self._old is not None:
            copy_files(self._old, self.new, folder)
            (self.new / FILES / folder / twins.HEADERS).unlink(missing_ok=True)
            self._headers[folder] = _headers(self._old / FILES / folder)

    def keep(self, folder: str) -> None:
        """Keeps the files of a folder as they are."""
        if self._old is not None:
            copy_files(self._old, self.new, folder)

    def add(self, files: Iterable[tuple[str, File]]) -> None:
        """Files with their folders."""
        for folder, file in files:
            at = self.new / FILES / folder
            at.mkdir(parents=True, exist_ok=True)
            self._unlink(at, file)
            before = self._old / FILES / folder if self._old else None
            self._objects.written.add(twins.write(at, file, before=before, now=self._objects.now))
            self._headers[folder] |= twins.headers([file])

    def add_list(self, folder: str, listed: Iterable[str | File]) -> None:
        """The pages of a list: names stand for files of the release before that stay as they are."""
        before = _headers(self._old / FILES / folder) if self._old else {}
        for page in listed:
            if isinstance(page, documents.File):
                self.add([(folder, page)])
            else:
                self._keep_page(folder, page, before[page])
        here = {layout.stem_of(name) for name in self._headers[folder]}
        for name, told in before.items():
            # A reader may be on the way from a page that was there until now to the next.
            if layout.stem_of(name) not in here and not told.get("is_former"):
                self._keep_page(folder, name, {**told, "is_former": True})

    def _keep_page(self, folder: str, name: str, told: dict[str, Any]) -> None:
        if self._old is not None:
            at = self.new / FILES / folder
            at.mkdir(parents=True, exist_ok=True)
            twins.link(self._old / FILES / folder / name, at / name)
            self._headers[folder][name] = told

    def write_headers(self) -> None:
        for folder, told in self._headers.items():
            at = self.new / FILES / folder
            if at.is_dir():
                (at / twins.HEADERS).write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))

    @staticmethod
    def _unlink(folder: Path, file: File) -> None:
        """A name that was taken over must not be written through: the release before has the same file."""
        for name in (file.name, *(f"{file.name}{ending}" for ending in twins.CODINGS.values())):
            (folder / name).unlink(missing_ok=True)


def _headers(folder: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = orjson.loads((folder / twins.HEADERS).read_bytes())
    except FileNotFoundError:
        return {}
    return told
