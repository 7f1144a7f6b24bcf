"""A wheel that is built from the sdist alone, without Node, installs and serves from an empty folder."""

import os
import re
import subprocess
import sys
import tarfile
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from aizuchi.config.tests.test_cli import free_port, read_health
from tests.installations import ROOT, wait_for

pytestmark = pytest.mark.own_server

BUILD = [sys.executable, "-m", "build", "--no-isolation"]


def without_node() -> dict[str, str]:
    """Neither Node nor this repository is in reach."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AIZUCHI_", "DJANGO_"))}
    return {**kept, "PATH": "/usr/bin:/bin", "PYTHONPATH": "", "LANG": "C.UTF-8"}


def run(*command: str | Path, folder: Path, **more: str) -> str:
    done = subprocess.run(
        [*map(str, command)], cwd=folder, env=without_node() | more, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (ROOT / "src/aizuchi/ui/dist/manifest.json").exists():
        pytest.skip("the front end is not built")
    found = find_spec("hatchling")
    if not (found and found.origin):
        pytest.skip("hatchling is not installed")
    builder = {"PYTHONPATH": str(Path(found.origin).parent.parent)}
    folder = tmp_path_factory.mktemp("packages")
    run(*BUILD, "--sdist", "--outdir", folder, ROOT, folder=folder, **builder)
    [sdist] = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    run(*BUILD, "--wheel", "--outdir", folder, folder / sdist.name.removesuffix(".tar.gz"), folder=folder, **builder)
    [made] = folder.glob("*.whl")
    return made


def test_it_has_the_front_end_and_the_messages_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "aizuchi/ui/dist/manifest.json" in names
    assert "aizuchi/config/locale/ja/LC_MESSAGES/django.mo" in names
    assert [name for name in names if "/tests/" in name or name.endswith((".po", ".ts"))] == []
    assert any(name.endswith("licenses/LICENSE") for name in names)


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Installed into an environment of its own, beside the packages that are here already."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        wheel,
        folder=folder,
    )
    [site] = folder.glob("lib/python*/site-packages")
    here = [entry for entry in sys.path if entry.endswith("site-packages")]
    (site / "beside.pth").write_text("\n".join(here))
    return folder / "bin" / "aizuchi"


@pytest.fixture
def served(program: Path, tmp_path: Path) -> Iterator[int]:
    port = free_port()
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [program, "serve", "--port", str(port)],
            cwd=tmp_path, env=without_node(), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        wait_for(lambda: read_health(port).get("database") == "ok" or server.poll() is not None, seconds=180)
        assert server.poll() is None, (tmp_path / "log").read_text()
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_it_serves_from_an_empty_folder(served: int, tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{served}"
    link = next(word for word in (tmp_path / "log").read_text().split() if word.startswith("http") and len(word) > 40)
    page = urllib.request.urlopen(link.replace("localhost", "127.0.0.1"), timeout=30).read().decode()

    [style] = re.findall(r'href="(/static/dist/[^"]+\.css)"', page)[:1]
    assert urllib.request.urlopen(address + style, timeout=30).status == 200
    assert (tmp_path / "var" / "aizuchi.sqlite3").exists()
