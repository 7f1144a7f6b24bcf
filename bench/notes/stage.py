"""Fills a data folder with pairs of people, each with a session and a circle of their own, and prints them as JSON.

python -m bench.notes.stage make COUNT    people, sessions, notes
python -m bench.notes.stage compact       sums up every log, as the background does a few minutes after the last edit
"""

import datetime
import json
import sys

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests.factories import OrganizationFactory, PersonFactory  # noqa: E402

from aizuchi.accounts.models import Session  # noqa: E402
from aizuchi.accounts.session_store import SessionStore  # noqa: E402
from aizuchi.notes import compaction, operations  # noqa: E402
from aizuchi.people.models import Organization, Person  # noqa: E402


@transaction.atomic
def make(count: int) -> list[dict]:
    organization, now = OrganizationFactory(), timezone.now()
    people = PersonFactory.build_batch(2 * count, organization=organization, password="!no password needed here")
    Person.objects.bulk_create(people)
    keys = sign_in(people)
    return [
        make_note(organization, people[place : place + 2], keys[place : place + 2], now)
        for place in range(0, 2 * count, 2)
    ]


def make_note(organization: Organization, pair: list[Person], keys: list[str], now: datetime.datetime) -> dict:
    circle = operations.make_circle(organization_id=organization.pk, writers=pair, now=now)
    return {"document": str(operations.make_document(circle=circle, now=now).pk), "sessions": keys}


def sign_in(people: list[Person]) -> list[str]:
    store = SessionStore()
    sessions = [
        Session(
            session_key=f"{number:032}",
            session_data=store.encode(
                {
                    SESSION_KEY: str(person.pk),
                    BACKEND_SESSION_KEY: "aizuchi.accounts.backends.PersonBackend",
                    HASH_SESSION_KEY: person.get_session_auth_hash(),
                }
            ),
            expire_date=timezone.now() + datetime.timedelta(days=1),
        )
        for number, person in enumerate(people)
    ]
    Session.objects.bulk_create(sessions)
    return [session.session_key for session in sessions]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", count]:
            call_command("migrate", verbosity=0)
            print(json.dumps(make(int(count))))
        case ["compact"]:
            print(compaction.compact_notes(now=timezone.now() + datetime.timedelta(hours=1)))
