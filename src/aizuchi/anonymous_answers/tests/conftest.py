import datetime
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.db import connections
from tests.cast import Cast
from tests.scene import Scene

from aizuchi.anonymous_answers import mailbox as box_store
from aizuchi.anonymous_answers.blind_rsa import make_signing_key
from aizuchi.anonymous_answers.models import Eligibility, WindowKey
from aizuchi.anonymous_answers.operations import keys, sign, sign_blinded_token, submit_sealed_answer
from aizuchi.anonymous_answers.sealed_answers import hash_token, seal_answer
from aizuchi.anonymous_answers.tests.blinding import blind, finalize
from aizuchi.catalogue.models import ExpectedResponse, Topic

NOW = datetime.datetime(2026, 6, 18, 5, 2, tzinfo=datetime.UTC)  # a Thursday, in the window from 8 June


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return Scene(cast)


@pytest.fixture
def topics(scene: Scene) -> list[Topic]:
    return list(Topic.objects.filter(organization=scene.cast.organization, pair_kind=""))


@pytest.fixture
def responses(scene: Scene) -> list[ExpectedResponse]:
    return list(ExpectedResponse.objects.filter(organization=scene.cast.organization))


@pytest.fixture(scope="session")
def made_keys() -> list[rsa.RSAPrivateKey]:
    """Made once: an RSA key takes longer than a test."""
    return [make_signing_key() for _ in range(2)]


@pytest.fixture
def ready_keys(made_keys: list[rsa.RSAPrivateKey], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each new window key takes the next of two signing keys."""
    count = iter(range(10_000))
    monkeypatch.setattr(keys, "make_signing_key", lambda: made_keys[next(count) % 2])


@pytest.fixture
def mailbox(db: None, tmp_path: Path) -> Iterator[Path]:
    """A real mailbox beside the test's transaction: its own file, or its own schema of the server."""
    usual = connections[box_store.ALIAS]
    settings = usual.settings_dict | ({"NAME": str(tmp_path / "mailbox.sqlite3")} if usual.vendor == "sqlite" else {})
    own = type(usual)(settings, "mailbox of this test")
    connections[box_store.ALIAS] = own
    try:
        box_store.make_mailbox()
        yield tmp_path / "mailbox.sqlite3"
        if own.vendor == "postgresql":
            with own.cursor() as cursor:
                cursor.execute("TRUNCATE sealed_answer, arriving_answer, token_count, signed_message")
    finally:
        own.close()
        connections[box_store.ALIAS] = usual


@dataclass(frozen=True)
class AnswerCard:
    """A token with its signature, as a browser holds it, and the box it is for."""

    eligibility: Eligibility
    token: bytes
    signature: bytes
    sealed: bytes

    def drop(self, now: datetime.datetime = NOW, **other: Any) -> None:
        given = {
            "asking": self.eligibility.window.asking,
            "subject_id": self.eligibility.about_id,
            "window_id": self.eligibility.window_id,
            "token": self.token,
            "signature": self.signature,
            "sealed": self.sealed,
        }
        submit_sealed_answer(**given | other, now=now)


def seal_for(
    eligibility: Eligibility, key: WindowKey, *, token: bytes, met: int, comment: str = "", second: bool = False
) -> bytes:
    cells = eligibility.cells.values_list("topic_id", "response_id")
    answers = [
        {"topic": topic and str(topic), "response": response and str(response), "met": met, "moved": met}
        for topic, response in cells
    ]
    return seal_answer(
        {"answers": answers, "comment": comment, "second": second},
        key=ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes(key.sealing_public)),
        subject_id=eligibility.subject_id,
        window_id=eligibility.window_id,
        token_hash=hash_token(token),
    )


@pytest.fixture
def leave_box(mailbox: Path, ready_keys: None) -> Callable[..., None]:
    """A box in the mailbox, past the door: for what happens to it later."""

    def leave(eligibility: Eligibility, *, met: int = 4, comment: str = "") -> None:
        key, token = (
            keys.ensure_key(window_id=eligibility.window_id, subject_id=eligibility.subject_id, now=NOW),
            secrets.token_bytes(32),
        )
        sealed = seal_for(eligibility, key, token=token, met=met, comment=comment)
        box_store.put(box_store.SealedAnswer(hash_token(token), eligibility.subject_id, eligibility.window_id, sealed))

    return leave


@pytest.fixture
def answer_of(mailbox: Path, ready_keys: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AnswerCard]:
    """What somebody's browser does up to the sending: fetches a token, and seals what was said; however often."""
    monkeypatch.setattr(sign, "MOST_TOKENS", 100)

    def speak(eligibility: Eligibility, *, met: int = 4, comment: str = "", now: datetime.datetime = NOW) -> AnswerCard:
        key = keys.ensure_key(window_id=eligibility.window_id, subject_id=eligibility.subject_id, now=now)
        public = keys.load_signing_public(key)
        token = secrets.token_bytes(32)
        blinded, unblind = blind(token, public)
        signed = sign_blinded_token(actor=eligibility.person, eligibility_id=eligibility.pk, blinded=blinded, now=now)
        sealed = seal_for(eligibility, key, token=token, met=met, comment=comment, second=signed.is_second)
        return AnswerCard(eligibility, token, finalize(signed.signature, unblind, public), sealed)

    return speak
