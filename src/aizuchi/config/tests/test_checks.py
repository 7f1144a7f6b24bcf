"""What stands open, or sends from nowhere, is not ready to serve."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone, translation
from tests.cast import Cast

from aizuchi.config import checks
from aizuchi.config.commands import serve
from aizuchi.config.commands.terminal import CommandFailed
from aizuchi.config.environment import Environment
from aizuchi.people.checks import find_problems as find_missing_organization
from aizuchi.people.importing import ImportRefused, plan_import, run_import
from aizuchi.people.operations import create_organization
from aizuchi.people.operations.organization import DemoAndRealApart


def serious() -> str:
    with translation.override("en"):
        return " ".join(problem.what for problem in checks.find_problems_here() if problem.is_serious)


@pytest.mark.parametrize(
    ("left", "told"),
    [
        ("moving-prepared.json", "A restore was cut off"),
        ("upgrade.json", "An upgrade was cut off"),
        ("set-aside/20261202T000000Z", "that a restore set aside"),
    ],
)
def test_what_was_left_half_or_set_aside_is_told(left: str, told: str, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    with translation.override("en"):
        assert told not in " ".join(problem.what for problem in checks.find_problems_here())
        (tmp_path / left).mkdir(parents=True)

        assert told in " ".join(problem.what for problem in checks.find_problems_here())


@pytest.mark.parametrize(("name", "told"), [("DEMO", "demo is on"), ("DEBUG", "Debugging is on")])
def test_an_open_door_is_serious(name: str, told: str, settings: Any) -> None:
    assert told not in serious()

    setattr(settings, name, True)

    assert told in serious()


def test_so_is_a_sender_at_localhost_with_a_mail_server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEFAULT_FROM_EMAIL = "Aizuchi <aizuchi@localhost>"
    assert "Mails would come from" not in serious()

    monkeypatch.setattr(checks, "environment", lambda: SimpleNamespace(mail_url="smtp://mail", base_url="https://a.jp"))
    assert "Mails would come from" in serious()

    settings.DEFAULT_FROM_EMAIL = "Aizuchi <aizuchi@example.jp>"
    assert "Mails would come from" not in serious()


def test_proxies_are_written_as_networks() -> None:
    with pytest.raises(ValueError, match="write it like"):
        Environment(trusted_proxies="the one in front")


def test_a_demo_takes_in_no_real_people(cast: Cast) -> None:
    cast.organization.is_demo = True
    cast.organization.save()
    content, now = "社員番号,姓,名,部署\nZ1,試,一,営業部\n".encode(), timezone.now()

    for take in (
        lambda: plan_import(content, organization=cast.organization, viewer=cast.hr, now=now),
        lambda: run_import(content, organization=cast.organization, actor=None, now=now),
    ):
        with pytest.raises(ImportRefused, match="demo"):
            take()


def test_a_real_folder_takes_in_no_demo(cast: Cast, settings: Any) -> None:
    now = timezone.now()
    with pytest.raises(DemoAndRealApart):
        create_organization(name="Demo", actor=None, now=now, is_demo=True)
    settings.DEMO = True
    with pytest.raises(CommandFailed):
        serve._keep_apart()


@pytest.mark.django_db
def test_an_installation_without_anybody_is_told_how_to_begin() -> None:
    assert [problem.is_serious for problem in find_missing_organization()] == [False]

    create_organization(name="会社", name_en="", actor=None, now=timezone.now())

    assert not list(find_missing_organization())
