"""What the page in the browser says by itself, in the language of the interface."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """The sentences by the names that workbench.js has for them; what is in braces is filled in there."""
    return {
        "saved": _("Saved {time}"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet"),
        "notConnected": _("Not saved: no connection, trying again in {seconds} s"),
        "serverFault": _("Not saved: the server has a fault, trying again in {seconds} s"),
        "signedOut": _("Not saved: you are signed out. Sign in again in another tab; your text stays here."),
        "refused": _("Not saved: {reason}"),
        "keptBack": _("Not saved: see the marked strings."),
        "allDone": _("Nothing is left to do here."),
        "noFindings": _("The checks find nothing."),
        "findings": _("The checks find: errors {errors}, warnings {warnings}."),
        "conflict": _("Somebody else has changed this string. Choose which text is to stay."),
        "emptyText": _("There is no text yet that could be confirmed."),
        "confirmed": _("Confirmed."),
        "notDone": _("It was not done: {reason}"),
        "connection": _("There is no connection."),
        "faultOfServer": _("The server has a fault."),
        "signIn": _("You are signed out. Sign in again in another tab."),
        "saveFirst": _("Some strings are not saved. Look at them first."),
        "characters": _("{count} of {limit} characters"),
        "drafting": _("Drafted: {written}. Left: {left}."),
        "drafted": _("The machine has drafted {written} strings. Read each of them, then confirm it."),
        "notDrafted": _("Not drafted: {count}"),
        "stopped": _("Stopped. Drafted: {written}."),
    }
