from django.db import migrations

from aizuchi.kernel.migration_operations import NoOverlap


class Migration(migrations.Migration):
    dependencies = [("calendars", "0001_initial")]

    operations = [
        NoOverlap(
            name="a_room_is_booked_once",
            table="calendars_booking",
            columns=["resource_id"],
            where="released_at IS NULL",
            starts="starts_at",
            ends="ends_at",
            of="tstzrange",
        ),
    ]
