import datetime
import re
import time

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse
from tests.cast import Cast
from tests.factories import PASSWORD

from aizuchi.accounts import step_up
from aizuchi.accounts.models import Session
from aizuchi.accounts.session_store import BACKEND, SessionStore
from aizuchi.accounts.tests.factors import code_now, give_app
from aizuchi.calendars.models import FeedAddress
from aizuchi.kernel.stored_key import stored_key
from aizuchi.people.forms.admin import FactsForm
from aizuchi.people.models import AddressChange, Person, StoredImport

CHANGE = "/account/password/"
FILLED = {"oldpassword": PASSWORD, "password1": "asa no kaze to ame"}


def signed_in_a_while_ago(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def asks(response) -> bool:
    return response.status_code == 200 and 'name="proving"' in response.content.decode()


def kept_in(response) -> str:
    found = re.search(r'name="kept" value="([^"]*)"', response.content.decode())
    assert found
    return found[1]


def test_whoever_came_in_a_while_ago_is_asked(cast: Cast) -> None:
    assert asks(signed_in_a_while_ago(cast.member).get(CHANGE))


def test_whoever_has_just_signed_in_is_not(cast: Cast, client: Client) -> None:
    with time_machine.travel(now := time.time(), tick=False):
        client.post("/sign-in/", {"login": cast.member.email or "", "password": PASSWORD})
        assert not asks(client.get(CHANGE))

    with time_machine.travel(now + 14 * 60, tick=False):
        assert not asks(client.get(CHANGE))
    with time_machine.travel(now + 16 * 60, tick=False):
        assert asks(client.get(CHANGE))


def test_the_password_leads_to_the_page(cast: Cast) -> None:
    client = signed_in_a_while_ago(cast.member)

    response = client.post(CHANGE, {"proving": "password", "password": PASSWORD})

    assert response["Location"] == CHANGE
    assert not asks(client.get(CHANGE))


def test_it_brings_another_key_and_the_one_before_opens_nothing(cast: Cast) -> None:
    client = signed_in_a_while_ago(cast.member)
    client.get("/")
    UserSession.objects.create(user=cast.member, session_key=client.session.session_key, ip="192.0.2.1", user_agent="x")
    before, filled = client.cookies["sessionid"].value, kept_in(client.post(CHANGE, FILLED))

    client.post(CHANGE, {"proving": "password", "password": PASSWORD})

    after = client.cookies["sessionid"].value
    stranger = Client()
    stranger.cookies["sessionid"] = before
    assert after != before
    assert client.get(CHANGE).status_code == 200
    assert stranger.get(CHANGE).status_code == 302
    assert UserSession.objects.get(user=cast.member).session_key == stored_key(after)
    # What another tab had filled in by then is still sent.
    client.post(CHANGE, {"proving": "password", "password": PASSWORD, "kept": filled})
    cast.member.refresh_from_db()
    assert cast.member.check_password("asa no kaze to ame")


def test_a_proof_brings_back_no_session_that_has_ended(cast: Cast) -> None:
    client = signed_in_a_while_ago(cast.member)
    store = SessionStore(client.session.session_key)
    store.load()
    Session.objects.all().delete()

    store.renew_key()

    assert not store.modified
    assert not Session.objects.exists()


def test_signing_in_once_more_brings_another_key(cast: Cast, client: Client) -> None:
    told = {"login": cast.member.email or "", "password": PASSWORD}
    client.post("/sign-in/", told)
    request = RequestFactory().get("/")
    request.COOKIES["sessionid"] = before = client.cookies["sessionid"].value
    request.session = SessionStore(before)

    login(request, cast.member, backend=BACKEND)

    assert request.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize(
    "told", [{}, {"password": "guess"}, {"code": "123456"}, {"credential": "{}"}, {"credential": "x"}]
)
def test_nothing_else_does(cast: Cast, told: dict[str, str]) -> None:
    client = signed_in_a_while_ago(cast.member)

    response = client.post(CHANGE, {"proving": "password", **told})

    assert asks(response)
    assert asks(client.get(CHANGE))


def test_an_empty_password_is_asked_for(cast: Cast) -> None:
    page = signed_in_a_while_ago(cast.member).post(CHANGE, {"proving": "password"})

    assert list(page.context["form"].errors) == ["password"]


@pytest.mark.parametrize(
    ("came_from", "leads"), [("http://testserver/actions/", True), ("https://evil.example/", False)]
)
def test_leaving_it_leads_back(cast: Cast, came_from: str, leads: bool) -> None:
    client = signed_in_a_while_ago(cast.member)

    asked = client.get(CHANGE, HTTP_REFERER=came_from)
    again = client.post(CHANGE, {"proving": "password", "back": came_from})

    for page in (asked, again):
        assert (f'href="{came_from}"' in page.content.decode()) is leads


def test_a_filled_form_waits_and_is_sent_on(cast: Cast) -> None:
    client = signed_in_a_while_ago(cast.member)
    asked = client.post(CHANGE, FILLED)
    assert asks(asked)
    assert "asa no kaze" not in asked.content.decode()
    cast.member.refresh_from_db()
    assert cast.member.check_password(PASSWORD)

    client.post(CHANGE, {"proving": "password", "password": PASSWORD, "kept": kept_in(asked)})

    cast.member.refresh_from_db()
    assert cast.member.check_password("asa no kaze to ame")


def test_a_wrong_password_keeps_the_filled_form(cast: Cast) -> None:
    client = signed_in_a_while_ago(cast.member)
    asked = client.post(CHANGE, FILLED)

    wrong = client.post(CHANGE, {"proving": "password", "password": "guess", "kept": kept_in(asked)})

    assert kept_in(wrong) == kept_in(asked)


def test_what_another_session_filled_is_not_sent(cast: Cast) -> None:
    """Nobody plants a form in somebody else's page."""
    planted = kept_in(signed_in_a_while_ago(cast.manager).post(CHANGE, FILLED))
    client = signed_in_a_while_ago(cast.member)

    client.post(CHANGE, {"proving": "password", "password": PASSWORD, "kept": planted})

    cast.member.refresh_from_db()
    assert cast.member.check_password(PASSWORD)


def test_a_proof_of_another_session_proves_nothing(cast: Cast) -> None:
    client, other = signed_in_a_while_ago(cast.member), signed_in_a_while_ago(cast.member)
    client.post(CHANGE, {"proving": "password", "password": PASSWORD})

    other.cookies[step_up.COOKIE] = client.cookies[step_up.COOKIE].value

    assert asks(other.get(CHANGE))


def test_guessing_stops(cast: Cast) -> None:
    client = signed_in_a_while_ago(cast.member)
    for _ in range(10):
        client.post(CHANGE, {"proving": "password", "password": "guess"})

    assert asks(client.post(CHANGE, {"proving": "password", "password": PASSWORD}))


def test_whoever_has_a_second_factor_proves_it_by_that(cast: Cast) -> None:
    """A password that somebody read over a shoulder takes no factor away."""
    give_app(cast.member)
    client = signed_in_a_while_ago(cast.member)

    assert asks(client.post(CHANGE, {"proving": "password", "password": PASSWORD}))
    assert client.post(CHANGE, {"proving": "code", "code": code_now()})["Location"] == CHANGE


def test_who_is_not_signed_in_is_asked_to(cast: Cast, client: Client) -> None:
    assert client.get(CHANGE).status_code == 302


def test_a_fragment_sends_the_whole_page_to_ask(cast: Cast) -> None:
    response = signed_in_a_while_ago(cast.member).post(
        CHANGE, FILLED, HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/account/password/"
    )

    assert response.status_code == 403
    assert response["HX-Redirect"] == "http://testserver/account/password/"


def test_the_moment_stands_in_no_database(cast: Cast) -> None:
    """The exact time of a proof could be laid beside a log of addresses."""
    with time_machine.travel(datetime.datetime(2026, 12, 2, 10, 34, 56, tzinfo=datetime.UTC), tick=False):
        client = signed_in_a_while_ago(cast.member)
        client.post(CHANGE, {"proving": "password", "password": PASSWORD})

        moments = [value for value in client.session.values() if isinstance(value, int | float)]
        assert all(moment % 3600 == 0 for moment in moments)


def test_lists_arrive_as_they_were_sent(cast: Cast, rf: RequestFactory) -> None:
    seen: list[QueryDict] = []

    @step_up.fresh_proof_required
    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.POST)
        return HttpResponse()

    client = signed_in_a_while_ago(cast.member)
    request = rf.post("/x/", "a=1&a=2&b=%E8%91%B5", content_type="application/x-www-form-urlencoded")
    request.user, request.session = cast.member, client.session
    kept = step_up._keep(request)
    answer = rf.post("/x/", {"proving": "password", "password": PASSWORD, "kept": kept})
    answer.user, answer.session = cast.member, client.session

    view(answer)

    assert seen[0].getlist("a") == ["1", "2"]
    assert seen[0]["b"] == "葵"


