import datetime
import hashlib
import secrets
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections
from django.http import Http404
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.anonymous_answers import mailbox as box_store
from aizuchi.anonymous_answers.blind_rsa import NotBlinded
from aizuchi.anonymous_answers.models import Eligibility, WindowKey
from aizuchi.anonymous_answers.operations import (
    NotASealedAnswer,
    TokenForged,
    TooManyTokens,
    WindowClosed,
    get_public_keys,
    run_release,
    sign_blinded_token,
)
from aizuchi.anonymous_answers.operations.keys import ensure_keys_of_open_windows
from aizuchi.anonymous_answers.operations.sign import MOST_TOKENS, Signed
from aizuchi.anonymous_answers.sealed_answers import hash_token
from aizuchi.anonymous_answers.tests.conftest import NOW, AnswerCard
from aizuchi.feedback.tests.test_eligibility import DAY, close
from aizuchi.meetings.operations import close_meeting
from aizuchi.people.models import Person

Speak = Callable[..., AnswerCard]


@pytest.fixture
def eligibility(cast: Cast) -> Eligibility:
    close(PairFactory(mentee=cast.member, mentor=cast.manager))
    return Eligibility.objects.get()


def kept(eligibility: Eligibility) -> list[box_store.SealedAnswer]:
    return list(box_store.list_sealed_answers([eligibility.window_id]))


def test_a_box_is_kept_under_the_hash_of_its_token_and_nothing_else(
    eligibility: Eligibility, mailbox: Path, answer_of: Speak
) -> None:
    voice = answer_of(eligibility)

    voice.drop()

    assert kept(eligibility) == [
        box_store.SealedAnswer(hash_token(voice.token), eligibility.subject_id, eligibility.window_id, voice.sealed)
    ]


def test_the_same_box_again_is_taken_as_a_repetition(eligibility: Eligibility, mailbox: Path, answer_of: Speak) -> None:
    voice = answer_of(eligibility)
    for _ in range(2):
        voice.drop()

    assert len(kept(eligibility)) == 1


def test_a_token_opens_the_mailbox_once(eligibility: Eligibility, mailbox: Path, answer_of: Speak) -> None:
    voice = answer_of(eligibility, met=5)
    voice.drop()

    with pytest.raises(box_store.TokenUsed):
        voice.drop(sealed=answer_of(eligibility, met=1).sealed)

    assert [sealed_answer.sealed for sealed_answer in kept(eligibility)] == [voice.sealed]


def test_after_an_hour_a_token_is_still_used_up(eligibility: Eligibility, mailbox: Path, answer_of: Speak) -> None:
    voice = answer_of(eligibility)
    voice.drop()
    box_store.settle()

    voice.drop()
    with pytest.raises(box_store.TokenUsed):
        voice.drop(sealed=bytes(len(voice.sealed)))

    assert len(kept(eligibility)) == 1


def test_two_tabs_and_a_second_device_get_tokens_of_their_own(
    eligibility: Eligibility, mailbox: Path, ready_keys: None
) -> None:
    size = 384
    signed = [
        sign_blinded_token(
            actor=eligibility.person,
            eligibility_id=eligibility.pk,
            blinded=bytes(1) + secrets.token_bytes(size - 1),
            now=NOW,
        )
        for _ in range(2)
    ]

    assert len({one.signature for one in signed}) == 2
    assert [one.is_second for one in signed] == [False, True]


def fetch_token(eligibility: Eligibility, *, now: datetime.datetime = NOW) -> None:
    sign_for(eligibility, bytes(1) + secrets.token_bytes(383), now=now)


def sign_for(eligibility: Eligibility, blinded: bytes, *, now: datetime.datetime = NOW) -> Signed:
    return sign_blinded_token(actor=eligibility.person, eligibility_id=eligibility.pk, blinded=blinded, now=now)


def test_a_right_gets_two_tokens_however_many_days_are_left(
    cast: Cast, eligibility: Eligibility, mailbox: Path, ready_keys: None
) -> None:
    for day in range(MOST_TOKENS):
        fetch_token(eligibility, now=NOW + day * DAY)

    for day in range(3):
        with pytest.raises(TooManyTokens):
            fetch_token(eligibility, now=NOW + day * DAY)
    close(PairFactory(mentee=cast.peer, mentor=cast.manager))
    fetch_token(Eligibility.objects.get(person=cast.peer))


