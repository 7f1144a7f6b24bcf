"""A note that was never summed up is opened from one piece, and nothing of it is lost on the way."""

from collections.abc import Iterator

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from aizuchi.notes import schema
from aizuchi.notes.tree import document_of, join_updates, read_tree


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
    assert join_updates(updates[:20]) == updates[:20]


def test_what_waits_for_a_piece_that_is_not_here_is_not_lost(updates: list[bytes]) -> None:
    missing = updates.pop(50)

    joined = join_updates(updates)

    assert read([*joined, missing]) == read([*updates, missing])
    assert len(read([*joined, missing]).plain_text) == 100


@pytest.mark.parametrize("place", [0, 100, 200])
def test_one_that_cannot_be_read_costs_only_itself(updates: list[bytes], place: int) -> None:
    spoiled = [*updates[:place], b"\x01\x01\xff", *updates[place:]]

    assert read(join_updates(spoiled)) == read(updates)
