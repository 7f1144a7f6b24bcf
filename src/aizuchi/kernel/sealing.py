"""Sealing bytes so that they can be opened only with the right key and only where they belong."""

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"


class SealBroken(Exception):
    """The bytes were changed, moved to another place, or sealed with another key."""


@dataclass(frozen=True)
class Place:
    """Where sealed bytes live. They are authenticated with it, so nobody can pass them off as another row's."""

    table: str
    row: str
    column: str
    version: int = 1

    def as_bytes(self) -> bytes:
        return f"{self.table}|{self.row}|{self.column}|{self.version}".encode()


def make_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def seal(plain: bytes, *, key: bytes, place: Place) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, place.as_bytes())


def open_sealed(sealed: bytes, *, key: bytes, place: Place) -> bytes:
    return Opener(key).open(sealed, place)


class Opener:
    """Opens what is sealed with one key: a long log is thousands of rows."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def open(self, sealed: bytes, place: Place) -> bytes:
        if sealed[:1] != _FORMAT:
            raise SealBroken(place.table)
        nonce, cipher = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, cipher, place.as_bytes())
        except (InvalidTag, ValueError) as error:
            raise SealBroken(place.table) from error
