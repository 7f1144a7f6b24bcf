import pytest

from aizuchi.kernel.jobs.each import FailedItems, SomeFailed, for_each
from aizuchi.kernel.jobs.queue import _tell

pytestmark = pytest.mark.database


class Panic(BaseException):
    """As native code throws it, past `Exception`."""


def do(thing: object) -> None:
    if isinstance(thing, BaseException):
        raise thing


def test_one_that_breaks_keeps_no_other_from_being_done() -> None:
    done: list[object] = []
    aside = FailedItems()

    count = for_each([1, RecursionError(), 2, Panic(), 3], lambda thing: (do(thing), done.append(thing)), aside=aside)

    assert (count, done) == (3, [1, 2, 3])
    with pytest.raises(SomeFailed):
        aside.tell()


def test_nothing_is_told_where_all_went_well() -> None:
    aside = FailedItems()
    for_each([1, 2], do, aside=aside)

    aside.tell()


def test_the_end_of_the_process_is_no_fault_of_a_thing() -> None:
    with pytest.raises(KeyboardInterrupt):
        for_each([KeyboardInterrupt()], do, aside=FailedItems())


def test_the_page_of_jobs_tells_what_broke_and_not_that_something_did() -> None:
    aside = FailedItems()
    for_each([ZeroDivisionError("a secret")], do, aside=aside)
    with pytest.raises(SomeFailed) as failure:
        aside.tell()

    told = _tell(failure.value)
    assert told.startswith("builtins.ZeroDivisionError\n")
    assert "test_each.py" in told
    assert "secret" not in told
