from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from aizuchi.accounts.models import (
    BreakGlassAccount,
    DemoPerson,
    FactorReset,
    Invitation,
    Operator,
    Session,
    SignIn,
    SignInPolicy,
    SparedDevice,
)
from aizuchi.accounts.sign_in_record import KEEP
from aizuchi.accounts.tasks import clear_sessions_and_tallies
from aizuchi.kernel.models import Tally
from aizuchi.kernel.personal_data import FOREVER, ByRule, Days, Delete, NotPersonal, PersonalData, Until, of

PERSONAL_DATA = [
    PersonalData(
        model=Tally,
        export=NotPersonal("counted under a name that cannot be read back"),
        retention=Until("ends_at", clear_sessions_and_tallies),
    ),
    PersonalData(
        model=Session,
        export=of("person", without=["session_key", "session_data"]),
        erasure=Delete(),
        retention=Until("expire_date", clear_sessions_and_tallies),
    ),
    PersonalData(
        model=UserSession,
        export=of("user", without=["session_key"]),
        erasure=Delete(),
        retention=ByRule(clear_sessions_and_tallies, "as long as its session"),
    ),
    PersonalData(
        model=SparedDevice,
        export=of("person", without=["word", "fingerprint"]),
        erasure=Delete(),
        retention=Until("ends_at", clear_sessions_and_tallies),
    ),
    PersonalData(
        model=SignIn,
        export=of("person"),
        erasure=Delete(),
        retention=Days(KEEP, "hour", clear_sessions_and_tallies),
    ),
    PersonalData(model=EmailAddress, export=of("user"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=Invitation, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(
        model=Operator, export=NotPersonal("runs the installation and is nobody's colleague"), retention=FOREVER
    ),
    PersonalData(
        model=Authenticator,
        export=of("user", without=["data"]),
        erasure=Delete(),
        retention=FOREVER,
    ),
    PersonalData(model=SignInPolicy, export=NotPersonal("how an organization's people sign in"), retention=FOREVER),
    PersonalData(model=BreakGlassAccount, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=FactorReset, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=DemoPerson, export=of("person"), erasure=Delete(), retention=FOREVER),
]
