"""`aizuchi`: the one command that runs, fills and examines an installation."""

import gettext as terminal_texts
import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from gettext import gettext as _
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer._click.exceptions import UsageError  # Typer's own name for it, which it does not hand on

from aizuchi.config.commands.terminal import CommandFailed, can_write_japanese, say_sorry
from aizuchi.config.commands.wrong_use import NOT_UNDERSTOOD, explain

if can_write_japanese():  # before any help is read; what is not compiled yet stays English
    terminal_texts.bindtextdomain("django", Path(__file__).parent / "locale")
    terminal_texts.textdomain("django")

app = typer.Typer(
    name="aizuchi",
    help=_("A platform that makes 1on1 meetings worth having."),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 110},
)

WORDS_OF_TYPER = (
    *(_("Options"), _("Commands"), _("Arguments"), _("required"), _("default: {default}")),
    *(_("Missing command."), _("No such command {name!r}.")),
)
"""Which it looks up where ours are."""

MAY_BEGIN = {"serve", "worker", "demo", "create_admin", "restore"}
"""Commands that make a data folder where there is none; all others find one and leave no trace where they do not."""
NEED_NO_DATA = MAY_BEGIN | {"check", "settings"}
"""Two more may be asked beforehand; the former says itself that nothing is there."""

OrganizationName = Annotated[str, typer.Option(help=_("Its name, where there is more than one."))]


def main(arguments: Sequence[str] | None = None) -> None:
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aizuchi.config.settings")
    try:
        sys.exit(app(arguments, prog_name="aizuchi", standalone_mode=False))
    except UsageError as wrong:
        say_sorry(explain(wrong))
        sys.exit(NOT_UNDERSTOOD)
    except CommandFailed as failure:
        say_sorry(str(failure))
        sys.exit(1)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)


def _run(module: str, *args: Any, **options: Any) -> None:
    """Django wakes up only for a command that is understood, so that `aizuchi --help` answers at once."""
    begins = module in MAY_BEGIN and not options.get("check")
    import_module("aizuchi.config.commands.start_django").start(begins=begins, asks_data=module not in NEED_NO_DATA)
    migrate = import_module("aizuchi.config.commands.migrate")
    migrate.refuse_after_cut(module)
    migrate.refuse_another_version(module, *args)
    status = import_module(f"aizuchi.config.commands.{module}").run(*args, **options)
    raise typer.Exit(status)


@app.command(help=_("Run the server, its sockets, and the process that does its jobs."))
def serve(
    *,
    host: Annotated[str, typer.Option(help=_("The address to listen on (HOST, 127.0.0.1)."))] = "",
    port: Annotated[int, typer.Option(help=_("The port to listen on (PORT, 8000)."), min=0, max=65535)] = 0,
    no_migrate: Annotated[
        bool, typer.Option("--no-migrate", help=_("Do not bring the database up to date first."))
    ] = False,
) -> None:
    for name, value in (("HOST", host), ("PORT", port)):
        if value:
            os.environ[name] = str(value)
    _run("serve", migrates=not no_migrate)


@app.command(help=_("Run jobs apart from the server."))
def worker(*, threads: Annotated[int, typer.Option(min=1)] = 4) -> None:
    _run("worker", threads=threads)


@app.command("import", help=_("Bring in people, units and reporting lines from a CSV file."))
def import_people(
    file: Path,
    *,
    organization: OrganizationName = "",
    on: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help=_("The day from which it holds (today)."))] = "",
    preview: Annotated[bool, typer.Option("--preview", help=_("Only show what would change."))] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=KEY", help=_("Read this column of the file as that; may be said again.")),
    ] = None,
    leave_out: Annotated[
        bool, typer.Option("--leave-out", help=_("Go on without the columns that are not known."))
    ] = False,
    problems: Annotated[
        Path | None, typer.Option(metavar="CSV", help=_("Write the places to mend into this file."))
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help=_("Many people or pairs may end without being asked about."))
    ] = False,
    nobody_leaves: Annotated[
        bool, typer.Option("--nobody-leaves", help=_("Nobody leaves or loses their supervisor by this file."))
    ] = False,
) -> None:
    _run(
        "import_people",
        file=file,
        organization=organization,
        on=on,
        preview=preview,
        columns=column or [],
        leave_out=leave_out,
        problems=problems,
        yes=yes,
        nobody_leaves=nobody_leaves,
    )


class Direction(StrEnum):
    IMPORT = "import"
    EXPORT = "export"


@app.command(help=_("Bring in a pack of hints, or hand out what your people wrote."))
def hints(
    action: Direction,
    file: Path,
    *,
    organization: OrganizationName = "",
    preview: Annotated[bool, typer.Option("--preview", help=_("Only count what would change."))] = False,
    licence: Annotated[str, typer.Option(help=_("Under which others may use what is handed out."))] = "",
) -> None:
    _run("hints", action=action.value, file=file, organization=organization, preview=preview, licence=licence)


