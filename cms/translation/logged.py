"""Our acts in the log of content: what each is called, and the sentence that it is told in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.log_actions import LogFormatter

from cms.locales import BY_TAG
from cms.translation.moments import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping


def register(actions: Any, acts: Mapping[str, tuple[Any, Any]]) -> None:
    """`acts` are labels and sentences by the name of the act; a sentence may speak of whatever stands in the data of an
    entry, and of `language`, `number` (of a release) and `moment`.
    """
    for action, (label, sentence) in acts.items():
        actions.register_action(action)(_formatter(label, sentence))


def _formatter(act: Any, sentence: Any) -> type[LogFormatter]:
    class ActFormatter(LogFormatter):
        label = act

        def format_message(self, log_entry: Any) -> str:
            return str(sentence) % _words(log_entry.data)

    return ActFormatter


def _words(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """A log outlives a language; what an entry does not hold is empty."""
    locale = BY_TAG.get(data.get("locale", ""))
    moment = parse_datetime(data.get("moment") or "")
    lists = {name: " ".join(map(str, value)) for name, value in data.items() if isinstance(value, list)}
    words = {
        "language": locale.own_name if locale else _("a language"),
        "number": data.get("release", ""),
        "moment": in_words(moment) if moment else _("never"),
    }
    return defaultdict(str, {**data, **lists, **words})
