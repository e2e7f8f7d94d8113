"""Why a translation may not be changed or released; each message can be shown to the person as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, ngettext

from cms.locales import BY_TAG

if TYPE_CHECKING:
    from collections.abc import Sequence


class ReleaseRefused(Exception):
    """The text can't be released as it stands."""


class IncompleteTranslation(ReleaseRefused):
    """Parts of the source have no text in the locale. `missing` are their names in reading order,
    `labels` what the admin calls them.
    """

    def __init__(self, locale: str, missing: Sequence[str], *, labels: str) -> None:
        self.locale = locale
        self.missing = tuple(missing)
        super().__init__(
            _("%(language)s is not complete. Missing: %(parts)s.")
            % {"language": BY_TAG[locale].own_name, "parts": labels}
        )


class NothingToRelease(ReleaseRefused):
    """A regional overlay that differs in nothing, or a source, which is released by publishing."""


class LocaleBelowNotOut(NothingToRelease):
    """A regional overlay goes out with the locale that it overlays, not before."""

    def __init__(self, below: str) -> None:
        self.below = below
        super().__init__(_("%(language)s has to be released first.") % {"language": BY_TAG[below].own_name})


class NotTheApprover(ReleaseRefused):
    """Four eyes: the approver has changed the text since it was last released."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        super().__init__(
            _("You changed the %(language)s text yourself; another person has to approve it.")
            % {"language": BY_TAG[locale].own_name}
        )


class TextHasChanged(ReleaseRefused):
    """The text is not the one that the approver has seen."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        super().__init__(
            _("The %(language)s text was changed after you opened this page. Read it again, then approve.")
            % {"language": BY_TAG[locale].own_name}
        )


class PathTaken(ReleaseRefused):
    """The path segment leads to other content in this locale."""

    def __init__(self, locale: str, segment: str) -> None:
        self.locale = locale
        self.segment = segment
        super().__init__(
            _("The path segment “%(segment)s” leads to another page in %(language)s. Choose another.")
            % {"segment": segment, "language": BY_TAG[locale].own_name}
        )


class NoSuchRelease(ReleaseRefused):
    """There is no release with this number."""

    def __init__(self, locale: str, number: int | None) -> None:
        self.locale = locale
        self.number = number
        super().__init__(_("There is no such release in %(language)s.") % {"language": BY_TAG[locale].own_name})


class NotSigned(ReleaseRefused):
    """The policy of the locale asks for a reviser or a clinician who has not signed this text."""

    def __init__(self, locale: str, *, clinical: bool) -> None:
        self.locale = locale
        sentence = (
            _("A clinician has to sign the %(language)s text before it is approved.")
            if clinical
            else _("A reviser has to read the %(language)s text beside the source before another person approves it.")
        )
        super().__init__(sentence % {"language": BY_TAG[locale].own_name})


class UnreadMachineText(ReleaseRefused):
    """Text came from a machine and nobody has confirmed it. `paths` are of its segments."""

    def __init__(self, locale: str, paths: Sequence[str]) -> None:
        self.locale = locale
        self.paths = tuple(paths)
        super().__init__(
            ngettext(
                "%(count)s string in %(language)s was made by a machine and nobody has confirmed it.",
                "%(count)s strings in %(language)s were made by a machine and nobody has confirmed them.",
                len(paths),
            )
            % {"count": len(paths), "language": BY_TAG[locale].own_name}
        )


class FaultsFound(ReleaseRefused):
    """Checks found errors. `paths` are of the segments at fault."""

    def __init__(self, locale: str, paths: Sequence[str]) -> None:
        self.locale = locale
        self.paths = tuple(paths)
        super().__init__(
            ngettext(
                "%(count)s string in %(language)s has an error. Mend it in the workbench, or say why it is right.",
                "%(count)s strings in %(language)s have errors. Mend them in the workbench, or say why they are right.",
                len(paths),
            )
            % {"count": len(paths), "language": BY_TAG[locale].own_name}
        )


class WrongState(ReleaseRefused):
    """The work on the locale is not where this act can be done."""


class WrongMoment(ReleaseRefused):
    """A release can't go out or be taken back at this moment. `field` is the one at fault of `Moments`."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class SourceNotSafe(ReleaseRefused):
    """A safety change of the source came after the text was approved, and the text does not fit it."""

    def __init__(self, locale: str, *, labels: str) -> None:
        self.locale = locale
        super().__init__(
            _(
                "After %(language)s was approved the source had a safety change that this text does not follow, "
                "in: %(parts)s. Bring the text up to date, then approve it again."
            )
            % {"language": BY_TAG[locale].own_name, "parts": labels}
        )


class ContentLocked(ReleaseRefused):
    """Somebody, a workflow or a schedule holds the content."""

    def __init__(self, message: str) -> None:
        super().__init__(message or _("It is locked in the admin. Ask who locked it."))


class NoRight(Exception):
    """The person may not do this in this locale."""

    def __init__(self, act: str, locale: str) -> None:
        self.act = act
        self.locale = locale
        super().__init__(_("You have no right to do this in %(language)s.") % {"language": BY_TAG[locale].own_name})
