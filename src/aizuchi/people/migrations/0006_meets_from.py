"""Units start one by one from now on; where 1on1s are held already, they go on."""

from django.db import migrations, models
from django.db.models import F


def go_on(apps, schema_editor):
    units = apps.get_model("people", "Unit").objects
    tops = apps.get_model("people", "UnitPlacement").objects.filter(parent=None).values("unit")
    units.filter(pk__in=tops).update(meets_from=F("starts_on"))


class Migration(migrations.Migration):
    dependencies = [("people", "0005_doors")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="meets_from",
            field=models.DateField(
                null=True,
                blank=True,
                help_text="From when 1on1s here have a rhythm; empty: as in the unit above, if at all.",
            ),
        ),
        migrations.RunPython(go_on, migrations.RunPython.noop),
    ]
