"""What is published: documents, their ready answers, and the log of editions that nothing is ever dropped from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    """What a change means to those who hold a translation or a copy."""

    EDITORIAL = "editorial", _("Editorial: wording only, the meaning is the same")
    CONTENT = "content", _("Content: the meaning changes")
    SAFETY = "safety", _("Safety: readers must not see the old text any more")


class Event(models.TextChoices):
    """What an edition tells those who follow the change feed."""

    PUBLISHED = "published"
    MOVED = "moved"
    GONE = "gone"


class Edition(models.Model):
    """One version of a document. Only ever added; `sequence` is given out under a lock,
    so commit order is sequence order.
    """

    sequence = models.BigIntegerField(primary_key=True)
    content_id = models.UUIDField()
    type = models.CharField(max_length=40)
    locale = models.CharField(max_length=35)
    version = models.PositiveIntegerField()
    event = models.CharField(max_length=10, choices=Event)
    change_kind = models.CharField(max_length=10, choices=ChangeKind)
    change_note = models.TextField(blank=True)
    digest = models.CharField(max_length=32, blank=True)
    slug = models.CharField(max_length=255)
    segment = models.CharField(max_length=255, blank=True)
    path = models.CharField(max_length=2000, blank=True)
    moved_to = models.CharField(max_length=2000, blank=True)
    gone_reason = models.CharField(max_length=255, blank=True)
    release_number = models.PositiveIntegerField(null=True)
    #: When the document was first published; the same in each of its editions.
    published_at = models.DateTimeField()
    occurred_at = models.DateTimeField()
    #: The document's JSON in UTF-8, compressed with zlib; empty for `gone`.
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_id", "locale", "sequence"], name="edition_of_document"),
        ]
        indexes = [
            models.Index(fields=["type", "sequence"], name="edition_by_type"),
            models.Index(fields=["locale", "sequence"], name="edition_by_locale"),
            models.Index(fields=["type", "locale", "sequence"], name="edition_by_type_and_locale"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.type} {self.slug} ({self.locale}) {self.event}"


class DocumentState(models.TextChoices):
    LIVE = "live"
    GONE = "gone"


def _live_in_order(*fields: str, name: str) -> models.Index:
    """What a follower of the change feed crawls first, narrowed by these fields, without what is gone."""
    return models.Index(fields=fields, name=name, condition=models.Q(state=DocumentState.LIVE))


class Document(models.Model):
    """One content id in one locale as it stands now: live or gone. Its text is that of its newest edition."""

    content_id = models.UUIDField()
    type = models.CharField(max_length=40)
    locale = models.CharField(max_length=35)
    state = models.CharField(max_length=4, choices=DocumentState)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    slug = models.CharField(max_length=255)
    segment = models.CharField(max_length=255, blank=True)
    path = models.CharField(max_length=2000, blank=True)
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_id", "locale"], name="one_document_per_locale"),
            models.UniqueConstraint(
                fields=["locale", "path"],
                condition=models.Q(state=DocumentState.LIVE) & ~models.Q(path=""),
                name="one_live_document_per_path",
            ),
        ]
        indexes = [
            models.Index(fields=["type", "slug"], name="document_by_slug"),
            _live_in_order("edition", name="live_documents"),
            _live_in_order("type", "edition", name="live_documents_by_type"),
            _live_in_order("locale", "edition", name="live_documents_by_locale"),
            _live_in_order("type", "locale", "edition", name="live_documents_by_both"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.slug} ({self.locale}), version {self.version}, {self.state}"


class Answer(models.Model):
    """What is delivered for one content id and one requested locale: ready bytes, fallback resolved.

    `body` and `card` are JSON in UTF-8 with `document.ORIGIN` where the public origin belongs.
    """

    content_id = models.UUIDField()
    type = models.CharField(max_length=40)
    requested_locale = models.CharField(max_length=35)
    locale = models.CharField(max_length=35)
    slug = models.CharField(max_length=255)
    segment = models.CharField(max_length=255, blank=True)
    etag = models.CharField(max_length=32)
    last_modified = models.DateTimeField()
    updated_at = models.DateTimeField()
    is_partial = models.BooleanField()
    #: The edition that the bytes are of.
    sequence = models.BigIntegerField()
    #: Sort keys as hexadecimal text, so that every database orders them alike; see `cms.collation`.
    name_key = models.CharField(max_length=400)
    path_key = models.CharField(max_length=4000)
    initial = models.CharField(max_length=4, blank=True)
    translation_status = models.CharField(max_length=10)
    review_status = models.CharField(max_length=10, blank=True)
    #: The content ids and types that the bytes depend on, as in `Surrogate-Key`.
    surrogate_keys = models.TextField()
    next_change_at = models.DateTimeField(null=True)
    #: Last in the row: SQLite reads past all that stands before a column, and these are 25 KB.
    card = models.BinaryField()
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_id", "requested_locale"], name="one_answer_per_locale"),
        ]
        indexes = [
            models.Index(fields=["type", "requested_locale", "slug"], name="answer_by_slug"),
            models.Index(fields=["type", "requested_locale", "segment"], name="answer_by_segment"),
            models.Index(fields=["type", "requested_locale", "name_key", "content_id"], name="answer_by_name"),
            models.Index(fields=["type", "requested_locale", "updated_at", "content_id"], name="answer_by_update"),
            models.Index(fields=["type", "requested_locale", "path_key", "content_id"], name="answer_by_path"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.slug} for {self.requested_locale} ({self.locale})"


class AnswerFacet(models.Model):
    """One thing that lists can be narrowed by (`topic`, `code`, `specialty`), or a locale whose text is `withdrawn`."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="facets")
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "value", "answer"], name="facet_of_answer")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"


class Publication(models.Model):
    """What publishing knows of one content id: what it announces to others, and when the clock will change it."""

    content_id = models.UUIDField(primary_key=True)
    type = models.CharField(max_length=40)
    announces = models.JSONField(default=dict)
    #: The digest of all that is kept beside the documents themselves: facets, what was read, the next change by the
    #: clock.
    fingerprint = models.CharField(max_length=32, blank=True)
    next_change_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.type} {self.content_id}"


class Dependency(models.Model):
    """A content id whose documents were built by reading what `key` names."""

    content_id = models.UUIDField()
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "content_id"], name="dependency_once")]
        indexes = [models.Index(fields=["content_id"], name="dependency_of_content")]

    def __str__(self) -> str:
        return f"{self.content_id} reads {self.key}"


class Redirect(models.Model):
    """A slug or path segment that once led to a content id; `locale` is empty for a slug, which is the same in each."""

    type = models.CharField(max_length=40)
    locale = models.CharField(max_length=35, blank=True)
    key = models.CharField(max_length=255)
    content_id = models.UUIDField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["type", "key", "locale"], name="redirect_once")]

    def __str__(self) -> str:
        return f"{self.key} ({self.locale or 'every locale'}) → {self.content_id}"


class StaleMark(models.Model):
    """A content id that waits to be rebuilt because something that it reads has changed."""

    content_id = models.UUIDField(primary_key=True)
    reason = models.CharField(max_length=80)
    marked_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.content_id}: {self.reason}"


class Counter(models.Model):
    """The one row that gives out sequence numbers and raises the state version; locking it puts publishing in order."""

    name = models.CharField(max_length=20, primary_key=True)
    #: The newest edition's sequence number.
    sequence = models.BigIntegerField(default=0)
    #: Raised by anything at all that can change an answer.
    state_version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: sequence {self.sequence}, state {self.state_version}"
