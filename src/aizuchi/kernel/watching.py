"""Who is told from inside what happens: errors as they are logged, and how long requests and jobs took.

Nobody is, unless the operator names somebody (`config/watching.py`). What is told is made of names in our code, numbers
and the key of a request; there is no way to hand on a sentence, an address or a person.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

Fact = str | int
Facts = dict[str, Fact]
ReportError = Callable[[BaseException, Mapping[str, Fact]], None]
Trace = Callable[[str, Facts], AbstractContextManager[None]]

TOLD = frozenset({"page", "method", "status", "task", "attempt", "request"})
"""The only facts that may go along. `page` is the pattern of an address, never the address."""

_report: ReportError | None = None
_trace: Trace | None = None


def tell_errors_to(report: ReportError | None) -> None:
    global _report
    _report = report


def trace_with(trace: Trace | None) -> None:
    global _trace
    _trace = trace


def report_error(error: BaseException, facts: Mapping[str, object]) -> None:
    """Never raises: whoever watches must not break what is watched."""
    if _report is None:
        return
    try:
        _report(error, pick(facts))
    except Exception:
        return


@contextmanager
def traced(kind: str) -> Iterator[Facts]:
    """What is put into the facts before the end is told with it."""
    facts: Facts = {}
    if _trace is None:
        yield facts
        return
    with _trace(kind, facts):
        yield facts


def pick(facts: Mapping[str, object]) -> Facts:
    return {name: value for name, value in facts.items() if name in TOLD and isinstance(value, str | int)}
