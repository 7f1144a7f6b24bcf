"""A browser's half of the protocol, written from the RFCs alone: nothing that the product runs is imported.

RFC 9474 (RSABSSA-SHA384-PSS-Deterministic), RFC 8017 (EMSA-PSS, MGF1), RFC 9180 (HPKE, base mode: DHKEM(P-256,
HKDF-SHA256), HKDF-SHA256, AES-128-GCM). What it speaks over is given to it, so that tests speak through Django's client
and attacks over HTTP: `ask(method, path, content)` answers with a status and with what JSON said.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from aizuchi.anonymous_answers.tests.blinding import blind, finalize

Ask = Callable[[str, str, Mapping[str, Any] | None], tuple[int, Any]]
PLAIN_BYTES = 3072
TOKEN_BYTES = 32


@dataclass(frozen=True)
class Token:
    """What a right bought: nobody can tell which one."""

    token: bytes
    signature: bytes
    sealing_key: bytes
    is_second: bool


@dataclass(frozen=True)
class Mentee:
    """One browser. `ask` speaks as somebody who is signed in, `ask_as_nobody` without any cookie."""

    ask: Ask
    ask_as_nobody: Ask

    def fetch_token(self, window: str, about: str) -> Token:
        """Raises ValueError where the server refuses, or shows other keys than it has published."""
        keys = _expect(self.ask("GET", f"/feedback/key/{window}/{about}/", None))
        published = _expect(self.ask_as_nobody("GET", f"/feedback/keys/{window}/", None))["fingerprints"]
        signing, sealing = _decode(keys["signing"]), _decode(keys["sealing"])
        if hashlib.sha256(signing + sealing).hexdigest() not in published:
            raise ValueError("keys of nobody else")
        public = load_der_public_key(signing)
        assert isinstance(public, rsa.RSAPublicKey)
        token = secrets.token_bytes(TOKEN_BYTES)
        blinded, inverse = blind(token, public)
        told = _expect(self.ask("POST", f"/feedback/sign/{window}/{about}/", {"blinded": _encode(blinded)}))
        signature = finalize(_decode(told["signature"]), inverse, public)
        return Token(token, signature, sealing, is_second=told["number"] == 2)

    def send(self, window: str, about: str, token: Token, content: Any) -> int:
        """The status that the server answers with."""
        said = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
        info = f"aizuchi voice 1|{window}|{about}|{hashlib.sha256(token.token).hexdigest()}".encode()
        box = {
            "mentor": about,
            "window": window,
            "token": _encode(token.token),
            "signature": _encode(token.signature),
            "sealed": _encode(seal(token.sealing_key, info, pad(said))),
        }
        status, _ = self.ask_as_nobody("POST", "/feedback/", box)
        return status


def pad(said: bytes) -> bytes:
    return (len(said).to_bytes(2) + said).ljust(PLAIN_BYTES, b"\0")


def seal(public: bytes, info: bytes, plain: bytes) -> bytes:
    """RFC 9180, 5.1.1 and 6.1: the encapsulated key, then the cipher text."""
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    sender = ec.generate_private_key(ec.SECP256R1())
    encapsulated = sender.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    kem, suite = b"KEM\0\x10", b"HPKE\0\x10\0\x01\0\x01"
    shared = _labeled_extract(b"", b"eae_prk", sender.exchange(ec.ECDH(), receiver), kem)
    secret = _labeled_expand(shared, b"shared_secret", encapsulated + public, 32, kem)
    context = b"\0" + _labeled_extract(b"", b"psk_id_hash", b"", suite)
    context += _labeled_extract(b"", b"info_hash", info, suite)
    scheduled = _labeled_extract(secret, b"secret", b"", suite)
    key = _labeled_expand(scheduled, b"key", context, 16, suite)
    nonce = _labeled_expand(scheduled, b"base_nonce", context, 12, suite)
    return encapsulated + AESGCM(key).encrypt(nonce, plain, b"")


def _labeled_extract(salt: bytes, label: bytes, secret: bytes, suite: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + secret, "sha256")


def _labeled_expand(key: bytes, label: bytes, info: bytes, length: int, suite: bytes) -> bytes:
    """One block of HKDF is as long as anything that is asked for here."""
    told = length.to_bytes(2) + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, told + b"\x01", "sha256")[:length]


def _expect(answer: tuple[int, Any]) -> Any:
    status, told = answer
    if status != 200 or {"code", "refused"} & told.keys():
        raise ValueError(f"{status}: {told}")
    return told


def _encode(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _decode(content: str) -> bytes:
    return base64.b64decode(content)
