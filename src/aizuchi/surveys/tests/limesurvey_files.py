"""Small files as LimeSurvey writes them, invented for tests."""

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

Cells = Mapping[str, object]


def table(name: str, rows: Iterable[Cells]) -> str:
    cells = ("".join(f"<{key}>{escape(str(value))}</{key}>" for key, value in row.items()) for row in rows)
    written = "".join(f"<row>{row}</row>" for row in cells)
    return f"<{name}><rows>{written}</rows></{name}>"


def document(*tables: str, kind: str = "Survey", languages: Iterable[str] = ("ja", "en")) -> bytes:
    listed = "".join(f"<language>{one}</language>" for one in languages)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>{kind}</LimeSurveyDocType>'
        f"<DBVersion>490</DBVersion><languages>{listed}</languages>{''.join(tables)}</document>"
    ).encode()


class Lime:
    """A survey of one group, put together question by question."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Cells]] = {}

    def add(self, name: str, **cells: object) -> None:
        self.tables.setdefault(name, []).append(cells)

    def ask(
        self, title: str, type_: str, *, answers: str = "", parts: str = "", gid: int = 1, **more: object
    ) -> "Lime":
        qid = 10 * (len(self.tables.get("questions", [])) + 1)
        cells = {
            "qid": qid,
            "parent_qid": 0,
            "sid": 7,
            "gid": gid,
            "type": type_,
            "title": title,
            "question_order": qid,
        }
        self.add("questions", **cells | {"other": "N", "mandatory": "N", "relevance": "1"} | more)
        self._say("question", "qid", qid, "question", f"{title}?")
        for order, code in enumerate(answers.split()):
            aid = qid * 100 + order
            self.add("answers", aid=aid, qid=qid, code=code, sortorder=order, scale_id=0)
            self._say("answer", "aid", aid, "answer", f"answer {code}")
        for order, code in enumerate(parts.split()):
            self.add("subquestions", qid=qid + order + 1, parent_qid=qid, gid=gid, title=code, question_order=order)
            self._say("question", "qid", qid + order + 1, "question", f"part {code}")
        return self

    def group(self, gid: int, **more: object) -> "Lime":
        self.add("groups", gid=gid, sid=7, group_order=gid, **more)
        self._say("group", "gid", gid, "group_name", f"Group {gid}")
        return self

    def write(self, **more: object) -> bytes:
        return document(*(table(name, rows) for name, rows in self.tables.items()), **more)  # type: ignore[arg-type]

    def _say(self, table: str, key: str, number: int, column: str, words: str) -> None:
        for language in ("ja", "en"):
            self.add(f"{table}_l10ns", **{key: number, column: f"{words} {language}", "language": language})
