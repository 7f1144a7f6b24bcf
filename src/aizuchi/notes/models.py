import uuid

from django.conf import settings
from django.db import models

from aizuchi.kernel.models import Row


class Circle(Row):
    """A closed circle of people who may open the same documents, and the data key they are sealed with."""

    organization_id = models.UUIDField(db_index=True)
    created_at = models.DateTimeField()


class CircleMember(models.Model):
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="note_circles")
    may_write = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "person"], name="once_in_a_circle")]


class Document(Row):
    """A live text that exactly the members of its circle can open."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="documents")
    created_at = models.DateTimeField()


class Update(models.Model):
    """One edit as the browser sent it; a document is the sum of its updates."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, models.CASCADE, related_name="updates")
    author_id: models.UUIDField[uuid.UUID | None, uuid.UUID | None] = models.UUIDField(null=True)
    at = models.DateTimeField()
    payload = models.BinaryField()
