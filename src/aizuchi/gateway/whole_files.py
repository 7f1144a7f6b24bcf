"""What is wrong with a daily file as a whole, from the job that met it to the page that says it."""

import json

from aizuchi.people.importing.problems import ImportProblem

WHOLE_FILE = "whole_file"
_LONGEST_WORD = 60


def write_problem(problem: ImportProblem) -> str:
    details = {name: str(value)[:_LONGEST_WORD] for name, value in problem.details.items()}
    return json.dumps([problem.reason, details], ensure_ascii=False)


def read_problem(written: str) -> ImportProblem:
    reason, details = json.loads(written)
    return ImportProblem(line=0, reason=reason, details=details)