@app.command(help=_("Print the address that begins an empty installation."))
def first_link() -> None:
    _run("first_link")


@app.command(help=_("Make a system administrator, and the organization if need be."))
def create_admin(
    *, organization: OrganizationName = "", family_name: str = "", given_name: str = "", email: str = ""
) -> None:
    _run("create_admin", organization=organization, family_name=family_name, given_name=given_name, email=email)


@app.command(help=_("Make somebody who sees jobs and settings, and no people."))
def create_operator(*, email: str = "") -> None:
    _run("create_operator", email=email)


@app.command(help=_("Take off somebody's lost second factor, and mail them a link to set up anew."))
def reset_second_factor(*, email: str = "") -> None:
    _run("reset_second_factor", email=email)


@app.command(help=_("Say that a mail domain is an organization's own, where DNS cannot prove it."))
def confirm_domain(domain: str, organization: str) -> None:
    _run("confirm_domain", domain=domain, organization=organization)


@app.command(help=_("Load an invented company with a year of history."))
def demo(*, people: Annotated[int, typer.Option(min=1)] = 120, seed: int = 1) -> None:
    _run("demo", people=people, seed=seed)


Keep = Annotated[int, typer.Option(min=0, help=_("Remove older backups there, so that so many stay (0: all stay)."))]
KeysTo = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help=_("Where the keys go: another place than the rest."))
]
Recipients = Annotated[
    list[str] | None,
    typer.Option(
        "--recipient", metavar="AGE1...", help=_("Whom it is sealed to instead of a passphrase; may be said again.")
    ),
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help=_("Holds the passphrase (AIZUCHI_BACKUP_PASSPHRASE; else it is asked for).")),
]


@app.command(help=_("Save everything into two sealed files, while the server runs."))
def backup(
    folder: Annotated[Path, typer.Argument(help=_("Where backups go."))],
    *,
    keys_to: KeysTo = None,
    recipients: Recipients = None,
    passphrase_file: PassphraseFile = None,
    keep: Keep = 0,
) -> None:
    _run(
        "backup",
        folder=folder,
        keys_to=keys_to,
        recipients=recipients or [],
        passphrase_file=passphrase_file,
        keep=keep,
    )


@app.command(help=_("Bring a backup back into an empty data folder, or see whether it could be."))
def restore(
    file: Annotated[Path | None, typer.Argument(help=_("The backup."))] = None,
    *,
    keys: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help=_("Its keys, where they do not lie beside it; may be said again.")),
    ] = None,
    identity: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Opens what was sealed to recipients."))
    ] = None,
    passphrase_file: PassphraseFile = None,
    check: Annotated[bool, typer.Option("--check", help=_("Read and try all of it, and change nothing."))] = False,
    over: Annotated[bool, typer.Option("--over", help=_("Set the present data folder's content aside."))] = False,
    take_back: Annotated[bool, typer.Option("--take-back", help=_("Bring back what was set aside."))] = False,
) -> None:
    _run(
        "restore",
        file=file,
        keys=keys or [],
        identity=identity,
        passphrase_file=passphrase_file,
        check=check,
        over=over,
        back=take_back,
    )


@app.command(help=_("Bring the database up to date, and back to where it was if that fails."))
def upgrade(
    *,
    backup_to: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help=_("Make a backup there first, as `aizuchi backup` does."))
    ] = None,
    keys_to: KeysTo = None,
    recipients: Recipients = None,
    passphrase_file: PassphraseFile = None,
    keep: Keep = 0,
    without_backup: Annotated[
        bool, typer.Option("--without-backup", help=_("PostgreSQL: there is a backup of today already."))
    ] = False,
    check: Annotated[bool, typer.Option("--check", help=_("Say what it would do, and change nothing."))] = False,
) -> None:
    _run(
        "upgrade",
        folder=backup_to,
        keys_to=keys_to,
        recipients=recipients or [],
        passphrase_file=passphrase_file,
        keep=keep,
        without_backup=without_backup,
        check=check,
    )


class KeyAction(StrEnum):
    ROTATE = "rotate"


@app.command(help=_("Look after the keys that notes are sealed with."))
def keys(
    action: Annotated[
        KeyAction, typer.Argument(help=_("rotate: new keys around the old words, which stay untouched."))
    ],
) -> None:
    _run("keys")


@app.command(help=_("Say which notes the rules for keeping them destroy, and when."))
def retention(
    *, until: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help=_("Look ahead to this day (today)."))] = ""
) -> None:
    _run("retention", until=until)


@app.command(help=_("Say what is wrong with this installation and how to mend it."))
def check() -> None:
    _run("check")


@app.command(help=_("Say what is set from outside, or describe all that can be."))
def settings(
    *, markdown: Annotated[bool, typer.Option("--markdown", help=_("The page that describes all settings."))] = False
) -> None:
    _run("settings", markdown=markdown)


@app.command(
    help=_("Django's own commands, for those who know them."),
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def manage(context: typer.Context) -> None:
    _run("manage", context.args)


if __name__ == "__main__":
    main()
