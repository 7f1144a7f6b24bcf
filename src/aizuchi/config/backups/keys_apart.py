"""The second file of a backup, for another place: the keys, and what was destroyed until then.

A restored database has what was destroyed after it was saved. The file of keys of any later day knows what that is, so
it is destroyed again.
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from aizuchi.config.backups.age import NotWhole, Opening, Seal
from aizuchi.config.backups.archive import DESTROYED, KEYS, SECRET, read_small_archive, write_small_archive
from aizuchi.config.backups.files_on_disk import written_whole
from aizuchi.kernel.key_file import read_keys
from aizuchi.kernel.keys import key_path


@dataclass(frozen=True)
class KeysApart:
    key_lines: Sequence[str] = ()
    secret: str = ""
    destroyed: dict[uuid.UUID, str] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(line.split()[0] for line in self.key_lines)

    @property
    def key_file(self) -> bytes:
        return "".join(f"{line}\n" for line in self.key_lines).encode()


def read_here(destroyed: Iterable[tuple[uuid.UUID, str]] = ()) -> KeysApart:
    """What lies in this installation. Raises KeyFileUnreadable."""
    lines: list[str] = []
    if key_path().exists():
        read_keys(key_path())
        lines = [line for line in key_path().read_text().splitlines() if line.strip()]
    secret = settings.HOME / "secret_key"
    return KeysApart(lines, secret.read_text().strip() if secret.exists() else "", dict(destroyed))


def write_keys_apart(apart: KeysApart, path: Path, *, seal: Seal) -> None:
    destroyed = json.dumps({str(owner): at for owner, at in apart.destroyed.items()}).encode()
    contents = {KEYS: apart.key_file, SECRET: f"{apart.secret}\n".encode(), DESTROYED: destroyed}
    with written_whole(path) as file:
        seal.write(write_small_archive(contents), file)


def read_keys_apart(path: Path, *, opening: Opening) -> KeysApart:
    """Raises NotWhole or WrongSecret."""
    with path.open("rb") as file, opening.read(file) as plain:
        found = read_small_archive(plain)
    try:
        destroyed = {uuid.UUID(owner): str(at) for owner, at in json.loads(found[DESTROYED]).items()}
        return KeysApart(found[KEYS].decode().splitlines(), found[SECRET].decode().strip(), destroyed)
    except (KeyError, ValueError, AttributeError) as error:
        raise NotWhole from error


def put_together(several: Sequence[KeysApart]) -> KeysApart:
    """Keys of all of them, those of the first one newest; all that any of them knows as destroyed."""
    lines: dict[str, str] = {}
    for apart in several:
        for line in reversed(apart.key_lines):
            lines.setdefault(line.split()[0], line)
    destroyed = {owner: at for apart in several for owner, at in apart.destroyed.items()}
    secret = next((apart.secret for apart in several if apart.secret), "")
    return KeysApart(list(reversed(lines.values())), secret, destroyed)
