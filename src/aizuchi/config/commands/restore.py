import datetime
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.config.backups import restoring
from aizuchi.config.backups.age import INTRO, NotWhole, WrongSecret
from aizuchi.config.backups.archive import HoldsBackup, HoldsKeys
from aizuchi.config.backups.postgres import ProgramFailed, ProgramMissing
from aizuchi.config.backups.restoring import Found, Wanted
from aizuchi.config.backups.samples import KeysDoNotOpen
from aizuchi.config.commands.backup import say_program
from aizuchi.config.commands.secrets import find_opening
from aizuchi.config.commands.served import refuse_while_served
from aizuchi.config.commands.terminal import CommandFailed, say, show_progress
from aizuchi.kernel.key_file import KeyFileUnreadable
from aizuchi.ui.formatting import format_clock, format_date

MOST_INTRO = 256


def run(
    *, file: Path | None, keys: list[Path], identity: Path | None, passphrase_file: Path | None,
    check: bool, over: bool, back: bool,
) -> int:  # fmt: skip
    if back:
        return _take_back()
    if file is None:
        raise CommandFailed(_("Name the backup to restore."))
    for path in (file, *keys):
        _refuse_what_is_no_backup(path, has_identity=identity is not None)
    if not check:
        refuse_while_served()
        with told(file):
            finished = restoring.finish_cut_off()
            takes = restoring.takes_a_restore(settings.HOME, over=over)
        if finished:
            say(
                _("The restore that was cut off before is finished: what is in %(folder)s belongs to the database.")
                % {"folder": settings.HOME}
            )
            return 0
        if not takes:
            raise CommandFailed(say_not_empty())
    wanted = Wanted(file, keys, find_opening(identity=identity, passphrase_file=passphrase_file))
    with told(file):
        if check:
            with tempfile.TemporaryDirectory(prefix="aizuchi-check-") as scratch:
                _say_found(restoring.check(wanted, Path(scratch), progress=show_progress))
            say(_("✓ It can be restored. Nothing was changed."))
        else:
            found = restoring.restore(wanted, over=over, now=timezone.now(), progress=show_progress)
            _say_found(found)
            _say_restored(found)
    return 0


def _refuse_what_is_no_backup(path: Path, *, has_identity: bool) -> None:
    """Before anybody is asked for a passphrase that opens nothing here. Raises CommandFailed."""
    if path.is_dir():
        raise CommandFailed(_("%(file)s is a folder. Name a file of a backup in it: *.age") % {"file": path})
    if not path.is_file():
        raise CommandFailed(_("%(file)s is not there.") % {"file": path})
    try:
        with path.open("rb") as file:
            intro, stanza = file.readline(MOST_INTRO), file.readline(MOST_INTRO)
    except OSError as error:
        raise CommandFailed(
            _("%(file)s cannot be read: %(error)s") % {"file": path, "error": error.strerror}
        ) from error
    if intro.startswith(b"SQLite format 3"):
        raise CommandFailed(
            _(
                "%(file)s is a database, no backup: it lacks the keys. If it is one of Aizuchi, put it back into its"
                " data folder as aizuchi.sqlite3."
            )
            % {"file": path}
        )
    if intro != INTRO[: len(intro) or None]:  # one that is cut this short still begins alike
        raise CommandFailed(
            _("%(file)s is no backup of Aizuchi: those are files of age, and their names end in .age.") % {"file": path}
        )
    if intro == INTRO and not has_identity and not stanza.startswith(b"-> scrypt "):
        raise CommandFailed(
            _("%(file)s was sealed to recipients: name the file of an identity with --identity.") % {"file": path}
        )


