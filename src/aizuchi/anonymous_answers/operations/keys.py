"""The keys of a person or a group, and a window: made when somebody first may answer, destroyed once it is released."""

import datetime
import hashlib
import uuid
from collections.abc import Iterable
from functools import partial

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)
from django.db import transaction

from aizuchi.anonymous_answers.blind_rsa import make_signing_key
from aizuchi.anonymous_answers.models import AnswerWindow, WindowKey
from aizuchi.anonymous_answers.sealed_answers import make_sealing_key
from aizuchi.kernel.ids import new_id
from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.kernel.keys import data_key, data_key_made_for, destroy_data_key
from aizuchi.kernel.sealing import Place, open_sealed, seal


def ensure_key(*, window_id: uuid.UUID, subject_id: uuid.UUID, now: datetime.datetime) -> WindowKey:
    """Some hundred milliseconds the first time. Two who ask at once get the same."""
    if key := find_key(window_id=window_id, subject_id=subject_id):
        return key
    signing, sealing = make_signing_key(), make_sealing_key()
    with transaction.atomic():
        return _store(AnswerWindow.objects.get(pk=window_id), subject_id, signing, sealing, now)


def find_key(*, window_id: uuid.UUID, subject_id: uuid.UUID) -> WindowKey | None:
    return WindowKey.objects.filter(window=window_id).about(subject_id).first()


def ensure_keys_of_open_windows(*, now: datetime.datetime) -> int:
    """For everybody who has a right and may come to answer. Returns how many were made."""
    aside, count = FailedItems(), 0
    lately = (now - datetime.timedelta(days=30)).date()  # any wall: looked at closely below
    for window in AnswerWindow.objects.filter(released_on=None, ends_on__gte=lately):
        today = window.organization.today(now)
        if window.takes_answers_on(today) or today < window.starts_on:
            missing = window.eligibilities.list_subjects() - window.keys.list_subjects()
            count += for_each(missing, partial(_make_key, window, now), aside=aside)
    aside.tell()
    return count


def _make_key(window: AnswerWindow, now: datetime.datetime, subject_id: uuid.UUID) -> None:
    ensure_key(window_id=window.pk, subject_id=subject_id, now=now)


def open_signing_key(row: WindowKey) -> rsa.RSAPrivateKey:
    """Raises KeyDestroyed, or SealBroken for a row whose key is empty."""
    key = _open(row, bytes(row.signing_private), "signing_private")
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def open_sealing_key(row: WindowKey) -> ec.EllipticCurvePrivateKey:
    """Raises KeyDestroyed, or SealBroken for a row whose key is empty."""
    key = _open(row, bytes(row.sealing_private), "sealing_private")
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def load_signing_public(row: WindowKey) -> rsa.RSAPublicKey:
    key = load_der_public_key(bytes(row.signing_public))
    assert isinstance(key, rsa.RSAPublicKey)
    return key


@transaction.atomic
def destroy_keys(key_ids: Iterable[uuid.UUID], *, now: datetime.datetime) -> None:
    """What was sealed to these is closed. With the last key of a window goes what all of them are sealed with, and they
    are closed to everybody, wherever a copy may lie."""
    rows = WindowKey.objects.filter(pk__in=list(key_ids))
    windows = set(rows.values_list("window", flat=True))
    rows.update(signing_private=b"", sealing_private=b"")
    left = WindowKey.objects.filter(window__in=windows).exclude(sealing_private=b"").values_list("window", flat=True)
    for window_id in windows - set(left):
        destroy_data_key(owner=window_id, now=now)


def _store(
    window: AnswerWindow,
    subject_id: uuid.UUID,
    signing: rsa.RSAPrivateKey,
    sealing: ec.EllipticCurvePrivateKey,
    now: datetime.datetime,
) -> WindowKey:
    key = data_key_made_for(owner=window.pk, organization_id=window.organization_id, now=now)
    signing_public = signing.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    sealing_public = sealing.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    pk = new_id()
    made, _ = WindowKey.objects.get_or_create(
        window=window,
        **({"group_id": subject_id} if window.asks_groups else {"subject_id": subject_id}),
        defaults={
            "id": pk,
            "signing_public": signing_public,
            "signing_private": seal(_plain(signing), key=key, place=_place(pk, "signing_private")),
            "sealing_public": sealing_public,
            "sealing_private": seal(_plain(sealing), key=key, place=_place(pk, "sealing_private")),
            "fingerprint": hashlib.sha256(signing_public + sealing_public).hexdigest(),
        },
    )
    return made


def _open(row: WindowKey, sealed: bytes, column: str) -> object:
    plain = open_sealed(sealed, key=data_key(row.window_id), place=_place(row.pk, column))
    # The seal has vouched for the bytes; checking the arithmetic of an RSA key would take longer than signing with it.
    return load_der_private_key(plain, None, unsafe_skip_rsa_key_validation=True)


def _plain(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _place(pk: uuid.UUID, column: str) -> Place:
    """Under the name that the table had when the first of them were sealed."""
    return Place("feedback_windowkey", str(pk), column)
