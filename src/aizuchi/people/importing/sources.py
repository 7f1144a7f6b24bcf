"""Which system a file comes from, and what its columns look like before anything is read."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from aizuchi.people.importing.cells import BadCell, tidy
from aizuchi.people.importing.columns import BY_NAME, fold_name, is_state_of_leavers
from aizuchi.people.importing.dates import Order, order_in, read_end
from aizuchi.people.importing.reading import Choice, ImportTable, column_of

OWN = "own"
# A few names of columns that only this system uses, or uses together.
_SIGNS: Mapping[str, tuple[str, ...]] = {
    "smarthr": ("ビジネスネーム：姓", "在籍状況", "姓（ヨミガナ）", "入社年月日", "退職年月日"),
    "kaonavi": ("フリガナ", "氏名", "所属コード", "年齢"),
    "freee": ("従業員番号", "姓（カナ）", "部門", "入社年月日"),
    "workday": ("Supervisory Organization", "Legal Name - Last Name", "Business Title", "Worker", "Worker Type"),
    "bamboohr": ("Employee #", "Reporting to", "Work Email", "Employment Status"),
    "personio": ("Supervisor email", "Last day of work", "Office", "Position", "Hire date"),
}
SOURCES: Mapping[str, str] = {
    "smarthr": "SmartHR",
    "kaonavi": "カオナビ",
    "freee": "freee人事労務",
    "workday": "Workday",
    "bamboohr": "BambooHR",
    "personio": "Personio",
}
# Unread, a column like these lets people in as staff who have left.
_DANGEROUS = (
    "退職",
    "離職",
    "退社",
    "在籍",
    "在職",
    "terminat",
    "leav",
    "exit",
    "lastday",
    "status",
    "austritt",
    "enddate",
)
EXAMPLES = 3


@dataclass(frozen=True, kw_only=True)
class FoundColumn:
    """One column of a file: what its first cells hold, what it would be read as, and whether its name is known."""

    name: str
    folded: str
    examples: list[str]
    key: str
    is_known: bool
    is_dangerous: bool
    at_risk: int = 0
    """How many people have left by what stands in a dangerous column."""


def find_source(names: Sequence[str]) -> str:
    """The system whose signs stand most often among these names, from two on; else the company's own way."""
    folded = {fold_name(name) for name in names}
    scores = {key: sum(fold_name(sign) in folded for sign in signs) for key, signs in _SIGNS.items()}
    best = max(scores, key=lambda key: scores[key])
    return best if scores[best] > 1 else OWN


def find_columns(
    table: ImportTable, choice: Choice, *, today: datetime.date | None = None, known: Collection[str] = ()
) -> list[FoundColumn]:
    """Unknown ones first, and the dangerous before all others. `known`: folded names beyond those of every file."""
    taken: set[str] = set()
    found = []
    for place, name in enumerate(table.names):
        if not name:
            continue
        column = column_of(name, choice)
        is_again = column is not None and column.key in taken and not (column.may_repeat or column.only_fills)
        key = "" if column is None or is_again else column.key
        taken.add(key)
        is_dangerous = not key and any(sign in fold_name(name) for sign in _DANGEROUS)
        found.append(
            FoundColumn(
                name=name,
                folded=fold_name(name),
                examples=_examples(table, place),
                key=key,
                is_known=not is_again and (fold_name(name) in BY_NAME or fold_name(name) in known),
                is_dangerous=is_dangerous,
                at_risk=_count_leavers(table, place, today) if is_dangerous and today else 0,
            )
        )
    return sorted(found, key=lambda column: (column.is_known, not column.is_dangerous))


def is_undecided(table: ImportTable, choice: Choice) -> bool:
    """Whether somebody has to look at the columns first."""
    columns = find_columns(table, choice)
    return any(not column.key and column.folded not in choice for column in columns)


def _count_leavers(table: ImportTable, place: int, today: datetime.date) -> int:
    cells = [tidy(cells[place]) for _, cells in table.records if place < len(cells)]
    order = order_in(cells)
    return sum(_has_left(cell, order, today) for cell in cells)


def _has_left(cell: str, order: Order, today: datetime.date) -> bool:
    if is_state_of_leavers(cell):
        return True
    try:
        left_on = read_end(cell, order=order)
    except BadCell:
        return False
    return left_on is not None and left_on < today


def _examples(table: ImportTable, place: int) -> list[str]:
    cells = (tidy(cells[place]).strip() for _, cells in table.records[:200] if place < len(cells))
    return list(dict.fromkeys(cell[:40] for cell in cells if cell))[:EXAMPLES]
