"""A second app that asks groups, and what a browser sends it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from aizuchi.anonymous_answers import mailbox as box_store
from aizuchi.anonymous_answers.asking_app import ClosedWindow
from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility
from aizuchi.anonymous_answers.operations import (
    release_closed,
    submit_sealed_answer,
)
from aizuchi.anonymous_answers.tests.conftest import NOW

DAY = datetime.timedelta(days=1)
TODAY = NOW.date()
LAST = TODAY + 13 * DAY
OVER = NOW + 14 * DAY
SALES, SUPPORT = "sales", "support"

Open = Callable[..., AnswerWindow]


@dataclass
class Asker:
    """A second app that asks, and what it was given."""

    released: list[ClosedWindow] = field(default_factory=list)
    broken: bool = False

    def put_together(self, closed: ClosedWindow, now: datetime.datetime) -> Callable[[], None]:
        return lambda: self._release(closed)

    def _release(self, closed: ClosedWindow) -> None:
        self.released.append(closed)
        if self.broken:
            raise KeyboardInterrupt


@dataclass(frozen=True)
class Card:
    right: Eligibility
    token: bytes
    signature: bytes
    sealed: bytes

    def drop(self, *, now: datetime.datetime = NOW, **other: object) -> None:
        given = {
            "asking": self.right.window.asking,
            "subject_id": self.right.about_id,
            "window_id": self.right.window_id,
            "token": self.token,
            "signature": self.signature,
            "sealed": self.sealed,
        }
        submit_sealed_answer(**given | other, now=now)  # type: ignore[arg-type]


Fill = Callable[..., Card]


def rights_of(window: AnswerWindow, group: str = "") -> list[Eligibility]:
    rights = Eligibility.objects.filter(window=window).select_related("window", "person__organization", "group")
    return list(rights.filter(group__key=group) if group else rights)


def boxes_of(window: AnswerWindow) -> list[box_store.SealedAnswer]:
    return list(box_store.list_sealed_answers([window.pk]))


def tick_twice() -> None:
    release_closed(now=OVER)
    release_closed(now=OVER + DAY)
