"""What `acro` would refuse of invented companies, beside what we tell: the figures of docs/anonymity.md.

python -m bench.surveys.beside_acro FILE          writes answers, and which numbers we tell of them
VENV/bin/python bench/surveys/beside_acro.py FILE judges them, in an environment of its own that has `pip install acro`
"""

import contextlib
import io
import json
import logging
import os
import sys
from collections import Counter
from pathlib import Path

SIZE = int(os.environ.get("WORLDS", "30"))
LEVELS = 3
K = 10


def write(file: Path) -> None:
    """By company: rows of (unit of each level, question, answer), and what is told of which unit."""
    from aizuchi.surveys.adding_up import add_up
    from aizuchi.surveys.results.keeping import GroupPeople, keep_tellable
    from aizuchi.surveys.structure.given import read_answers
    from aizuchi.surveys.tests.attacks.kept import ASKED, K, _answer, _list_above
    from aizuchi.surveys.tests.attacks.worlds import make_companies

    found = []
    for company in make_companies(SIZE, seed=1):
        given = [(one.section, _answer(one, company.rng)) for one in company.people if one.answer]
        people = Counter(section for section, _ in given)
        units = sorted({up for one in people for up in _list_above(one)}, key=len)
        within = {unit: [*_list_above(unit)] for unit in units}
        totals = add_up(ASKED, ((section, read_answers(ASKED, answers)) for section, answers in given))
        kept = keep_tellable(ASKED, totals, {one: GroupPeople(n, n) for one, n in people.items()}, within, K)
        rows = [(section, code, int(answers[code])) for section, answers in given for code in answers if code != "word"]
        told = [(unit, code) for unit, sums in kept.sums.items() for code in sums]
        means = [(unit, code) for unit, code in told if _has_mean(kept.sums[unit][code])]
        counts = [(unit, code, answers) for unit, code in told for answers in kept.sums[unit][code].counts]
        found.append({"rows": rows, "told": means, "counts": counts})
    file.write_text(json.dumps(found))


def _has_mean(sums) -> bool:  # noqa: ANN001
    return bool(sums.totals) or not any("+" in answers for answers in sums.counts)


def judge(file: Path) -> None:
    import pandas as pd
    from acro import ACRO

    logging.disable(logging.CRITICAL)
    means, shares, parts = Counter[str](), Counter[str](), Counter[str]()
    for company in json.loads(file.read_text()):
        told, counts = {tuple(one) for one in company["told"]}, {tuple(one) for one in company["counts"]}
        answers = pd.DataFrame(company["rows"], columns=["section", "question", "answer"])
        for level in range(LEVELS):
            answers["unit"] = [".".join(section.split(".")[: level + 1]) for section in answers["section"]]
            refused = _list_refused(ACRO, answers, "question", "mean")
            for unit in answers["unit"].unique():
                for code in ("all", "some"):
                    means[_say((unit, code) in refused, (unit, code) in told)] += 1
            for code in ("all", "some"):
                given = answers[answers["question"] == code]
                refused = _list_refused(ACRO, given, "answer", None)
                for unit in given["unit"].unique():
                    for answer in range(1, 6):
                        shares[_say((unit, answer) in refused, (unit, code, str(answer)) in counts)] += 1
                together = given.assign(answer=_put_together(given, code, counts))
                refused = _list_refused(ACRO, together, "answer", None)
                for unit, of_question, told_as in counts:
                    if of_question == code and unit in set(given["unit"]):
                        parts[_say((unit, told_as) in refused, True)] += 1
    found_all = (
        ("mean of a unit", means),
        ("how often an answer was given in a unit", shares),
        ("how often one of those told together was given", parts),
    )
    for name, found in found_all:
        print(name, dict(sorted(found.items())))


def _put_together(given, code: str, counts: set[tuple[str, str, str]]) -> list[str]:  # noqa: ANN001
    """Each answer as it is told of that unit."""
    told_as = {
        (unit, answer): joined for unit, of_code, joined in counts if of_code == code for answer in joined.split("+")
    }
    return [
        told_as.get((unit, str(answer)), "not told")
        for unit, answer in zip(given["unit"], given["answer"], strict=True)
    ]


def _list_refused(acro, answers, columns: str, aggregate: str | None) -> set[tuple[str, object]]:  # noqa: ANN001
    with contextlib.redirect_stdout(io.StringIO()):
        asked = acro(suppress=False)
        values = {} if aggregate is None else {"values": answers["answer"].astype(float), "aggfunc": aggregate}
        asked.crosstab(answers["unit"].rename("unit"), answers[columns].rename("column"), **values)
        outcome = asked.results.get_index(0).outcome
    refused = set()
    for unit, row in outcome.iterrows():
        for column, why in row.items():
            name = column[-1] if isinstance(column, tuple) else column
            if str(why).strip() not in {"", "ok"}:
                refused.add((unit, name if isinstance(name, str) else int(name)))
    return refused


def _say(is_refused: bool, is_told: bool) -> str:
    return f"{'refused' if is_refused else 'let through'} there, {'told' if is_told else 'not told'} here"


if __name__ == "__main__":
    (write if __spec__ else judge)(Path(sys.argv[1]))
