from django.db import models
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import LineField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization

LONGEST_NAME = 80
LONGEST_WORDS = 300
LONGEST_REACHED = 120


class SupportContact(UUIDModel):
    """Where somebody can turn who is not well: a desk, an occupational doctor, or someone outside the company."""

    class Kind(models.TextChoices):
        DESK = "desk", _("Desk to turn to")
        DOCTOR = "doctor", _("Occupational doctor")
        OUTSIDE = "outside", _("Outside the company")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.DESK)
    name = LineField(max_length=LONGEST_NAME)
    words = models.TextField(max_length=LONGEST_WORDS, blank=True, help_text="When it is there, what stays there.")
    reached_at = LineField(max_length=LONGEST_REACHED, help_text="A telephone number, a mail address, a room.")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "pk"]

    @property
    def link(self) -> str:
        """To write or to call there; empty for a room."""
        if "@" in self.reached_at and " " not in self.reached_at:
            return f"mailto:{self.reached_at}"
        number = self.reached_at.replace("-", "").replace(" ", "")
        return f"tel:{number}" if number.removeprefix("+").isdecimal() else ""
