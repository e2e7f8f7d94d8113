"""What readers looked for and did not find, counted without a trace of who they are.

Words stand in the database only once so many searches asked for them that they are nobody's own; before, a digest is
counted that nobody can read without this installation's secret. Whatever looks like somebody's data is not counted.

Counting stands on the way of an answer. It costs microseconds and, once in ten seconds, one short write; a write that
fails is tried again later, and no reader notices.
"""

from __future__ import annotations

import logging
import os
import time
from collections import Counter
from datetime import timedelta
from multiprocessing.util import Finalize
from threading import Lock
from typing import TYPE_CHECKING

import orjson
from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cms.access.patience import Busy, short_write
from search import analysis
from search.analysis.letters import is_han
from search.entries import language_of
from search.models import Miss

if TYPE_CHECKING:
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

#: A process writes this often at most, and as soon as it has gathered so many different phrases.
PERIOD_S = 10
MOST_GATHERED = 200

#: How long a reader's write may wait for somebody else's.
WAIT_MS = 20

#: What is longer, has more words or digits is a story, an address or a number that belongs to somebody.
LONGEST, MOST_WORDS, MOST_DIGITS = 80, 8, 4

#: How long words stay that nobody types any more.
KEEP_SHOWN_DAYS = 365

#: (locale, words)
_Phrase = tuple[str, str]

# What is known is joined, since `excluded` must not hold words that too few have typed. Ordered, so that two processes
# never wait for each other.
_ADD = """
    INSERT INTO search_miss (locale, digest, text, count, first_on, last_on)
    SELECT new.value ->> 'locale', new.value ->> 'digest',
        CASE WHEN CAST(new.value ->> 'count' AS integer) + coalesce(known.count, 0) >= {shown_from}
        THEN new.value ->> 'text' ELSE '' END,
        CAST(new.value ->> 'count' AS integer), {today}, {today}
    FROM {new} LEFT JOIN search_miss known
        ON known.locale = new.value ->> 'locale' AND known.digest = new.value ->> 'digest'
    WHERE true ORDER BY 1, 2
    ON CONFLICT (locale, digest) DO UPDATE SET count = search_miss.count + excluded.count,
        last_on = excluded.last_on,
        text = CASE WHEN search_miss.text = '' THEN excluded.text ELSE search_miss.text END
"""
_BY_VENDOR = {
    "sqlite": {"new": "json_each(%s) AS new", "today": "%s"},
    "postgresql": {"new": "jsonb_array_elements(CAST(%s AS jsonb)) AS new(value)", "today": "CAST(%s AS date)"},
}

_gathered: Counter[_Phrase] = Counter()
_lock = Lock()
_next_write_at = 0.0
_registered_in: int | None = None
#: Whether the last write failed: then even a full store waits.
_is_resting = False


def shown_from() -> int:
    """How many searches make words that may be read by editors."""
    return int(settings.SEARCH_MISS_SHOWN_FROM)


def shown() -> QuerySet[Miss]:
    """Those whose words editors may read."""
    return Miss.objects.filter(count__gte=shown_from()).exclude(text="")


def count(text: str, *, locale: str) -> None:
    """Counts a search that found nothing. Never raises, and hardly ever waits."""
    words = kept(text, locale=locale)
    if not words:
        return
    with _lock:
        if (locale, words) in _gathered or len(_gathered) < MOST_GATHERED:
            _gathered[locale, words] += 1
        is_due = time.monotonic() >= _next_write_at
        is_full = len(_gathered) >= MOST_GATHERED and not _is_resting
    if is_due or is_full:
        write()
    else:
        _write_last_at_exit()


def kept(text: str, *, locale: str) -> str:
    """The words as they are counted; nothing where they may tell who typed them, or say nothing."""
    if "@" in text or "＠" in text or sum(character.isdigit() for character in text) > MOST_DIGITS:
        return ""
    words = analysis.phrase(text, language_of(locale))
    return words if len(words) <= LONGEST and _length(words) <= MOST_WORDS else ""


def write() -> None:
    """Adds what this process has gathered to what is known; keeps it where the database does not take it."""
    global _next_write_at, _is_resting
    with _lock:
        taken = Counter(_gathered)
        _gathered.clear()
        _next_write_at = time.monotonic() + PERIOD_S
    if not taken:
        return
    try:
        _add(taken)
    except Busy:
        with _lock:
            _is_resting = True
            for phrase, times in taken.items():
                if phrase in _gathered or len(_gathered) < MOST_GATHERED:
                    _gathered[phrase] += times
        logger.warning("Searches without results could not be counted; it is tried again in %d s.", PERIOD_S)
    else:
        _is_resting = False


def sweep() -> int:
    """Removes what too few have typed in all the days that it is kept, and what was not typed for a year.

    Returns how many. Writes nothing where there are none.
    """
    today = timezone.localdate()
    rare_before = today - timedelta(days=int(settings.SEARCH_MISS_KEEP_DAYS))
    over = Miss.objects.filter(
        Q(count__lt=shown_from(), first_on__lt=rare_before) | Q(last_on__lt=today - timedelta(days=KEEP_SHOWN_DAYS))
    )
    return over.delete()[0] if over.exists() else 0


def forget() -> None:
    """As a process that has just started."""
    global _next_write_at, _is_resting
    with _lock:
        _gathered.clear()
        _next_write_at, _is_resting = 0.0, False


def _length(words: str) -> int:
    """In words; Chinese writes no spaces, and two characters are about a word."""
    return sum(max(1, (sum(map(is_han, word)) + 1) // 2) for word in words.split())


def _add(counted: Counter[_Phrase]) -> None:
    new = [
        {"locale": locale, "digest": _digest(locale, words), "text": words, "count": times}
        for (locale, words), times in counted.items()
    ]
    vendor = _BY_VENDOR[connection.vendor]
    today = timezone.localdate()
    with short_write(wait_ms=WAIT_MS), connection.cursor() as cursor:
        cursor.execute(_ADD.format(**vendor, shown_from="%s"), [shown_from(), today, today, orjson.dumps(new).decode()])


def _digest(locale: str, words: str) -> str:
    return salted_hmac("search.misses", f"{locale}\n{words}", algorithm="sha256").hexdigest()[:32]


def _write_last_at_exit() -> None:
    """Once for each process. The web server's workers are children of its own: they run no `atexit`, only this."""
    global _registered_in
    if _registered_in != os.getpid():
        _registered_in = os.getpid()
        Finalize(None, _write_last, exitpriority=0)


def _write_last() -> None:
    if _gathered:
        write()
        connection.close()
