import pytest
from django.test import Client
from tests.cast import Cast
from tests.installations import Installation

from aizuchi.accounts.setup_token import make_setup_token
from aizuchi.people.models import Organization, Person, RoleGrant, Unit

pytestmark = pytest.mark.usefixtures("fresh_middleware")

TOKEN = make_setup_token()
FILLED_IN = {
    "token": TOKEN,
    "organization_name": "株式会社ミナモ精機",
    "language": "ja",
    "time_zone": "Asia/Tokyo",
    "family_name": "近堂",
    "given_name": "岳",
    "email": "Gaku.Kondo@example.jp",
    "password": "asa no kaze to ame",
}


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/people/", "/account/security/", "/anything"])
def test_everything_leads_to_the_first_page_while_nobody_is_there(path: str, db: None, client: Client) -> None:
    response = client.get(path)

    assert (response.status_code, response["Location"]) == (302, "/start/")


@pytest.mark.database
@pytest.mark.parametrize("path", ["/static/nothing.css", "/healthz", "/_ui/"])
def test_what_the_first_page_needs_stays_reachable(path: str, db: None, client: Client) -> None:
    assert client.get(path).get("Location") != "/start/"


@pytest.mark.database
def test_it_makes_the_organization_and_its_administrator_and_signs_them_in(db: None, client: Client) -> None:
    response = client.post("/start/", FILLED_IN)

    assert response.status_code == 302
    person = Person.objects.get()
    assert (person.email, person.full_name) == ("gaku.kondo@example.jp", "近堂 岳")
    assert person.organization.name == "株式会社ミナモ精機"
    assert person.role_grants.get().role == RoleGrant.Role.ADMINISTRATOR
    assert client.get("/start/done/").status_code == 200
    assert client.get("/people/invitations/").status_code == 200


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_can_be_read_in_either_language(language: str, db: None, client: Client) -> None:
    client.post("/account/language/", {"language": language})

    page = client.get(f"/start/?token={TOKEN}")

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


@pytest.mark.database
@pytest.mark.parametrize(
    ("field", "value"),
    [("organization_name", " "), ("email", "kondo"), ("password", "kondo"), ("time_zone", "Moon"), ("language", "fr")],
)
def test_a_bad_answer_keeps_what_was_typed_and_makes_nothing(field: str, value: str, db: None, client: Client) -> None:
    response = client.post("/start/", FILLED_IN | {field: value})

    assert response.status_code == 200
    assert "近堂" in response.content.decode()
    assert not Organization.objects.exists()
    assert not Person.objects.exists()


@pytest.mark.parametrize("token", ["", "0" * 32, "ä"])
def test_without_the_token_of_the_terminal_nobody_begins(token: str, db: None, client: Client) -> None:
    page = client.get("/start/", {"token": token})
    answer = client.post("/start/", FILLED_IN | {"token": token})

    assert "organization_name" not in page.content.decode()
    assert answer.status_code == 403
    assert not Organization.objects.exists()


def test_once_there_is_an_organization_the_page_is_gone(cast: Cast, client: Client) -> None:
    assert client.get("/start/").status_code == 404
    assert client.post("/start/", FILLED_IN).status_code == 404
    assert Organization.objects.count() == 2


def test_of_many_at_the_same_moment_one_begins(installation: Installation) -> None:
    done = installation.run("-m", "aizuchi.accounts.tests.begin_together")

    assert done.stdout.split() == ["1", "1", "1"], done.stderr


def test_its_button_says_what_it_does(db: None, client: Client) -> None:
    page = client.get("/start/", {"token": TOKEN}, headers={"accept-language": "ja"}).content.decode()

    assert "はじめる</button>" in page


@pytest.mark.database
def test_four_people_are_added_by_hand_without_building_a_tree_first(db: None, client: Client) -> None:
    client.post("/start/", FILLED_IN)
    offered = client.get("/people/manage/new/").context["form"]
    typed = {"family_name": "杉山", "language": "ja", "on": offered["on"].value().isoformat()}

    client.post("/people/manage/new/", {**typed, "first_unit": offered["first_unit"].value()})
    unit = Unit.objects.get()
    client.post("/people/manage/new/", {**typed, "family_name": "田中", "unit": unit.pk})

    assert unit.name == "株式会社ミナモ精機"
    assert {row.person.family_name for row in unit.memberships.select_related("person")} == {"杉山", "田中"}


def test_without_a_file_there_is_a_way_to_add_people_as_well(db: None, client: Client) -> None:
    client.post("/start/", FILLED_IN)

    assert "/people/manage/new/" in client.get("/people/invitations/").content.decode()
    assert "/people/manage/new/" in client.get("/first-days/").content.decode()
