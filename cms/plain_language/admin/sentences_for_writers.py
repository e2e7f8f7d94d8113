"""What a hint says to the person who writes, in the language of the interface: what is the matter, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from cms.locales import BY_TAG
from cms.plain_language.hints import Code, Kind
from cms.plain_language.sentences import is_counted_by_characters, language_of

if TYPE_CHECKING:
    from cms.plain_language.hints import Hint

KINDS: dict[Kind, Promise] = {
    Kind.SENTENCES: _("Long sentences and paragraphs"),
    Kind.WORDS: _("Words"),
    Kind.LINKS: _("Links"),
    Kind.IMAGES: _("Alternative texts"),
    Kind.HEADINGS: _("Headings"),
    Kind.REPETITION: _("Repeated text"),
    Kind.LANGUAGE: _("Other languages"),
    Kind.NUMBERS: _("Amounts"),
    Kind.EMPHASIS: _("Emphasis"),
}

#: How many there are, for the button of the panel.
COUNTS: dict[Kind, Promise] = {
    Kind.SENTENCES: ngettext_lazy(
        "%(count)d long sentence or paragraph", "%(count)d long sentences or paragraphs", "count"
    ),
    Kind.WORDS: ngettext_lazy("%(count)d word", "%(count)d words", "count"),
    Kind.LINKS: ngettext_lazy("%(count)d link", "%(count)d links", "count"),
    Kind.IMAGES: ngettext_lazy("%(count)d alternative text", "%(count)d alternative texts", "count"),
    Kind.HEADINGS: ngettext_lazy("%(count)d heading", "%(count)d headings", "count"),
    Kind.REPETITION: ngettext_lazy("%(count)d repeated text", "%(count)d repeated texts", "count"),
    Kind.LANGUAGE: ngettext_lazy("%(count)d text in another language", "%(count)d texts in another language", "count"),
    Kind.NUMBERS: ngettext_lazy("%(count)d amount", "%(count)d amounts", "count"),
    Kind.EMPHASIS: ngettext_lazy("%(count)d emphasis", "%(count)d emphases", "count"),
}

_SENTENCES: dict[Code, Promise] = {
    Code.LONG_SENTENCE: _("%(count)s words; more than %(limit)s are hard to follow. Make two sentences of it."),
    Code.LONG_PARAGRAPH: _("A paragraph of %(count)s words; up to %(limit)s read well. Split it, or make it a list."),
    Code.JARGON: _("Readers may not know this word. Plainer: %(instead)s."),
    Code.AVOIDED: _("This word is on your list of words not to use."),
    Code.UNEXPLAINED_TERM: _("The glossary explains this word. Mark it as a term, so that readers can look it up."),
    Code.DOUBLED_WORD: _("The word is there twice. Delete one."),
    Code.VAGUE_LINK: _("This does not say where the link leads. Name the page that it opens."),
    Code.BARE_ADDRESS: _("A screen reader spells an address out. Write the name of the page, and link that."),
    Code.SAME_LINK_TEXT: _("Another link has the same text and leads somewhere else. Tell them apart."),
    Code.ALT_MISSING: _("The image has no alternative text. Say what it tells, or mark it as decorative."),
    Code.ALT_IS_FILE_NAME: _("This is the name of a file. Say what the image tells."),
    Code.ALT_SAYS_IMAGE: _("A screen reader says itself that it is an image. Start with what it shows."),
    Code.ALT_LONG: _("%(count)s characters; up to %(limit)s can be listened to. Put the rest into the text."),
    Code.ALT_IS_CAPTION: _("It repeats the caption, which is read out too. Say what the caption does not."),
    Code.HEADING_JUMPS: _("A heading of level %(level)s; level %(expected)s comes next here."),
    Code.HEADING_EMPTY: _("A heading without words. Delete it, or write one."),
    Code.HEADING_TWICE: _("Another section has the same heading. Tell them apart."),
    Code.HEADING_IN_BOLD: _("A bold line in the place of a heading: it is missed. Make it a block of its own."),
    Code.REPEATED: _("The page has said this before. Keep it in one place."),
    Code.FOREIGN: _("This looks like another language, and would be spoken in the wrong voice. Translate it."),
    Code.UNIT_WITHOUT_SPACE: _("Between number and unit stands a space: %(better)s."),
    Code.DECIMAL_SIGN: _("In this language it is written %(better)s."),
    Code.CAPITALS: _("Capitals are hard to read, and screen readers may spell them. Write small letters."),
    Code.EXCLAMATION: _("An exclamation mark sounds alarming. Say how urgent it is in words, or in a callout."),
}  # fmt: skip

_IN_CHARACTERS: dict[Code, Promise] = {
    Code.LONG_SENTENCE: _("%(count)s characters; more than %(limit)s are hard to follow. Make two sentences of it."),
    Code.LONG_PARAGRAPH: _(
        "A paragraph of %(count)s characters; up to %(limit)s read well. Split it, or make it a list."
    ),
}


def sentence(hint: Hint, *, locale: str) -> str:
    if hint.code is Code.AVOIDED:
        return _on_avoided(hint)
    if hint.code is Code.FOREIGN and (other := BY_TAG.get(str(hint.facts.get("language", "")))):
        return str(
            _("This looks like %(language)s, and would be spoken in the wrong voice. Translate it.")
            % {"language": other.own_name}
        )
    by_characters = is_counted_by_characters(language_of(locale)) and hint.code in _IN_CHARACTERS
    pattern = _IN_CHARACTERS[hint.code] if by_characters else _SENTENCES[hint.code]
    return str(pattern) % hint.facts


def _on_avoided(hint: Hint) -> str:
    said = [str(_SENTENCES[Code.AVOIDED])]
    if hint.facts["instead"]:
        said.append(str(_("Write “%(instead)s”.") % hint.facts))
    return " ".join([*said, str(hint.facts["reason"])]).strip()
