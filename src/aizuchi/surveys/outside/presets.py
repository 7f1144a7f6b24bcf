"""What is known of the tools whose tables come in, and what is guessed of others. Only a beginning: whoever reads a
table in looks at it, and changes what is wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aizuchi.surveys.outside.cells import is_nothing, plain
from aizuchi.surveys.outside.mapping import MOST_HEADER_ROWS, Mapping, Measure, Role, RowsAre, name_columns
from aizuchi.surveys.outside.tables import TableRow

_ROLES = [
    (
        Role.PERSON,
        r"社員番号|社員コード|従業員番号|メール|メールアドレス|ユーザー名|employee ?(number|id|no\.?)"
        r"|e-?mail( address)?|username",
    ),
    (
        Role.SKIP,
        r"氏名|名前|name|id|id\. .*|response ?id|回答id|開始時刻|開始日時"
        r"|start time|startdate.*|最終変更時刻|last modified time|lastpage.*|startlanguage.*|seed.*|合計点|score /.*",
    ),
    (
        Role.DATE,
        r"タイムスタンプ|timestamp|完了時刻|回答日時?|実施(日|月|年月)|日付"
        r"|completion time|submitdate.*|date|month|survey date",
    ),
    (Role.COUNT, r".*(回答者?数|回答人数|有効回答).*|n|responses?|respondents|number of responses|count|人数"),
    (Role.UNIT, r"所属(部署|グループ|組織)?|部署名?|部門名?|組織名?|グループ名?|unit|department|team|group|division"),
    (Role.QUESTION, r"設問.*|質問.*|項目名?|question.*|item|factors?|driver"),
]
_TOOLS = [
    ("Google Forms", re.compile(r"^(timestamp|タイムスタンプ)(\n|$)")),
    ("Microsoft Forms", re.compile(r"^id\n(start time\ncompletion time|開始時刻\n完了時刻)(\n|$)")),
    ("LimeSurvey", re.compile(r"^(id|response id|回答id|\"?id\. [^\n]*)\n(.*\n)?submitdate", re.S)),
    ("Culture Amp", re.compile(r"^(factors?|questions?)\n")),
    ("Wevox", re.compile(r"エンゲージメントスコア|エンゲージメント総合|wevox|キードライバー|理念戦略|組織風土")),
    ("カオナビ", re.compile(r"カオナビ|所属グループ|平均(点|値|スコア)")),
]
MOST_STEPS = 10
_OF_PEOPLE = {"Google Forms", "Microsoft Forms", "LimeSurvey"}
_MEASURES = {"Wevox": Measure.OF_HUNDRED, "カオナビ": Measure.OF_FIVE}


@dataclass(frozen=True, slots=True)
class Guess:
    tool: str
    """Empty where it is none that is known."""
    mapping: Mapping


def guess_mapping(rows: Sequence[TableRow]) -> Guess:
    header_rows = _count_header_rows(rows)
    names = name_columns(rows, header_rows)
    folded = [plain(name).lower() for name in names]
    tool = next((tool for tool, sign in _TOOLS if sign.search("\n".join(folded))), "")
    roles = [_guess_role(name) for name in folded]
    if Role.PERSON in roles:
        roles = [
            Role.SCORE if role == Role.VALUE and _holds_scores(rows[header_rows:], column) else role
            for column, role in enumerate(roles)
        ]
    is_of_groups = Role.PERSON not in roles and tool not in _OF_PEOPLE and (bool(tool) or Role.COUNT in roles)
    if tool == "Culture Amp":
        roles = [Role.QUESTION, *(Role.VALUE for _name in names[1:])]
    mapping = Mapping(
        roles=tuple(roles),
        rows_are=RowsAre.GROUPS if is_of_groups else RowsAre.PEOPLE,
        measure=_MEASURES.get(tool, Measure.OF_HUNDRED if Role.SCORE in roles else Measure.SHARE),
        header_rows=header_rows,
    )
    return Guess(tool, mapping)


def _guess_role(name: str) -> Role:
    last = name.rsplit(" / ", 1)[-1]
    return next((role for role, sign in _ROLES if re.fullmatch(sign, last)), Role.VALUE if name else Role.SKIP)


def _holds_scores(rows: Sequence[TableRow], column: int) -> bool:
    """Numbers that no scale of steps reaches."""
    cells = [plain(row.cell(column)).removesuffix("点") for row in rows if not is_nothing(row.cell(column))]
    numbers = [float(cell) for cell in cells if re.fullmatch(r"\d{1,3}(\.\d+)?", cell)]
    return bool(numbers) and len(numbers) == len(cells) and MOST_STEPS < max(numbers) <= 100


def _count_header_rows(rows: Sequence[TableRow]) -> int:
    """A row of names has no numbers; a second one stands below names that run over several columns."""
    width = max(len(row.cells) for row in rows[:50])
    for place, row in enumerate(rows[:MOST_HEADER_ROWS]):
        filled = [cell for cell in row.cells if not is_nothing(cell)]
        if len(row.cells) == width and len(filled) >= width - 1:
            return place + 1
    return 1
