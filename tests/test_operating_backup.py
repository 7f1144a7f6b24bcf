"""What docs/operating/backup.md and upgrades.md tell people to type does what they say."""

import getpass
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.installations import ROOT, Installation

pytestmark = pytest.mark.own_server

PAGES = ROOT / "docs" / "operating"
ELSEWHERE = ("chown", "systemctl")
"""Programs that ask for root or a machine of one's own: here they only may be called."""
QUICK_PASSPHRASES = (
    "from aizuchi.config.backups import age; age.WORK_FACTOR = 10; from aizuchi.config.cli import main; main()"
)
"""The program itself; only guessing passphrases would be easy."""


def read_commands(page: str) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", (PAGES / page).read_text(), re.MULTILINE | re.DOTALL)


def brought_here(command: str, machine: Path) -> str:
    command = command.replace("/var/lib/aizuchi-new", str(machine / "aizuchi-new"))
    for folder in ("/srv/", "/etc/aizuchi/", "/opt/aizuchi/", "/usr/local/src/", "/root/"):
        command = command.replace(folder, f"{machine}{folder}")
    return command


@pytest.fixture
def machine(installation: Installation, tmp_path: Path) -> Path:
    found = tmp_path / "machine"
    for folder in ("bin", "srv", "etc/aizuchi", "opt/aizuchi/bin", "root"):
        (found / folder).mkdir(parents=True)
    program = f"{sys.executable} -c '{QUICK_PASSPHRASES}'"
    programs = {
        "bin/aizuchi": (ROOT / "deploy/bin/aizuchi").read_text(),
        "bin/install": '#!/bin/sh\nfor folder; do :; done\nmkdir -p "$folder"\n',
        "opt/aizuchi/bin/aizuchi": f'#!/bin/sh\nPYTHONPATH={ROOT}/src exec {program} "$@"\n',
        "opt/aizuchi/bin/pip": "#!/bin/sh\n",
    }
    (found / "etc/aizuchi/aizuchi.env").write_text(f"AIZUCHI_HOME={installation.home}\n")
    for name, content in (programs | {f"bin/{name}": "#!/bin/sh\n" for name in ELSEWHERE}).items():
        (found / name).write_text(content)
        (found / name).chmod(0o755)
    return found


def environment(machine: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AIZUCHI_", "DJANGO_"))}
    return kept | {
        "PATH": f"{machine / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "AIZUCHI_SETTINGS": str(machine / "etc/aizuchi/aizuchi.env"),
        "AIZUCHI_PROGRAM": str(machine / "opt/aizuchi/bin/aizuchi"),
        "AIZUCHI_USER": getpass.getuser(),
    }


def type_in(page: str, machine: Path) -> str:
    told = ""
    for command in read_commands(page):
        there = set((machine / "srv").glob("*/*.age"))
        done = subprocess.run(
            ["sh", "-e", "-c", brought_here(command, machine)],
            cwd=ROOT,
            env=environment(machine),
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"{command}{done.stdout}{done.stderr}"
        told += done.stdout
        if "--recipient" in command:  # the page's own, whose other half nobody has: what it sealed opens to nobody here
            for sealed in set((machine / "srv").glob("*/*.age")) - there:
                sealed.unlink()
    return told


def test_what_the_page_about_backups_shows(machine: Path) -> None:
    told = type_in("backup.md", machine)

    assert told.count("Saved:") == 2
    assert "It can be restored" in told
    assert told.count("✓ Restored into") == 3
    assert told.count("0 people") == 2
    assert "set-aside holds" not in told
    assert "What was set aside is back" in told


def test_what_the_page_about_upgrades_shows(machine: Path) -> None:
    (machine / "etc/aizuchi/backup-passphrase").write_text("correct horse battery\n")

    told = type_in("upgrades.md", machine)

    assert told.count("The database is up to date") == 2
    assert "Ready" in told
