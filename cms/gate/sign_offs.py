"""Clinical sign-off: who signed which text, whether it is still that text, and signing.

Signed is what readers of the source get: its text, its layout, and the facts that it speaks of (codes, image, evidence
and references). The address is no clinical matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.gate import alarms
from cms.gate.admin_urls import sign_url
from cms.gate.errors import NoCredentials, NoRight, OnlyAuthor, TextHasChanged
from cms.gate.models import SignOff
from cms.gate.readiness import CLINICAL_SIGN_OFF
from cms.gate.registry import Missing
from cms.locales import SOURCE
from cms.publishing.content import digest_of
from cms.publishing.models import ChangeKind
from cms.translation import drafts, snapshots, units
from cms.translation.labels import part_labels
from cms.translation.naming import name_of_person
from cms.translation.policy import policy_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cms.translation.snapshots import Snapshot

PERMISSION = "gate.sign_off"

#: So many signatures of a page are listed.
SHOWN = 20

_NOT_SIGNED = frozenset({"path_segment"})


@dataclass(frozen=True)
class Standing:
    """How a text stands with its signatures: `exact` is under this very text; without one, `latest` is under an earlier
    one.

    `changed` are the names of the parts that differ from what `latest` is under, in one line.
    """

    exact: SignOff | None
    latest: SignOff | None
    changed: str


def signable(draft: Any) -> dict[str, str]:
    """The digest of each thing that a signature is under.

    Rows go by their places: one that is in drafts only has another content id after each save of the form.
    """
    places = {
        str(row.content_id): f"{relation}-{place}"
        for relation in draft.translated_children
        for place, row in enumerate(draft.rows(relation))
    }
    text, facts = text_of(draft), draft.neutral_facts()
    placed = {**text, "children": _placed(text["children"], places)}
    return units.digests(type(draft), placed, facts=_placed(facts, places), apart=frozenset())


def text_of(draft: Any) -> Snapshot:
    """The words of the source that a signature is under."""
    text = snapshots.take(draft, SOURCE)
    return {**text, "fields": {name: value for name, value in text["fields"].items() if name not in _NOT_SIGNED}}


def digest(draft: Any) -> str:
    return digest_of(signable(draft))


def standing(draft: Any) -> Standing:
    """One query, and one row however many signatures there are."""
    found = signable(draft)
    own = digest_of(found)
    exact_first = Case(When(digest=own, then=0), default=1)
    known = SignOff.objects.filter(content_id=draft.content_id).order_by(exact_first, "-signed_at", "-pk").first()
    if known is None or known.digest == own:
        return Standing(known, known, "")
    return Standing(None, known, part_labels(type(draft), units.differing_parts(known.signed, found)))


def missing(draft: Any) -> Iterator[Missing]:
    """The policy `clinical_sign_off`. An editorial change of a page that is out goes out on an earlier signature."""
    now = standing(draft)
    if now.exact is not None or (now.latest is not None and _is_editorial(draft)):
        return
    if now.latest is None:
        sentence = _("No clinician has signed this text.")
    else:
        sentence = _("%(person)s signed on %(day)s; what has changed since is not signed: %(parts)s.") % {
            "person": now.latest.signer_with_credentials,
            "day": date_format(timezone.localtime(now.latest.signed_at), "DATE_FORMAT"),
            "parts": now.changed,
        }
    yield Missing(CLINICAL_SIGN_OFF, sentence, url=sign_url(draft))


def sign(
    page: Any, *, by: Any, credentials: str = "", role: str | None = None, note: str = "", seen: str | None = None
) -> SignOff:
    """Signs the latest draft. Without credentials, or a role, those of the person's last signature stand; an empty role
    is none.

    `seen` is the digest of the text that the person had before their eyes. Raises a SignOffRefused.
    """
    if not by.has_perm(PERMISSION):
        raise NoRight
    with transaction.atomic():
        draft = drafts.locked(page)
        signed = signable(draft)
        if seen is not None and seen != digest_of(signed):
            raise TextHasChanged
        if policy_of(SOURCE).four_eyes and wrote_alone(by, draft):
            raise OnlyAuthor
        before = last_of(by)
        sign_off = SignOff.objects.create(
            content_id=page.content_id,
            digest=digest_of(signed),
            signed=signed,
            signer=by,
            signer_name=name_of_person(by),
            credentials=_said(credentials or (before.credentials if before else "")),
            role=role if role is not None else (before.role if before else ""),
            note=note,
            signed_at=timezone.now(),
        )
        log(instance=page, action="gate.sign_off", user=by, data={"credentials": sign_off.credentials, "note": note})
        _settle(page, sign_off)
    return sign_off


def signed_by_now(draft: Any) -> list[SignOff]:
    """Newest first, no more than people read."""
    return list(SignOff.objects.filter(content_id=draft.content_id)[:SHOWN])


def last_of(person: Any) -> SignOff | None:
    """What the person is, they said when they signed last."""
    return SignOff.objects.filter(signer=person.pk).first()


def wrote_alone(person: Any, draft: Any) -> bool:
    """Whether this person made every change of what is signed, since it was signed last; scripts are nobody.

    Looks at the newest first, and no further than the first that is another's.
    """
    latest = SignOff.objects.filter(content_id=draft.content_id).first()
    saved = draft.revisions.order_by("-created_at", "-pk")
    since = saved.filter(created_at__gt=latest.signed_at) if latest else saved
    wrote = False
    versions = ((_digest_in(revision, draft), revision.user_id) for revision in since.iterator(chunk_size=10))
    for (after, author), (before, _author) in pairwise(chain(versions, [(latest.digest if latest else None, None)])):
        if after != before and author is not None:
            if author != person.pk:
                return False
            wrote = True
    return wrote


def _placed(value: Any, places: Mapping[str, str]) -> Any:
    """JSON with the places of rows for their ids."""
    if isinstance(value, dict):
        return {places.get(key, key): _placed(item, places) for key, item in value.items()}
    if isinstance(value, list):
        return [_placed(item, places) for item in value]
    return places.get(value, value) if isinstance(value, str) else value


def _digest_in(revision: Any, draft: Any) -> str:
    restored = type(draft).from_serializable_data(revision.content, check_fks=False)
    restored.content_id = draft.content_id
    return digest(restored)


def _is_editorial(draft: Any) -> bool:
    """Spelling and style, on top of a text that went out signed."""
    return draft.change_kind == ChangeKind.EDITORIAL and drafts.is_live(draft) and not alarms.is_open(draft.content_id)


def _settle(page: Any, sign_off: SignOff) -> None:
    """A signature under the very text that is out is the one that was missing."""
    if not alarms.is_open(page.content_id):
        return
    if digest(type(page)._default_manager.get(pk=page.pk)) == sign_off.digest:
        alarms.settle(page.content_id, by=sign_off)


def _said(credentials: str) -> str:
    if not credentials.strip():
        raise NoCredentials
    return credentials.strip()
