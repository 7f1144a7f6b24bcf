"""Another app than feedback may ask, about something that is nobody. What is there belongs to feedback."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("anonymous_answers", "0002_answerwindow_may_wait"),
        ("people", "0003_found_by_number"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerGroup",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(help_text="As the app that asks calls it.", max_length=200)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="answerwindow",
            name="one_window_per_fortnight",
        ),
        migrations.AddField(
            model_name="answerwindow",
            name="asking",
            field=models.CharField(db_default="feedback", help_text="Label of the app that asks.", max_length=40),
        ),
        migrations.AddField(
            model_name="answerwindow",
            name="grace_days",
            field=models.PositiveSmallIntegerField(
                db_default=7, help_text="For so long answers are taken after its last day."
            ),
        ),
        migrations.AddField(
            model_name="answerwindow",
            name="plain_bytes",
            field=models.PositiveIntegerField(
                db_default=3072, help_text="How long every answer is before it is sealed."
            ),
        ),
        migrations.AddField(
            model_name="answerwindow",
            name="subject_key",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="What it is about, by the asking app's own key: a survey. Empty where it is about people.",
                max_length=100,
            ),
        ),
        migrations.AlterField(
            model_name="eligibility",
            name="subject",
            field=models.ForeignKey(
                blank=True,
                help_text="Whom the answer is about.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="windowkey",
            name="subject",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="answerwindow",
            constraint=models.UniqueConstraint(
                fields=("organization", "asking", "subject_key", "starts_on"), name="one_window_per_subject_and_start"
            ),
        ),
        migrations.AddField(
            model_name="answergroup",
            name="window",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="anonymous_answers.answerwindow"
            ),
        ),
        migrations.AddField(
            model_name="eligibility",
            name="group",
            field=models.ForeignKey(
                blank=True,
                help_text="With whom they are asked about something that is nobody.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="eligibilities",
                to="anonymous_answers.answergroup",
            ),
        ),
        migrations.AddField(
            model_name="windowkey",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="anonymous_answers.answergroup",
            ),
        ),
        migrations.AddConstraint(
            model_name="eligibility",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("group__isnull", False), ("subject", None)),
                    models.Q(("group", None), ("subject__isnull", False)),
                    _connector="OR",
                ),
                name="a_right_is_about_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="windowkey",
            constraint=models.UniqueConstraint(fields=("window", "group"), name="one_key_per_group_and_window"),
        ),
        migrations.AddConstraint(
            model_name="windowkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("group__isnull", False), ("subject", None)),
                    models.Q(("group", None), ("subject__isnull", False)),
                    _connector="OR",
                ),
                name="a_key_is_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="answergroup",
            constraint=models.UniqueConstraint(fields=("window", "key"), name="one_group_per_key_and_window"),
        ),
    ]
