from django.db import migrations

from aizuchi.kernel.migration_operations import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
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
