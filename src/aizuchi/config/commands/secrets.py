"""With what backups are sealed and opened: never an argument, which anybody on the machine can read."""

import getpass
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from aizuchi.config.backups.age import Opening, Seal, read_identities, read_recipient
from aizuchi.config.commands.terminal import CommandFailed

VARIABLE = "AIZUCHI_BACKUP_PASSPHRASE"
SHORTEST = 12


def find_seal(*, recipients: Sequence[str], passphrase_file: Path | None) -> Seal:
    if recipients:
        return Seal(recipients=[_read_recipient(written) for written in recipients])
    passphrase = _find_passphrase(passphrase_file, twice=True)
    if len(passphrase) < SHORTEST:
        raise CommandFailed(
            _("The passphrase needs %(count)d characters or more: whoever has the file may try as often as they like.")
            % {"count": SHORTEST}
        )
    return Seal(passphrase=passphrase)


def find_opening(*, identity: Path | None, passphrase_file: Path | None) -> Opening:
    if identity is None:
        return Opening(passphrase=_find_passphrase(passphrase_file, twice=False))
    try:
        return Opening(identities=read_identities(identity))
    except (OSError, ValueError) as error:
        raise CommandFailed(
            _("%(file)s holds no identity of age and no key of SSH without a passphrase.") % {"file": identity}
        ) from error


def _read_recipient(written: str) -> object:
    try:
        return read_recipient(written)
    except ValueError as error:
        raise CommandFailed(
            _("%(recipient)s is no recipient. One looks like age1…, ssh-ed25519 … or ssh-rsa ….")
            % {"recipient": written}
        ) from error


def _find_passphrase(file: Path | None, *, twice: bool) -> str:
    if file is not None:
        return _read_passphrase(file)
    if told := os.environ.get(VARIABLE):
        return told
    if not sys.stdin.isatty():
        raise CommandFailed(
            _("Please give the passphrase in %(variable)s or in a file (--passphrase-file).") % {"variable": VARIABLE}
        )
    passphrase = getpass.getpass(_("Passphrase of the backup") + ": ")
    if twice and getpass.getpass(_("Once more") + ": ") != passphrase:
        raise CommandFailed(_("The two passphrases differ."))
    return passphrase


def _read_passphrase(file: Path) -> str:
    try:
        return file.read_text().splitlines()[0].strip()
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise CommandFailed(_("%(file)s holds no passphrase that can be read.") % {"file": file}) from error
