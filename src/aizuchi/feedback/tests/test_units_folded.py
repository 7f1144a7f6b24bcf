"""Units without numbers of their own are one line for what contains them."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from aizuchi.feedback.queries.units import Result, UnitRow, fold_hidden


@st.composite
def trees(draw: st.DrawFn) -> list[UnitRow]:
    """In the order of the tree."""
    rows: list[UnitRow] = []

    def grow(parent: UnitRow | None, depth: int) -> None:
        row = UnitRow(
            id=uuid.uuid4(),
            parent_id=parent.id if parent else None,
            label=f"U{len(rows)}",
            depth=depth,
            result=Result(hidden="", answered="", shares=[]),
        )
        rows.append(row)
        for _ in range(draw(st.integers(0, 3)) if depth < 3 else 0):
            grow(row, depth + 1)

    for _ in range(draw(st.integers(0, 2))):
        grow(None, 0)
    return rows


@given(trees(), st.data())
def test_every_unit_stands_in_the_table_once_shown_or_folded(rows: list[UnitRow], data: st.DataObject) -> None:
    shown = {row.id for row in rows if data.draw(st.booleans())}

    lines = fold_hidden(rows, shown)

    told = [line.row for line in lines if line.row] + [unit for line in lines if line.fold for unit in line.fold.units]
    assert sorted(row.label for row in told) == sorted(row.label for row in rows)
    assert [line.row for line in lines if line.row] == [row for row in rows if row.id in shown]


@given(trees(), st.data())
def test_what_contains_them_is_shown_and_has_one_fold_at_most(rows: list[UnitRow], data: st.DataObject) -> None:
    shown = {row.id for row in rows if data.draw(st.booleans())}

    inside = [line.fold.inside for line in fold_hidden(rows, shown) if line.fold]

    assert len(inside) == len({unit.id if unit else None for unit in inside})
    assert all(unit is None or unit.id in shown for unit in inside)
