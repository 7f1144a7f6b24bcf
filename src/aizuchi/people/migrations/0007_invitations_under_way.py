from django.db import migrations, models
from django.db.models import F


def keep_sent(apps, schema_editor):
    """Whoever was invited until now has been sent a mail."""
    apps.get_model("people", "Person").objects.filter(invited_at__isnull=False).update(
        invitation_sent_at=F("invited_at")
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0006_meets_from")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="invitation_sent_at",
            field=models.DateTimeField(null=True, blank=True, help_text="When the latest of them went out."),
        ),
        migrations.AddField(
            model_name="person",
            name="invitation_problem",
            field=models.CharField(
                max_length=80, blank=True, help_text="Why the latest could not be sent.", default=""
            ),
            preserve_default=False,
        ),
        migrations.RunPython(keep_sent, migrations.RunPython.noop),
    ]
