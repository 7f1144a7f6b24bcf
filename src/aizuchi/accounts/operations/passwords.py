import datetime

from django.db import transaction

from aizuchi.accounts.events import PasswordForgotten
from aizuchi.accounts.glass import wants_company_sign_in
from aizuchi.accounts.invitation_links import is_invited
from aizuchi.kernel import events
from aizuchi.people.models import Person


@transaction.atomic
def ask_for_new_password(*, email: str, now: datetime.datetime) -> None:
    """Mails a link to whoever has this address and was invited; of anybody else nothing happens and nothing is said."""
    person = Person.objects.select_related("organization").filter(email=email).first()
    if person is None or wants_company_sign_in(person):
        return
    if person.is_active and (person.has_usable_password() or is_invited(person)):
        events.publish(PasswordForgotten(person_id=person.pk, actor_id=None, at=now))
