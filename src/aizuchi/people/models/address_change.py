import datetime

from django.db import models

from aizuchi.kernel.canonical import AddressField
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models.person import Person

# How long the present address can stop a change before it holds without its owner having said yes.
WAIT = datetime.timedelta(days=14)
# How long a change that nobody answers stays open.
KEEP = datetime.timedelta(days=30)


class AddressChange(UUIDModel):
    """Another mail address that somebody wrote for a person who can sign in. Until it holds, it opens nothing."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="address_change")
    address = AddressField(max_length=254)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True, help_text="When somebody used the link that was sent there.")
    stopped_at = models.DateTimeField(null=True)

    @property
    def is_waiting(self) -> bool:
        return self.stopped_at is None

    @property
    def waits_for_an_administrator(self) -> bool:
        """Nobody can be told at a present address, so somebody else says whose the new one is."""
        return self.is_waiting and self.person.email is None

    @property
    def holds_by_itself_at(self) -> datetime.datetime:
        """If the new address answered and the present one did not stop it."""
        return self.asked_at + WAIT
