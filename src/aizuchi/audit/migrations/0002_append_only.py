from django.db import migrations

from aizuchi.kernel.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [AppendOnly(table="audit_entry"), AppendOnly(table="audit_seal")]
