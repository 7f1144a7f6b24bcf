"""Who hears of a fact, and in which order."""

import datetime
from dataclasses import dataclass

import pytest

from aizuchi.kernel import events
from aizuchi.kernel.events import Event, on, publish

NOON = datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC)


@dataclass(frozen=True, kw_only=True)
class KettleBoiled(Event):
    cups: int


@pytest.fixture(autouse=True)
def _own_wiring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_reactions", {})
    monkeypatch.setattr(events, "_announcements", {})


def test_those_who_react_are_called_in_the_order_in_which_they_stand() -> None:
    heard: list[str] = []
    events.install(
        reactions=[on(KettleBoiled, lambda event: heard.append(f"tea {event.cups}"), lambda _: heard.append("cake"))],
        announcements=[],
    )

    publish(KettleBoiled(cups=2, at=NOON, actor_id=None))

    assert heard == ["tea 2", "cake"]


def test_every_fact_says_when_it_was_and_who_did_it() -> None:
    with pytest.raises(TypeError, match="actor_id"):
        KettleBoiled(cups=2, at=NOON)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="'at'"):
        KettleBoiled(cups=2, actor_id=None)  # type: ignore[call-arg]


def test_an_event_stands_once_so_that_the_order_is_declared() -> None:
    twice = [on(KettleBoiled, lambda _: None), on(KettleBoiled, lambda _: None)]

    with pytest.raises(ValueError, match="twice"):
        events.install(reactions=twice, announcements=[])
