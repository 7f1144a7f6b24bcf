"""Nobody answers about themselves: said as a column that may be empty has it."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("anonymous_answers", "0003_other_apps_ask")]

    operations = [
        migrations.RemoveConstraint(model_name="eligibility", name="nobody_answers_about_themselves"),
        migrations.AddConstraint(
            model_name="eligibility",
            constraint=models.CheckConstraint(
                condition=~Q(subject=F("person")), name="nobody_answers_about_themselves"
            ),
        ),
    ]
