from pathlib import Path

import pytest
from tests.cast import Cast

from aizuchi.catalogue.operations import install_catalogue
from aizuchi.config.tests.calling import call_command
from aizuchi.hints.models import Hint
from aizuchi.hints.operations.install import STARTER


def run(*arguments: str) -> int:
    return call_command("hints", *arguments, "--organization", "株式会社ミナモ精機")


def test_a_pack_is_looked_at_taken_over_and_handed_on(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install_catalogue(organization_id=cast.organization.pk)
    out = tmp_path / "own.json"

    statuses = [run("import", str(STARTER), "--preview"), Hint.objects.count()]
    statuses += [run("import", str(STARTER)), Hint.objects.count(), run("export", str(out))]

    assert statuses == [0, 0, 0, 84, 0]
    assert b'"hints": []' in out.read_bytes()  # what came with a pack travels with that pack


def test_a_bad_pack_is_refused_with_its_places(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install_catalogue(organization_id=cast.organization.pk)
    bad = tmp_path / "bad.json"
    bad.write_text('{"format": "aizuchi-hints", "version": 1, "pack": {"id": "x"}, "hints": [{"id": "y"}]}')

    assert run("import", str(bad)) == 1
    assert "hints[1].topic" in capsys.readouterr().err
    assert not Hint.objects.exists()
