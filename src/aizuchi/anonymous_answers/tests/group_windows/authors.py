"""What the browser of whoever wrote something keeps, and does with a reply."""

import base64
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from aizuchi.anonymous_answers.sealed_answers import SUITE
from aizuchi.anonymous_answers.thread_keys import ThreadKeys, bind_answer


def _make() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass(frozen=True)
class Author:
    opening: ec.EllipticCurvePrivateKey = field(default_factory=_make)
    signing: ec.EllipticCurvePrivateKey = field(default_factory=_make)

    @property
    def keys(self) -> ThreadKeys:
        return ThreadKeys(_compress(self.opening), _compress(self.signing))

    @property
    def sent(self) -> str:
        """As it travels inside the sealed answer."""
        return base64.b64encode(self.keys.sealing + self.keys.signing).decode()

    def open(self, sealed: bytes, board_id: uuid.UUID) -> dict[str, Any] | None:
        """None where it is for somebody else."""
        try:
            plain = SUITE.decrypt(sealed, self.opening, info=f"aizuchi reply 1|{board_id}".encode())
        except InvalidTag:
            return None
        said: dict[str, Any] = json.loads(plain[2 : 2 + int.from_bytes(plain[:2])])
        return said

    def answer(self, reply: dict[str, Any], text: str, *, round_id: uuid.UUID) -> dict[str, Any]:
        """`round_id` is the key of the round's window."""
        bound = bind_answer(text, round_id, uuid.UUID(reply["thread"]), reply["turn"])
        numbers = decode_dss_signature(self.signing.sign(bound, ec.ECDSA(SHA256())))
        signature = b"".join(number.to_bytes(32) for number in numbers)
        told = {"thread": reply["thread"], "turn": reply["turn"], "text": text}
        return told | {"signature": base64.b64encode(signature).decode()}


def write_box(*answers: object) -> bytes:
    return json.dumps({"answers": answers}, ensure_ascii=False).encode()


def _compress(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
