"""The operator runs the installation and is nobody's colleague."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.access_table import ANYBODY, TABLE
from tests.cast import Cast
from tests.scene import Scene
from tests.test_access import ADDRESSES, address, ask, key_in

from aizuchi.accounts.models import Operator
from aizuchi.accounts.operations.operators import create_operator
from aizuchi.kernel.jobs.models import Job
from aizuchi.people.models import StoredImport
from aizuchi.people.operations.stored_import import LOST, tidy_imports

PASSWORD = "asa no kaze to ame"
OWN = {"jobs", "jobs_again", "configuration"}


@pytest.fixture
def operator(cast: Cast) -> Client:
    create_operator(email="ops@example.jp", password=PASSWORD, now=timezone.now())
    client = Client()
    client.post("/operator/sign-in/", {"email": "OPS@example.jp", "password": PASSWORD})
    return client


@pytest.fixture
def failed_job(db: None) -> Job:
    now = timezone.now()
    return Job.objects.create(
        task="aizuchi.people.tasks.take_over_import", claimable_at=now, enqueued_at=now, finished_at=now, failed=True
    )


def test_a_password_alone_lets_them_in_and_to_nobody(operator: Client, cast: Cast) -> None:
    """Decided so: see docs/security.md. Whoever changes that changes this."""
    assert operator.get("/jobs/").status_code == 200
    assert operator.get("/people/")["Location"].startswith("/sign-in/")
    assert operator.get("/account/security/")["Location"].startswith("/sign-in/")


def test_they_see_jobs_and_let_them_run_again(operator: Client, failed_job: Job) -> None:
    assert "take over import" in operator.get("/jobs/").content.decode()

    operator.post(f"/jobs/{failed_job.pk}/again/")

    failed_job.refresh_from_db()
    assert not failed_job.failed


def test_an_import_that_broke_or_was_lost_keeps_the_page_from_saying_that_all_is_well(
    operator: Client, cast: Cast
) -> None:
    now = timezone.now()
    assert "すべて動いています。" in operator.get("/jobs/").content.decode()
    StoredImport.objects.create(
        organization=cast.organization,
        actor=cast.hr,
        file_name="社員名簿.csv",
        on=now.date(),
        state=StoredImport.State.RUNNING,
        created_at=now,
        confirmed_at=now - 2 * LOST,
    )

    tidy_imports(now=now)

    page = operator.get("/jobs/").content.decode()
    assert "すべて動いています。" not in page
    assert "WorkerLost" in page
    assert "社員名簿" not in page


def test_an_administrator_neither_sees_nor_restarts_them(
    cast: Cast, failed_job: Job, client_for: Callable[..., Client]
) -> None:
    client = client_for(cast.administrator)

    assert client.get("/jobs/").status_code == 404
    assert client.post(f"/jobs/{failed_job.pk}/again/").status_code == 404
    failed_job.refresh_from_db()
    assert failed_job.failed


def test_they_see_how_it_is_set_up_and_no_secret(operator: Client) -> None:
    page = operator.get("/operator/configuration/").content.decode()

    assert "AIZUCHI_BASE_URL" in page
    assert "AIZUCHI_SECRET_KEY" in page


def test_of_people_and_their_words_they_see_nothing(operator: Client, cast: Cast) -> None:
    scene, seen = Scene(cast), []
    operator.raise_request_exception = False
    for key, access in TABLE.items():
        if key not in ADDRESSES or key in OWN or access.open_to == ANYBODY:
            continue
        for method in sorted(access.methods):
            status, location = ask(operator, method, address(key, scene, key_in(scene, access)), access.data)
            if status not in {401, 404, 405, 410} and "/sign-in/?next=" not in location:
                seen.append(f"{key} {method} {status}")

    assert not seen


def test_signing_in_as_a_person_ends_it(operator: Client, cast: Cast) -> None:
    operator.force_login(cast.administrator)

    assert operator.get("/jobs/").status_code == 404
    assert "operator" not in operator.session


def test_another_password_ends_it(operator: Client) -> None:
    row = Operator.objects.get()
    row.set_password("ame no oto to kaze")
    row.save()

    assert operator.get("/jobs/")["Location"] == f"{reverse('operator_sign_in')}?next=%2Fjobs%2F"


def test_guessing_is_slow(cast: Cast, operator: Client) -> None:
    for _ in range(5):
        Client().post("/operator/sign-in/", {"email": "ops@example.jp", "password": "a guess"})

    client = Client()
    client.post("/operator/sign-in/", {"email": "ops@example.jp", "password": PASSWORD})

    assert client.get("/jobs/").status_code == 302


def test_a_person_is_no_operator(cast: Cast, client: Client) -> None:
    client.post("/operator/sign-in/", {"email": cast.administrator.email, "password": "kawa no nagare"})

    assert client.get("/jobs/").status_code == 302


def test_strangers_cannot_keep_them_out_of_where_they_were_before(cast: Cast, operator: Client) -> None:
    told = {"email": "ops@example.jp", "password": "a guess"}
    for network in range(13):
        for _try in range(5):
            Client(REMOTE_ADDR=f"198.51.{network}.7").post("/operator/sign-in/", told)
    operator.post("/operator/sign-out/")

    shut_out = Client().post("/operator/sign-in/", told | {"password": PASSWORD})
    at_home = operator.post("/operator/sign-in/", told | {"password": PASSWORD})

    assert shut_out.status_code == 200
    assert at_home["Location"] == "/jobs/"
