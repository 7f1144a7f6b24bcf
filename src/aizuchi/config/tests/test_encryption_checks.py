"""An address that says nothing of encryption is told where it leads to another machine."""

from typing import Any

import pytest
from django.utils import translation

from aizuchi.config import encryption_checks
from aizuchi.config.environment import Environment


def told(monkeypatch: pytest.MonkeyPatch, **settings: Any) -> list[str]:
    monkeypatch.setattr(encryption_checks, "environment", lambda: Environment(**settings))
    with translation.override("en"):
        return [problem.what for problem in encryption_checks.check_encryption()]


@pytest.mark.parametrize(
    ("name", "address", "setting"),
    [
        ("database_url", "postgresql://u:p@db.example.jp/a?sslmode=require", "AIZUCHI_DATABASE_URL"),
        ("mailbox_url", "postgresql:///a?host=db.example.jp", "AIZUCHI_MAILBOX_URL"),
        ("redis_url", "redis://redis.example.jp:6379/0", "AIZUCHI_REDIS_URL"),
        ("mail_url", "smtp://mail.example.jp:25", "AIZUCHI_MAIL_URL"),
    ],
)
def test_the_way_to_another_machine(monkeypatch: pytest.MonkeyPatch, name: str, address: str, setting: str) -> None:
    [sentence] = told(monkeypatch, **{name: address})

    assert setting in sentence


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("database_url", "postgresql:///aizuchi?host=/run/postgresql"),
        ("database_url", "postgresql://u:p@db.example.jp/a?sslmode=verify-full"),
        ("redis_url", "rediss://redis.example.jp:6379/0"),
        ("redis_url", "redis://127.0.0.1:6379/0"),
        ("mail_url", "smtp://mail.example.jp:587?tls=1"),
        ("mail_url", "smtps://mail.example.jp"),
    ],
)
def test_nothing_is_said_of_what_is_encrypted_or_stays_here(
    monkeypatch: pytest.MonkeyPatch, name: str, address: str
) -> None:
    assert told(monkeypatch, **{name: address}) == []
