"""What follows here from events of other rooms; joined in `config/wiring.py`."""

from aizuchi.accounts.events import NamedBehindGlass
from aizuchi.single_sign_on.models import ProviderAccount
from aizuchi.single_sign_on.tied_sessions import end_sessions_begun_by


def unlink_behind_glass(event: NamedBehindGlass) -> None:
    """What opens when the provider does not must not hang on its word."""
    for account in ProviderAccount.objects.filter(person=event.person_id):
        if account.person_id != event.actor_id:
            end_sessions_begun_by(account)
        account.delete()
