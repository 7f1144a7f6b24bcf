"""What lies in deploy/ is what a server runs: the programs that read it are asked whether they understand it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
HARDEST = 20
"""Of 100: what `systemd-analyze security` calls the exposure. Both services have 14."""

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed (Debian: systemd)"
)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """As on a server, but for the program, which is not installed here."""
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace("/opt/aizuchi/bin/aizuchi", "/bin/true"))
    return tmp_path


@needs_systemd
def test_systemd_understands_every_unit(units: Path) -> None:
    command = ["systemd-analyze", "verify", "--man=no", *map(str, sorted(units.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("name", ["aizuchi.service", "aizuchi-worker.service"])
def test_services_are_hardened(name: str, units: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={HARDEST}", str(units / name)]

    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_both_services_run_as_the_same_user_with_the_same_settings_and_limits() -> None:
    def read(name: str) -> set[str]:
        return set(re.findall(r"^[A-Z]\w+=.*", (DEPLOY / "systemd" / name).read_text(), re.MULTILINE))

    web, worker = read("aizuchi.service"), read("aizuchi-worker.service")
    own = "Description|After|Requires|ExecStart|TimeoutSt|LimitNOFILE|OOMPolicy|Also"
    assert {line for line in web ^ worker if not re.match(own, line)} == set()


def test_the_unit_starts_what_the_command_line_knows() -> None:
    from aizuchi.config.cli import app

    known = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    for unit in UNITS:
        for command in re.findall(r"^ExecStart=\S+ (\S+)", unit.read_text(), re.MULTILINE):
            assert command in known


def test_the_settings_of_the_example_exist() -> None:
    from aizuchi.config.environment import Environment
    from aizuchi.config.settings_page import name_variable

    known = {name_variable(name, field) for name, field in Environment.model_fields.items()}
    told = set(re.findall(r"^(\w+)=", (DEPLOY / "aizuchi.env").read_text(), re.MULTILINE))
    assert told <= known
