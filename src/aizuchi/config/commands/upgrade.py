from pathlib import Path

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from aizuchi.config.backups.making import Plan, list_backups
from aizuchi.config.backups.restoring import DatabaseDamaged, look_whole
from aizuchi.config.commands import migrate
from aizuchi.config.commands.backup import make_told
from aizuchi.config.commands.secrets import find_seal
from aizuchi.config.commands.served import refuse_while_served
from aizuchi.config.commands.terminal import CommandFailed, say


def run(
    *, folder: Path | None, keys_to: Path | None, recipients: list[str], passphrase_file: Path | None, keep: int,
    without_backup: bool, check: bool,
) -> int:  # fmt: skip
    """Checks, backup, migrations, checks; and back to where it was if anything goes wrong."""
    if connection.vendor == "sqlite" and not check:
        refuse_while_served()
    waiting = _list_waiting()
    if not waiting:
        say(_("✓ The database is up to date."))
    elif check:
        say(_("What it would do to the database:"))
        for name in waiting:
            say(f"  {name}")
    if check:
        return 0
    if waiting or folder:  # whoever names a folder wants a backup, whatever there is to do
        _require_whole()
        _save(folder, keys_to, recipients, passphrase_file, keep, without_backup=without_backup)
    _bring_up_to_date(folder)
    say(_("✓ Ready: start Aizuchi again."))
    return 0


def _list_waiting() -> list[str]:
    try:
        if migrate.list_unknown_migrations():
            raise CommandFailed(migrate.told_of_another_version())
        return migrate.list_waiting_migrations()
    except DatabaseError as error:
        raise CommandFailed(_("The database does not answer: %(error)s") % {"error": error}) from error


def _require_whole() -> None:
    """What is damaged already is not made worse by an upgrade."""
    if connection.vendor != "sqlite":
        return
    connection.close()
    try:
        look_whole(Path(connection.settings_dict["NAME"]))
    except DatabaseDamaged as error:
        raise CommandFailed(
            _("The database is damaged already (%(error)s). Nothing was changed: restore a backup first.")
            % {"error": error}
        ) from error


def _save(
    folder: Path | None, keys_to: Path | None, recipients: list[str], passphrase_file: Path | None, keep: int,
    *, without_backup: bool,
) -> None:  # fmt: skip
    if folder:
        seal = find_seal(recipients=recipients, passphrase_file=passphrase_file)
        made = make_told(Plan(folder, keys_to or folder, seal, keep))
        say(_("Saved:  %(file)s (%(size).1f MB)") % {"file": made.path, "size": made.size / 1_000_000})
    elif connection.vendor == "postgresql" and not without_backup and migrate.has_tables():
        raise CommandFailed(
            _("Name a folder for a backup with --backup-to, or say --without-backup if you have one of today.")
        )


def _bring_up_to_date(folder: Path | None) -> None:
    try:
        migrate.bring_up_to_date()
    except CommandFailed as failure:
        if connection.vendor != "postgresql":
            raise
        raise CommandFailed(f"{failure}\n{_say_way_back(folder)}") from failure


def _say_way_back(folder: Path | None) -> str:
    """Each migration of PostgreSQL is there as a whole or not at all; those before the one that failed stay."""
    done = [
        _("The migration that failed left nothing behind; those before it stay, and the earlier version may go on."),
        _("Mend the cause and run `aizuchi upgrade` again: it goes on where it stopped."),
    ]
    if folder:
        done.append(
            _("Or go back: install the earlier version, name an empty database in AIZUCHI_DATABASE_URL, and run:")
        )
        done.append(f"  aizuchi restore {list_backups(folder)[-1]}")
    return "\n".join(done)
