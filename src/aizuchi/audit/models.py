from django.db import models


class Entry(models.Model):
    """One change by one person. Each entry seals the one before it: `digest` covers the content and `previous`."""

    id = models.BigAutoField(primary_key=True)
    organization_id = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, help_text="Empty where the system acted by itself.")
    action = models.CharField(max_length=60, help_text="people.person.edited")
    subject_id = models.UUIDField(null=True)
    detail = models.JSONField(default=dict, help_text="Names of what changed; never words from a 1on1.")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [models.Index(fields=["organization_id", "-id"]), models.Index(fields=["subject_id"])]
