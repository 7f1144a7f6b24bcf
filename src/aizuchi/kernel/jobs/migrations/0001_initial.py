from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("task", models.CharField(max_length=200)),
                ("args", models.JSONField(default=list)),
                ("kwargs", models.JSONField(default=dict)),
                ("priority", models.SmallIntegerField(default=0)),
                (
                    "period",
                    models.CharField(
                        help_text="A periodic job exists once for each.", max_length=240, null=True, unique=True
                    ),
                ),
                ("claimable_at", models.DateTimeField()),
                (
                    "worker",
                    models.CharField(blank=True, help_text="Who holds the lease; empty while it waits.", max_length=80),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("enqueued_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("failed", models.BooleanField(default=False)),
                (
                    "error",
                    models.TextField(
                        blank=True, help_text="Where it broke; never the message, which may quote a person."
                    ),
                ),
                ("result", models.JSONField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at__isnull", True)), fields=["claimable_at"], name="jobs_to_claim"
                    ),
                    models.Index(fields=["finished_at"], name="jobs_job_finishe_66d2e7_idx"),
                ],
            },
        ),
    ]
