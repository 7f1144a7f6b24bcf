from aizuchi.kernel.personal_data import FOREVER, Keep, NotPersonal, PersonalData, of
from aizuchi.spaces.models import Booking, MeetingSpace, SpaceBusyTime

PERSONAL_DATA = [
    PersonalData(model=MeetingSpace, export=NotPersonal("a room"), retention=FOREVER),
    PersonalData(
        model=Booking, export=of("booked_by"), erasure=Keep("others sit in that room as well"), retention=FOREVER
    ),
    PersonalData(model=SpaceBusyTime, export=NotPersonal("when a room is taken, not by whom"), retention=FOREVER),
]
