from django.db import models


class Entry(models.Model):
    """One change by one person. Each entry seals the one before it: `digest` covers the content and `previous`."""

    id = models.BigAutoField(primary_key=True)
    organization_id = models.UUIDField()
    number = models.PositiveBigIntegerField(help_text="1, 2, 3 ... within the organization.")
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, help_text="Empty where the system acted by itself.")
    action = models.CharField(max_length=60, help_text="people.person.edited")
    subject_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict, help_text="Names of what changed; never words from a 1on1.")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization_id", "number"], name="one_entry_per_number")]
        indexes = [models.Index(fields=["subject_id", "-id"])]


class ChainHead(models.Model):
    """Where an organization's chain ends. Writers lock this row, and a chain cut at its end no longer matches it."""

    organization_id = models.UUIDField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
