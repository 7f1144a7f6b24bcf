import datetime
from pathlib import Path

import pytest
from django.utils import timezone
from tests.cast import Cast

from aizuchi.config.commands.terminal import CommandFailed
from aizuchi.config.tests.calling import call_command
from aizuchi.people.models import ImportChoice, Person

pytestmark = pytest.mark.database

GOOD = "社員番号,姓,名,部署\nA1,汐見,玲,ミナモ精機/広報部\n"


@pytest.fixture
def call(cast: Cast, tmp_path: Path):
    def run_with(content: str, *options: str) -> int:
        file = tmp_path / "people.csv"
        file.write_bytes(content.encode("cp932"))
        return call_command("import", str(file), "--organization", cast.organization.name, *options)

    return run_with


def test_a_file_is_taken_over(call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(GOOD) == 0

    assert Person.objects.filter(employee_number="A1").exists()
    assert "1" in capsys.readouterr().out


def test_a_preview_writes_nothing_and_names_the_units_that_would_be_new(
    call, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(GOOD, "--preview") == 0

    assert "ミナモ精機/広報部" in capsys.readouterr().out
    assert not Person.objects.filter(employee_number="A1").exists()


def test_a_bad_file_says_where_and_leaves_a_status(call, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(GOOD.replace("汐見", "")) == 1

    assert "2" in capsys.readouterr().err
    assert not Person.objects.filter(employee_number="A1").exists()


@pytest.mark.parametrize("options", [["--on", "tomorrow"], ["--organization", "だれか"]])
def test_what_makes_no_sense_is_said_in_a_sentence(call, options: list[str]) -> None:
    with pytest.raises(CommandFailed):
        call(GOOD, *options)


def test_a_file_that_is_not_there_is_named(cast: Cast) -> None:
    with pytest.raises(CommandFailed, match=r"nowhere\.csv"):
        call_command("import", "nowhere.csv", "--organization", cast.organization.name)


LEAVERS = "社員番号,姓,名,部署,契約満了による離職日,好きな色\nA1,汐見,玲,ミナモ精機/広報部,2020-03-31,青\n"
GONE = datetime.date(2020, 3, 31)


def test_a_column_that_may_say_who_has_left_is_named_and_nothing_is_taken_over(call, capsys) -> None:
    assert call(LEAVERS) == 1

    said = capsys.readouterr().err
    assert "契約満了による離職日" in said
    assert "好きな色" in said
    assert "--column" in said
    assert not Person.objects.filter(employee_number="A1").exists()


def test_a_column_that_says_nothing_of_leavers_is_only_named(call, capsys) -> None:
    assert call(GOOD.replace("部署", "部署,好きな色").replace("広報部", "広報部,青")) == 0

    assert "好きな色" in capsys.readouterr().err


@pytest.mark.parametrize("key", ["left_on", "退職日", "Last day"])
def test_a_column_is_read_as_told(call, key: str) -> None:
    assert call(LEAVERS, "--column", f"契約満了による離職日={key}", "--column", "好きな色=") == 0

    assert Person.objects.get(employee_number="A1").left_on == GONE


def test_unread_columns_are_left_out_where_that_is_said(call) -> None:
    assert call(LEAVERS, "--leave-out") == 0

    assert Person.objects.get(employee_number="A1").left_on is None


def test_what_was_chosen_on_screen_holds_here_too(cast: Cast, call) -> None:
    choice = {"契約満了による離職日": "left_on", "好きな色": ""}
    ImportChoice.objects.create(organization=cast.organization, source="own", choice=choice, saved_at=timezone.now())

    assert call(LEAVERS) == 0

    assert Person.objects.get(employee_number="A1").left_on == GONE


@pytest.mark.parametrize("typed", ["好きな色", "好きな色=なんでも", "嫌いな色=left_on"])
def test_a_choice_that_makes_no_sense_is_said_in_a_sentence(call, typed: str) -> None:
    with pytest.raises(CommandFailed):
        call(LEAVERS, "--column", typed)


BAD = "社員番号,姓,名,部署,入社日\n" + "".join(f"B{number},,玲,広報部,いつか\n" for number in range(120))


def test_every_problem_is_said(call, capsys) -> None:
    assert call(BAD) == 1

    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1 + 240
    assert "240" in lines[0]


def test_every_problem_goes_into_a_file_for_a_spreadsheet(call, capsys, tmp_path: Path) -> None:
    assert call(BAD, "--problems", str(tmp_path / "mend.csv")) == 1

    assert len((tmp_path / "mend.csv").read_text(encoding="utf-8-sig").splitlines()) == 1 + 240
    assert "mend.csv" in capsys.readouterr().err


def test_a_list_of_problems_that_cannot_be_written_is_said_in_a_sentence(call, tmp_path: Path) -> None:
    with pytest.raises(CommandFailed):
        call(BAD, "--problems", str(tmp_path / "nowhere" / "mend.csv"))


MANY = 8


def many(left_on: str = "") -> str:
    rows = [f"C{number},汐見,玲{number},ミナモ精機/広報部,{left_on}" for number in range(MANY)]
    return "\n".join(["社員番号,姓,名,部署,退職日", *rows, ""])


@pytest.fixture
def leaving(call) -> str:
    """A file by which more leave than usual."""
    assert call(many()) == 0
    return many(timezone.localdate().isoformat())


def left() -> int:
    return Person.objects.filter(employee_number__startswith="C", left_on__isnull=False).count()


def test_what_ends_is_said_and_more_than_usual_is_not_taken_over_unasked(leaving, call, capsys) -> None:
    assert call(leaving) == 1

    said = capsys.readouterr()
    assert f"{MANY}人が退職します: 汐見 玲0" in said.out
    assert "--yes" in said.err
    assert left() == 0


def test_more_than_usual_ends_where_that_is_said(leaving, call) -> None:
    assert call(leaving, "--yes") == 0

    assert left() == MANY


def test_nobody_leaves_where_that_is_said(leaving, call) -> None:
    assert call(leaving, "--nobody-leaves") == 0

    assert left() == 0


def test_a_preview_says_what_would_end(leaving, call, capsys) -> None:
    assert call(leaving, "--preview") == 0

    assert f"{MANY}人が退職します" in capsys.readouterr().out
    assert left() == 0


@pytest.mark.parametrize(("typed", "status"), [("8", 0), ("7", 1), ("", 1)])
def test_at_a_terminal_the_number_is_asked_for(
    leaving, call, monkeypatch: pytest.MonkeyPatch, typed: str, status: int
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda label: typed)

    assert call(leaving) == status

    assert left() == (0 if status else MANY)
