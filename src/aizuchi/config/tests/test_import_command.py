from argparse import Namespace
from pathlib import Path

import pytest
from tests.cast import Cast

from aizuchi.config.commands.import_people import run
from aizuchi.config.commands.terminal import CommandFailed
from aizuchi.people.models import Person

GOOD = "社員番号,姓,名,部署\nA1,汐見,玲,ミナモ精機/広報部\n"


@pytest.fixture
def call(cast: Cast, tmp_path: Path):
    def run_with(content: str, **options: object) -> int:
        file = tmp_path / "people.csv"
        file.write_bytes(content.encode("cp932"))
        given = {"file": file, "organization": cast.organization.name, "on": "", "preview": False, **options}
        return run(Namespace(**given))

    return run_with


def test_a_file_is_taken_over(call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(GOOD) == 0

    assert Person.objects.filter(employee_number="A1").exists()
    assert "1" in capsys.readouterr().out


def test_a_preview_writes_nothing(call) -> None:
    assert call(GOOD, preview=True) == 0

    assert not Person.objects.filter(employee_number="A1").exists()


def test_a_bad_file_says_where_and_leaves_a_status(call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(GOOD.replace("汐見", "")) == 1

    assert "2" in capsys.readouterr().err
    assert not Person.objects.filter(employee_number="A1").exists()


@pytest.mark.parametrize("options", [{"on": "tomorrow"}, {"organization": "だれか"}, {"file": Path("nowhere.csv")}])
def test_what_makes_no_sense_is_said_in_a_sentence(call, options: dict[str, object]) -> None:
    with pytest.raises(CommandFailed):
        call(GOOD, **options)
