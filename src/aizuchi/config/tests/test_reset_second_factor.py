import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.cast import Cast
from tests.factories import PASSWORD

from aizuchi.accounts.tests.factors import give_app
from aizuchi.audit.models import AuditEntry
from aizuchi.config.commands import migrate, reset_second_factor
from aizuchi.config.commands.terminal import CommandFailed


@pytest.fixture(autouse=True)
def _tables_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "bring_up_to_date", lambda: None)


def test_whoever_runs_the_machine_takes_it_off_and_gets_the_link(
    cast: Cast, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    give_app(cast.administrator)

    assert reset_second_factor.run(email=(cast.administrator.email or "").upper()) == 0

    link = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("http"))
    assert not Authenticator.objects.exists()
    assert AuditEntry.objects.filter(action="accounts.factor.reset", actor_id=None).exists()
    client.get(link.removeprefix("http://testserver"))
    response = client.post("/sign-in/", {"login": cast.administrator.email or "", "password": PASSWORD})
    assert response["Location"] == "/sign-in/set-up/"


@pytest.mark.parametrize("email", ["nobody@example.jp", "x", "aoi.onodera@example.jp"])
def test_nobody_and_nothing_to_take_off_are_said(cast: Cast, email: str) -> None:
    with pytest.raises(CommandFailed):
        reset_second_factor.run(email=email)
