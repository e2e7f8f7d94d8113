"""Where the admin keeps search: the names of its pages."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

SYNONYMS, MISSES = "search_synonyms", "search_misses"


def of_misses(name: str = "index", *args: object) -> str:
    return reverse(f"{MISSES}:{name}", args=args)


def of_new_synonym(**filled_in: str) -> str:
    return f"{reverse(f'{SYNONYMS}:add')}?{urlencode(filled_in)}"
