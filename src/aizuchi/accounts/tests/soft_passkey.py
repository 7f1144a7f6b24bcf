"""A passkey in a few lines, so that tests can do with it what no browser would."""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

HOST = "localhost"
PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class SoftPasskey:
    user_handle: str = ""
    origin: str = f"http://{HOST}"
    flags: int = PRESENT | VERIFIED
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    name: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def make(self, options: dict[str, Any]) -> str:
        self.user_handle = options["publicKey"]["user"]["id"]
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        made = bytes(16) + len(self.name).to_bytes(2, "big") + self.name + public
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._say(self.flags | NEW) + made}
        told = self._client_data("webauthn.create", options)
        return self._answer(clientDataJSON=b64(told), attestationObject=b64(cbor.encode(attestation)))

    def sign(self, options: dict[str, Any]) -> str:
        data, told = self._say(self.flags), self._client_data("webauthn.get", options)
        signed = self.key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=b64(told),
            authenticatorData=b64(data),
            signature=b64(signed),
            userHandle=self.user_handle,
        )

    def _say(self, flags: int) -> bytes:
        return hashlib.sha256(HOST.encode()).digest() + bytes([flags]) + bytes(4)

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": options["publicKey"]["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _answer(self, **response: str) -> str:
        return json.dumps(
            {
                "id": b64(self.name),
                "rawId": b64(self.name),
                "type": "public-key",
                "clientExtensionResults": {"credProps": {"rk": True}},
                "response": response,
            }
        )
