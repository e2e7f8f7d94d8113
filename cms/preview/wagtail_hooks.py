"""What the Wagtail admin gets from preview: our entries in the log of a page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from cms.locales import BY_TAG

_ACTS = {
    "preview.make_link": (
        gettext_lazy("Make a preview link"),
        gettext_lazy("Made a link to the draft in %(language)s"),
    ),
    "preview.revoke_link": (
        gettext_lazy("Revoke a preview link"),
        gettext_lazy("Revoked a link to the draft in %(language)s"),
    ),
}


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    for action, (label, sentence) in _ACTS.items():
        actions.register_action(action)(_formatter(label, sentence))


def _formatter(act: Any, sentence: Any) -> type[LogFormatter]:
    class ActFormatter(LogFormatter):
        label = act

        def format_message(self, log_entry: Any) -> str:
            locale = BY_TAG.get(log_entry.data.get("locale", ""))
            return str(sentence) % {"language": locale.own_name if locale else "?"}

    return ActFormatter
