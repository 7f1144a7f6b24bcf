"""The list of what a release is made of is the lock file, whole and the same each time."""

import re
from pathlib import Path

from scripts.sbom import LOCK, make_sbom


def test_every_package_of_the_lock_file_stands_in_it_with_its_hashes() -> None:
    locked = set(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", LOCK.read_text(), re.MULTILINE))
    told = [one for one in make_sbom()["components"] if one["purl"].startswith("pkg:pypi/")]

    assert {(one["name"], one["version"]) for one in told} == locked
    assert all(one["externalReferences"][0]["hashes"] for one in told)


def test_the_front_end_stands_in_it() -> None:
    names = {one["name"] for one in make_sbom()["components"] if one["purl"].startswith("pkg:npm/")}

    assert {"yjs", "prosemirror-view", "htmx.org"} <= names
    assert "vitest" not in names


def test_two_of_the_same_lock_file_are_the_same() -> None:
    assert make_sbom() == make_sbom()


def test_it_names_no_path_of_this_machine() -> None:
    assert str(Path(__file__).resolve().parent.parent) not in str(make_sbom())
