"""The command line, as somebody at a terminal meets it."""

import json
import os
import signal
import socket
import urllib.error
import urllib.request
from typing import Any

import pytest
from tests.installations import Installation, wait_for

CLI = ("-m", "aizuchi.config.cli")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read_health(port: int) -> dict[str, Any]:
    """Empty as long as nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            health: dict[str, Any] = json.load(answer)
            return health
    except (urllib.error.URLError, ConnectionError):
        return {}


def test_the_server_answers_and_ends_politely(installation: Installation) -> None:
    port = free_port()
    server = installation.start(*CLI, "serve", PORT=str(port))

    wait_for(lambda: read_health(port).get("status") == "ok")

    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=60) in (0, -signal.SIGTERM, 128 + signal.SIGTERM)


def test_a_second_server_on_the_same_folder_is_refused_and_a_worker_is_not(installation: Installation) -> None:
    port = free_port()
    installation.start(*CLI, "serve", PORT=str(port))
    wait_for(lambda: read_health(port).get("status") == "ok")

    second = installation.run(*CLI, "serve", "--port", str(free_port()), LANG="C.UTF-8")
    worker = installation.start(*CLI, "worker", "--threads", "1")

    assert second.returncode == 1
    assert "already serves from" in second.stderr
    wait_for(lambda: "with 1 threads" in installation.log.read_text())
    assert worker.poll() is None


def test_a_port_that_is_taken_is_named(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = installation.run(*CLI, "serve", "--port", str(other.getsockname()[1]), LANG="C.UTF-8")

    assert done.returncode == 1
    assert "Another PORT would do" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_terminal_speaks_japanese_where_it_is_japanese(installation: Installation) -> None:
    done = installation.run(*CLI, "check", LANG="ja_JP.UTF-8", LC_ALL="ja_JP.UTF-8")

    assert "AIZUCHI_BASE_URL に" in done.stdout


def test_help_is_there_in_both_languages(installation: Installation) -> None:
    japanese = installation.run(*CLI, "--help", LANG="ja_JP.UTF-8", LC_ALL="ja_JP.UTF-8", PYTHONIOENCODING="utf8")
    english = installation.run(*CLI, "--help", LANG="C.UTF-8", LC_ALL="C.UTF-8")

    assert "CSVファイルから、人・部署・上司を取り込みます。" in japanese.stdout
    assert "Bring in people, units and reporting lines" in english.stdout


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (["keys", "burn"], "action に、その値は使えません。 使えるのは 'rotate' です。"),
        (["import"], "file がありません。"),
        (["serve", "--prot", "80"], "--prot という指定はありません。"),
        (["serve", "--port", "-1"], "--port に、その値は使えません。 0 以上の数にしてください。"),
        (["serve", "--port"], "--port の書き方がちがいます。"),
        (["serve", "here"], "余分なことばがあります：here"),
        (["welcome"], "'welcome' というコマンドはありません。"),
    ],
)
def test_what_is_not_understood_is_said_in_the_terminals_language(
    installation: Installation, wrong: list[str], sentence: str
) -> None:
    done = installation.run(*CLI, *wrong, LANG="ja_JP.UTF-8", LC_ALL="ja_JP.UTF-8", PYTHONIOENCODING="utf8")

    assert done.returncode == 2
    assert sentence in done.stderr.splitlines()


@pytest.mark.parametrize("wrong", [["keys", "burn"], ["import"], ["serve", "--prot", "80"], ["welcome"]])
def test_what_cannot_be_meant_is_said_before_anything_starts(installation: Installation, wrong: list[str]) -> None:
    done = installation.run(*CLI, *wrong, LANG="C.UTF-8")

    assert done.returncode == 2
    assert "Usage: aizuchi" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_check_fails_on_what_is_serious_and_says_how_to_mend_it(installation: Installation) -> None:
    installation.home.chmod(0o755)

    done = installation.run(*CLI, "check", LANG="C.UTF-8")

    assert done.returncode == 1
    assert f"chmod 700 {installation.home}" in done.stdout


def test_an_unreadable_setting_is_named(installation: Installation) -> None:
    done = installation.run(*CLI, "check", PORT="eighty", AIZUCHI_BASE_URL="nowhere")

    assert done.returncode == 1
    assert "  PORT: " in done.stderr
    assert "AIZUCHI_BASE_URL: Value error, write it like https://1on1.example.jp" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_folder_that_cannot_be_made_is_named(installation: Installation) -> None:
    file = installation.home / "a-file"
    file.touch()

    done = installation.run(*CLI, "worker", AIZUCHI_HOME=str(file / "below"), LANG="C.UTF-8")

    assert done.returncode == 1
    assert str(file) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_worker_ends_when_told(installation: Installation) -> None:
    worker = installation.start(*CLI, "worker", LANG="C.UTF-8")
    wait_for(lambda: "Doing jobs" in installation.log.read_text())

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=60) == 0


def test_djangos_own_commands_are_at_hand(installation: Installation) -> None:
    done = installation.run(*CLI, "manage", "showmigrations", "jobs")

    assert "[X] 0001_initial" in done.stdout, os.linesep.join([done.stdout, done.stderr])

    (installation.home / "upgrade.json").write_text("{}")
    refused = installation.run(*CLI, "manage", "showmigrations", "jobs", LANG="C.UTF-8")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "An upgrade was cut off" in refused.stderr


ADMIN = ("create-admin", "--family-name", "早川", "--given-name", "蓮", "--email", "ren@example.jp")


def test_the_first_administrator_starts_the_organization(installation: Installation) -> None:
    done = installation.run(*CLI, *ADMIN, "--organization", "ミナモ", AIZUCHI_ADMIN_PASSWORD="kawa no nagare")

    assert done.returncode == 0, done.stderr
    look = "from aizuchi.people.models import *; print(Person.objects.get().organization, RoleGrant.objects.get().role)"
    look = f"import django; django.setup(); {look}"
    assert installation.run("-c", look).stdout.split() == ["ミナモ", "administrator"]


def test_a_password_that_is_too_easy_makes_no_administrator(installation: Installation) -> None:
    done = installation.run(*CLI, *ADMIN, "--organization", "ミナモ", AIZUCHI_ADMIN_PASSWORD="1234", LANG="C.UTF-8")

    assert done.returncode == 1
    assert "too short" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_terminal_the_command_says_what_it_lacks(installation: Installation) -> None:
    done = installation.run(*CLI, *ADMIN, LANG="C.UTF-8")

    assert "give it as an option: Name of your organization" in done.stderr


def test_a_database_of_another_version_is_refused_and_left_alone(installation: Installation) -> None:
    became_unknown = (
        "from django.db.migrations.recorder import MigrationRecorder as R; from django.db import connection"
    )
    installation.run(
        "-c",
        f"import django; django.setup(); {became_unknown}; R(connection).record_applied('audit', '0099_from_tomorrow')",
    )

    served = installation.run(*CLI, "serve", "--port", str(free_port()), LANG="C.UTF-8")
    checked = installation.run(*CLI, "check", LANG="C.UTF-8")

    assert served.returncode == 1
    assert "made by another version" in served.stderr
    assert "made by another version" in checked.stdout
