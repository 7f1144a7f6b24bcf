from django.db import models


class AuditEntry(models.Model):
    """One change by one person, written in the transaction of the change. A job seals it soon after."""

    id = models.BigAutoField(primary_key=True)
    organization_id = models.UUIDField()
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, help_text="Empty where the system acted by itself.")
    action = models.CharField(max_length=60, help_text="people.person.edited")
    subject_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict, help_text="Names of what changed; never words from a 1on1.")

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "-id"]),
            models.Index(fields=["organization_id", "-id"]),
        ]


class UnsealedEntry(models.Model):
    """An entry that still waits for its seal: rows without a lock, so that no writer waits for another."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.CASCADE, primary_key=True, related_name="waiting")
    organization_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["organization_id", "entry"])]


class Seal(models.Model):
    """An entry's place in its organization's chain: `digest` covers the entry, its number and the digest before it."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, primary_key=True)
    organization_id = models.UUIDField()
    number = models.PositiveBigIntegerField(help_text="1, 2, 3 ... within the organization.")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization_id", "number"], name="one_seal_per_number")]


class ChainHead(models.Model):
    """Where an organization's chain ends; a chain cut at its end no longer matches. Only the sealing job locks it."""

    organization_id = models.UUIDField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
