"""What the settings become where people reach us over https, asked in a process that reads them anew."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ASK = """
import json
from aizuchi.config import settings as s
names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS"]
names += ["DEBUG", "PASSWORD_HASHERS"]
print(json.dumps({name: getattr(s, name) for name in names}))
"""


@pytest.fixture
def read_settings(tmp_path: Path) -> Any:
    def read(**told: str) -> dict[str, Any]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("AIZUCHI_")}
        environment = ours | {"AIZUCHI_HOME": str(tmp_path)} | told
        answer = subprocess.run([sys.executable, "-c", ASK], env=environment, check=True, capture_output=True)
        found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
        return found

    return read


def test_cookies_and_hosts_stay_with_https(read_settings: Any) -> None:
    found = read_settings(AIZUCHI_BASE_URL="https://1on1.example.jp")

    assert found.pop("PASSWORD_HASHERS")[0].endswith(".Argon2PasswordHasher")  # tests have a quicker one
    assert found == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 365 * 24 * 60 * 60,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "DEBUG": False,
    }


def test_hosts_below_ours_can_be_left_out(read_settings: Any) -> None:
    found = read_settings(AIZUCHI_BASE_URL="https://example.jp", AIZUCHI_HSTS_SUBDOMAINS="0")

    assert not found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]


def test_over_http_nobody_is_kept_from_coming_back(read_settings: Any) -> None:
    assert read_settings(AIZUCHI_BASE_URL="http://127.0.0.1:8000")["SECURE_HSTS_SECONDS"] == 0
