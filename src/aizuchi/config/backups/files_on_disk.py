"""Files that are there as a whole or not at all, whenever the power goes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

OFTEN = 16 * 1024 * 1024


class Gently:
    """Hands what is written to the disk bit by bit: whoever saves a note meanwhile would wait for all of it at once."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._waiting = file, 0

    def write(self, content: Any) -> int:
        self._file.write(content)
        self._waiting += len(content)
        if self._waiting >= OFTEN:
            self.flush()
        return len(content)

    def flush(self) -> None:
        self._file.flush()
        os.fdatasync(self._file.fileno())
        self._waiting = 0


@contextmanager
def written_whole(path: Path) -> Iterator[Any]:
    """Under its name it appears with the end of the block, and on the disk."""
    unfinished = unfinished_name(path)
    unfinished.unlink(missing_ok=True)  # of somebody who was killed
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            yield (gently := Gently(file))
            gently.flush()
        unfinished.rename(path)
        sync_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def unfinished_name(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
