"""What an app brings that lets people answer anonymously: it alone knows what was asked, and what groups say in sum."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from aizuchi.kernel.manifests import gather
from aizuchi.people.models import Organization

Content = dict[str, Any]
"""JSON from a sealed box, as whoever sent it made it."""


Kept = set[tuple[uuid.UUID, uuid.UUID]]
"""Window, and whom it is about."""


class Put(Protocol):
    def __call__(
        self,
        *,
        organization: Organization,
        quarter_on: datetime.date,
        sheets: Mapping[uuid.UUID, Sequence[Any]],
        now: datetime.datetime,
    ) -> object:
        """`sheets` are by whom they are about; they exist in memory only."""


@dataclass(frozen=True, kw_only=True)
class AskingApp:
    read: Callable[[Content, uuid.UUID], Any]
    """What was in a box for that window. Raises SealedAnswerUnreadable."""
    put_together_early: Put
    """At every tick of a running quarter: what may be told before it is over."""
    put_together: Put
    """Once, when a quarter is over: keeps what groups said and marks its windows as released, in one transaction. Gets
    what waits from earlier quarters as well."""
    list_waiting: Callable[[Iterable[uuid.UUID], datetime.datetime], Kept]
    """Of these windows, which are released: about whom answers may still come into a later sum. At most for a year or
    so, whether or not there is a later quarter."""
    forget_waiting: Callable[[datetime.datetime], None]
    """At every tick, of what `list_waiting` lists no more because its time is over."""


def get_asking_app() -> AskingApp:
    """Windows are of one kind so far. A second app that asks needs windows of its own, and a column that says whose."""
    asking: AskingApp
    (asking,) = gather(AskingApp)
    return asking
