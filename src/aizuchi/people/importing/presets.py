"""How exports of known systems are read as they are, beyond the names that every file may use.

Names of カオナビ are those of its public help (support.kaonavi.jp, CSV入出力, seen in December 2026). Those of SmartHR,
freee人事労務 and Workday could not be checked: their makers publish no whole list, and each customer may rename
columns. So whatever is unknown is left out, unless it looks as if it said who left.
"""

from collections.abc import Mapping, Sequence

from aizuchi.people.importing.columns import BY_NAME, fold_name
from aizuchi.people.importing.reading import FILLS, ImportTable
from aizuchi.people.importing.sources import find_columns, find_source

_MORE: Mapping[str, Mapping[str, str]] = {
    "smarthr": {
        "ビジネスネーム：姓": "family_name",
        "ビジネスネーム：名": "given_name",
        "姓": f"family_name{FILLS}",  # few have another name at work, and theirs is the one that colleagues know
        "名": f"given_name{FILLS}",
        "社用メールアドレス": "email",
        "メールアドレス": "",
    },
    "kaonavi": {"氏名": "full_name", "フリガナ": "full_kana", "所属コード": "unit_code"},
    "freee": {"従業員番号": "employee_number", "部門": "unit"},
    "workday": {
        "Employee ID": "employee_number",
        "Supervisory Organization": "unit",
        "Business Title": "title",
        "Manager Employee ID": "supervisor",
        "Original Hire Date": "joined_on",
        "Hire Date": "",
    },
}


def choose_as_known(
    table: ImportTable, *, source: str = "", remembered: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    """The system, and which column is read as what: as somebody chose before, else as that system's exports are.

    What is unknown is left out; what is dangerous to leave out stays undecided.
    """
    system = source or find_source(table.names)
    choice = propose(table, source=system, remembered=remembered)
    for column in find_columns(table, choice):
        if not column.key and not column.is_dangerous:
            choice.setdefault(column.folded, "")
    return system, choice


def propose(table: ImportTable, *, source: str, remembered: Mapping[str, str]) -> dict[str, str]:
    """As an export of that system is read, and as somebody chose before; what neither says stays undecided."""
    names = {fold_name(name) for name in table.names if name}
    return _of_system(source, names) | {name: key for name, key in remembered.items() if name in names}


def names_of_system(source: str) -> set[str]:
    """Folded: the columns of whose reading that system's export leaves no doubt."""
    return {fold_name(name) for name in _MORE.get(source, {})}


def list_undecided(table: ImportTable, choice: Mapping[str, str]) -> list[str]:
    return [column.name for column in find_columns(table, choice) if not column.key and column.folded not in choice]


def _of_system(system: str, names: set[str]) -> dict[str, str]:
    found = {fold_name(name): key for name, key in _MORE.get(system, {}).items() if fold_name(name) in names}
    taken = {key for key in found.values() if key}
    # What is left out for something better is read after all where that is missing.
    return {name: key for name, key in found.items() if key or (name in BY_NAME and BY_NAME[name].key in taken)}


def known_systems() -> Sequence[str]:
    return tuple(_MORE)
