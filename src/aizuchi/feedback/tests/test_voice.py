import secrets
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections
from django.http import Http404
from tests.cast import Cast
from tests.factories import PairFactory

from aizuchi.feedback import mailbox as box_store
from aizuchi.feedback.blind_rsa import NotBlinded
from aizuchi.feedback.boxes import hash_token
from aizuchi.feedback.models import Right, WindowKey
from aizuchi.feedback.operations import (
    NotABox,
    TokenForged,
    TooManyTokens,
    WindowClosed,
    get_public_keys,
    sign_blinded_token,
)
from aizuchi.feedback.operations.keys import ensure_keys_of_open_windows
from aizuchi.feedback.operations.sign import MOST_PER_DAY
from aizuchi.feedback.tests.conftest import NOW, Voice
from aizuchi.feedback.tests.test_rights import DAY, close

Speak = Callable[..., Voice]


@pytest.fixture
def right(cast: Cast) -> Right:
    close(PairFactory(mentee=cast.member, mentor=cast.manager))
    return Right.objects.get()


def kept(right: Right) -> list[box_store.Box]:
    return list(box_store.list_boxes([right.window_id]))


def test_a_box_is_kept_under_the_hash_of_its_token_and_nothing_else(
    right: Right, mailbox: Path, voice_of: Speak
) -> None:
    voice = voice_of(right)

    voice.drop()

    assert kept(right) == [box_store.Box(hash_token(voice.token), right.mentor_id, right.window_id, voice.sealed)]


def test_the_same_box_again_is_taken_as_a_repetition(right: Right, mailbox: Path, voice_of: Speak) -> None:
    voice = voice_of(right)
    for _ in range(2):
        voice.drop()

    assert len(kept(right)) == 1


def test_a_token_opens_the_mailbox_once(right: Right, mailbox: Path, voice_of: Speak) -> None:
    voice = voice_of(right, met=5)
    voice.drop()

    with pytest.raises(box_store.TokenUsed):
        voice.drop(sealed=voice_of(right, met=1).sealed)

    assert [box.sealed for box in kept(right)] == [voice.sealed]


def test_after_an_hour_a_token_is_still_used_up(right: Right, mailbox: Path, voice_of: Speak) -> None:
    voice = voice_of(right)
    voice.drop()
    box_store.settle()

    voice.drop()
    with pytest.raises(box_store.TokenUsed):
        voice.drop(sealed=bytes(len(voice.sealed)))

    assert len(kept(right)) == 1


def test_two_tabs_and_a_second_device_get_tokens_of_their_own(right: Right, ready_keys: None) -> None:
    size = 384
    signatures = {
        sign_blinded_token(
            actor=right.mentee, right_id=right.pk, blinded=bytes(1) + secrets.token_bytes(size - 1), now=NOW
        )
        for _ in range(2)
    }

    assert len(signatures) == 2


def test_nobody_collects_tokens(right: Right, ready_keys: None) -> None:
    blinded = bytes(1) + secrets.token_bytes(383)
    for _ in range(MOST_PER_DAY):
        sign_blinded_token(actor=right.mentee, right_id=right.pk, blinded=blinded, now=NOW)

    with pytest.raises(TooManyTokens):
        sign_blinded_token(actor=right.mentee, right_id=right.pk, blinded=blinded, now=NOW)


@pytest.mark.parametrize("blinded", [b"", bytes(384), b"\xff" * 384, b"\x01" * 383])
def test_what_is_no_blinded_message_is_not_signed(blinded: bytes, right: Right, ready_keys: None) -> None:
    with pytest.raises(NotBlinded):
        sign_blinded_token(actor=right.mentee, right_id=right.pk, blinded=blinded, now=NOW)


def test_only_whoever_is_entitled_gets_a_key_or_a_signature(cast: Cast, right: Right, ready_keys: None) -> None:
    for person in set(cast.everybody) - {cast.member}:
        with pytest.raises(Http404):
            get_public_keys(viewer=person, right_id=right.pk, now=NOW)
        with pytest.raises(Http404):
            sign_blinded_token(actor=person, right_id=right.pk, blinded=bytes(384), now=NOW)


def test_a_forged_signature_opens_nothing(right: Right, mailbox: Path, voice_of: Speak) -> None:
    with pytest.raises(TokenForged):
        voice_of(right).drop(signature=secrets.token_bytes(384))

    assert kept(right) == []


def test_a_token_for_one_mentor_is_worth_nothing_for_another(
    cast: Cast, right: Right, mailbox: Path, voice_of: Speak
) -> None:
    close(PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor"))
    other = voice_of(Right.objects.get(mentor=cast.mentor))
    voice_of(right)

    with pytest.raises(TokenForged):
        other.drop(mentor_id=right.mentor_id)
    with pytest.raises(TokenForged):
        other.drop(mentor_id=uuid.uuid4())


def test_a_closed_window_takes_and_signs_nothing(right: Right, mailbox: Path, voice_of: Speak) -> None:
    voice, late = voice_of(right), NOW + 30 * DAY

    with pytest.raises(WindowClosed):
        voice.drop(now=late)
    with pytest.raises(WindowClosed):
        voice_of(right, now=late)


@pytest.mark.parametrize("part", ["token", "signature", "sealed"])
def test_every_box_has_the_same_size(part: str, right: Right, mailbox: Path, voice_of: Speak) -> None:
    with pytest.raises(NotABox):
        voice_of(right).drop(**{part: b"short"})


def test_keys_are_ready_before_anybody_comes_to_answer(right: Right, ready_keys: None) -> None:
    made = [ensure_keys_of_open_windows(now=NOW) for _ in range(2)]

    assert made == [1, 0]
    assert WindowKey.objects.get().mentor == right.mentor


def test_a_box_has_no_place_for_a_person_a_time_or_a_number(mailbox: Path) -> None:
    with connections[box_store.ALIAS].cursor() as cursor:
        cursor.execute("SELECT * FROM voice_box")
        assert [column[0] for column in cursor.description] == ["token_hash", "mentor_id", "window_id", "sealed"]
