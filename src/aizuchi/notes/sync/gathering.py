"""Many who ask the same kind of thing at once, answered together.

When a server comes back, all its readers do. One statement for each of them costs some ten times what one for all does.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")

_MOST_AT_ONCE = 100
_RUSH = 5
_GATHER_SECONDS = 0.01
"""In a rush it is worth waiting for more: what a statement costs hardly depends on how many it is for."""


class Gathering(Generic[Question, Answer]):
    """Whoever comes alone is answered at once. Those who come meanwhile go together after that."""

    def __init__(self, ask_all: Callable[[Sequence[Question]], Awaitable[Sequence[Answer | Exception]]]) -> None:
        """`ask_all` answers in the order of the questions; an exception among its answers is for that one alone."""
        self._ask_all = ask_all
        self._waiting: list[tuple[Question, asyncio.Future[Answer]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, question: Question) -> Answer:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((question, answer))
        if self._asking is None:
            self._asking = loop.create_task(self._ask_for_those_who_wait())
        return await answer

    async def _ask_for_those_who_wait(self) -> None:
        try:
            while self._waiting:
                asked, self._waiting = self._waiting[:_MOST_AT_ONCE], self._waiting[_MOST_AT_ONCE:]
                await self._ask_for(asked)
                if len(asked) >= _RUSH:
                    await asyncio.sleep(_GATHER_SECONDS)
        finally:
            self._asking = None

    async def _ask_for(self, asked: Sequence[tuple[Question, asyncio.Future[Answer]]]) -> None:
        answers: Sequence[Answer | Exception]
        try:
            answers = await self._ask_all([question for question, _ in asked])
        except Exception as error:
            if len(asked) > 1:  # whose question it was that failed nobody knows: the others must not suffer
                for one in asked:
                    await self._ask_for([one])
                return
            answers = [error]
        for (_, waiting), answer in zip(asked, answers, strict=True):
            if waiting.done():  # whoever asked has gone
                continue
            if isinstance(answer, Exception):
                waiting.set_exception(answer)
            else:
                waiting.set_result(answer)
