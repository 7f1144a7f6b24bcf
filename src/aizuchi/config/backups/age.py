"""Files of age (age-encryption.org/v1), written and read piece by piece; any tool of that format opens them.

Recipients are left to pyrage. Its passphrases want the whole file in memory, so the little that the format asks for
with these is here: https://github.com/C2SP/C2SP/blob/main/age.md
"""

import base64
import hashlib
import hmac
import os
import secrets
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 64 * 1024
TAG = 16
WORK_FACTOR, HARDEST = 18, 20
"""Powers of two: what age itself takes about a second for, and what a file from elsewhere may ask of us."""

INTRO = b"age-encryption.org/v1\n"
_MOST_HEADER = 64 * 1024
_MOST_MEMORY = 2**31 - 1


class _AboutFile(Exception):
    path: Path | None = None
    """Which file it is about, where several are read."""


class WrongSecret(_AboutFile):
    """The passphrase or the identity is not one that opens this file."""


class NotWhole(_AboutFile):
    """No file of age, or cut, or changed."""


@dataclass(frozen=True)
class Seal:
    """With what a file is sealed: a passphrase, or recipients."""

    passphrase: str = ""
    recipients: Sequence[Any] = ()

    def write(self, pieces: Iterable[bytes], file: IO[bytes]) -> None:
        if self.passphrase:
            for piece in _seal_with_passphrase(pieces, self.passphrase):
                file.write(piece)
        else:
            pyrage.encrypt_io(Reading(pieces), file, list(self.recipients))


@dataclass(frozen=True)
class Opening:
    """With what files are opened: a passphrase, or identities."""

    passphrase: str = ""
    identities: Sequence[Any] = ()

    @contextmanager
    def read(self, file: IO[bytes]) -> Iterator[IO[bytes]]:
        """Raises WrongSecret or NotWhole, as soon as it can be told, while it is read."""
        if self.passphrase:
            yield Reading(_open_with_passphrase(file, self.passphrase))  # type: ignore[misc]
        else:
            with _decrypting(file, self.identities) as plain:
                yield plain


