"""Sealed answers and their mailbox, as the app that keeps them tries them."""

from aizuchi.anonymous_answers.tests.conftest import (
    answer_of,
    leave_box,
    made_keys,
    mailbox,
    ready_keys,
    responses,
    scene,
    topics,
)

__all__ = ["answer_of", "leave_box", "made_keys", "mailbox", "ready_keys", "responses", "scene", "topics"]
