"""Does what is due: one thing after the other, each in its own transaction, each once.

What fails is written down for editors to see and not tried again, and the next thing is done. Only where the database
itself fails (it is locked, restarted, out of reach) is the same tried again at the next look.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _, override

from cms.scheduling import agenda

if TYPE_CHECKING:
    from cms.scheduling.agenda import Due

logger = logging.getLogger(__name__)

#: Whose errors are written for people; what others say belongs in the log.
_OURS = ("cms.", "conditions.", "home.", "search.")


@dataclass
class Tally:
    """How many things were done, how many failed for good, and how many the database put off."""

    done: int = 0
    missed: int = 0
    put_off: int = 0


def do_due() -> Tally:
    """Catches up with everything that is due, whatever has become due meanwhile among it."""
    tally = Tally()
    tried: set[tuple[object, ...]] = set()
    while (item := _first(tried)) is not None:
        tried.add(item.key)
        try:
            with override(item.language):
                is_done = item.do()
        except (OperationalError, InterfaceError):
            tally.put_off += 1
            logger.exception("The database failed; it is tried again: %s.", _named(item), extra=_facts(item))
        except Exception as error:
            tally.missed += 1
            trace = None if _is_for_people(error) else error
            logger.exception("It did not happen at its moment: %s.", _named(item), extra=_facts(item), exc_info=trace)
            _give_up(item, error)
        else:
            tally.done += is_done
            said = "Done at its moment" if is_done else "Not to be done any more"
            logger.info("%s: %s.", said, _named(item), extra=_facts(item))
    return tally


def reason(error: Exception) -> str:
    """Why it failed, for an editor, in the language that is active."""
    if isinstance(error, ValidationError):
        return "\n".join(error.messages)
    if _is_for_people(error):
        return str(error)
    return _("Something unexpected went wrong (%(error)s); the log of the server says what.") % {
        "error": type(error).__name__
    }


def _is_for_people(error: Exception) -> bool:
    return type(error).__module__.startswith(_OURS) and bool(str(error))


def _first(tried: set[tuple[object, ...]]) -> Due | None:
    """Asked anew each time: what was published may have expired by now too."""
    return next((item for item in agenda.due(timezone.now()) if item.key not in tried), None)


def _give_up(item: Due, error: Exception) -> None:
    try:
        with override(item.language):
            item.give_up(reason(error))
    except Exception:
        logger.exception("What failed could not be ended: %s.", _named(item), extra=_facts(item))
        item.record(reason(error))


def _named(item: Due) -> str:
    return f"{item.act} of {item.object_id} at {item.moment:%Y-%m-%dT%H:%M:%SZ}"


def _facts(item: Due) -> dict[str, object]:
    return {"act": str(item.act), "object_id": item.object_id, "locale": item.locale, "moment": item.moment}