def test_giving_a_role_waits_for_a_proof_and_is_then_done(cast: Cast) -> None:
    """An app below this one says so of its own page."""
    from aizuchi.people.models import RoleGrant

    roles = reverse("people:roles")
    client = signed_in_a_while_ago(cast.administrator)
    today = cast.organization.today(datetime.datetime.now(datetime.UTC))
    told = {"person": cast.member.email, "role": "administrator", "on": today}
    assert not asks(client.get(roles))

    asked = client.post(roles, told)

    assert asks(asked)
    assert not RoleGrant.objects.filter(person=cast.member).exists()
    client.post(roles, {"proving": "password", "password": PASSWORD, "kept": kept_in(asked)})
    assert RoleGrant.objects.filter(person=cast.member, role="administrator").exists()


def edit(person: Person, **changed: str) -> dict[str, object]:
    return {key: value for key, value in FactsForm.values_of(person).items() if value is not None} | changed


def test_another_mail_address_waits_for_a_proof_and_another_name_does_not(cast: Cast) -> None:
    page = reverse("people:edit_facts", args=[cast.member.pk])
    client = signed_in_a_while_ago(cast.hr)

    assert not asks(client.post(page, edit(cast.member, given_name="蒼")))
    cast.member.refresh_from_db()
    asked = client.post(page, edit(cast.member, email="aoi.new@example.jp"))
    assert asks(asked)
    client.post(page, {"proving": "password", "password": PASSWORD, "kept": kept_in(asked)})

    cast.member.refresh_from_db()
    asked_for = AddressChange.objects.filter(person=cast.member, address="aoi.new@example.jp")
    assert cast.member.email == "aoi.new@example.jp" or asked_for.exists()


