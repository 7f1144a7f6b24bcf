import asyncio
from collections.abc import Sequence

import pytest

from aizuchi.notes.sync.gathering import Gathering


class Clerk:
    """Answers with the double; refuses 13, and breaks off where a 0 is among what is asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.may_answer = asyncio.Event()

    async def __call__(self, numbers: Sequence[int]) -> list[int | Exception]:
        self.asked.append(list(numbers))
        await self.may_answer.wait()
        if 0 in numbers:
            raise ZeroDivisionError
        return [LookupError("13") if number == 13 else 2 * number for number in numbers]


@pytest.fixture
async def clerk() -> Clerk:
    return Clerk()


async def ask_all(gathering: Gathering[int, int], numbers: Sequence[int]) -> asyncio.Future[list[int | BaseException]]:
    answers = asyncio.gather(*(gathering.ask(number) for number in numbers), return_exceptions=True)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return answers


async def test_one_is_asked_at_once_and_those_who_come_meanwhile_together(clerk):
    gathering = Gathering(clerk)
    first = await ask_all(gathering, [1])
    others = await ask_all(gathering, [2, 3, 4])
    assert clerk.asked == [[1]]

    clerk.may_answer.set()

    assert (await first, await others) == ([2], [4, 6, 8])
    assert clerk.asked == [[1], [2, 3, 4]]


async def test_what_is_refused_to_one_is_refused_to_nobody_else(clerk):
    clerk.may_answer.set()

    two, refused, four = await (await ask_all(Gathering(clerk), [1, 13, 2]))

    assert (two, four) == (2, 4)
    assert isinstance(refused, LookupError)


async def test_where_all_break_off_each_is_asked_alone(clerk):
    clerk.may_answer.set()

    two, broken, four = await (await ask_all(Gathering(clerk), [1, 0, 2]))

    assert (two, four) == (2, 4)
    assert isinstance(broken, ZeroDivisionError)
    assert clerk.asked == [[1, 0, 2], [1], [0], [2]]


async def test_who_no_longer_waits_holds_nobody_up(clerk):
    gathering = Gathering(clerk)
    gone = asyncio.create_task(gathering.ask(1))
    await asyncio.sleep(0)
    stays = await ask_all(gathering, [2])
    gone.cancel()
    clerk.may_answer.set()

    assert await stays == [4]
    assert gone.cancelled()
    assert await gathering.ask(3) == 6
