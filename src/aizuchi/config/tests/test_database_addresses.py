"""An address of a database that cannot be one is said in a sentence, before anything asks for it."""

import pytest
from pydantic import ValidationError

from aizuchi.config.environment import Environment

NONSENSE = [
    "postgresql://localhost",
    "postgresql:///",
    "postgresql://localhost:abc/aizuchi",
    "postgresql://localhost:99999/aizuchi",
    "postgresql://[::1/aizuchi",
    "mysql://localhost/aizuchi",
    "nonsense",
]


@pytest.mark.parametrize("name", ["database_url", "mailbox_url"])
@pytest.mark.parametrize("url", NONSENSE)
def test_what_cannot_be_an_address_is_refused(name: str, url: str) -> None:
    with pytest.raises(ValidationError, match="postgresql://user:password@host:5432/aizuchi"):
        Environment.model_validate({name: url})


@pytest.mark.parametrize(
    "url",
    [
        "",
        "postgresql:///aizuchi?host=/run/postgresql",
        "postgres://u:p%40@db:5432/aizuchi",
        "postgresql://?service=aizuchi",
    ],
)
def test_what_can_be_one_is_taken(url: str) -> None:
    assert Environment.model_validate({"database_url": url}).database_url == url


def test_its_password_is_not_repeated() -> None:
    with pytest.raises(ValidationError) as refused:
        Environment.model_validate({"database_url": "mysql://u:secret@db/aizuchi"})

    assert "secret" not in str(refused.value)
