"""A second app that asks people in two groups."""

import datetime
import secrets
import uuid
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from tests.cast import Cast
from tests.factories import PersonFactory

from aizuchi.anonymous_answers.asking_app import AskingApp, OnceClosed, list_asking_apps
from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility
from aizuchi.anonymous_answers.operations import (
    keys,
    open_window,
    sign_blinded_token,
)
from aizuchi.anonymous_answers.sealed_answers import GroupPlace, Said, hash_token, seal_group_answer
from aizuchi.anonymous_answers.tests.blinding import blind, finalize
from aizuchi.anonymous_answers.tests.conftest import NOW
from aizuchi.anonymous_answers.tests.group_windows.polls import (
    LAST,
    SALES,
    SUPPORT,
    TODAY,
    Asker,
    Card,
    Fill,
    Open,
    rights_of,
)
from aizuchi.people.models import Person


@pytest.fixture
def asker(monkeypatch: pytest.MonkeyPatch) -> Asker:
    found = Asker()
    made = AskingApp(
        label="polls",
        place="/polls/answers/",
        grace=datetime.timedelta(0),
        releases=OnceClosed(put_together=found.put_together),
    )
    both = (*list_asking_apps(), made)
    monkeypatch.setattr("aizuchi.anonymous_answers.asking_app.gather", lambda kind: both)
    return found


@pytest.fixture
def people(cast: Cast) -> list[Person]:
    return [PersonFactory(organization=cast.organization) for _ in range(12)]


@pytest.fixture
def groups(people: list[Person]) -> dict[str, set[uuid.UUID]]:
    return {SALES: {one.pk for one in people[:6]}, SUPPORT: {one.pk for one in people[6:]}}


@pytest.fixture
def open_poll(cast: Cast, asker: Asker, groups: dict[str, set[uuid.UUID]]) -> Open:
    usual = {
        "asking": "polls",
        "organization": cast.organization,
        "subject_key": "poll-1",
        "groups": groups,
        "starts_on": TODAY,
        "ends_on": LAST,
        "longest_answer": 5_000,
        "k": 5,
    }
    return lambda **other: open_window(**usual | other)


@pytest.fixture
def fill(mailbox: Path, ready_keys: None) -> Fill:
    """What a browser of somebody in a group does up to the sending."""

    def answer(right: Eligibility, said: bytes = b"{}", *, now: datetime.datetime = NOW, size: int = 0) -> Card:
        window = right.window
        key = keys.ensure_key(window_id=window.pk, subject_id=right.about_id, now=now)
        public, token = keys.load_signing_public(key), secrets.token_bytes(32)
        blinded, unblind = blind(token, public)
        signed = sign_blinded_token(actor=right.person, eligibility_id=right.pk, blinded=blinded, now=now)
        sealed = seal_group_answer(
            Said(said, signed.is_second),
            key=ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes(key.sealing_public)),
            place=GroupPlace(window.asking, window.pk, right.about_id),
            token_hash=hash_token(token),
            plain_bytes=size or window.plain_bytes,
        )
        return Card(right, token, finalize(signed.signature, unblind, public), sealed)

    return answer


@pytest.fixture
def answered(open_poll: Open, fill: Fill) -> AnswerWindow:
    window = open_poll()
    for group, count in ((SALES, 5), (SUPPORT, 2)):
        for number, right in enumerate(rights_of(window, group)[:count]):
            fill(right, f"{group} {number}".encode()).drop()
    return window


@pytest.fixture
def dying(asker: Asker) -> Asker:
    asker.broken = True
    return asker
