"""The client's half of RFC 9474 in plain numbers, so that the server is tried against something we did not import."""

import hashlib
import secrets

from cryptography.hazmat.primitives.asymmetric import rsa

SALT = 48


def blind(
    message: bytes, key: rsa.RSAPublicKey, *, salt: bytes | None = None, inverse: int | None = None
) -> tuple[bytes, int]:
    """The blinded message, and what takes the blinding off again."""
    numbers = key.public_numbers()
    size = (numbers.n.bit_length() + 7) // 8
    encoded = int.from_bytes(encode(message, numbers.n.bit_length() - 1, salt or secrets.token_bytes(SALT)))
    unblind = inverse or secrets.randbelow(numbers.n - 2) + 2
    factor = pow(pow(unblind, -1, numbers.n), numbers.e, numbers.n)
    return (encoded * factor % numbers.n).to_bytes(size), unblind


def finalize(signed: bytes, unblind: int, key: rsa.RSAPublicKey) -> bytes:
    n = key.public_numbers().n
    return (int.from_bytes(signed) * unblind % n).to_bytes(len(signed))


def encode(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS of RFC 8017 with SHA-384."""
    size, hashed = (bits + 7) // 8, hashlib.sha384(message).digest()
    seed = hashlib.sha384(bytes(8) + hashed + salt).digest()
    data = bytes(size - len(salt) - len(seed) - 2) + b"\x01" + salt
    masked = bytearray(a ^ b for a, b in zip(data, _mask(seed, len(data)), strict=True))
    masked[0] &= 0xFF >> (8 * size - bits)
    return bytes(masked) + seed + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    blocks = (hashlib.sha384(seed + n.to_bytes(4)).digest() for n in range(length // 48 + 1))
    return b"".join(blocks)[:length]
