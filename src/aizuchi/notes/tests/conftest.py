from collections.abc import Iterator
from dataclasses import replace

import pytest

from aizuchi.notes.tests.server import Server, Stage, set_stage


@pytest.fixture(scope="session")
def _set_once(_migrated_template, tmp_path_factory) -> tuple[Server, Stage]:
    return set_stage(tmp_path_factory.mktemp("stage") / "home", migrated=_migrated_template.home)


@pytest.fixture(scope="module")
def staged(_set_once, tmp_path_factory) -> tuple[Server, Stage]:
    """A data folder with people and notes, not served yet."""
    server, stage = _set_once
    return server.copy_to(tmp_path_factory.mktemp("stage") / "home"), replace(stage)


@pytest.fixture(scope="module")
def server(staged) -> Iterator[Server]:
    server, _ = staged
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def stage(staged) -> Stage:
    return staged[1]
