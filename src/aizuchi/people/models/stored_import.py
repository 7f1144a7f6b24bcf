import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models.organization import Organization
from aizuchi.people.models.person import Person

# How long a file waits for somebody to decide; it holds names and addresses, so no longer than needed.
KEEP = datetime.timedelta(days=1)


# How long an import can be taken back, and how long what was before is kept for it.
UNDO = datetime.timedelta(days=7)


class StoredImport(UUIDModel):
    """A file that was chosen, from the preview to its result. However it ends, the file is destroyed at once.

    `undo` holds what was before, names and addresses among it, for as long as the import can be taken back.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"
        FAILED = "failed"
        UNDONE = "undone"

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    actor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    source = models.CharField(max_length=20, blank=True, help_text="Which system wrote the file, as far as we know.")
    choice = models.JSONField(null=True, help_text="Which column is read as what; empty: as the names say.")
    keeps_endings = models.BooleanField(default=False, help_text="Nobody leaves, nobody loses their supervisor.")
    summary = models.JSONField(default=dict)
    problems: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    undo = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, models.SET_NULL, related_name="+", null=True)


class ImportChoice(UUIDModel):
    """How the columns of files from one source were read the latest time, so that nobody has to choose twice."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    source = models.CharField(max_length=20)
    choice: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "source"], name="one_choice_per_source"),
        ]
