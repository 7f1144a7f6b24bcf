"""Two administrators who take the role from each other at the same moment: one of them stays."""

import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.utils import timezone
from tests.cast import make_cast
from tests.factories import RoleGrantFactory

from aizuchi.people.models import Person, RoleGrant
from aizuchi.people.operations import LatestAdministrator, roles

pytestmark = pytest.mark.database

ADMINISTRATOR = RoleGrant.Role.ADMINISTRATOR


@pytest.mark.django_db(transaction=True)
def test_one_of_them_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time anyway")
    cast, now = make_cast(), timezone.now()
    RoleGrantFactory(person=cast.colleague, role=ADMINISTRATOR)
    grants = {grant.person_id: grant for grant in RoleGrant.objects.filter(role=ADMINISTRATOR)}
    together, plain, refused = threading.Barrier(2), roles.lock_with, []

    def arrive_and_lock(*args: Any, **options: Any) -> Any:
        together.wait(10)
        return plain(*args, **options)

    def take(actor: Person, other: Person) -> None:
        try:
            roles.revoke_role(grant_id=grants[other.pk].pk, until_on=cast.organization.today(now), actor=actor, now=now)
        except Exception as error:
            refused.append(type(error))
        finally:
            connections.close_all()

    monkeypatch.setattr(roles, "lock_with", arrive_and_lock)
    pair = (cast.administrator, cast.colleague)
    threads = [threading.Thread(target=take, args=who) for who in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert RoleGrant.objects.filter(role=ADMINISTRATOR, until_on=None).count() == 1
    assert refused in ([LatestAdministrator], [PermissionDenied])