def test_a_browser_whose_answer_got_lost_asks_again_and_counts_once(
    eligibility: Eligibility, mailbox: Path, ready_keys: None
) -> None:
    messages = [bytes(1) + secrets.token_bytes(383) for _ in range(MOST_TOKENS)]

    first, second, first_again, second_again = (sign_for(eligibility, message) for message in messages * 2)

    assert (first.is_second, second.is_second) == (False, True)
    assert (first_again, second_again) == (first, second)
    with pytest.raises(TooManyTokens):
        fetch_token(eligibility)
    assert sign_for(eligibility, messages[0]) == first


def test_a_message_that_was_refused_is_not_taken_for_one_that_was_signed(
    eligibility: Eligibility, mailbox: Path, ready_keys: None
) -> None:
    for _ in range(MOST_TOKENS):
        fetch_token(eligibility)
    late = bytes(1) + secrets.token_bytes(383)

    for _ in range(2):
        with pytest.raises(TooManyTokens):
            sign_for(eligibility, late)


def test_the_same_message_for_the_right_of_somebody_else_counts_there(
    cast: Cast, eligibility: Eligibility, mailbox: Path, ready_keys: None
) -> None:
    close(PairFactory(mentee=cast.peer, mentor=cast.manager))
    other, message = Eligibility.objects.get(person=cast.peer), bytes(1) + secrets.token_bytes(383)
    fetch_token(other)

    assert not sign_for(eligibility, message).is_second
    assert sign_for(other, message).is_second


def test_a_mailbox_of_an_older_version_learns_to_know_repeats(
    eligibility: Eligibility, mailbox: Path, ready_keys: None
) -> None:
    fetch_token(eligibility)
    with connections[box_store.ALIAS].cursor() as cursor:
        cursor.execute("DROP TABLE signed_message")
    message = bytes(1) + secrets.token_bytes(383)

    assert [sign_for(eligibility, message).is_second for _ in range(2)] == [True, True]


def test_what_is_kept_of_a_message_names_nobody_and_dies_with_the_window(
    eligibility: Eligibility, mailbox: Path, ready_keys: None
) -> None:
    message = bytes(1) + secrets.token_bytes(383)
    sign_for(eligibility, message)
    with connections[box_store.ALIAS].cursor() as cursor:
        cursor.execute("SELECT * FROM signed_message")
        assert [column[0] for column in cursor.description] == ["message_name", "window_id", "number"]
        ((name, window, number),) = cursor.fetchall()
    assert (window, number, len(bytes(name))) == (eligibility.window_id.hex, 1, 32)
    assert bytes(name) != hashlib.sha256(message).digest()

    after = eligibility.window.answers_until + DAY
    run_release(now=datetime.datetime.combine(after, datetime.time(18), datetime.UTC))
    with connections[box_store.ALIAS].cursor() as cursor:
        cursor.execute("SELECT * FROM signed_message")
        assert cursor.fetchall() == []


def test_the_count_of_tokens_names_nobody_and_dies_with_the_window(
    eligibility: Eligibility, mailbox: Path, ready_keys: None
) -> None:
    fetch_token(eligibility)
    with connections[box_store.ALIAS].cursor() as cursor:
        cursor.execute("SELECT * FROM token_count")
        assert [column[0] for column in cursor.description] == ["right_name", "window_id", "tokens"]
        ((name, window, tokens),) = cursor.fetchall()
    assert (window, tokens) == (eligibility.window_id.hex, 1)
    assert eligibility.pk.hex not in bytes(name).hex()
    assert eligibility.person_id.hex not in bytes(name).hex()

    last_day = eligibility.window.answers_until
    run_release(now=datetime.datetime.combine(last_day, datetime.time(), datetime.UTC))
    assert box_store.list_counted_windows() == {eligibility.window_id}
    run_release(now=datetime.datetime.combine(last_day + DAY, datetime.time(18), datetime.UTC))
    assert box_store.list_counted_windows() == set()


