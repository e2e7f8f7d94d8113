"""What happens when a release goes out or is taken back, whoever brings it about: a person or the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.locales import BY_TAG, SOURCE, translations
from cms.publishing import lifecycle, registry
from cms.publishing.document import Change, content_key
from cms.publishing.models import ChangeKind
from cms.translation import bilingual, memory, readiness, staleness, standing, told
from cms.translation.current import current_of, effective_of
from cms.translation.models import Release, ReleaseState

if TYPE_CHECKING:
    from collections.abc import Container

    from cms.publishing.models import Counter
    from cms.translation.bilingual import Bilingual


def go_out(
    content: Any, release: Release, sheet: Bilingual, *, held: Counter, by: Any | None, besides: Container[str] = ()
) -> None:
    """The release is what readers get from now on. `sheet` is its text; `besides` are as in `memory.remember`."""
    memory.remember(content.content_id, sheet, besides=besides)
    tell(content, release, held=held)
    told.approval(content, release, by=by)


def tell(content: Any, release: Release, *, held: Counter) -> None:
    """Rebuilds what is published of the content; an approval that catches up says what kind of change it brings."""
    locale = release.locale
    changed = {locale, *(other.tag for other in translations() if other.overlays == locale)}
    published = published_row(content)
    kind = _kind_since(release)
    with published.read_once():
        staleness.measure(published, change_kind="")
        if registry.is_published(type(content)):
            lifecycle.refresh(published, change=Change(kind=kind, locales=frozenset(changed)), held=held)
        else:
            lifecycle.touched({content_key(content.content_id)})
        standing.refresh(published)


def foretell(content: Any, *, held: Counter) -> None:
    """Nothing changes now; answers, those that quote this content too, say when the clock will change them."""
    published = published_row(content)
    with published.read_once():
        if registry.is_published(type(content)):
            lifecycle.refresh(published, held=held)
        lifecycle.touched({content_key(content.content_id)})
        standing.refresh(published)


def as_released(content: Any, release: Release) -> Bilingual:
    """The released text beside the source as it is out."""
    below, released = BY_TAG[release.locale].overlays, current_of(content)
    return bilingual.Bilingual(
        type(content),
        release.locale,
        source=readiness.source_text(content),
        own=release.snapshot,
        made_from={},
        below=effective_of(type(content), below, released) if below else None,
    )


def units_left_behind(content: Any, release: Release) -> frozenset[str]:
    """The paths of units whose source is not what the release was made from."""
    made_from = release.made_from[SOURCE]
    source = staleness.digests_of(content, readiness.source_text(content), content.neutral_facts())
    return frozenset(path for path, digest in source.items() if made_from.get(path) != digest)


def published_row(content: Any) -> Any:
    return type(content)._default_manager.get(pk=content.pk)


def _kind_since(release: Release) -> str:
    """The strongest kind of change that this release catches up with, `content` for a first one."""
    went_out = Release.objects.filter(
        content_id=release.content_id, locale=release.locale, state=ReleaseState.OUT, number__lt=release.number
    )
    before = went_out.order_by("-number").first()
    return (before.outdated_by if before else "") or ChangeKind.CONTENT
