"""What a directory brings while an administrator decides."""

import pytest
from django.db import connection
from django.utils import timezone
from tests.at_once import press_at_once
from tests.cast import Cast, make_cast

from aizuchi.gateway.models import Connector, HeldChange
from aizuchi.gateway.operations.connectors import let_through, mark_of
from aizuchi.gateway.scim.changes import HeldBack, Wish
from aizuchi.gateway.scim.keeping import keep_held
from aizuchi.people.models import Person

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time anyway")
    return make_cast()


def leave(person: Person) -> Wish:
    return Wish(kind=HeldChange.Kind.LEAVE, person=person, key=str(person.pk))


def test_what_is_held_back_while_others_are_let_through_waits(cast: Cast) -> None:
    now = timezone.now()
    connector = Connector.objects.create(name="会社の名簿", mode="acts", organization=cast.organization, created_at=now)
    keep_held(connector, HeldBack(leave(cast.peer)), now=now)
    seen, asked = mark_of(connector), Connector.objects.select_related("organization").get()

    press_at_once(
        lambda: let_through(connector_id=connector.pk, mark=seen, actor=cast.administrator, now=now),
        lambda: keep_held(asked, HeldBack(leave(cast.member)), now=now),
    )

    connector.refresh_from_db()
    assert HeldChange.objects.filter(person=cast.member).exists()
    assert connector.held_at is not None
