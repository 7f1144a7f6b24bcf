"""The page of settings says what the typed settings say."""

from pathlib import Path

import pytest

from aizuchi.config.commands import settings as command
from aizuchi.config.environment import Environment
from aizuchi.config.settings_page import write_page

ROOT = Path(__file__).resolve().parents[4]
PAGE = ROOT / "docs" / "operating" / "settings.md"


def test_the_page_is_what_the_settings_say() -> None:
    assert PAGE.read_text() == write_page(), "aizuchi settings --markdown > docs/operating/settings.md"


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Environment.model_fields.items() if not field.description] == []


def test_no_secret_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    told = Environment(mail_url="smtp://me:hunter2@mail.example.jp", slack_token="hunter2", mail_from="me@example.jp")
    monkeypatch.setattr("aizuchi.config.configuration.environment", lambda: told)

    command.run(markdown=False)

    said = capsys.readouterr().out
    assert "hunter2" not in said
    assert "me@example.jp" in said


def test_the_page_can_be_had_from_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    command.run(markdown=True)

    assert capsys.readouterr().out == write_page()
