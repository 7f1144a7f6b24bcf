"""Whenever the power goes in the midst of a tick: answers are there until their sums are, and then are destroyed."""

import json
from pathlib import Path

import pytest
from tests.installations import Installation, fork_server

from aizuchi.anonymous_answers.tests.test_run_release import METS
from aizuchi.notes.tests.server import Server, set_stage

pytestmark = pytest.mark.own_server

Told = dict[str, dict[str, dict[str, int]]]


@pytest.fixture(scope="module")
def stage(_migrated_template: Installation, tmp_path_factory: pytest.TempPathFactory) -> Server:
    home = tmp_path_factory.mktemp("run_release") / "home"
    server, _ = set_stage(home, migrated=_migrated_template.home, NOTES="1")
    return server


def run_release(home: Path, copies: Path, *how: str) -> Told:
    arguments = ["-m", "aizuchi.anonymous_answers.tests.power_cut", str(copies), *how]
    done = fork_server().run(arguments, Server(home).environment(), 120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_whenever_the_power_goes_answers_are_there_until_their_sums_are(stage: Server, tmp_path: Path) -> None:
    """And the next tick destroys whatever was released."""
    told = run_release(stage.copy_to(tmp_path / "home").home, tmp_path / "copies")

    assert len(told) == 18
    for step, states in told.items():
        assert states["found"]["sums"] == 1 or states["found"]["answers"] == len(METS), step
        assert states["after"] == {"sums": 1, "sealed_answers": 0, "answers": 0, "keys": 0}, step
    assert {states["found"]["sums"] for states in told.values()} == {0, 1}
    assert {states["found"]["sealed_answers"] for states in told.values()} == {0, len(METS)}


def test_without_waiting_for_the_disk_answers_would_be_lost(stage: Server, tmp_path: Path) -> None:
    """So that the copies are known to tell."""
    told = run_release(stage.copy_to(tmp_path / "home").home, tmp_path / "copies", "--careless")

    assert any(states["found"]["sums"] == states["found"]["answers"] == 0 for states in told.values())
    assert any(states["after"]["sums"] == 0 for states in told.values())
