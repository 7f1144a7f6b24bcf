"""What is in a sealed box, and how it is opened. The browser's half is islands/sealed_answer/seal.ts.

HPKE (RFC 9180), base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. The plain text has always the same
length: two bytes that say how long the JSON is, the JSON, zeros. A box is bound to its window, mentor and token.
"""

import hashlib
import json
import uuid
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from aizuchi.feedback.release import Answer, AnswerCell, AnswerSheet
from aizuchi.kernel.measure import Limits, read_json

PLAIN_BYTES = 3072
POINT_BYTES, TAG_BYTES = 65, 16
SEALED_BYTES = POINT_BYTES + PLAIN_BYTES + TAG_BYTES
MOST_ANSWERS = 12
LONGEST_COMMENT = 400
LIMITS = Limits(size=PLAIN_BYTES, depth=4, values=200)
_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)


class SealedAnswerUnreadable(Exception):
    """Sealed for another key, mentor, window or token, or filled with something else than answers."""


def make_sealing_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def hash_token(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()


def open_sealed_answer(
    sealed: bytes, *, key: ec.EllipticCurvePrivateKey, mentor_id: uuid.UUID, window_id: uuid.UUID, token_hash: bytes
) -> AnswerSheet:
    """Raises SealedAnswerUnreadable."""
    info = _bind(mentor_id=mentor_id, window_id=window_id, token_hash=token_hash)
    try:
        plain = _SUITE.decrypt(sealed, key, info=info)
    except (InvalidTag, ValueError) as error:
        raise SealedAnswerUnreadable from error
    return _read(plain, window_id)


def seal_answer(
    content: dict[str, Any],
    *,
    key: ec.EllipticCurvePublicKey,
    mentor_id: uuid.UUID,
    window_id: uuid.UUID,
    token_hash: bytes,
) -> bytes:
    """What a browser does; here for tests and measurements."""
    said = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    plain = (len(said).to_bytes(2) + said).ljust(PLAIN_BYTES, b"\0")
    info = _bind(mentor_id=mentor_id, window_id=window_id, token_hash=token_hash)
    return _SUITE.encrypt(plain, key, info=info)


def _bind(*, mentor_id: uuid.UUID, window_id: uuid.UUID, token_hash: bytes) -> bytes:
    return f"aizuchi voice 1|{window_id}|{mentor_id}|{token_hash.hex()}".encode()


def _read(plain: bytes, window_id: uuid.UUID) -> AnswerSheet:
    try:
        content = read_json(plain[2 : 2 + int.from_bytes(plain[:2])], LIMITS)
        answers = tuple(_read_answer(answer) for answer in content["answers"][:MOST_ANSWERS])
        comment = " ".join(content.get("comment", "").split())[:LONGEST_COMMENT]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SealedAnswerUnreadable from error
    return AnswerSheet(window_id, answers, comment)


def _read_answer(answer: dict[str, Any]) -> Answer:
    topic, response = answer["topic"], answer["response"]
    cell = AnswerCell(uuid.UUID(topic), uuid.UUID(response)) if topic and response else AnswerCell()
    met, moved = answer["met"], answer["moved"]
    if not {met, moved} <= {1, 2, 3, 4, 5} or {type(met), type(moved)} != {int}:  # True and 1.0 are equal to 1
        raise ValueError("not on the scale")
    return Answer(cell, met, moved)
