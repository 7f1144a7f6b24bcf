from typing import Any, Self

from django.db import models
from django.db.models import Q

from aizuchi.kernel.models import UUIDModel


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> Self:
        return self.filter(finished_at__isnull=True)

    def held_by(self, worker: str) -> Self:
        return self.unfinished().filter(worker=worker)


class Job(UUIDModel):
    """Work to do outside a request. It is a row like any other, so it is kept or dropped with its transaction.

    A worker that takes a job moves `claimable_at` a few seconds ahead, again and again while it works. When the worker
    dies the moment simply comes, and whoever looks next takes the job: a lease needs no clean-up.
    """

    task = models.CharField(max_length=200)
    args: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)
    kwargs: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    priority = models.SmallIntegerField(default=0)
    period = models.CharField(max_length=240, null=True, unique=True, help_text="A periodic job exists once for each.")

    claimable_at = models.DateTimeField()
    worker = models.CharField(max_length=80, blank=True, help_text="Who holds the lease; empty while it waits.")
    attempts = models.PositiveSmallIntegerField(default=0)

    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)
    error = models.TextField(blank=True, help_text="Where it broke; never the message, which may quote a person.")
    request = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="The key of the request that asked for it."
    )
    result = models.JSONField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["claimable_at"], condition=Q(finished_at__isnull=True), name="jobs_to_claim"),
            models.Index(fields=["finished_at"]),
        ]
