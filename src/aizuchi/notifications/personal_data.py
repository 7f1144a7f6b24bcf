from aizuchi.kernel.personal_data import FOREVER, Days, Delete, PersonalData, With, of
from aizuchi.notifications.models import (
    ChatAddress,
    Delivery,
    Notice,
    NoticePreference,
    NoticeSettings,
    PushSubscription,
    SentMail,
)
from aizuchi.notifications.tasks import KEEP, tidy_notices

PERSONAL_DATA = [
    PersonalData(model=SentMail, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=Notice, export=of("person"), erasure=Delete(), retention=Days(KEEP, "expires_at", tidy_notices)),
    PersonalData(model=Delivery, export=of("notice__person"), erasure=With("notice"), retention=With("notice")),
    PersonalData(model=NoticeSettings, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=NoticePreference, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=ChatAddress, export=of("person", without=["sealed_url"]), erasure=Delete(), retention=FOREVER),
    PersonalData(
        model=PushSubscription,
        export=of("person", without=["fingerprint", "sealed"]),
        erasure=Delete(),
        retention=FOREVER,
    ),
]
