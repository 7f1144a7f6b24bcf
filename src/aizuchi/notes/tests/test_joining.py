"""A note that was never summed up is opened from one piece, and nothing of it is lost on the way."""

import uuid
from collections.abc import Iterator

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from aizuchi.notes import schema
from aizuchi.notes.authors import Authors
from aizuchi.notes.tree import Written, document_of, join_updates, merge_by_writer, read_tree

TWO = (uuid.UUID(int=1), uuid.UUID(int=2))


@pytest.fixture
def updates() -> list[bytes]:
    """One after the other; every fourth takes something back."""
    return list(_write(200))


def _write(count: int) -> Iterator[bytes]:
    document = Doc()
    fragment = document.get(schema.FRAGMENT, type=XmlFragment)
    text = XmlText()
    fragment.children.append(XmlElement("paragraph", contents=[text]))
    yield document.get_update()
    for number in range(count):
        before = document.get_state()
        if number % 4 == 3:
            del text[0]
        else:
            text.insert(len(str(text)), chr(ord("a") + number % 26))
        yield document.get_update(before)


def read(updates: list[bytes]) -> object:
    return read_tree(document_of(updates))


def test_many_are_joined_into_one_that_says_the_same(updates: list[bytes]) -> None:
    joined = join_updates(updates)

    assert len(joined) == 1
    assert read(joined) == read(updates)
    assert document_of(joined).get_state() == document_of(updates).get_state()


def test_few_are_left_as_they_are(updates: list[bytes]) -> None:
    log = by_turns(updates[:20])

    assert merge_by_writer(log) is log


def by_turns(updates: list[bytes]) -> list[Written]:
    """As one client's that goes on by the hands of two people."""
    return [(update, TWO[number // 30 % 2]) for number, update in enumerate(updates)]


def learned(log: list[Written], merged: list[Written]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Whose the words are, and from where on they would be somebody else's."""
    authors = Authors()
    authors.learn_log(log, merged)
    told = authors.told()
    clients = {int(place.partition("@")[0]) for place in told}
    return told, [authors.learn(client, 0, 10_000, uuid.UUID(int=3)) for client in clients]


@pytest.mark.parametrize("are_two", [False, True])
def test_what_one_person_wrote_is_merged_and_whose_it_is_known(updates: list[bytes], are_two: bool) -> None:
    log = by_turns(updates) if are_two else [(update, TWO[0]) for update in updates]

    merged = merge_by_writer(log)

    assert len(merged) == 1 + are_two
    assert read([update for update, _ in merged]) == read(updates)
    assert learned(log, merged) == learned(log, log)
    assert set(learned(log, merged)[0].values()) >= {str(person) for _, person in merged}


def test_one_that_cannot_be_read_keeps_them_apart(updates: list[bytes]) -> None:
    log = by_turns([*updates, b"\x01\x01\xff"])

    assert merge_by_writer(log) is log


def test_what_waits_for_a_piece_that_is_not_here_is_not_lost(updates: list[bytes]) -> None:
    missing = updates.pop(50)

    joined = join_updates(updates)

    assert read([*joined, missing]) == read([*updates, missing])
    assert len(read([*joined, missing]).plain_text) == 100


@pytest.mark.parametrize("place", [0, 100, 200])
def test_one_that_cannot_be_read_costs_only_itself(updates: list[bytes], place: int) -> None:
    spoiled = [*updates[:place], b"\x01\x01\xff", *updates[place:]]

    assert read(join_updates(spoiled)) == read(updates)
