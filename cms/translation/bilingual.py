"""Source and translation of one locale, segment by segment: what translators, checks, memory and files work with.

Costs no query beyond those for the draft, its published row and the work on its locales; see `of`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from cms.locales import BY_TAG, SOURCE
from cms.translation import layout, readiness, snapshots, units
from cms.translation.overlays import differences, rebased
from cms.translation.replacing import replaced
from cms.translation.segments import base_of, inheriting, pieces_of, stored_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cms.translation.models import LocaleWork
    from cms.translation.segments import Segment
    from cms.translation.snapshots import Snapshot
    from cms.translation.units import Unit


class Bilingual:
    """One locale of one draft beside the source as it is out.

    `own` is the locale's text laid out like the source; of an overlay, its differences to the locale below.
    """

    def __init__(
        self,
        model: Any,
        locale: str,
        *,
        source: Snapshot,
        own: Snapshot,
        made_from: Mapping[str, Snapshot],
        below: Snapshot | None = None,
    ) -> None:
        self.model = model
        self.locale = locale
        self.source = source
        self.below = below
        self._made_from = made_from
        self.streams = snapshots.stream_fields(model)
        before = made_from.get(SOURCE)
        self.base = layout.follow(model, source, before, before) if before else source
        if below is None:
            self.own = layout.follow(model, source, before, own)
            self.target = self.own
        else:
            former = self._made_from.get(str(BY_TAG[locale].overlays))
            self._former = layout.follow(model, below, former, former) if former else below
            self.own = rebased(model, below, former, own) if former else own
            self.target = self._over(below, former)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """In reading order; what only the locale has comes last."""
        return tuple(self._segments())

    @cached_property
    def by_path(self) -> dict[str, Segment]:
        return {segment.path: segment for segment in self.segments}

    @property
    def text(self) -> Snapshot:
        """What would be released: the locale's text without blocks that nobody has translated."""
        if self.below is not None:
            kept = self._own_of(self.target)["fields"]
            fields = {name: kept[name] if name in self.streams else value for name, value in self.own["fields"].items()}
            return {**self.own, "fields": fields}
        return self._without_untranslated(self.target)

    def with_texts(self, texts: Mapping[str, str]) -> Bilingual:
        """The same with other targets, by path of segment; what is given counts as made from the source as it is now.

        An empty text takes the translation away; in an overlay that means: as in the locale below.
        """
        known = {path: text for path, text in texts.items() if path in self.by_path}
        target = replaced(self.model, self.target, self._stored(known))
        own = self._own_of(target) if self.below is not None else target
        return Bilingual(
            self.model, self.locale, source=self.source, own=own, made_from=self.made_from_with(known), below=self.below
        )

    def saying(self, own: Snapshot) -> Bilingual:
        """Another text of the same locale beside the same source."""
        return Bilingual(self.model, self.locale, source=self.source, own=own, made_from={}, below=self.below)

    def made_from_again(self, made_from: Mapping[str, Snapshot]) -> Bilingual:
        """The same text, known to be made from another state of the source."""
        return Bilingual(
            self.model, self.locale, source=self.source, own=self.own, made_from=made_from, below=self.below
        )

    def made_from_with(self, paths: Iterable[str]) -> dict[str, Snapshot]:
        """What the text is made from when these segments are known to fit the source as it is now."""
        touched = [self.by_path[path] for path in paths if path in self.by_path]
        found = {SOURCE: self._reflected(self.base, self.source, touched)}
        if self.below is not None:
            found[str(BY_TAG[self.locale].overlays)] = self._reflected(self._former, self.below, touched)
        return found

    def _reflected(self, before: Snapshot, now: Snapshot, touched: Iterable[Segment]) -> Snapshot:
        """Another text as the locale reflects it: kept, in its layout of now, where nobody has looked again."""
        there = {unit.path: unit for unit in units.units(self.model, now)}
        old = _texts(self.model, before)
        values: dict[str, str] = {}
        for segment in touched:
            if segment.unit in there:
                last = values.get(segment.unit, old.get(segment.unit, ""))
                values[segment.unit] = base_of(segment, there[segment.unit], last)
        return replaced(self.model, before, values)

    def _over(self, below: Snapshot, former: Snapshot | None) -> Snapshot:
        ids = units.block_ids(self.model, former) if former else frozenset()
        return snapshots.over(below, self.own, streams=self.streams, former=ids)

    def _own_of(self, target: Snapshot) -> Snapshot:
        return differences(self.below or {"fields": {}, "children": {}}, target, own=self.own, streams=self.streams)

    def _without_untranslated(self, snapshot: Snapshot) -> Snapshot:
        fields = {
            name: layout.without_untranslated(
                self.model._meta.get_field(name).stream_block, self.source["fields"].get(name) or [], value
            )
            if name in self.streams and name not in self.model.measured_apart
            else value
            for name, value in snapshot["fields"].items()
        }
        return {**snapshot, "fields": fields}

    def _segments(self) -> Iterable[Segment]:
        source = {unit.path: unit for unit in units.units(self.model, self.source)}
        target = {unit.path: unit for unit in units.units(self.model, self.target)}
        base = {unit.path: unit.text for unit in units.units(self.model, self.base)}
        below = _texts(self.model, self.below)
        former = _texts(self.model, self._former if self.below is not None else None)
        for path in self._paths(source, target):
            unit = source.get(path) or target.get(path) or units.Unit(path, "")
            for segment in pieces_of(
                unit,
                source=source[path].text if path in source else "",
                target=target[path].text if path in target else "",
                base=base.get(path, ""),
                is_apart=path in self.model.measured_apart,
            ):
                yield segment if self.below is None else inheriting(segment, below.get(path), former.get(path))

    def _paths(self, source: Mapping[str, Unit], target: Mapping[str, Unit]) -> list[str]:
        """Streams of a locale's own (its other names) are no translation of anything; plain fields of its own are
        offered though they are empty.
        """
        apart = self.model.measured_apart
        paths = dict.fromkeys([*source, *target])
        streams = tuple(name for name in apart if name in self.streams)
        kept = [path for path in paths if not path.startswith(tuple(f"{name}/" for name in streams))]
        offered = [name for name in snapshots.head_fields(self.model) if name in apart and name not in paths]
        return [*kept, *offered]

    def _stored(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The stored values of whole units, by path of the unit."""
        source, target, below = (_texts(self.model, snapshot) for snapshot in (self.source, self.target, self.below))
        values: dict[str, str] = {}
        for path, text in texts.items():
            segment = self.by_path[path]
            before = values.get(segment.unit, target.get(segment.unit, ""))
            values[segment.unit] = stored_unit(
                segment, text, source=source.get(segment.unit, ""), target=before, below=below.get(segment.unit, "")
            )
        return values


def of(draft: Any, locale: str, works: Mapping[str, LocaleWork], *, source: Snapshot | None = None) -> Bilingual:
    """`works` are those of the content, by locale. Costs one query where `source` is not given."""
    model = type(draft)
    found = source if source is not None else readiness.source_text(draft)
    below_tag = BY_TAG[locale].overlays
    work = works.get(locale)
    return Bilingual(
        model,
        locale,
        source=found,
        own=snapshots.take(draft, locale),
        made_from=work.made_from if work else {},
        below=of(draft, below_tag, works, source=found).target if below_tag else None,
    )


def _texts(model: Any, snapshot: Snapshot | None) -> dict[str, str]:
    return {unit.path: unit.text for unit in units.units(model, snapshot)} if snapshot else {}
