"""How a sealed box is opened; the app that asks knows what is in it. The browser's half: islands/sealed_answer/seal.ts.

HPKE (RFC 9180), base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. All plain texts of a window have the
same length. About a person: two bytes that say how long the JSON is, the JSON, zeros. Of a group: two bytes that say
how long what was said is, one that is 1 if it came with the second token of somebody, what was said, zeros. A box is
bound to its window, its token, and whom it is about or which group it comes from; a group's to the app that asks too.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from aizuchi.anonymous_answers.asking_app import Content
from aizuchi.anonymous_answers.sizes import FRAME_BYTES, SIZES, sealed_size
from aizuchi.kernel.measure import Limits, read_json

PLAIN_BYTES = SIZES[0]
SEALED_BYTES = sealed_size(PLAIN_BYTES)
LIMITS = Limits(size=PLAIN_BYTES, depth=4, values=200)
SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


class SealedAnswerUnreadable(Exception):
    """Sealed for another key, person, window or token, or filled with something else than answers."""


def make_sealing_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def hash_token(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()


def open_sealed_answer(
    sealed: bytes, *, key: ec.EllipticCurvePrivateKey, subject_id: uuid.UUID, window_id: uuid.UUID, token_hash: bytes
) -> Content:
    """Raises SealedAnswerUnreadable."""
    info = _bind(subject_id=subject_id, window_id=window_id, token_hash=token_hash)
    try:
        plain = SUITE.decrypt(sealed, key, info=info)
    except (InvalidTag, ValueError) as error:
        raise SealedAnswerUnreadable from error
    return _read(plain)


def seal_answer(
    content: Content,
    *,
    key: ec.EllipticCurvePublicKey,
    subject_id: uuid.UUID,
    window_id: uuid.UUID,
    token_hash: bytes,
) -> bytes:
    """What a browser does; here for tests and measurements."""
    said = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    plain = (len(said).to_bytes(2) + said).ljust(PLAIN_BYTES, b"\0")
    info = _bind(subject_id=subject_id, window_id=window_id, token_hash=token_hash)
    return SUITE.encrypt(plain, key, info=info)


@dataclass(frozen=True, slots=True)
class Said:
    said: bytes
    is_second: bool
    """Another browser of the same person got the first token."""


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """What the box of somebody in a group is bound to, beside its token."""

    asking: str
    window_id: uuid.UUID
    group_id: uuid.UUID

    def bind(self, token_hash: bytes) -> bytes:
        return f"aizuchi answer 1|{self.asking}|{self.window_id}|{self.group_id}|{token_hash.hex()}".encode()


def open_group_answer(sealed: bytes, *, key: ec.EllipticCurvePrivateKey, place: GroupPlace, token_hash: bytes) -> Said:
    """Raises SealedAnswerUnreadable."""
    try:
        plain = SUITE.decrypt(sealed, key, info=place.bind(token_hash))
    except (InvalidTag, ValueError) as error:
        raise SealedAnswerUnreadable from error
    length, second = int.from_bytes(plain[:2]), plain[2]
    if second > 1 or len(plain) < FRAME_BYTES + length or any(plain[FRAME_BYTES + length :]):
        raise SealedAnswerUnreadable
    return Said(plain[FRAME_BYTES : FRAME_BYTES + length], is_second=second == 1)


def seal_group_answer(
    said: Said, *, key: ec.EllipticCurvePublicKey, place: GroupPlace, token_hash: bytes, plain_bytes: int
) -> bytes:
    """What a browser does; here for tests and measurements."""
    framed = len(said.said).to_bytes(2) + bytes([said.is_second]) + said.said
    return SUITE.encrypt(framed.ljust(plain_bytes, b"\0"), key, info=place.bind(token_hash))


def _bind(*, subject_id: uuid.UUID, window_id: uuid.UUID, token_hash: bytes) -> bytes:
    return f"aizuchi voice 1|{window_id}|{subject_id}|{token_hash.hex()}".encode()


def _read(plain: bytes) -> Content:
    try:
        content = read_json(plain[2 : 2 + int.from_bytes(plain[:2])], LIMITS)
    except ValueError as error:
        raise SealedAnswerUnreadable from error
    if not isinstance(content, dict):
        raise SealedAnswerUnreadable
    return content
