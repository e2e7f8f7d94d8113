"""An answer in the form that was chosen: with the parts that are named, and rich text as HTML, Markdown or plain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.delivery import markdown
from cms.delivery.fields import kept
from cms.delivery.shapes import rich_text_in
from cms.publishing.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cms.delivery.shapes import Places

HTML = "html"

#: The forms of rich text besides the one it is stored in.
FORMS: dict[str, Callable[[str], str]] = {"markdown": markdown.of_html, "plain": plain_text}


def in_form(body: dict[str, Any], values: Mapping[str, Any], *, schema: str) -> dict[str, Any]:
    """The body, which has the schema of this name, as `fields` and `rich_text` want it. The body itself is altered.

    That a text has been superseded is told whatever is chosen: nobody may take it for today's.
    """
    wanted, form = values["fields"], values.get("rich_text", HTML)
    if wanted is not None:
        told = {"superseded": body["superseded"]} if body.get("superseded") else {}
        body = {**kept(body, wanted), **told}
    places = rich_text_in(schema)
    if form != HTML and places is not None:
        _rewrite(body, places, FORMS[form])
    return body


def _rewrite(value: Any, places: Places, form: Callable[[str], str]) -> Any:
    """The value with its rich text in another form; objects and lists are altered where they stand."""
    if places.is_rich_text:
        return form(value) if isinstance(value, str) else value
    if isinstance(value, list):
        value[:] = [_rewrite(entry, places, form) for entry in value]
    elif isinstance(value, dict):
        for name, below in places.parts:
            if name in value:
                value[name] = _rewrite(value[name], below, form)
        for type_, below in places.by_type:
            if value.get("type") == type_:
                _rewrite(value, below, form)
    return value