def test_what_is_not_signed_is_not_counted(eligibility: Eligibility, mailbox: Path, ready_keys: None) -> None:
    for _ in range(MOST_TOKENS + 1):
        with pytest.raises(NotBlinded):
            sign_blinded_token(actor=eligibility.person, eligibility_id=eligibility.pk, blinded=b"", now=NOW)

    fetch_token(eligibility)


@pytest.mark.parametrize("blinded", [b"", bytes(384), b"\xff" * 384, b"\x01" * 383])
def test_what_is_no_blinded_message_is_not_signed(blinded: bytes, eligibility: Eligibility, ready_keys: None) -> None:
    with pytest.raises(NotBlinded):
        sign_blinded_token(actor=eligibility.person, eligibility_id=eligibility.pk, blinded=blinded, now=NOW)


def test_only_whoever_is_entitled_gets_a_key_or_a_signature(
    cast: Cast, eligibility: Eligibility, ready_keys: None
) -> None:
    for person in set(cast.everybody) - {cast.member}:
        with pytest.raises(Http404):
            get_public_keys(viewer=person, eligibility_id=eligibility.pk, now=NOW)
        with pytest.raises(Http404):
            sign_blinded_token(actor=person, eligibility_id=eligibility.pk, blinded=bytes(384), now=NOW)


def test_a_forged_signature_opens_nothing(eligibility: Eligibility, mailbox: Path, answer_of: Speak) -> None:
    with pytest.raises(TokenForged):
        answer_of(eligibility).drop(signature=secrets.token_bytes(384))

    assert kept(eligibility) == []


def test_a_token_for_one_mentor_is_worth_nothing_for_another(
    cast: Cast, eligibility: Eligibility, mailbox: Path, answer_of: Speak
) -> None:
    close(PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor"))
    other = answer_of(Eligibility.objects.get(subject=cast.mentor))
    answer_of(eligibility)

    with pytest.raises(TokenForged):
        other.drop(subject_id=eligibility.subject_id)
    with pytest.raises(TokenForged):
        other.drop(subject_id=uuid.uuid4())


def test_a_closed_window_takes_and_signs_nothing(eligibility: Eligibility, mailbox: Path, answer_of: Speak) -> None:
    voice, late = answer_of(eligibility), NOW + 30 * DAY

    with pytest.raises(WindowClosed):
        voice.drop(now=late)
    with pytest.raises(WindowClosed):
        answer_of(eligibility, now=late)


@pytest.mark.parametrize("part", ["token", "signature", "sealed"])
def test_every_box_has_the_same_size(part: str, eligibility: Eligibility, mailbox: Path, answer_of: Speak) -> None:
    with pytest.raises(NotASealedAnswer):
        answer_of(eligibility).drop(**{part: b"short"})


def test_keys_are_ready_before_anybody_comes_to_answer(eligibility: Eligibility, ready_keys: None) -> None:
    made = [ensure_keys_of_open_windows(now=NOW) for _ in range(2)]

    assert made == [1, 0]
    assert WindowKey.objects.get().subject == eligibility.subject


def test_a_box_has_no_place_for_a_person_a_time_or_a_number(mailbox: Path) -> None:
    with connections[box_store.ALIAS].cursor() as cursor:
        cursor.execute("SELECT * FROM sealed_answer")
        assert [column[0] for column in cursor.description] == ["token_hash", "mentor_id", "window_id", "sealed"]


def test_the_key_is_made_by_a_job_once_somebody_may_answer(
    cast: Cast, mailbox: Path, client_for: Callable[[Person], Client], run_jobs: Callable[[], None]
) -> None:
    pair = PairFactory(mentee=cast.member, mentor=cast.manager)
    meeting = MeetingFactory(pair=pair, state="held", starts_at=timezone.now(), started_at=timezone.now())
    close_meeting(actor=cast.member, meeting_id=meeting.pk, now=timezone.now())
    eligibility = Eligibility.objects.get()
    client = client_for(cast.member)
    before = client.get(f"/feedback/key/{eligibility.window_id}/{eligibility.subject_id}/")

    run_jobs()

    assert (before.status_code, before["Retry-After"]) == (202, "1")
    assert client.get(f"/feedback/key/{eligibility.window_id}/{eligibility.subject_id}/").json().keys() == {
        "signing",
        "sealing",
        "fingerprint",
    }
