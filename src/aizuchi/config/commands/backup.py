import os
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.config.backups.making import BackupRuns, KeysWouldBeMissing, MadeBackup, Plan, make_backup
from aizuchi.config.backups.postgres import ProgramFailed, ProgramMissing
from aizuchi.config.backups.snapshot import EmptyDatabase
from aizuchi.config.backups.sqlite import DiskTooFull
from aizuchi.config.commands.secrets import find_seal
from aizuchi.config.commands.terminal import CommandFailed, say, show_progress
from aizuchi.config.latest_backup import note_backup
from aizuchi.kernel.key_file import KeyFileUnreadable


def run(*, folder: Path, keys_to: Path | None, recipients: list[str], passphrase_file: Path | None, keep: int) -> int:
    _refuse_inside_home(folder)
    seal = find_seal(recipients=recipients, passphrase_file=passphrase_file)
    os.nice(10)  # pages and notes come first
    made = make_told(Plan(folder, keys_to or folder, seal, keep))
    _say_what_was_made(made, is_apart=made.path.parent.resolve() != made.keys_path.parent.resolve())
    return 0


def make_told(plan: Plan) -> MadeBackup:
    """Raises CommandFailed with a sentence for whatever may go wrong."""
    try:
        made = make_backup(plan, now=timezone.now(), progress=show_progress)
        note_backup(now=timezone.now())
        return made
    except BackupRuns as error:
        raise CommandFailed(_("A backup is being made already. This one was not begun.")) from error
    except EmptyDatabase as error:
        raise CommandFailed(_("There is nothing to save yet: the database is empty.")) from error
    except DiskTooFull as error:
        raise CommandFailed(say_no_room(error)) from error
    except (KeysWouldBeMissing, KeyFileUnreadable) as error:
        raise CommandFailed(
            _("%(file)s lacks keys that open the notes, so nobody could read a backup. Run: aizuchi check")
            % {"file": settings.KEY_FILE}
        ) from error
    except (ProgramMissing, ProgramFailed) as error:
        raise CommandFailed(say_program(error)) from error
    except (DatabaseError, psycopg.Error) as error:  # the latter where a snapshot is held beside Django
        raise CommandFailed(_("The database does not answer: %(error)s") % {"error": error}) from error
    except OSError as error:
        raise CommandFailed(
            _("The backup could not be written: %(error)s. Nothing half was left behind.") % {"error": error}
        ) from error


def say_program(error: ProgramMissing | ProgramFailed) -> str:
    if isinstance(error, ProgramMissing):
        return _("The program %(name)s is missing. Run: apt install postgresql-client") % {"name": error}
    return _("PostgreSQL refused: %(error)s. Nothing was changed.") % {"error": error}


def say_no_room(error: DiskTooFull) -> str:
    folder, missing = error.args
    return _("%(folder)s has too little room: %(size)d MB are missing. Nothing was changed.") % {
        "folder": folder,
        "size": missing // 1_000_000 + 1,
    }


def _refuse_inside_home(folder: Path) -> None:
    if folder.resolve().is_relative_to(settings.HOME):
        raise CommandFailed(_("A backup inside the data folder would be lost with it. Name a folder elsewhere."))


def _say_what_was_made(made: MadeBackup, *, is_apart: bool) -> None:
    say(_("Saved:  %(file)s (%(size).1f MB)") % {"file": made.path, "size": made.size / 1_000_000})
    say(_("Keys:   %(file)s") % {"file": made.keys_path})
    if not is_apart:
        say(_("Whoever has both needs only the secret: move the keys elsewhere, or use --keys-to."))
    if made.lost:
        say(
            ngettext(
                "%(count)d file that people gave is missing in the storage. Run: aizuchi check",
                "%(count)d files that people gave are missing in the storage. Run: aizuchi check",
                made.lost,
            )
            % {"count": made.lost}
        )
    if made.removed:
        say(
            ngettext("%(count)d old backup was removed.", "%(count)d old backups were removed.", made.removed)
            % {"count": made.removed}
        )
    say(_("Left out: answers that still wait in the mailbox with their keys, and who is signed in."))
