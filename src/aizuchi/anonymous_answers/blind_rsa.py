"""The server's half of RSABSSA-SHA384-PSS-Deterministic (RFC 9474): signing what cannot be seen.

The browser blinds a random token; we raise it to our private exponent; the browser takes the blinding off and holds a
plain RSA-PSS signature over a token that we have never seen. Tokens are 32 random bytes, so the variant without an
added random prefix is the one the RFC gives for such messages.
"""

import math
import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

KEY_BITS = 3072
SIGNATURE_BYTES = KEY_BITS // 8
TOKEN_BYTES = 32
_PADDING = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=48)


class NotBlinded(Exception):
    """What came is no blinded message for this key."""


def make_signing_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def sign_blinded(blinded: bytes, *, key: rsa.RSAPrivateKey) -> bytes:
    """BlindSign of the RFC. Raises NotBlinded.

    Python's powers take longer for some numbers than for others. The number is therefore multiplied with a random one
    before and freed of it afterwards, so that the time says nothing about the key; and the result is checked, because
    one wrong half of it would give the key away.
    """
    numbers = key.private_numbers()
    n, e = numbers.public_numbers.n, numbers.public_numbers.e
    size = (n.bit_length() + 7) // 8
    message = int.from_bytes(blinded)
    if len(blinded) != size or not 0 < message < n:
        raise NotBlinded
    factor = _random_unit(n)
    signed = _power(message * pow(factor, e, n) % n, numbers) * pow(factor, -1, n) % n
    if pow(signed, e, n) != message:
        raise ArithmeticError("the signature does not fit its message")
    return signed.to_bytes(size)


def is_signed(token: bytes, signature: bytes, *, key: rsa.RSAPublicKey) -> bool:
    try:
        key.verify(signature, token, _PADDING, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def _power(message: int, numbers: rsa.RSAPrivateNumbers) -> int:
    """message ** d, by the two primes apart: a quarter of the work."""
    by_p = pow(message, numbers.dmp1, numbers.p)
    by_q = pow(message, numbers.dmq1, numbers.q)
    return by_q + numbers.q * ((by_p - by_q) * numbers.iqmp % numbers.p)


def _random_unit(n: int) -> int:
    while True:
        number = secrets.randbelow(n - 2) + 2
        if math.gcd(number, n) == 1:
            return number
