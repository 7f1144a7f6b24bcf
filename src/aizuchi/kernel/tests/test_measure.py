"""Nothing that is read here may recurse, spin, or end in anything but an answer or a refusal."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.kernel.measure import (
    Limits,
    NotReadable,
    TooMuch,
    check_nesting,
    check_xml,
    read_count,
    read_json,
    read_number,
)

LIMITS = Limits(size=100_000, depth=16, values=1000)
WORDS = st.text("abc[{\"'\\", max_size=3)
SMALL = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    lambda inside: (
        st.lists(inside, max_size=4) | st.dictionaries(st.text("abc[{\"'\\", max_size=3), inside, max_size=4)
    ),
    max_leaves=20,
)


@given(SMALL)
def test_what_is_small_is_read_as_it_was_written(value: Any) -> None:
    assert read_json(json.dumps(value).encode(), Limits(size=100_000, depth=64)) == value


@pytest.mark.parametrize("opens", ["[", '{"a":', '[{"a":'])
def test_deep_json_is_refused_before_it_is_decoded(opens: str) -> None:
    with pytest.raises(TooMuch, match="depth"):
        read_json(opens * 3000, LIMITS)


@pytest.mark.parametrize(
    "raw",
    [
        b'"' + b'\\"' * 40_000,
        b'["' + b"\\" * 90_000,
        b'"[[[[[[[[[[[[[[[[[[[[[[[["',
        b'["\\"[[[[[[[[[[[[[[[[[[[[[[", 1]',
    ],
)
def test_brackets_in_words_are_words(raw: bytes) -> None:
    try:
        read_json(raw, LIMITS)
    except NotReadable:
        return


@pytest.mark.parametrize(
    "raw",
    [
        b"NaN",
        b"[Infinity]",
        b'{"level": -Infinity}',
        b'"\\ud800"',
        b'{"\\udfff": 1}',
        b'["\\u0000"]',
        b"9" * 5000,
        b"\xff\xfe[\0]\0",
        b"",
        b"[1,]",
    ],
)
def test_what_no_database_would_take_is_refused(raw: bytes) -> None:
    with pytest.raises(NotReadable):
        read_json(raw, LIMITS)


def test_pairs_of_surrogates_are_one_sign() -> None:
    assert read_json(b'"\\ud83d\\ude00"', LIMITS) == "😀"


def test_many_and_long_are_refused_too() -> None:
    with pytest.raises(TooMuch, match="values"):
        read_json("[" + "1," * 2000 + "1]", LIMITS)
    with pytest.raises(TooMuch, match="size"):
        read_json(b" " * 100_001, LIMITS)


@given(st.binary(max_size=300) | st.text('[]{}",:\\0a', max_size=200).map(str.encode))
def test_json_ends_in_a_value_or_a_refusal(raw: bytes) -> None:
    try:
        read_json(raw, LIMITS)
    except (TooMuch, NotReadable):
        return


def test_steps_are_counted_for_formats_of_any_kind() -> None:
    check_nesting([1, 0, 1, -1, -1], Limits(size=0, depth=2))
    with pytest.raises(TooMuch):
        check_nesting([1, 1, 1], Limits(size=0, depth=2))


def test_deep_and_crowded_xml_is_refused() -> None:
    check_xml(b"<a><b c='1'/></a>", LIMITS)
    crowded = b"<a " + b" ".join(b"b%d='1'" % number for number in range(2000)) + b"/>"
    for raw in (b"<a>" * 40, b"<a>" + b"<b/>" * 2000 + b"</a>", crowded):
        with pytest.raises(TooMuch):
            check_xml(raw, LIMITS)


@pytest.mark.parametrize(
    "raw",
    [
        b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>&unknown;</a>",
        b"<a></b>",
        b'<?xml version="1.0" encoding="nothing"?><a/>',
        b"",
    ],
)
def test_xml_with_a_type_or_broken_is_refused(raw: bytes) -> None:
    with pytest.raises(NotReadable):
        check_xml(raw, LIMITS)


@given(st.binary(max_size=300) | st.text("<>/ab='\"!?[]&;-", max_size=200).map(str.encode))
def test_xml_ends_in_nothing_or_a_refusal(raw: bytes) -> None:
    try:
        check_xml(raw, LIMITS)
    except (TooMuch, NotReadable):
        return


@pytest.mark.parametrize("text", ["", "-1", "²", "١", "1.5", "9" * 5000, "9" * 12, "Infinity", None])
def test_no_other_number_is_read(text: object) -> None:
    assert read_number(text) is None


def test_a_number_lies_within_what_was_asked_for() -> None:
    assert [read_number(text, least=5, most=480) for text in ("4", "5", "480", "481")] == [None, 5, 480, None]


@pytest.mark.parametrize("typed", ["2923", "2,923", "２９２３", "２，９２３", " 2 923 "])
def test_a_number_that_was_copied_by_hand_is_read_as_it_is_written(typed: str) -> None:
    assert read_count(typed) == 2923


@pytest.mark.parametrize("typed", ["", "two", "-3", None])
def test_what_is_no_number_is_none(typed: str | None) -> None:
    assert read_count(typed) is None
