import re

import pytest
from django.utils import timezone

from aizuchi.notes import operations
from aizuchi.notes.views import RECENT

NOW = timezone.now()


@pytest.fixture
def note(cast):
    circle = operations.make_circle(organization_id=cast.organization.pk, writers=[cast.member, cast.manager], now=NOW)
    document = operations.make_document(circle=circle, now=NOW)
    operations.write_text(document_id=document.pk, text="来年の異動について", actor=cast.member, now=NOW)
    return document


def search(client, query: str, **headers) -> str:
    return client.post("/notes/search/", {"q": query}, headers=headers).content.decode()


def test_what_is_found_leads_to_the_note(cast, client_for, note):
    page = search(client_for(cast.manager), "異動")

    assert "来年の<mark>異動</mark>について" in page
    assert f"/notes/{note.pk}/" in page


def test_typing_swaps_only_the_results(cast, client_for, note):
    page = search(client_for(cast.manager), "異動", HX_Request="true")

    assert "<mark>異動</mark>" in page
    assert "<html" not in page


def test_what_is_found_stands_under_its_month_with_whom_and_how_many(cast, client_for, note):
    page = search(client_for(cast.manager), "異動")

    assert f"{timezone.localdate():%Y}年{timezone.localdate().month}月</h2>" in page
    assert re.search(rf'{cast.member.short_name}\s*<b class="chip__n">1</b>', page)


def test_private_notes_are_marked(cast, client_for):
    note = operations.make_document(circle=operations.private_circle_of(person=cast.member, now=NOW), now=NOW)
    operations.write_text(document_id=note.pk, text="異動したい", actor=cast.member, now=NOW)

    assert "vis--self" in search(client_for(cast.member), "異動")


@pytest.mark.parametrize("name", ["hr", "executive", "administrator", "stranger"])
def test_others_find_nothing(name, cast, client_for, note):
    assert f"/notes/{note.pk}/" not in search(client_for(getattr(cast, name)), "異動")


def test_the_page_begins_empty(cast, client_for, note):
    page = client_for(cast.member).get("/notes/search/")

    assert page.status_code == 200
    assert str(note.pk) not in page.content.decode()


def test_words_in_the_address_are_not_looked_for(cast, client_for, note):
    assert str(note.pk) not in client_for(cast.member).get("/notes/search/?q=異動").content.decode()


def test_who_is_not_signed_in_is_asked_to(client, note):
    assert client.post("/notes/search/", {"q": "異動"}).status_code == 302


@pytest.mark.database
def test_what_is_too_long_ago_is_left_out_and_the_choice_stays(cast, client_for, note):
    note.created_at = NOW - 2 * RECENT
    note.save(update_fields=["created_at"])

    page = client_for(cast.manager).post("/notes/search/", {"q": "異動", "when": "recent"}).content.decode()

    assert '<option value="recent" selected>この半年</option>' in page
    assert "0件" in page
    assert "<mark>" not in page
