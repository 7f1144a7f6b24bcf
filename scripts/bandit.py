"""Runs bandit over the product, and fails on whatever has no reason in bandit-exemptions.toml, or a reason too many.

An exemption is for one test in one file and so many findings: another one in the same file is looked at anew.
"""

import json
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "src/aizuchi"
EXEMPTIONS = Path(__file__).parent / "bandit-exemptions.toml"


def main() -> int:
    told = tomllib.loads(EXEMPTIONS.read_text())
    found = find(told["never_asked"])
    wrong = [*list_unexplained(found, told["exempt"]), *list_left_over(found, told["exempt"])]
    print("\n".join(wrong) or f"bandit: nothing without a reason ({sum(map(len, found.values()))} explained)")
    return bool(wrong)


def find(never_asked: dict[str, str]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    command = [sys.executable, "-m", "bandit", "-q", "-r", PACKAGE, "-x", "*/tests/*", "-f", "json"]
    done = subprocess.run(
        [*command, "-s", ",".join(never_asked)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    report = json.loads(done.stdout[done.stdout.index("{") :])
    for fault in report["errors"]:
        found[(fault["filename"], "unreadable")].append(fault | {"issue_text": fault["reason"], "line_number": 0})
    for one in report["results"]:
        found[(one["filename"].removeprefix(f"{PACKAGE}/"), one["test_id"])].append(one)
    return found


def list_unexplained(found: dict[tuple[str, str], list[dict[str, Any]]], exempt: list[dict[str, Any]]) -> list[str]:
    covered = {(one["file"], one["test"]): one["count"] for one in exempt if one["reason"]}
    return [
        f"{file}:{one['line_number']}: {test} {one['issue_text']}"
        for (file, test), those in sorted(found.items())
        if len(those) > covered.get((file, test), 0)
        for one in those
    ]


def list_left_over(found: dict[tuple[str, str], list[dict[str, Any]]], exempt: list[dict[str, Any]]) -> list[str]:
    return [
        f"{one['file']}: {one['test']} is explained {one['count']} times and found {count} times"
        for one in exempt
        if (count := len(found.get((one["file"], one["test"]), []))) < one["count"]
    ]


if __name__ == "__main__":
    sys.exit(main())
