"""How a page is put together from what apps bring."""

import datetime
from typing import Any

from aizuchi.ui.cards import Card, Context, compose

NOON = datetime.datetime(2026, 6, 15, 12, tzinfo=datetime.UTC)


def looking() -> Context:
    return Context(viewer="Aoi", now=NOON, today=NOON.date())


def card(order: int, content: object, **more: Any) -> Card:
    return Card(**{"area": "main", "order": order, "template": f"{order}.html", "query": lambda _: content} | more)


def test_cards_stand_in_their_own_order_whoever_brings_them() -> None:
    shown = compose([card(20, "b"), card(10, "a"), card(5, "c", area="aside")], looking())

    assert {area: [one.content for one in cards] for area, cards in shown.items()} == {
        "main": ["a", "b"],
        "aside": ["c"],
    }


def test_a_card_with_nothing_to_show_is_not_there_and_an_empty_one_is() -> None:
    shown = compose([card(10, None), card(20, [])], looking())

    assert [one.template for one in shown["main"]] == ["20.html"]


def test_what_several_cards_look_at_is_loaded_once() -> None:
    loaded: list[object] = []

    def load(context: Context) -> object:
        loaded.append(context.viewer)
        return "pairs"

    cards = [card(order, None, query=lambda context: context.once(load)) for order in (10, 20)]
    shown = compose(cards, looking())
    compose(cards, looking())

    assert [one.content for one in shown["main"]] == ["pairs", "pairs"]
    assert loaded == ["Aoi", "Aoi"]


def test_a_live_part_asks_for_its_own_cards_alone() -> None:
    def ask(context: Context) -> object:
        raise AssertionError("nobody needs this now")

    shown = compose([card(10, "talk", is_live=True), card(20, None, query=ask)], looking(), only_live=True)

    assert [one.content for one in shown["main"]] == ["talk"]


def test_a_card_hears_that_it_was_shown() -> None:
    heard: list[object] = []
    cards = [card(10, "hint", note_shown=lambda _, content: heard.append(content)), card(20, None)]

    compose(cards, looking())

    assert heard == ["hint"]