@pytest.mark.parametrize("page", ["/account/calendars/caldav/", "chat"])
def test_connecting_a_calendar_or_a_chat_waits_for_a_proof(cast: Cast, page: str) -> None:
    address = (
        reverse("notifications:connect", args=["slack"]) if page == "chat" else reverse("calendars:connect_caldav")
    )

    assert asks(signed_in_a_while_ago(cast.member).post(address, {"url": "https://hooks.slack.com/services/T/B/x"}))


def test_a_new_address_of_the_feed_waits_for_a_proof(cast: Cast) -> None:
    client, page = signed_in_a_while_ago(cast.member), reverse("calendars:renew_feed")

    asked = client.post(page)

    assert asks(asked)
    assert not FeedAddress.objects.exists()
    client.post(page, {"proving": "password", "password": PASSWORD, "kept": kept_in(asked)})
    assert FeedAddress.objects.get().person == cast.member


def test_applying_an_import_waits_for_a_proof_and_the_file_stays(cast: Cast) -> None:
    client, file = signed_in_a_while_ago(cast.hr), SimpleUploadedFile("a.csv", "社員番号,姓,名\nA1,汐見,玲\n".encode())
    client.post(reverse("people:import"), {"file": file, "on": "2026-12-01"})
    page = reverse("people:apply_import", args=[StoredImport.objects.get().pk])

    asked = client.post(page, {"sure": "missing"})

    assert asks(asked)
    assert StoredImport.objects.get().state == StoredImport.State.WAITING
    client.post(page, {"proving": "password", "password": PASSWORD, "kept": kept_in(asked)})
    stored = StoredImport.objects.get()
    assert (stored.state, stored.keeps_endings) == (StoredImport.State.RUNNING, True)
    assert asks(signed_in_a_while_ago(cast.hr).post(reverse("people:undo_import", args=[stored.pk])))


def test_a_last_day_waits_for_a_proof_and_is_then_set(cast: Cast) -> None:
    client, page = signed_in_a_while_ago(cast.hr), reverse("people:change", args=[cast.colleague.pk, "leaving"])

    asked = client.post(page, {"left_on": "2027-03-31"})

    assert asks(asked)
    assert Person.objects.get(pk=cast.colleague.pk).left_on is None
    client.post(page, {"proving": "password", "password": PASSWORD, "kept": kept_in(asked)})
    assert Person.objects.get(pk=cast.colleague.pk).left_on == datetime.date(2027, 3, 31)


def test_so_does_what_lets_somebody_in(cast: Cast) -> None:
    client = signed_in_a_while_ago(cast.administrator)
    for page in (
        reverse("people:change", args=[cast.colleague.pk, "return"]),
        reverse("people:stay", args=[cast.colleague.pk]),
        reverse("people:vouch_for_address", args=[cast.colleague.pk]),
        reverse("accounts:invite"),
    ):
        assert asks(client.post(page)), page


def test_so_does_signing_out_other_devices(cast: Cast) -> None:
    """Whoever sits down at an open screen throws its owner out of nothing."""
    elsewhere, client = signed_in_a_while_ago(cast.member), signed_in_a_while_ago(cast.member)
    for page in ("end_other_sessions", "end_all_sessions"):
        asked = client.post(reverse(page))
        assert asks(asked), page
        assert elsewhere.get("/account/security/").status_code == 200
    device = UserSession.objects.create(user=cast.member, session_key="x" * 32, ip="192.0.2.1", user_agent="x")
    assert asks(client.post(reverse("end_session", args=[device.pk])))
    assert UserSession.objects.filter(pk=device.pk).exists()

    out = client.post(
        reverse("end_all_sessions"), {"proving": "password", "password": PASSWORD, "kept": kept_in(asked)}
    )

    assert out["Location"] == "/sign-in/"
    assert not Session.objects.filter(person=cast.member).exists()


def test_what_opens_no_door_asks_for_nothing(cast: Cast) -> None:
    page = reverse("people:change", args=[cast.colleague.pk, "work"])

    assert not asks(signed_in_a_while_ago(cast.hr).post(page))
