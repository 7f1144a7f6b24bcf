from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.models import UUIDModel
from aizuchi.meetings.models.meetings import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person


class SlotProposalQuerySet(models.QuerySet["SlotProposal"]):
    def visible_to(self, viewer: Person) -> Self:
        return self.filter(pair__in=Pair.objects.visible_to(viewer))

    def open(self) -> Self:
        return self.filter(answer="")


class SlotProposal(UUIDModel):
    """Up to three times that one of the two offers the other for their next 1on1."""

    class Answer(models.TextChoices):
        TAKEN = "taken", _("Chosen")
        DECLINED = "declined", _("None of them")
        WITHDRAWN = "withdrawn", _("Taken back")
        OVERTAKEN = "overtaken", _("Settled otherwise")

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="slot_proposals")
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    meeting = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The one to move; empty: the undated one.",
    )
    minutes = models.PositiveSmallIntegerField(default=30)
    created_at = models.DateTimeField()
    answer = models.CharField(max_length=9, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = SlotProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair"], condition=Q(answer=""), name="one_open_slot_proposal"),
        ]


class ProposedSlot(UUIDModel):
    proposal = models.ForeignKey(SlotProposal, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_taken = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_for_some_time"),
            models.UniqueConstraint(fields=["proposal", "starts_at"], name="slot_offered_once"),
            models.UniqueConstraint(fields=["proposal"], condition=Q(is_taken=True), name="one_slot_is_taken"),
        ]
