"""Sets up and inspects the data folder of a server that runs as a process of its own.

python -m aizuchi.notes.tests.stage make            prints sessions and documents as JSON
python -m aizuchi.notes.tests.stage read DOCUMENT   prints the text as its first member reads it
"""

import datetime
import json
import os
import sys

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests.cast import make_cast  # noqa: E402

from aizuchi.accounts.session_store import SessionStore  # noqa: E402
from aizuchi.notes import compaction, operations, retention  # noqa: E402
from aizuchi.notes.models import CircleMember, Document  # noqa: E402
from aizuchi.notes.queries import read_document  # noqa: E402
from aizuchi.people.models import Person  # noqa: E402

NOTES = int(os.environ.get("NOTES", "40"))


def make() -> dict:
    call_command("migrate", verbosity=0)
    cast, now = make_cast(), timezone.now()
    circle = operations.make_circle(organization_id=cast.organization.pk, writers=[cast.member, cast.manager], now=now)
    operations.add_member(circle=circle, person=cast.peer, may_write=False)
    private = operations.private_circle_of(person=cast.member, now=now)
    people = {name: getattr(cast, name) for name in ("member", "manager", "peer", "hr", "stranger")}
    return {
        "sessions": {name: sign_in(person) for name, person in people.items()},
        "people": {name: str(person.pk) for name, person in people.items()},
        "circle": str(circle.pk),
        "shared": [str(operations.make_document(circle=circle, now=now).pk) for _ in range(NOTES)],
        "private": str(operations.make_document(circle=private, now=now).pk),
    }


def sign_in(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "aizuchi.accounts.backends.PersonBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key


def read(document_id: str) -> str:
    document = Document.objects.get(pk=document_id)
    member = CircleMember.objects.filter(circle=document.circle_id).first()
    return read_document(document.pk, viewer=member.person).text


def change_person(person: Person, command: str) -> str:
    """Whoever comes back has the password, and so the sessions, that they had."""
    if command == "leave":
        person.left_on = timezone.localdate() - datetime.timedelta(days=2)
    elif command == "change_password":
        person.password = f"another {person.password}"
    else:
        person.left_on, person.password = None, person.password.removeprefix("another ")
    person.save(update_fields=["left_on", "password"])
    return command


def run(command: str, *args: str) -> None:
    if command == "make":
        answer = json.dumps(make())
    elif command == "read":
        answer = read(*args)
    elif command == "close":
        operations.close_circle(circle=Document.objects.get(pk=args[0]).circle, now=timezone.now())
        answer = "closed"
    elif command == "compact":
        answer = str(compaction.compact_notes(now=timezone.now() + datetime.timedelta(minutes=10)))
    elif command == "destroy":  # as the job will do it, many years from now
        answer = str(retention.destroy_due(now=timezone.now() + datetime.timedelta(days=4000)))
    elif command == "sign_out":
        SessionStore(args[0]).delete()
        answer = "signed out"
    elif command in ("leave", "change_password", "come_back"):
        answer = change_person(Person.objects.get(pk=args[0]), command)
    elif command == "write":
        document = Document.objects.get(pk=args[0])
        actor = CircleMember.objects.filter(circle=document.circle_id).first().person
        operations.write_text(document_id=document.pk, text=args[1], actor=actor, now=timezone.now())
        answer = "written"
    sys.stdout.write(answer)


if __name__ == "__main__":
    run(*sys.argv[1:])
