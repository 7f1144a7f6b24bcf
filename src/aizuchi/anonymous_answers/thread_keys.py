"""The keys of a thread, which the author's browser made: the other halves are there and nowhere else.

They come inside the sealed answer: two points of P-256, compressed, as 66 bytes. A reply is sealed to the first (HPKE
as in `sealed_answers`), all to one length and bound to its board; an answer to it is signed with the second (ECDSA,
SHA-256, two numbers of 32 bytes), bound to the round in which it comes.
The browser's half: islands/sealed_answer/threads.ts.
"""

import base64
import binascii
import json
import uuid
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from aizuchi.anonymous_answers.sealed_answers import SUITE
from aizuchi.anonymous_answers.sizes import SIZES

POINT_BYTES = 33
NUMBER_BYTES = 32
PLAIN_BYTES = SIZES[0]
LONGEST_MESSAGE = 500
LONGEST_ABOUT = 120
LONGEST_BY = 80


@dataclass(frozen=True, slots=True)
class ThreadKeys:
    sealing: bytes
    signing: bytes

    @classmethod
    def read(cls, given: object) -> Self | None:
        """None for anything but two points of the curve."""
        try:
            both = base64.b64decode(given, validate=True) if isinstance(given, str) else b""
            keys = cls(both[:POINT_BYTES], both[POINT_BYTES:])
            _load(keys.sealing), _load(keys.signing)
        except (ValueError, binascii.Error):
            return None
        return keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    thread_id: uuid.UUID
    turn: int
    by: str
    """The name of whoever replies."""
    about: str
    """How the words began that it replies to: the author's browser keeps none of them."""
    text: str
    rounds: int
    """So many had ended when it was sealed, and what is said below holds for them."""
    is_answered: bool
    """Its author's answer was taken. Only their browser knows whether they sent one."""


def seal_reply(reply: Reply, *, sealing: bytes, board_id: uuid.UUID) -> bytes:
    content = {
        "thread": str(reply.thread_id),
        "turn": reply.turn,
        "by": reply.by[:LONGEST_BY],
        "about": reply.about[:LONGEST_ABOUT],
        "text": reply.text[:LONGEST_MESSAGE],
        "rounds": reply.rounds,
        "answered": reply.is_answered,
    }
    said = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    plain = (len(said).to_bytes(2) + said).ljust(PLAIN_BYTES, b"\0")
    return SUITE.encrypt(plain, _load(sealing), info=f"aizuchi reply 1|{board_id}".encode())


def is_signed_by_author(
    text: str, signature: bytes, *, signing: bytes, round_id: uuid.UUID, thread_id: uuid.UUID, turn: int
) -> bool:
    """`round_id` is the key of the round's window."""
    if len(signature) != 2 * NUMBER_BYTES:
        return False
    numbers = (int.from_bytes(signature[:NUMBER_BYTES]), int.from_bytes(signature[NUMBER_BYTES:]))
    try:
        _load(signing).verify(
            encode_dss_signature(*numbers), bind_answer(text, round_id, thread_id, turn), ec.ECDSA(SHA256())
        )
    except InvalidSignature:
        return False
    return True


def bind_answer(text: str, round_id: uuid.UUID, thread_id: uuid.UUID, turn: int) -> bytes:
    return f"aizuchi thread 1|{round_id}|{thread_id}|{turn}|{text}".encode()


def _load(point: bytes) -> ec.EllipticCurvePublicKey:
    """Raises ValueError."""
    if len(point) != POINT_BYTES:
        raise ValueError
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
