import datetime
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from aizuchi.kernel import key_file, keys
from aizuchi.kernel.checks import find_problems

NOW = datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)


@pytest.fixture
def file(db: None, settings: Any, tmp_path: Path) -> Path:
    """The key file of an installation that has sealed something."""
    settings.KEY_FILE = tmp_path / "keys"
    keys.forget_keys()
    keys.make_data_key(owner=uuid.uuid4(), organization_id=uuid.uuid4(), now=NOW)
    return settings.KEY_FILE


def sentences() -> list[str]:
    with translation.override("en"):
        return [f"{problem.what} {problem.mend}" for problem in find_problems()]


def test_nothing_is_wrong_with_healthy_keys(file: Path) -> None:
    assert sentences() == []


def test_a_missing_file_is_found(file: Path) -> None:
    file.unlink()

    assert "is missing" in sentences()[0]


def test_a_file_open_to_others_is_found(file: Path) -> None:
    file.chmod(0o644)

    assert "chmod 600" in sentences()[0]


def test_a_file_of_another_installation_is_found(file: Path) -> None:
    file.unlink()
    key_file.add_key(file)

    assert "does not fit" in sentences()[0]


def test_a_garbled_file_is_found(file: Path) -> None:
    file.write_text("not a key")

    assert "cannot be read" in sentences()[0]


def test_a_new_installation_without_keys_is_healthy(file: Path) -> None:
    file.unlink()
    keys.OrganizationKey.objects.all().delete()

    assert sentences() == []
