from aizuchi.calendars.models import (
    Attendance,
    CalendarEntry,
    CalendarPreferences,
    CalendarQuestion,
    CalendarTitle,
    Connection,
    FeedAddress,
    OddEvent,
    OutgoingEvent,
)
from aizuchi.kernel.personal_data import FOREVER, Delete, NotPersonal, PersonalData, With, of

PERSONAL_DATA = [
    PersonalData(
        model=Connection,
        export=of("person", without=["credentials", "sync_token", "channel_id", "channel_secret", "channel_resource"]),
        erasure=Delete(),
        retention=FOREVER,
        mentions=["connected_by"],
    ),
    PersonalData(
        model=OddEvent,
        export=of("connection__person"),
        erasure=With("connection"),
        retention=With("connection"),
    ),
    PersonalData(
        model=CalendarEntry,
        export=of("attendances__person", "prepares"),
        erasure=Delete(of=("prepares",)),
        retention=FOREVER,
    ),
    PersonalData(model=Attendance, export=of("person"), erasure=[Delete(), With("entry")], retention=With("entry")),
    PersonalData(
        model=OutgoingEvent,
        export=of("connection__person"),
        erasure=[With("connection"), With("entry")],
        retention=With("entry"),
    ),
    PersonalData(
        model=CalendarQuestion, export=of("person"), erasure=[Delete(), With("entry")], retention=With("entry")
    ),
    PersonalData(model=CalendarPreferences, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=CalendarTitle, export=NotPersonal("how 1on1s are called here"), retention=FOREVER),
    PersonalData(model=FeedAddress, export=of("person", without=["token_hash"]), erasure=Delete(), retention=FOREVER),
]
