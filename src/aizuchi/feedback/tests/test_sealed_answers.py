"""Whatever lies in a sealed box: answers come out of it, or it is unreadable. Nobody saw it before it is opened."""

import json
import uuid
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from aizuchi.anonymous_answers.sealed_answers import (
    PLAIN_BYTES,
    SealedAnswerUnreadable,
    _read,
    hash_token,
    make_sealing_key,
    open_sealed_answer,
    seal_answer,
)
from aizuchi.feedback.answer_sheets import MOST_ANSWERS, read_answer_sheet
from aizuchi.feedback.release import AnswerSheet

WINDOW, MENTOR = uuid.uuid4(), uuid.uuid4()
TOKEN = hash_token(b"token")
KEY = make_sealing_key()

values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(str(WINDOW))
anything = st.recursive(
    values,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=8,
)
answers = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("topic", "response", "met", "moved"), anything)
) | st.fixed_dictionaries(
    {"topic": values, "response": values, "met": st.integers(1, 5) | values, "moved": st.integers(1, 5) | values}
)
contents = (
    st.fixed_dictionaries({"answers": st.lists(answers | anything, max_size=15)}, optional={"comment": anything})
    | anything
)


def fill(said: bytes, length: int | None = None) -> bytes:
    return ((len(said) if length is None else length).to_bytes(2) + said).ljust(PLAIN_BYTES, b"\0")


def read_plain(plain: bytes) -> AnswerSheet:
    return read_answer_sheet(_read(plain), WINDOW)


def ends_well(plain: bytes) -> None:
    try:
        opened = read_plain(plain)
    except SealedAnswerUnreadable:
        return
    assert len(opened.answers) <= MOST_ANSWERS
    for answer in opened.answers:
        assert {type(answer.met), type(answer.moved)} == {int}
        assert {answer.met, answer.moved} <= {1, 2, 3, 4, 5}


@settings(max_examples=200, deadline=None)
@given(contents)
def test_whatever_json_is_in_it(content: Any) -> None:
    ends_well(fill(json.dumps(content).encode()))


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200) | st.text('[]{}",:\\u0d8a1', max_size=200).map(str.encode),
    st.none() | st.integers(0, 2**16 - 1),
)
def test_whatever_bytes_are_in_it(said: bytes, length: int | None) -> None:
    ends_well(fill(said, length))


@pytest.mark.parametrize("plain", [b"", b"\0", b"\xff\xff", fill(b"[" * 3000)])
def test_short_and_deep_ones(plain: bytes) -> None:
    with pytest.raises(SealedAnswerUnreadable):
        read_plain(plain)


@pytest.mark.parametrize("met", [1.0, True, 0, 6, "3", None, [3]])
def test_only_whole_numbers_stand_on_the_scale(met: object) -> None:
    answer = {"topic": None, "response": None, "met": met, "moved": 3}

    with pytest.raises(SealedAnswerUnreadable):
        read_plain(fill(json.dumps({"answers": [answer]}).encode()))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_a_damaged_seal_opens_nothing(damage: bytes, is_cut: bool) -> None:
    sealed = seal_answer(
        {"answers": [], "comment": ""}, key=KEY.public_key(), subject_id=MENTOR, window_id=WINDOW, token_hash=TOKEN
    )
    damaged = sealed[: len(damage)] if is_cut else damage + sealed[len(damage) :]
    if damaged == sealed:
        return

    with pytest.raises(SealedAnswerUnreadable):
        open_with(KEY, damaged)


def open_with(key: ec.EllipticCurvePrivateKey, sealed: bytes) -> None:
    open_sealed_answer(sealed, key=key, subject_id=MENTOR, window_id=WINDOW, token_hash=TOKEN)


@pytest.mark.parametrize("comment", [["声"], {"a": "声"}, 3, None])
def test_a_line_is_text_or_the_box_is_unreadable(comment: object) -> None:
    with pytest.raises(SealedAnswerUnreadable):
        read_plain(fill(json.dumps({"answers": [], "comment": comment}).encode()))


@pytest.mark.parametrize("line", ["\u200b\u200d", "\u202e\u2066 \u2069", "\u3164", "\ufeff\n\u00ad"])
def test_a_line_that_shows_nothing_is_no_line(line: str) -> None:
    assert read_answer_sheet({"answers": [], "comment": line}, WINDOW).comment == ""
