from django.db import migrations, models


def read_from_record(apps, schema_editor):
    """What was linked by its owner's own proof stays so; all else counts as linked by the provider's word."""
    Entry = apps.get_model("audit", "AuditEntry")
    Account = apps.get_model("single_sign_on", "ProviderAccount")
    linked = Entry.objects.filter(action="single_sign_on.account.linked")
    for account in Account.objects.all():
        entries = [one.detail for one in linked.filter(subject_id=account.person_id).order_by("pk")]
        of_it = [said for said in entries if str(said.get("provider")) == str(account.provider_id)]
        proved_by = of_it[-1].get("proved_by", "") if of_it else ""
        if proved_by in ("own_means", "mail_box"):
            account.proved_by = proved_by
            account.save(update_fields=["proved_by"])


class Migration(migrations.Migration):
    dependencies = [("single_sign_on", "0005_others_vouch"), ("audit", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="provideraccount",
            name="proved_by",
            field=models.CharField(
                db_default="never_used", help_text="By what its owner showed that it is theirs.", max_length=12
            ),
        ),
        migrations.RunPython(read_from_record, migrations.RunPython.noop, elidable=True),
    ]
