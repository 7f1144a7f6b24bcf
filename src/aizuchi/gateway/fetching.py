"""Getting a file that another system has put somewhere: bounded in size and time, and only from where it was said."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from aizuchi.gateway.models import ScheduledFile
from aizuchi.kernel import network
from aizuchi.kernel.keys import KeyDestroyed, KeyMissing, data_key
from aizuchi.kernel.outgoing import Bounds, NoAnswer, OddAnswer, ask
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed

LARGEST = 20 * 1024 * 1024
BOUNDS = Bounds(size=LARGEST, seconds=60)


class NotFetched(Exception):
    """`reason` is a key of the sentences on the page."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def folder_of(organization_id: object) -> Path:
    """Each organization has its own below the data folder; nothing outside of it is ever opened."""
    return Path(settings.HOME) / "scheduled" / str(organization_id)


def fetch(scheduled: ScheduledFile) -> bytes:
    """Raises NotFetched."""
    if scheduled.place == ScheduledFile.Place.FOLDER:
        return _read(folder_of(scheduled.organization_id), scheduled.address)
    return _ask(scheduled)


def _ask(scheduled: ScheduledFile) -> bytes:
    """Sent on to another address it is not followed: the secret belongs to this one."""
    headers = {"Accept": "text/csv"}
    if scheduled.header:
        headers[scheduled.header] = _open_secret(scheduled)
    try:
        return bytes(ask("GET", scheduled.address, bounds=BOUNDS, headers=headers).content)
    except OddAnswer as odd:
        raise NotFetched("answer", str(odd)[:60]) from odd
    except (NoAnswer, network.HostUnknown) as nobody:
        raise NotFetched("no_answer") from nobody
    except network.AddressForbidden as inside:
        raise NotFetched("inside") from inside


def secret_place(scheduled: ScheduledFile) -> Place:
    return Place("gateway_scheduledfile", str(scheduled.pk), "secret")


def _open_secret(scheduled: ScheduledFile) -> str:
    try:
        return open_sealed(bytes(scheduled.secret), key=data_key(scheduled.pk), place=secret_place(scheduled)).decode()
    except (KeyMissing, KeyDestroyed, SealBroken) as lost:
        raise NotFetched("secret") from lost


def look_into_folder(organization_id: object, name: str) -> None:
    """Whether the file could be read now; the folder is made where there is none yet. Raises NotFetched."""
    with suppress(OSError):
        folder_of(organization_id).mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(_open(folder_of(organization_id), name))


def _open(folder: Path, name: str) -> int:
    """A plain file, no link: whoever may write into the folder may not read what lies elsewhere."""
    if not folder.is_dir():
        raise NotFetched("no_folder", str(folder))
    if not os.access(folder, os.R_OK | os.X_OK):
        raise NotFetched("folder_closed", str(folder))
    try:
        handle = os.open(folder / Path(name).name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise NotFetched("no_file") from error
    about = os.fstat(handle)
    fault = "no_file" if not stat.S_ISREG(about.st_mode) else "too_large" if about.st_size > LARGEST else ""
    if fault:
        os.close(handle)
        raise NotFetched(fault)
    return handle


def _read(folder: Path, name: str) -> bytes:
    with os.fdopen(_open(folder, name), "rb") as file:
        return file.read(LARGEST + 1)
