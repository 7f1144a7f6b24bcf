"""Answering what somebody wrote without a name. Read docs/anonymity.md first."""

import datetime
import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from aizuchi.anonymous_answers.models.window import AnswerGroup, AnswerWindow
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Person


def _random_key() -> "models.UUIDField[uuid.UUID, uuid.UUID]":
    """Tells no time and no order."""
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


class ReplyBoardQuerySet(models.QuerySet["ReplyBoard"]):
    def fetched_by(self, person: Person, today: datetime.date) -> Self:
        """Whoever was asked, whether or not they wrote anything."""
        asked = self.filter(window__eligibilities__person=person)
        return asked.filter(crossed_on__isnull=False, ends_on__gte=today)


class ReplyBoard(UUIDModel):
    """Where replies to what was written in one window lie, sealed, for every browser of whoever was asked."""

    window = models.OneToOneField(AnswerWindow, models.CASCADE, related_name="board")
    ends_on = models.DateField(help_text="Its last day.")
    crossed_on = models.DateField(null=True, blank=True, help_text="When replies were last put on it.")

    objects = ReplyBoardQuerySet.as_manager()


class PossibleAuthors(models.Model):
    """In which groups anybody may have written these words: none of these is told apart from the others."""

    id = _random_key()
    board = models.ForeignKey(ReplyBoard, models.CASCADE, related_name="authors")
    groups = models.ManyToManyField(AnswerGroup, related_name="+")


class ReplyThread(models.Model):
    """The keys that came with what somebody wrote, under an id that is nothing else's."""

    id = _random_key()
    board = models.ForeignKey(ReplyBoard, models.CASCADE, related_name="threads")
    authors = models.ForeignKey(PossibleAuthors, models.CASCADE, related_name="threads")
    sealing_public = models.BinaryField(help_text="P-256, compressed: replies are sealed to it.")
    signing_public = models.BinaryField(help_text="P-256, compressed: the author signs with the other half.")


class ReplyRound(UUIDModel):
    """A time in which authors may answer what lies on the board; everybody who was asked has a right in its window."""

    board = models.ForeignKey(ReplyBoard, models.CASCADE, related_name="rounds")
    window = models.OneToOneField(AnswerWindow, models.CASCADE, related_name="reply_round")


class ThreadMessage(models.Model):
    """A reply, or what the author answered to it."""

    id = _random_key()
    thread = models.ForeignKey(ReplyThread, models.CASCADE, related_name="messages")
    turn = models.PositiveSmallIntegerField(help_text="The number of the reply, from 1; its answer has the same.")
    about = models.CharField(max_length=120, blank=True, help_text="Of a reply: how the words begin that it is to.")
    text = models.TextField(max_length=500)
    written_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: the author, who is nobody."
    )
    sealed = models.BinaryField(blank=True, default=b"", help_text="Of a reply, once it lies on the board.")
    round = models.ForeignKey(
        ReplyRound, models.PROTECT, null=True, blank=True, related_name="+", help_text="In which an answer came."
    )

    class Meta:
        ordering = ["turn", "round_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "turn"], condition=Q(written_by__isnull=False), name="one_reply_a_turn"
            ),
            models.UniqueConstraint(
                fields=["thread", "turn"], condition=Q(written_by__isnull=True), name="one_answer_to_a_reply"
            ),
            models.CheckConstraint(
                condition=Q(written_by__isnull=False) | Q(round__isnull=False), name="an_answer_came_in_a_round"
            ),
        ]
