"""The tables in a `.lss` or `.lsq` file of LimeSurvey, whichever version wrote it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element  # only the type

from defusedxml import ElementTree

from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, check_xml
from aizuchi.surveys.exchange.remarks import FileRefused, Remark, RemarkKind

LIMITS = Limits(size=5 * 1024 * 1024, depth=12, values=400_000)

Row = Mapping[str, str]
Texts = dict[str, str]
"""By language."""
_IDENTITY = ("gid", "qid", "aid", "cid", "attribute")


@dataclass(frozen=True, slots=True)
class Tables:
    rows: Mapping[str, list[Row]]
    languages: tuple[str, ...]

    def rows_of(self, table: str, *order: str) -> list[Row]:
        """Each once, though older versions write one row for each language."""
        seen: dict[tuple[str, ...], Row] = {}
        for row in self.rows.get(table, []):
            seen.setdefault(tuple(row.get(name, "") for name in _IDENTITY), row)
        return sorted(seen.values(), key=lambda row: [_number(row.get(name, "")) for name in order])

    def group(self, table: str, *order: str) -> dict[str, list[Row]]:
        """By the question to which they belong."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows_of(table, *order):
            found[row.get("parent_qid") or row.get("qid", "")].append(row)
        return found

    def texts(self, name: str, column: str, key: str) -> dict[str, Texts]:
        """By what they belong to and their language: in a table of their own since version 4, before beside it."""
        found: dict[str, Texts] = defaultdict(dict)
        listed = [*self.rows.get(f"{name}_l10ns", []), *self.rows.get(f"{name}s", [])]
        for row in [*listed, *(self.rows.get("subquestions", []) if name == "question" else [])]:
            if column in row and "language" in row:
                found[row.get(key, "")].setdefault(row["language"], row[column])
        return found


def read_tables(raw: bytes) -> Tables:
    """Raises FileRefused."""
    try:
        check_xml(raw, LIMITS)
        root = ElementTree.fromstring(raw)
    except TooMuch as error:
        raise FileRefused([Remark(RemarkKind.TOO_MUCH)]) from error
    except (NotReadable, ElementTree.ParseError) as error:
        raise FileRefused([Remark(RemarkKind.NOT_READABLE)]) from error
    if root.tag != "document" or root.findtext("LimeSurveyDocType") not in {"Survey", "Group", "Question"}:
        raise FileRefused([Remark(RemarkKind.NO_SURVEY)])
    rows = {table.tag: list(_read_rows(table.findall("rows/row"))) for table in root}
    return Tables(rows, tuple(one.text or "" for one in root.findall("languages/language")))


def _read_rows(rows: Iterable[Element]) -> Iterator[Row]:
    for row in rows:
        cells = {cell.tag: (cell.text or "").strip() for cell in row}
        if "code" in cells:  # answers have had a number of their own since version 4
            cells.setdefault("aid", f"{cells.get('qid')}/{cells['code']}/{cells.get('scale_id')}")
        yield cells


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
