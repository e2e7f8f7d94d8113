"""Making and revoking links to previews, and finding what a token opens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.delivery.errors import NotFound, PreviewRefused
from cms.locales import BY_TAG
from cms.preview import kinds, tokens
from cms.preview.errors import MayNotPreview, NoPreview
from cms.preview.models import LinkState, PreviewLink
from cms.translation import rights

if TYPE_CHECKING:
    from datetime import datetime

#: How long a link may be good, by days; the second is proposed.
LIFETIMES = {1: _("A day"), 7: _("A week"), 30: _("30 days"), 90: _("90 days")}


def may_preview(user: Any, content: Any) -> bool:
    """Who may edit content may show its draft to others."""
    return rights.may_edit(user, content)


def may_preview_site(user: Any) -> bool:
    return bool(PagePermissionPolicy().user_has_any_permission(user, {"add", "change", "publish"}))


def make(content: Any, locale: str, *, by: Any, days: int, revision: int | None = None) -> PreviewLink:
    """A link to the draft of one revision, or to the latest whenever somebody looks.

    Raises MayNotPreview, NoPreview.
    """
    kind = kinds.kind_of(content)
    if kind is None:
        raise NoPreview(type(content))
    if not may_preview(by, content):
        raise MayNotPreview(content)
    link = PreviewLink.objects.create(
        type=kind.type, content_id=content.content_id, locale=locale, revision=revision, created_by=by,
        expires_at=_end(days),
    )  # fmt: skip
    log(instance=content, action="preview.make_link", user=by, data={"locale": locale})
    return link


def make_for_site(moment: datetime, locale: str, *, by: Any, days: int) -> PreviewLink:
    """A link to all answers as of a moment, until that moment at the latest: from then on there is nothing to look
    ahead to, and what is out changes. Raises MayNotPreview.
    """
    if not may_preview_site(by):
        raise MayNotPreview(None)
    end = min(_end(days), moment)
    return PreviewLink.objects.create(locale=locale, as_of=moment, created_by=by, expires_at=end)


def revoke(link: PreviewLink, *, by: Any) -> None:
    """Does nothing for one that was revoked before."""
    revoked = PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by)
    content = content_of(link) if revoked else None
    if content is not None:
        log(instance=content, action="preview.revoke_link", user=by, data={"locale": link.locale})


def content_of(link: PreviewLink) -> Any | None:
    """As it is published; None for the site, and for what was deleted."""
    kind = kinds.of_type(link.type)
    return kind.model._default_manager.filter(content_id=link.content_id).first() if kind else None


def opened(token: str) -> PreviewLink:
    """The link of a token that is good now. Raises PreviewRefused, and NotFound for a language that was taken away."""
    claims = tokens.read(token)
    if claims.expires_at <= timezone.now().timestamp():
        raise PreviewRefused("expired")
    link = PreviewLink.objects.filter(token_id=claims.token_id).first()
    if link is None:
        raise PreviewRefused("foreign")
    state = link.state
    if state != LinkState.ACTIVE:
        raise PreviewRefused(str(state.value))
    if link.locale not in BY_TAG:
        raise NotFound("This site has the language of this link no more. Ask the editor for another link.")
    return link


def draft_of(link: PreviewLink) -> Any:
    """The draft that a link leads to. Raises PreviewRefused for one to the site, NotFound for what was deleted."""
    if link.is_of_site:
        raise PreviewRefused("foreign", detail=_OF_SITE)
    content = content_of(link)
    if content is None:
        raise NotFound("What this link leads to was deleted. Ask the editor for another link.")
    if link.revision is None:
        return content.get_latest_revision_as_object()
    revision = content.revisions.filter(pk=link.revision).first()
    if revision is None:
        raise NotFound("The version that this link leads to was deleted. Ask the editor for another link.")
    return revision.as_object()


def moment_of(link: PreviewLink) -> datetime:
    """Raises PreviewRefused for a link to a draft."""
    if link.as_of is None:
        raise PreviewRefused("foreign", detail=_OF_DRAFT)
    return link.as_of


def api_url(link: PreviewLink) -> str:
    """What a program asks."""
    rest = "conditions/" if link.is_of_site else ""
    return f"{settings.PUBLIC_ORIGIN}/api/v1/preview/{tokens.of(link)}/{rest}"


def reading_url(link: PreviewLink) -> str:
    """What a person opens: the front end where its address is set, else our own reading view."""
    token = tokens.of(link)
    if settings.PREVIEW_URL_TEMPLATE and not link.is_of_site:
        return str(settings.PREVIEW_URL_TEMPLATE.format(locale=quote(link.locale), token=token))
    return f"{settings.PUBLIC_ORIGIN}/preview/{token}/"


def _end(days: int) -> datetime:
    return (timezone.now() + timedelta(days=days)).replace(microsecond=0)


_OF_SITE = (
    "This token is for the site as of a moment, not for a draft. Ask for `conditions/` or `conditions/{key}/` below it."
)
_OF_DRAFT = "This token is for one draft, and opens nothing else. Ask for the address without what follows the token."
