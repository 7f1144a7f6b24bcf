from aizuchi.kernel.personal_data import FOREVER, Delete, NotPersonal, PersonalData, Until, With, of
from aizuchi.single_sign_on.models import (
    FirstProvider,
    IdentityProvider,
    PendingSignIn,
    ProviderAccount,
    ProviderDomain,
    ProviderSession,
    SeenOnce,
)
from aizuchi.single_sign_on.tasks import forget_what_is_over

PERSONAL_DATA = [
    PersonalData(
        model=IdentityProvider,
        export=NotPersonal("how an organization's people sign in"),
        retention=FOREVER,
        mentions=["tried_by"],
    ),
    PersonalData(model=ProviderDomain, export=NotPersonal("mail domains of an organization"), retention=FOREVER),
    PersonalData(model=FirstProvider, export=NotPersonal("mail domains of an organization"), retention=FOREVER),
    PersonalData(model=ProviderAccount, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(
        model=ProviderSession,
        export=of("account__person", without=["session", "sid"]),
        erasure=[With("session"), With("account")],
        retention=With("session"),
    ),
    PersonalData(
        model=PendingSignIn,
        export=of("person", "account__person", without=["browser", "sid", "sealed_proof"]),
        erasure=Delete(),
        retention=Until("ends_at", forget_what_is_over),
    ),
    PersonalData(
        model=SeenOnce,
        export=NotPersonal("hashes of what a provider signed"),
        retention=Until("ends_at", forget_what_is_over),
    ),
]
