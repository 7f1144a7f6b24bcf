"""Windows, keys and rights go to anonymous_answers, which moved their tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial"), ("anonymous_answers", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="band",
                    name="window",
                    field=models.ForeignKey(
                        help_text="The latest that counts.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bands",
                        to="anonymous_answers.answerwindow",
                    ),
                ),
                migrations.AlterField(
                    model_name="eligiblecell",
                    name="eligibility",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="anonymous_answers.eligibility",
                    ),
                ),
                migrations.DeleteModel("WindowKey"),
                migrations.DeleteModel("Eligibility"),
                migrations.DeleteModel("AnswerWindow"),
                migrations.DeleteModel("GroupSize"),
            ]
        )
    ]
