"""How a calendar in a cloud is connected and let go, by a person's consent or by the installation's own rights."""

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.availability.models import BusyTime
from aizuchi.calendars.models import Connection
from aizuchi.calendars.operations.connections import disconnect_calendar
from aizuchi.calendars.tests.clouds.conftest import standing
from aizuchi.calendars.tests.conftest import soon
from aizuchi.meetings.models import Meeting

Schedule = Callable[..., Meeting]


def test_consent_is_asked_for_with_pkce_and_ends_in_a_connection(
    cast: Cast, cloud: Any, kind: str, client_for: Callable[..., Client], run_jobs: Callable[[], None]
) -> None:
    client = client_for(cast.member)
    looked = client.get(f"/calendars/connect/{kind}/").content.decode()
    assert "code_challenge" not in looked
    assert "calendar_consent" not in client.session
    page = client.post(f"/calendars/connect/{kind}/").content.decode()
    address = re.search(r'href="(http://127[^"]+)"', page)
    assert address
    asked = parse_qs(urlsplit(address[1].replace("&amp;", "&")).query)
    assert asked["code_challenge_method"] == ["S256"]

    answer = client.get(f"/calendars/connect/{kind}/back/", {"code": "good", "state": asked["state"][0]})
    run_jobs()

    assert answer.headers["Location"] == "/calendars/"
    connection = Connection.objects.get()
    assert (connection.person, connection.account, connection.state) == (cast.member, "aoi@example.jp", "working")
    assert "refresh-1" not in str(list(Connection.objects.values()))
    assert "secret" not in page


@pytest.mark.parametrize("query", [{"code": "good", "state": "forged"}, {"error": "access_denied"}, {"code": "bad"}])
def test_a_consent_that_was_not_given_or_not_asked_for_connects_nothing(
    cast: Cast, cloud: Any, kind: str, client_for: Callable[..., Client], query: dict[str, str]
) -> None:
    client = client_for(cast.member)
    client.post(f"/calendars/connect/{kind}/")

    client.get(f"/calendars/connect/{kind}/back/", {"state": client.session["calendar_consent"]["state"], **query})

    assert not Connection.objects.exists()


def test_disconnecting_gives_the_consent_back(
    cast: Cast, connection: Connection, cloud: Any, kind: str, schedule: Schedule, run_jobs: Callable[[], None]
) -> None:
    cloud.put("event1", soon(1))
    schedule()
    run_jobs()

    disconnect_calendar(actor=cast.member, connection_id=connection.pk, now=timezone.now())
    run_jobs()

    assert not Connection.objects.exists()
    assert not BusyTime.objects.exists()
    assert [event["id"] for event in standing(cloud)] == ["event1"]
    if kind == "google":
        assert cloud.count("POST", "/revoke") == 1


@pytest.fixture(scope="module")
def service_account(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    path = tmp_path_factory.mktemp("keys") / "google.json"
    path.write_text(json.dumps({"client_email": "aizuchi@example.iam", "private_key": pem, "private_key_id": "1"}))
    return path


def test_with_the_installations_own_rights_a_person_connects_only_their_own_mailbox(
    cast: Cast,
    cloud: Any,
    kind: str,
    settings: Any,
    client_for: Callable[..., Client],
    run_jobs: Callable[[], None],
    service_account: Path,
) -> None:
    settings.GOOGLE_SERVICE_ACCOUNT, settings.MICROSOFT_FOR_ALL = service_account, True
    client = client_for(cast.member)

    client.get(f"/calendars/connect/{kind}/")
    client.post(f"/calendars/connect/{kind}/", {"account": cast.manager.email})
    run_jobs()

    connection = Connection.objects.get()
    assert (connection.account, connection.state, connection.is_domain_wide) == (cast.member.email, "working", True)
    token = next(asked.form for asked in cloud.asked if asked.path == "/token")
    if kind == "google":
        claims = json.loads(base64.urlsafe_b64decode(token["assertion"].split(".")[1] + "=="))
        assert (claims["sub"], claims["iss"]) == (cast.member.email, "aizuchi@example.iam")
    else:
        assert token["grant_type"] == "client_credentials"
        assert cloud.count("GET", f"/users/{cast.member.email}/calendar") == 1
