"""Certificates as people paste them and as metadata has them."""

import base64
import binascii
import datetime
import re

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

MOST = 5
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)


class NoCertificate(ValueError):
    """Or one whose key is too short to vouch for anybody."""


def read_certificates(text: str) -> tuple[str, ...]:
    """Each once, as PEM. One alone may come without its first and last line. Raises NoCertificate."""
    bodies = _PEM.findall(text) or ([text] if text.strip() else [])
    if len(bodies) > MOST:
        raise NoCertificate
    return tuple(dict.fromkeys(_read(body) for body in bodies))


def _read(body: str) -> str:
    try:
        certificate = x509.load_der_x509_certificate(base64.b64decode("".join(body.split()), validate=True))
        key = certificate.public_key()
    except (ValueError, binascii.Error) as error:
        raise NoCertificate from error
    is_long_enough = isinstance(key, ec.EllipticCurvePublicKey) or (
        isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048
    )
    if not is_long_enough:
        raise NoCertificate
    return certificate.public_bytes(Encoding.PEM).decode()


def ends_of(certificate: str) -> datetime.datetime:
    return x509.load_pem_x509_certificate(certificate.encode()).not_valid_after_utc


def holds_at(certificate: str, moment: datetime.datetime) -> bool:
    read = x509.load_pem_x509_certificate(certificate.encode())
    return read.not_valid_before_utc <= moment < read.not_valid_after_utc


def latest_end(certificates: tuple[str, ...]) -> datetime.datetime | None:
    return max(map(ends_of, certificates), default=None)


def fingerprint_of(certificate: str) -> str:
    """SHA-256, as providers show it."""
    return x509.load_pem_x509_certificate(certificate.encode()).fingerprint(SHA256()).hex(":").upper()