@contextmanager
def told(file: Path) -> Iterator[None]:
    """Whatever is wrong with it as a sentence."""
    try:
        yield
    except WrongSecret as error:
        raise CommandFailed(
            _("%(file)s does not open with this passphrase or identity. Nothing was changed.")
            % {"file": error.path or file}
        ) from error
    except NotWhole as error:
        raise CommandFailed(say_not_whole(error) % {"file": error.path or file}) from error
    except restoring.OfNewerVersion as error:
        raise CommandFailed(
            _("This backup was made by version %(version)s, which is newer. Install that one, then restore.")
            % {"version": error}
        ) from error
    except restoring.OfOtherDatabase as error:
        raise CommandFailed(
            _("This backup is one of %(engine)s, and AIZUCHI_DATABASE_URL names another kind of database.")
            % {"engine": {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(str(error), error)}
        ) from error
    except restoring.NotEmpty as error:
        raise CommandFailed(say_not_empty()) from error
    except restoring.DatabaseDamaged as error:
        raise CommandFailed(
            _("The database in this backup is damaged (%(error)s). Nothing was changed: take another one.")
            % {"error": error}
        ) from error
    except (KeysDoNotOpen, KeyFileUnreadable) as error:
        raise CommandFailed(
            _("The keys that open this backup are missing%(names)s. Name their file with --keys. Nothing was changed.")
            % {"names": f" ({', '.join(error.args)})" if error.args else ""}
        ) from error
    except (ProgramMissing, ProgramFailed) as error:
        raise CommandFailed(say_program(error)) from error
    except DatabaseError as error:
        raise CommandFailed(_("The database does not answer: %(error)s") % {"error": error}) from error
    except OSError as error:
        raise CommandFailed(
            _("It could not be written: %(error)s. The data folder is as it was.") % {"error": error}
        ) from error


def say_not_whole(error: NotWhole) -> str:
    match error:
        case HoldsKeys():
            return _(
                "%(file)s holds the keys of a backup, not the backup itself. Name the other file of that day; this one"
                " goes behind --keys."
            )
        case HoldsBackup():
            return _(
                "%(file)s is a backup, not its keys. Behind --keys goes the file of that day whose name ends in"
                " .keys.age."
            )
    return _("%(file)s is cut, changed, or no backup of Aizuchi. Nothing was changed: take another one.")


def say_not_empty() -> str:
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return _(
            "%(folder)s holds an installation already. Name an empty folder in AIZUCHI_HOME; or set this one aside with"
            " --over."
        ) % {"folder": settings.HOME}
    return _(
        "The database or %(folder)s holds an installation already. Make an empty database, name it in"
        " AIZUCHI_DATABASE_URL, and name an empty folder in AIZUCHI_HOME."
    ) % {"folder": settings.HOME}


def _take_back() -> int:
    refuse_while_served()
    if connection.vendor != "sqlite":
        raise CommandFailed(
            _(
                "On PostgreSQL nothing is taken back: name the earlier database in AIZUCHI_DATABASE_URL, and in"
                " AIZUCHI_HOME the data folder that belongs to it."
            )
        )
    try:
        restoring.take_back(now=timezone.now())
    except (FileNotFoundError, ValueError) as error:
        raise CommandFailed(_("Nothing was set aside in %(folder)s.") % {"folder": settings.HOME}) from error
    say(
        _("What was set aside is back. What took its place lies in %(folder)s.")
        % {"folder": settings.HOME / "set-aside"}
    )
    return 0


def _say_found(found: Found) -> None:
    say(
        _("Made on %(when)s by version %(version)s: a database of %(size).1f MB, %(files)d files.")
        % {
            "when": _format(timezone.localtime(found.made_at)),  # any wall: the installation's own
            "version": found.version,
            "size": found.database_bytes / 1_000_000,
            "files": found.files,
        }
    )
    say(
        _("Its keys open %(count)d of %(total)d sampled pieces of notes.")
        % {"count": found.opened.count, "total": found.opened.total}
    )
    if found.lost:
        say(_("Files that were missing already when it was made: %(count)d.") % {"count": found.lost})


def _format(moment: datetime.datetime) -> str:
    return f"{format_date(moment)} {format_clock(moment)}"


def _say_restored(found: Found) -> None:
    if found.destroyed_again:
        say(
            ngettext(
                "%(count)d key that was destroyed after that day was destroyed again.",
                "%(count)d keys that were destroyed after that day were destroyed again.",
                found.destroyed_again,
            )
            % {"count": found.destroyed_again}
        )
    if found.keys_added:
        say(
            ngettext(
                "%(count)d key was added to %(file)s; what was there stays.",
                "%(count)d keys were added to %(file)s; what was there stays.",
                found.keys_added,
            )
            % {"count": found.keys_added, "file": settings.KEY_FILE}
        )
    say(_("✓ Restored into %(folder)s.") % {"folder": settings.HOME})
    say(_("Everybody signs in again. Answers without a name that still waited are not in a backup: they are gone."))
    if found.aside:
        _say_aside(found.aside)


def _say_aside(aside: Path) -> None:
    if connection.vendor == "sqlite":
        told = _("What was there lies in %(folder)s: delete it when you are sure. --take-back brings it back.")
    else:
        told = _("What was in the data folder lies in %(folder)s, with its keys: delete it when nobody needs it.")
    say(told % {"folder": aside})
