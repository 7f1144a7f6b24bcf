"""Who is signed in is read together with the session, and believed no longer than it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast

from aizuchi.accounts.models import Session

pytestmark = pytest.mark.django_db
PAGE = "/actions/"


def asked_for(client) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(PAGE).status_code == 200
    return [query["sql"] for query in asked.captured_queries]


def test_one_statement_reads_session_and_person(cast: Cast, client_for) -> None:
    client = client_for(cast.member)
    client.get(PAGE)

    first, *others = asked_for(client)

    assert all(table in first for table in ("accounts_session", "people_person", "people_organization"))
    assert not [sql for sql in others if 'FROM "people_person" INNER JOIN "people_organization"' in sql]


def test_a_session_of_before_is_still_somebodys(cast: Cast, client_for) -> None:
    client = client_for(cast.member)
    Session.objects.update(person=None)

    assert client.get(PAGE).status_code == 200


def test_the_session_itself_says_who_it_is_and_not_the_column_beside_it(cast: Cast, client_for) -> None:
    client = client_for(cast.member)
    Session.objects.update(person=cast.manager)

    assert client.get(PAGE).wsgi_request.user == cast.member


def test_whoever_has_left_or_changed_their_password_is_not_let_in(cast: Cast, client_for) -> None:
    left, renewed = client_for(cast.member), client_for(cast.manager)
    cast.member.left_on = cast.organization.today(timezone.now()) - datetime.timedelta(days=1)
    cast.member.save(update_fields=["left_on"])
    cast.manager.set_password("another word")
    cast.manager.save(update_fields=["password"])

    assert [client.get(PAGE).status_code for client in (left, renewed)] == [302, 302]
