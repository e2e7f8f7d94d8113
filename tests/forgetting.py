"""Makes this process forget what it has remembered of what is published, as if it had just started."""

from __future__ import annotations

from cms.delivery import coming, figures, lists, search_facets, state
from search import finding, misses, synonyms, vocabulary


def forget_what_is_published() -> None:
    """A rolled back test gives its state version, and the keys of its rows, to the next one, which no installation
    ever does.
    """
    for remembered in (lists.counts, figures.statuses, coming.moments, search_facets.mentions, finding.counted):
        remembered.forget()
    vocabulary.forget()
    synonyms.forget()
    misses.forget()
    state.known.forget()
