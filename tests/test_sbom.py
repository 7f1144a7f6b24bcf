"""The list of what a release is made of is the lock file, whole and the same each time."""

import re
from pathlib import Path
from typing import Any

import pytest
from scripts.sbom import LOCK, make_sbom

Sbom = dict[str, Any]


@pytest.fixture(scope="module")
def sbom() -> Sbom:
    return make_sbom()


def test_every_package_of_the_lock_file_stands_in_it_with_its_hashes(sbom: Sbom) -> None:
    locked = set(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", LOCK.read_text(), re.MULTILINE))
    told = [one for one in sbom["components"] if one["purl"].startswith("pkg:pypi/")]

    assert {(one["name"], one["version"]) for one in told} == locked
    assert all(one["externalReferences"][0]["hashes"] for one in told)


def test_the_front_end_stands_in_it(sbom: Sbom) -> None:
    names = {one["name"] for one in sbom["components"] if one["purl"].startswith("pkg:npm/")}

    assert {"yjs", "prosemirror-view", "htmx.org"} <= names
    assert "vitest" not in names


def test_two_of_the_same_lock_file_are_the_same(tmp_path: Path) -> None:
    few = tmp_path / "few.lock"
    few.write_text("".join(re.split(r"^(?=\S)", LOCK.read_text(), flags=re.MULTILINE)[:8]))

    assert make_sbom(few) == make_sbom(few)


def test_it_names_no_path_of_this_machine(sbom: Sbom) -> None:
    assert str(Path(__file__).resolve().parent.parent) not in str(sbom)
