"""What is imported is asked for by name: who brings it along today may leave it out tomorrow."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.installations import ROOT

PACKAGE = ROOT / "src" / "aizuchi"
IMPORTED = re.compile(r"^\s*(?:from|import) ([A-Za-z_]\w*)", re.MULTILINE)
NAME = re.compile(r"[A-Za-z0-9._-]+")


def test_every_package_that_is_imported_is_listed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(one for some in project["optional-dependencies"].values() for one in some)]
    listed = {_plain(match.group()) for one in wanted if (match := NAME.match(one))}
    brought_by = packages_distributions()

    unlisted = {
        name
        for name in _list_imported() - sys.stdlib_module_names - {"aizuchi"}
        if name in brought_by and not listed & {_plain(each) for each in brought_by[name]}
    }

    assert not unlisted


def _list_imported() -> set[str]:
    files = (path for path in PACKAGE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
    return {name for path in files for name in IMPORTED.findall(path.read_text())}


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
