"""Bytes are measured before native code reads them: what passes may be refused there, and never ends the process."""

import contextlib
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc
from tests.thorough import examples

from aizuchi.notes.native import NativeFault, guarded
from aizuchi.notes.sync.protocol import number
from aizuchi.notes.tests.test_bad_input import UPDATE, damaged_updates
from aizuchi.notes.tree import apply_update, document_of, read_tree
from aizuchi.notes.walker import (
    DEEPEST_BLOCK,
    DEEPEST_VALUE,
    BadUpdate,
    depth_of,
    glance,
    is_shallow,
    walk,
    without_clients,
)

ROOT = b"\x01\x0bprosemirror"
HEADING = b"\x07" + ROOT + b"\x03\x07heading"


def update_of(*items: bytes) -> bytes:
    return b"\x01" + number(len(items)) + b"\x05\x00" + b"".join(items) + b"\x00"


def attribute(value: bytes) -> bytes:
    return b"\x28\x00\x05\x00\x05level\x01" + value


def nested_values(depth: int) -> bytes:
    return update_of(HEADING, attribute(b"\x75\x01" * depth + b"\x7e"))


def nested_blocks(depth: int) -> bytes:
    return update_of(HEADING, *(b"\x07\x00\x05" + number(clock) + b"\x03\x01p" for clock in range(depth)))


HOSTILE = {
    "40,000 lists in each other": nested_values(40_000),
    "40,000 maps in each other": update_of(HEADING, attribute(b"\x76\x01\x00" * 40_000 + b"\x7e")),
    "infinity": update_of(HEADING, attribute(b"\x7b\x7f\xf0\x00\x00\x00\x00\x00\x00")),
    "a billion values": update_of(HEADING, attribute(b"\x75" + number(1_000_000_000))),
    "a billion clients": number(1_000_000_000) + HEADING,
    "a billion deletions": b"\x00\x01\x05" + number(1_000_000_000),
    "text that is none": update_of(b"\x04" + ROOT + b"\x02\xff\xfe"),
    "half of a pair": update_of(b"\x04" + ROOT + b"\x03\xed\xa0\x80"),
    "an item of no length": update_of(b"\x04" + ROOT + b"\x00"),
    "it builds on itself": update_of(b"\x84\x05\x00\x01a"),
    "a document in the document": update_of(b"\x09" + ROOT + b"\x01a\x7e"),
    "marks 17 deep": update_of(b"\x06" + ROOT + b"\x01a\x22" + b"[" * 17 + b"]" * 17),
    "it goes on after its end": UPDATE + b"\x00",
    "it ends too early": UPDATE[:-3],
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_no_editor_writes_is_refused_before_it_is_decoded(what):
    with pytest.raises(BadUpdate):
        walk(HOSTILE[what])


def test_what_an_editor_writes_is_measured():
    walked = walk(UPDATE)

    assert [(section.client, section.start, section.end) for section in walked.sections] == [(7, 0, 9)]
    assert walked.types == 2
    assert depth_of([UPDATE]) == 3
    assert without_clients(UPDATE, walked, [7]) == b"\x00" + UPDATE[walked.deletions_at :]


@pytest.mark.parametrize("text", ["a", "あ", "👩‍👧", "長い" * 20])
@pytest.mark.parametrize("place", [b"\x84\x05\x00", b"\x44\x07\x03", b"\xc4\x05\x00\x85\x01\x03"])
def test_a_keystroke_is_measured_in_one_go_as_it_would_be_step_by_step(text, place, monkeypatch):
    data = b"\x01\x01\x05\x04" + place + number(len(text.encode())) + text.encode() + b"\x00"
    at_once = walk(data)
    monkeypatch.setattr("aizuchi.notes.walker._walk_keystroke", lambda data: None)

    assert walk(data) == at_once
    assert at_once.sections[0].end == 4 + len(text.encode("utf-16-le")) // 2


def test_blocks_are_counted_through_all_that_they_stand_in():
    assert depth_of([nested_blocks(500)]) == 501


def test_stored_bytes_that_are_too_deep_are_left_out_and_the_rest_stays_readable():
    assert not is_shallow(nested_values(40_000))

    assert read_tree(document_of([UPDATE, nested_values(40_000)])) == read_tree(document_of([UPDATE]))


def test_a_panic_comes_out_as_a_fault_that_can_be_caught():
    def panic() -> None:
        raise type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})("with words in it")

    with pytest.raises(NativeFault, match=r"^PanicException$"):
        guarded(panic)()


@settings(max_examples=examples(600), deadline=None)
@given(damaged_updates())
def test_what_passes_is_applied_or_refused(update):
    try:
        walk(update)
    except BadUpdate:
        return
    document = Doc()
    try:
        apply_update(document, UPDATE)
        apply_update(document, update)
    except (ValueError, RuntimeError):
        return
    read_tree(document)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_measured_or_refused(data):
    for measure in (walk, glance):
        with contextlib.suppress(BadUpdate):
            measure(data)


def test_nothing_that_passes_ends_the_process():
    """In a process of its own, on a thread with a small stack: the deepest and the most that is let through."""
    deepest = [nested_values(DEEPEST_VALUE - 1), nested_blocks(DEEPEST_BLOCK - 1)]
    for update in deepest:
        walk(update)
    script = """
import sys, threading
from pycrdt import Doc, XmlFragment

def work():
    for update in map(bytes.fromhex, sys.argv[1:]):
        document = Doc()
        fragment = document.get("prosemirror", type=XmlFragment)
        document.apply_update(update)
        [dict(block.attributes) for block in fragment.children]
        str(fragment)
        with document.transaction():
            del fragment.children[0]
        document.get_update()
    print("alive")

threading.stack_size(256 * 1024)
thread = threading.Thread(target=work)
thread.start()
thread.join()
"""
    done = subprocess.run(
        [sys.executable, "-c", script, *(one.hex() for one in deepest)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
