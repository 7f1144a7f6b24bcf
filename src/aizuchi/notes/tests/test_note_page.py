import uuid

import pytest
from django.utils import timezone

from aizuchi.notes import operations

NOW = timezone.now()


@pytest.fixture
def address(cast) -> str:
    circle = operations.make_circle(organization_id=cast.organization.pk, writers=[cast.member, cast.manager], now=NOW)
    document = operations.make_document(circle=circle, now=NOW)
    operations.write_text(document_id=document.pk, text="手順書を直す", actor=cast.member, now=NOW)
    return f"/notes/{document.pk}/"


@pytest.mark.parametrize("name", ["member", "manager"])
def test_both_see_the_note(name, cast, client_for, address):
    page = client_for(getattr(cast, name)).get(address)

    assert page.status_code == 200
    assert "手順書を直す" in page.content.decode()


def test_who_is_not_signed_in_is_asked_to(client, address):
    assert client.get(address).status_code == 302


def test_it_cannot_be_posted_to(cast, client_for, address):
    assert client_for(cast.member).post(address).status_code == 405


def test_an_unknown_note_is_not_found(cast, client_for, address):
    assert client_for(cast.member).get(f"/notes/{uuid.uuid4()}/").status_code == 404


def test_in_a_closed_circle_the_page_is_read_only(cast, client_for, address):
    operations.close_circle(circle=cast.member.note_circles.get().circle, now=NOW)

    assert "data-readonly" in client_for(cast.member).get(address).content.decode()
