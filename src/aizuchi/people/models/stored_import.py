import datetime

from django.db import models

from aizuchi.kernel.models import Row
from aizuchi.people.models.organization import Organization
from aizuchi.people.models.person import Person

# How long a file waits for somebody to decide; it holds names and addresses, so no longer than needed.
KEEP = datetime.timedelta(days=1)


class StoredImport(Row):
    """A file that was chosen, from the preview to its result. Once it is taken over or discarded, its content goes."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    actor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    summary = models.JSONField(default=dict)
    created_at = models.DateTimeField()