class Reading:
    """An iterator of bytes as a file that is read from."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces, self._waiting = iter(pieces), bytearray()

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._waiting) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._waiting += piece
        size = len(self._waiting) if size < 0 else size
        taken = bytes(self._waiting[:size])
        del self._waiting[:size]
        return taken


def read_recipient(written: str) -> Any:
    """Raises ValueError."""
    kind = pyrage.ssh.Recipient if written.startswith("ssh-") else pyrage.x25519.Recipient
    try:
        return kind.from_str(written)
    except pyrage.RecipientError as error:
        raise ValueError(written) from error


def read_identities(path: Path) -> list[Any]:
    """Of a file as age-keygen writes it, or a key of SSH. Raises ValueError."""
    content = path.read_bytes()
    try:
        if content.startswith(b"-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(content)]
        lines = [line.strip() for line in content.decode().splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (pyrage.IdentityError, UnicodeDecodeError) as error:
        raise ValueError(str(path)) from error
    if not found:
        raise ValueError(str(path))
    return found


@contextmanager
def _decrypting(file: IO[bytes], identities: Sequence[Any]) -> Iterator[IO[bytes]]:
    """pyrage writes what it opened; a pipe makes of it something that is read."""
    way_out, way_in = os.pipe()
    errors: list[Exception] = []

    def decrypt() -> None:
        with os.fdopen(way_in, "wb") as plain:
            try:
                pyrage.decrypt_io(file, plain, list(identities))
            except Exception as error:  # told where it is read
                errors.append(error)

    thread = threading.Thread(target=decrypt, daemon=True)
    thread.start()
    try:
        with os.fdopen(way_out, "rb") as plain:
            yield Reading(_until_told(plain, thread, errors))  # type: ignore[misc]
    finally:
        with suppress(OSError):
            thread.join(5)


def _until_told(plain: IO[bytes], thread: threading.Thread, errors: list[Exception]) -> Iterator[bytes]:
    while piece := plain.read(CHUNK):
        yield piece
    thread.join()
    if errors:
        told = str(errors[0]).lower()
        raise (WrongSecret if "no matching" in told or "passphrase" in told else NotWhole)(told) from errors[0]


def _seal_with_passphrase(pieces: Iterable[bytes], passphrase: str) -> Iterator[bytes]:
    file_key, salt, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
    wrapped = ChaCha20Poly1305(_stretch(passphrase, salt, WORK_FACTOR)).encrypt(bytes(12), file_key, None)
    header = INTRO + f"-> scrypt {_base64(salt)} {WORK_FACTOR}\n{_base64(wrapped)}\n---".encode()
    yield header + f" {_base64(_mac(file_key, header))}\n".encode() + nonce
    cipher, reading, number = ChaCha20Poly1305(_derive(file_key, nonce, b"payload")), Reading(pieces), 0
    chunk = reading.read(CHUNK)
    while True:
        following = reading.read(CHUNK)
        yield cipher.encrypt(_number(number, is_last=not following), chunk, None)
        if not following:
            return
        chunk, number = following, number + 1


def _open_with_passphrase(file: IO[bytes], passphrase: str) -> Iterator[bytes]:
    file_key = _read_header(file, passphrase)
    nonce = file.read(16)
    if len(nonce) < 16:
        raise NotWhole
    cipher, number = ChaCha20Poly1305(_derive(file_key, nonce, b"payload")), 0
    chunk = _read_full(file, CHUNK + TAG)
    while True:
        following = _read_full(file, CHUNK + TAG)
        try:
            yield cipher.decrypt(_number(number, is_last=not following), chunk, None)
        except InvalidTag as error:
            raise NotWhole from error
        if not following:
            return
        chunk, number = following, number + 1


def _read_header(file: IO[bytes], passphrase: str) -> bytes:
    """The key of the file."""
    lines = [file.readline(_MOST_HEADER) for _line in range(4)]
    intro, stanza, body, end = lines
    words = stanza.split()
    if intro != INTRO or len(words) < 2:
        raise NotWhole
    if words[1] != b"scrypt":
        raise WrongSecret("not sealed with a passphrase")
    if len(words) != 4 or not words[3].isdigit() or int(words[3]) > HARDEST:
        raise NotWhole
    if not end.startswith(b"--- ") or not end.endswith(b"\n"):
        raise NotWhole
    stretched = _stretch(passphrase, _unbase64(words[2]), int(words[3]))
    try:
        file_key = ChaCha20Poly1305(stretched).decrypt(bytes(12), _unbase64(body.strip()), None)
    except (InvalidTag, ValueError) as error:
        raise WrongSecret("passphrase") from error
    if not hmac.compare_digest(_mac(file_key, b"".join(lines[:3]) + b"---"), _unbase64(end[4:].strip())):
        raise NotWhole
    return file_key


def _read_full(file: IO[bytes], size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size and (part := file.read(size - len(parts))):
        parts += part
    return bytes(parts)


def _stretch(passphrase: str, salt: bytes, work: int) -> bytes:
    labelled = b"age-encryption.org/v1/scrypt" + salt
    return hashlib.scrypt(passphrase.encode(), salt=labelled, n=2**work, r=8, p=1, maxmem=_MOST_MEMORY, dklen=32)


def _derive(key: bytes, salt: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=label).derive(key)


def _mac(file_key: bytes, header: bytes) -> bytes:
    return hmac.digest(_derive(file_key, b"", b"header"), header, hashlib.sha256)


def _number(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode().rstrip("=")


def _unbase64(written: bytes) -> bytes:
    try:
        return base64.b64decode(written + b"=" * (-len(written) % 4), validate=True)
    except ValueError as error:
        raise NotWhole from error
