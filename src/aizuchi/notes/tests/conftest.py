from collections.abc import Iterator

import pytest

from aizuchi.notes.tests.server import Server, Stage, set_stage


@pytest.fixture(scope="module")
def staged(_migrated_template, tmp_path_factory) -> tuple[Server, Stage]:
    """A data folder with people and notes, not served yet."""
    return set_stage(tmp_path_factory.mktemp("stage") / "home", migrated=_migrated_template.home)


@pytest.fixture(scope="module")
def server(staged) -> Iterator[Server]:
    server, _ = staged
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def stage(staged) -> Stage:
    return staged[1]
