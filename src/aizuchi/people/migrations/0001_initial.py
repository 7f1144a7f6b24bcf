import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import aizuchi.kernel.ids
import aizuchi.people.models.mail_address
from aizuchi.kernel.migration_operations import NoOverlap


class Migration(migrations.Migration):
    initial = True

    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("language", models.CharField(default="ja", max_length=2, verbose_name="language for new people")),
                ("time_zone", models.CharField(default="Asia/Tokyo", max_length=64, verbose_name="time zone")),
                ("is_demo", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="people", to="people.organization"
                    ),
                ),
                (
                    "email",
                    aizuchi.people.models.mail_address.MailAddressField(
                        blank=True, max_length=254, null=True, unique=True, verbose_name="email"
                    ),
                ),
                ("employee_number", models.CharField(blank=True, max_length=40, verbose_name="employee number")),
                ("family_name", models.CharField(max_length=60, verbose_name="family name")),
                ("given_name", models.CharField(max_length=60, verbose_name="given name")),
                ("family_kana", models.CharField(blank=True, max_length=60, verbose_name="family name in kana")),
                ("given_kana", models.CharField(blank=True, max_length=60, verbose_name="given name in kana")),
                (
                    "family_romaji",
                    models.CharField(blank=True, max_length=60, verbose_name="family name in Latin letters"),
                ),
                (
                    "given_romaji",
                    models.CharField(blank=True, max_length=60, verbose_name="given name in Latin letters"),
                ),
                (
                    "search_text",
                    models.TextField(default="", editable=False, help_text="Folded names, kept by the operations."),
                ),
                ("pronoun", models.CharField(blank=True, max_length=30, verbose_name="pronoun")),
                ("hue", models.PositiveSmallIntegerField(default=165, help_text="Colour of the avatar, in degrees.")),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "photo_small",
                    models.ForeignKey(
                        blank=True,
                        help_text="The same, as lists show it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                ("introduction", models.TextField(blank=True, max_length=2000, verbose_name="introduction")),
                ("interests", models.CharField(blank=True, max_length=300, verbose_name="interests")),
                ("career", models.TextField(blank=True, max_length=2000, verbose_name="career so far")),
                ("spoken_languages", models.CharField(blank=True, max_length=120, verbose_name="languages")),
                ("preferred_times", models.CharField(blank=True, max_length=200, verbose_name="good times for 1on1s")),
                (
                    "language",
                    models.CharField(
                        choices=[("ja", "日本語"), ("en", "English")],
                        default="ja",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        blank=True, choices=[("", "auto"), ("light", "light"), ("dark", "dark")], max_length=5
                    ),
                ),
                ("time_zone", models.CharField(default="Asia/Tokyo", max_length=64, verbose_name="time zone")),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="joined")),
                (
                    "left_on",
                    models.DateField(
                        blank=True, help_text="The last day at work, inclusive.", null=True, verbose_name="last day"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organization", "family_kana", "given_kana"], name="people_pers_organiz_f7ea2e_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("employee_number", ""), _negated=True),
                        fields=("organization", "employee_number"),
                        name="one_person_per_employee_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True),
                            ("joined_on__isnull", True),
                            ("left_on__gte", models.F("joined_on")),
                            _connector="OR",
                        ),
                        name="person_leaves_after_joining",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Employment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="employments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("permanent", "Permanent"),
                            ("contract", "Contract"),
                            ("part_time", "Part-time"),
                            ("dispatched", "Dispatched"),
                            ("other", "Other"),
                        ],
                        default="permanent",
                        max_length=12,
                        verbose_name="kind of work",
                    ),
                ),
                ("kind_name", models.CharField(blank=True, max_length=40, verbose_name="what the company calls it")),
                ("title", models.CharField(blank=True, max_length=80, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=80, verbose_name="title in English")),
                ("grade", models.CharField(blank=True, max_length=40, verbose_name="grade")),
                ("site", models.CharField(blank=True, max_length=80, verbose_name="site")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="employment_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)),
                        fields=("person",),
                        name="one_current_employment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EarlierStay",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_stays",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("joined_on", models.DateField(null=True)),
                ("left_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("joined_on__isnull", True), ("left_on__gte", models.F("joined_on")), _connector="OR"
                        ),
                        name="earlier_stay_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leaves", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="leave_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="role_grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("hr", "HR"),
                            ("executive", "Executive"),
                            ("program_owner", "Program owner"),
                            ("administrator", "System administrator"),
                        ],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="role_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)),
                        fields=("person", "role"),
                        name="one_open_grant_per_role",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AddressChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="address_change",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("address", models.EmailField(max_length=254)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "reached_at",
                    models.DateTimeField(help_text="When somebody used the link that was sent there.", null=True),
                ),
                ("stopped_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="StoredImport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organization"
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                ("on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                            ("failed", "Failed"),
                            ("undone", "Undone"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="Which system wrote the file, as far as we know.", max_length=20
                    ),
                ),
                (
                    "choice",
                    models.JSONField(help_text="Which column is read as what; empty: as the names say.", null=True),
                ),
                (
                    "keeps_endings",
                    models.BooleanField(default=False, help_text="Nobody leaves, nobody loses their supervisor."),
                ),
                ("summary", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("undo", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ("created_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportChoice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.organization"
                    ),
                ),
                ("source", models.CharField(max_length=20)),
                ("choice", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "source"), name="one_choice_per_source")
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="units", to="people.organization"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                (
                    "meets_from",
                    models.DateField(
                        blank=True,
                        help_text="From when 1on1s here have a rhythm; empty: as in the unit above, if at all.",
                        null=True,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="unit_ends_after_start",
                    ),
                    models.UniqueConstraint(fields=("organization", "code"), name="one_unit_per_code"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedUnitName",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="planned_names", to="people.unit"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("name_en", models.CharField(blank=True, max_length=120)),
                ("starts_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "starts_on"), name="one_name_per_unit_and_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitPlacement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="placements", to="people.unit"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="child_placements",
                        to="people.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="placement_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)), fields=("unit",), name="one_current_placement"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit", models.F("parent")), _negated=True),
                        name="unit_is_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="people.unit"
                    ),
                ),
                ("is_main", models.BooleanField(default=True)),
                ("is_head", models.BooleanField(default=False, verbose_name="head of this unit")),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "starts_on"], name="people_memb_unit_id_0e292c_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="membership_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True), ("until_on__isnull", True)),
                        fields=("person",),
                        name="one_current_main_unit",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)),
                        fields=("person", "unit"),
                        name="one_current_membership_per_unit",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=aizuchi.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reporting_lines",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report_lines",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["supervisor", "starts_on"], name="people_repo_supervi_8d96ea_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="line_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("supervisor")), _negated=True),
                        name="nobody_supervises_themselves",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on__isnull", True)), fields=("person",), name="one_supervisor"
                    ),
                ],
            },
        ),
        NoOverlap(name="one_supervisor_at_a_time", table="people_reportingline", columns=["person_id"]),
        NoOverlap(name="one_main_unit_at_a_time", table="people_membership", columns=["person_id"], where="is_main"),
        NoOverlap(
            name="one_membership_per_unit_at_a_time", table="people_membership", columns=["person_id", "unit_id"]
        ),
        NoOverlap(name="one_place_at_a_time", table="people_unitplacement", columns=["unit_id"]),
        NoOverlap(name="one_employment_at_a_time", table="people_employment", columns=["person_id"]),
        NoOverlap(name="one_leave_at_a_time", table="people_leave", columns=["person_id"]),
        NoOverlap(name="one_grant_at_a_time", table="people_rolegrant", columns=["person_id", "role"]),
    ]
