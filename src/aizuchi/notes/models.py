import uuid
from typing import Self

from django.conf import settings
from django.db import models

from aizuchi.kernel.ids import new_id
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person


class Circle(UUIDModel):
    """A closed circle of people who may open the same documents. Its data key is kept under the circle's id."""

    organization_id = models.UUIDField(db_index=True)
    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="private_circle",
        help_text="Set: the circle is this person alone.",
    )
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, help_text="Since when nobody writes. Retention counts from here.")
    destroyed_at = models.DateTimeField(null=True, help_text="When its key and its words were destroyed.")

    class Meta:
        indexes = [
            models.Index(
                fields=["organization_id", "closed_at"],
                condition=models.Q(closed_at__isnull=False, destroyed_at__isnull=True),
                name="circle_to_be_destroyed",
            )
        ]

    @property
    def is_private(self) -> bool:
        return self.owner_id is not None


class Retention(models.Model):
    """How long an organization keeps the words of a circle that was closed. Without a row: two years."""

    organization_id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True)
    years = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField()


class CircleMember(models.Model):
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="note_circles")
    may_write = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "person"], name="once_in_a_circle")]


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(circle__members__person=viewer)


class Document(UUIDModel):
    """A live text that exactly the members of its circle can open: its snapshot, if any, and all updates since."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="documents")
    created_at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()


class Update(models.Model):
    """One edit as the browser sent it, sealed. Order does not matter: a document is the sum of its updates."""

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, models.CASCADE, related_name="updates", db_index=False)
    author_id: models.UUIDField[uuid.UUID | None, uuid.UUID | None] = models.UUIDField(null=True)
    at = models.DateTimeField()
    payload = models.BinaryField()
    in_snapshot = models.BooleanField(default=False)

    class Meta:
        # Every keystroke writes into each index, so there is one by document and one that only ever grows at its end.
        indexes = [
            models.Index(fields=["document", "in_snapshot"], name="updates_of_a_document"),
            models.Index(fields=["id"], condition=models.Q(in_snapshot=False), name="updates_not_summed_up"),
        ]


class OutsideWrite(models.Model):
    """A note was written in by a process without sockets; those that have it open look into the log. Soon forgotten."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(db_index=True)


class Snapshot(models.Model):
    """The sum of all updates marked `in_snapshot`, so that opening a document need not read them."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="snapshot")
    version = models.PositiveIntegerField(default=1)
    payload = models.BinaryField()
    words = models.BinaryField(default=b"", help_text="Folded and plain text, sealed, to be found by.")
    authors = models.JSONField(default=dict, help_text="{Yjs client: person}: whose words are whose.")
    at = models.DateTimeField()
