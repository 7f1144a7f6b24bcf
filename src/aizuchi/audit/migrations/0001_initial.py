import django.db.models.deletion
from django.db import migrations, models

from aizuchi.kernel.migration_operations import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("actor_id", models.UUIDField(help_text="Empty where the system acted by itself.", null=True)),
                ("action", models.CharField(help_text="people.person.edited", max_length=60)),
                ("subject_id", models.UUIDField(null=True)),
                ("detail", models.JSONField(default=dict, help_text="Names of what changed; never words from a 1on1.")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_id", "-id"], name="audit_audit_subject_bc3066_idx"),
                    models.Index(fields=["organization_id", "-id"], name="audit_audit_organiz_5225cb_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnsealedEntry",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="waiting",
                        serialize=False,
                        to="audit.auditentry",
                    ),
                ),
                ("organization_id", models.UUIDField()),
            ],
            options={
                "indexes": [models.Index(fields=["organization_id", "entry"], name="audit_unsea_organiz_54b102_idx")],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="audit.auditentry",
                    ),
                ),
                ("organization_id", models.UUIDField()),
                ("number", models.PositiveBigIntegerField(help_text="1, 2, 3 ... within the organization.")),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "number"), name="one_seal_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("organization_id", models.UUIDField(primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("digest", models.CharField(default="", max_length=64)),
            ],
        ),
        AppendOnly(table="audit_auditentry"),
        AppendOnly(table="audit_seal"),
    ]
