from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("single_sign_on", "0004_domains_are_proved")]

    operations = [
        migrations.AddField(
            model_name="identityprovider",
            name="was_tried",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Some settings of it have let an administrator in."
            ),
        ),
        migrations.AddField(
            model_name="identityprovider",
            name="wants_own_proof",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="It vouches by other settings than it was tried with: its word alone links nobody.",
            ),
        ),
    ]
