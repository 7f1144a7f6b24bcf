import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Circle",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("organization_id", models.UUIDField(db_index=True)),
                (
                    "owner",
                    models.OneToOneField(
                        help_text="Set: the circle is this person alone.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="private_circle",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "closed_at",
                    models.DateTimeField(help_text="Since when nobody writes. Retention counts from here.", null=True),
                ),
                (
                    "destroyed_at",
                    models.DateTimeField(help_text="When its key and its words were destroyed.", null=True),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False), ("destroyed_at__isnull", True)),
                        fields=["organization_id", "closed_at"],
                        name="circle_to_be_destroyed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Retention",
            fields=[
                ("organization_id", models.UUIDField(primary_key=True, serialize=False)),
                ("years", models.PositiveSmallIntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CircleMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="notes.circle"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="note_circles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("may_write", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("circle", "person"), name="once_in_a_circle")],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="notes.circle"
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Update",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="updates",
                        to="notes.document",
                    ),
                ),
                ("author_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("payload", models.BinaryField()),
                ("in_snapshot", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["document", "in_snapshot"], name="updates_of_a_document"),
                    models.Index(
                        condition=models.Q(("in_snapshot", False)), fields=["id"], name="updates_not_summed_up"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideWrite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="notes.document",
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="snapshot",
                        serialize=False,
                        to="notes.document",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("payload", models.BinaryField()),
                ("words", models.BinaryField(default=b"", help_text="Folded and plain text, sealed, to be found by.")),
                ("authors", models.JSONField(default=dict, help_text="{Yjs client: person}: whose words are whose.")),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
