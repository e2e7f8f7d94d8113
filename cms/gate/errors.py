"""Why a page can't go out, or can't be signed; each message can be shown to the person as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.forms.utils import ErrorDict

    from cms.gate.registry import Missing


class AlreadyRegistered(Exception):
    """Two checks of one policy for one page type."""

    def __init__(self, model: type[Any], policy: str) -> None:
        self.model = model
        self.policy = policy
        super().__init__(f"{model.__name__} has a check of {policy!r} already.")


class PublishRefused(Exception):
    """The page stays as it is; `missing` says why, `heading` how much it is."""

    def __init__(self, page: Any, missing: Sequence[Missing]) -> None:
        self.page = page
        self.missing = tuple(missing)
        count = len(self.missing)
        self.heading = ngettext(
            "“%(page)s” can’t be published: %(count)s thing is missing.",
            "“%(page)s” can’t be published: %(count)s things are missing.",
            count,
        ) % {"page": page.get_admin_display_title(), "count": count}
        super().__init__(" ".join([self.heading, *(item.sentence for item in self.missing)]))


class SignOffRefused(Exception):
    """The text can't be signed by this person, or not as it stands."""


class NoRight(SignOffRefused):
    """The person is no clinical reviewer."""

    def __init__(self) -> None:
        super().__init__(_("Only clinical reviewers sign. Ask an administrator for the right."))


class TextHasChanged(SignOffRefused):
    """The text is not the one that the person has read."""

    def __init__(self) -> None:
        super().__init__(_("The text was changed after you opened this page. Read it again first."))


class OnlyAuthor(SignOffRefused):
    """Four eyes: nobody else has written on what is signed."""

    def __init__(self) -> None:
        super().__init__(_("You alone wrote what is to be signed; another clinical reviewer has to sign it."))


class NoCredentials(SignOffRefused):
    """A signature says what the person is."""

    def __init__(self) -> None:
        super().__init__(_("Say your credentials, such as “FRCA”: they stand beside your signature."))


class UnclearSignature(SignOffRefused):
    """What stands beside the signature is too long, or no text."""

    def __init__(self, errors: ErrorDict) -> None:
        super().__init__(" ".join(str(message) for messages in errors.values() for message in messages))


class BreakGlassRefused(Exception):
    """The page can't go out in spite of the gate."""
