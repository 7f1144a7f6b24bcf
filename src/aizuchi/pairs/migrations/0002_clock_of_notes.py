"""Retention counts from the day a circle was closed, which until now only its pair knew."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def tell_circles(apps, schema_editor):
    pairs = apps.get_model("pairs", "Pair").objects.filter(circle=OuterRef("pk"), closed_at__isnull=False)
    circles = apps.get_model("notes", "Circle").objects.filter(owner=None, closed_at=None)
    circles.update(closed_at=Subquery(pairs.values("closed_at")[:1]))


class Migration(migrations.Migration):
    dependencies = [("notes", "0004_retention"), ("pairs", "0001_initial")]

    operations = [migrations.RunPython(tell_circles, migrations.RunPython.noop)]
