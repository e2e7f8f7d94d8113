"""The site's settings, home page, topics and notices → one document per locale that is out: pure reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from cms.locales import BY_TAG, TAGS
from cms.publishing.addresses import api_url, web_url
from cms.publishing.content import digest_of
from cms.publishing.document import Document, Publication, content_key
from cms.translation.provenance import translation
from conditions import clock
from conditions.directory import Directory
from conditions.keys import EVERYWHERE_KEY, TOPICS_KEY
from conditions.models import ConditionPage
from conditions.notices import notice_documents, notices_for
from home.models import HomePage, SiteProfile

if TYPE_CHECKING:
    from datetime import datetime

    from cms.translation.texts import Texts

TYPE = "site"
SLUG = "site"

#: The depth of topics in Wagtail's tree: root, home, index, topic.
TOPIC_DEPTH = 4


class SiteReading:
    """The site's settings with its home page, topics and the notices that are on every page."""

    def __init__(self, profile: SiteProfile, *, now: datetime) -> None:
        self.profile = profile
        self.home = HomePage.objects.filter(live=True).first()
        self.directory = Directory(Q(depth=TOPIC_DEPTH), now=now)
        self.notices = notices_for([])
        self.texts = self.directory.read_texts([*self.notices, *([self.home] if self.home else [])], whole=[profile])

    @property
    def topics(self) -> list[ConditionPage]:
        out = [page for page in self.directory.pages.values() if self.directory.is_out(page)]
        return sorted(out, key=lambda page: page.path)

    @property
    def reads(self) -> frozenset[str]:
        ids = {notice.content_id for notice in self.notices} | self.directory.content_ids()
        ids |= {self.home.content_id} if self.home else set()
        return frozenset({content_key(content_id) for content_id in ids} | {EVERYWHERE_KEY, TOPICS_KEY})


def build(profile: SiteProfile, *, now: datetime) -> Publication:
    """The site in each locale that its settings are out in;
    nothing for the settings of another than the default site.
    """
    reading = SiteReading(profile, now=now)
    is_out = profile.site.is_default_site
    documents = {tag: _document(reading, tag) for tag in reading.texts.locales(profile)} if is_out else {}
    return Publication(
        content_id=profile.content_id,
        type=TYPE,
        documents=documents,
        reads=reading.reads,
        announces={content_key(profile.content_id): digest_of([_said(document) for document in documents.values()])},
        gone_reasons=reading.texts.reasons_gone(profile),
        next_change_at=clock.next_change(profile, reading.texts, now) if documents else None,
    )


def _document(reading: SiteReading, locale: str) -> Document:
    profile, texts = reading.profile, reading.texts
    fields = texts.fields(profile, locale) or {}
    nearest_home = texts.nearest(reading.home, locale) if reading.home else None
    body = {
        "id": str(profile.content_id),
        "type": TYPE,
        "locale": locale,
        "requested_locale": locale,
        "dir": BY_TAG[locale].direction,
        "slug": SLUG,
        "path": None,
        "url": api_url(TYPE, SLUG, locale),
        "web_url": None,
        "name": nearest_home[1]["name"] if nearest_home else None,
        "summary": (nearest_home[1]["summary"] or None) if nearest_home else None,
        "publisher": {
            "name": fields.get("publisher") or None,
            "url": profile.publisher_url or None,
        },
        "contact": {
            "text": fields.get("contact_text") or None,
            "address": fields.get("address") or None,
            "phone": profile.phone or None,
            "email": profile.email or None,
        },
        "opening_hours": [item["value"] for item in profile.opening_hours.get_prep_value()],
        "notices": notice_documents(reading.notices, texts, locale),
        "navigation": _navigation(reading, locale),
        "rights": {
            "publisher": fields.get("publisher") or None,
            "license": profile.license or None,
            "license_url": profile.license_url or None,
            "attribution_text": fields.get("attribution_text") or None,
            "attribution_url": profile.attribution_url or None,
        },
        "translation": translation(texts, profile, locale),
        "alternates": _alternates(texts, profile),
        "version": None,
        "sequence": None,
        "change": None,
        "superseded": None,
        "published_at": None,
        "updated_at": None,
    }
    card = {
        key: body[key] for key in ("id", "type", "locale", "requested_locale", "slug", "path", "name", "summary", "url")
    }
    release = texts.release(profile, locale)
    return Document(
        locale=locale,
        slug=SLUG,
        path="",
        segment="",
        name=str(body["name"] or ""),
        body=body,
        card=card,
        release_number=release.number if release else None,
    )


def _navigation(reading: SiteReading, locale: str) -> list[dict[str, Any]]:
    """The topics in the order of the tree."""
    found = []
    for page in reading.topics:
        mention = reading.directory.mention(page, locale)
        if mention is not None:
            tag = mention["locale"]
            path = reading.directory.path(page, tag)
            addresses = {"url": api_url("condition", page.slug, tag), "web_url": web_url(path, tag)}
            found.append({**mention, "path": path, **addresses})
    return found


def _said(document: Document) -> list[Any]:
    """What other documents take over from the site."""
    return [document.locale, document.body["rights"]]


def _alternates(texts: Texts, profile: SiteProfile) -> list[dict[str, Any]]:
    return [
        {
            "locale": tag,
            "dir": BY_TAG[tag].direction,
            "status": texts.status(profile, tag),
            "path": None,
            "url": api_url(TYPE, SLUG, tag) if texts.of(profile, tag) is not None else None,
            "web_url": None,
        }
        for tag in TAGS
    ]
