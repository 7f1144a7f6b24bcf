import json
import logging
import secrets
import uuid
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import Http404
from django.test import Client
from tests.cast import Cast
from tests.factories import PairFactory

from aizuchi.feedback import mailbox as box_store
from aizuchi.feedback.blind_rsa import NotBlinded
from aizuchi.feedback.boxes import hash_token
from aizuchi.feedback.models import Right, Window, WindowKey
from aizuchi.feedback.operations import (
    NotABox,
    TokenForged,
    TooManyTokens,
    WindowClosed,
    get_public_keys,
    give_rights,
    sign_blinded_token,
)
from aizuchi.feedback.operations.keys import ensure_keys_of_open_windows
from aizuchi.feedback.operations.sign import MOST_PER_DAY
from aizuchi.feedback.tests.conftest import NOW, Voice
from aizuchi.feedback.tests.test_rights import DAY, close
from aizuchi.people.models import Person

Speak = Callable[..., Voice]


@pytest.fixture
def right(cast: Cast) -> Right:
    close(PairFactory(mentee=cast.member, mentor=cast.manager))
    return Right.objects.get()


def kept(right: Right) -> list[box_store.Box]:
    return list(box_store.list_boxes([right.window_id]))


def as_sent(voice: Voice, **other: str) -> str:
    content = {
        "mentor": str(voice.right.mentor_id),
        "window": str(voice.right.window_id),
        "token": b64encode(voice.token).decode(),
        "signature": b64encode(voice.signature).decode(),
        "box": b64encode(voice.sealed).decode(),
    }
    return json.dumps(content | other)


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


# Over the wire


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aizuchi.feedback.views.sealed.timezone.now", lambda: NOW)


@pytest.mark.usefixtures("today", "mailbox")
class TestVoicePages:
    def post(self, body: str, **headers: str) -> tuple[int, str]:
        answer = Client(enforce_csrf_checks=True).post("/voice/", body, content_type="application/json", **headers)
        return answer.status_code, answer.json().get("code") if answer.content else ""

    def test_a_box_arrives_without_a_cookie_or_a_csrf_token(self, right: Right, voice_of: Speak) -> None:
        assert self.post(as_sent(voice_of(right))) == (204, "")
        assert len(kept(right)) == 1

    def test_each_refusal_has_a_code_that_the_script_can_explain(self, right: Right, voice_of: Speak) -> None:
        voice, other = voice_of(right), voice_of(right)
        self.post(as_sent(voice))

        assert self.post(as_sent(voice, box=b64encode(other.sealed).decode())) == (409, "used")
        assert self.post(as_sent(voice, signature=b64encode(other.signature).decode())) == (422, "forged")
        assert self.post(as_sent(voice, window="x")) == (400, "malformed")
        assert self.post("[]") == self.post("{") == self.post(as_sent(voice, box="あ")) == (400, "malformed")
        Window.objects.update(released_on=NOW.date())
        assert self.post(as_sent(other)) == (410, "closed")

    def test_something_huge_is_not_even_read(self, right: Right) -> None:
        assert self.post("x" * 9000) == (400, "malformed")

    def test_a_session_that_comes_along_is_neither_read_nor_answered(
        self, cast: Cast, right: Right, voice_of: Speak, client_for: Callable[[Person], Client]
    ) -> None:
        client = client_for(cast.member)

        answer = client.post(
            "/voice/", as_sent(voice_of(right)), content_type="application/json", REMOTE_ADDR="10.1.2.3"
        )

        assert answer.status_code == 204
        assert "Set-Cookie" not in answer.headers
        assert not answer.cookies
        assert "REMOTE_ADDR" not in answer.wsgi_request.META
        assert "HTTP_COOKIE" not in answer.wsgi_request.META
        assert not answer.wsgi_request.user.is_authenticated

    def test_nothing_is_logged(self, right: Right, voice_of: Speak, caplog: pytest.LogCaptureFixture) -> None:
        voice = voice_of(right)
        with caplog.at_level(logging.INFO):
            self.post(as_sent(voice))
            self.post("{")

        assert caplog.records == []

    def test_keys_and_a_signature_come_to_whoever_is_signed_in_and_entitled(
        self, cast: Cast, right: Right, ready_keys: None, client_for: Callable[[Person], Client]
    ) -> None:
        client = client_for(cast.member)
        keys = client.get(f"/voice/key/{right.pk}/").json()
        blinded = b64encode(bytes(1) + secrets.token_bytes(383)).decode()
        signed = client.post(f"/voice/sign/{right.pk}/", {"blinded": blinded}, content_type="application/json")

        assert set(keys) == {"signing", "sealing", "fingerprint"}
        assert Client().get(f"/voice/keys/{right.window_id}/").json() == {"fingerprints": [keys["fingerprint"]]}
        assert set(signed.json()) == {"signature"}

    def test_the_list_of_fingerprints_is_the_same_for_everybody(
        self, cast: Cast, right: Right, ready_keys: None
    ) -> None:
        give_rights(meeting_id=close(PairFactory(mentee=cast.peer, mentor=cast.mentor, kind="mentor")).pk, now=NOW)
        ensure_keys_of_open_windows(now=NOW)

        answer = Client().get(f"/voice/keys/{right.window_id}/").json()

        assert len(answer["fingerprints"]) == 2
        assert str(cast.mentor.pk) not in str(answer)
