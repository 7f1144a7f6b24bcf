"""`aizuchi`: the one command that runs, fills and examines an installation."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from aizuchi.config.commands.terminal import CommandFailed, say_sorry

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str] | None = None) -> None:
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aizuchi.config.settings")
    if arguments[:1] == ["manage"]:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["aizuchi manage", *arguments[1:]])
        return
    options = _make_parser().parse_args(arguments)
    try:
        sys.exit(_run(options))
    except CommandFailed as failure:
        say_sorry(str(failure))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _run(options: argparse.Namespace) -> int:
    """Django wakes up only for a command that is understood, so that `aizuchi --help` answers at once."""
    _settle_address(options)
    from aizuchi.config.commands import start_django

    start_django.start()
    from importlib import import_module

    command = import_module(f"aizuchi.config.commands.{options.module}")
    status: int = command.run(options)
    return status


def _settle_address(options: argparse.Namespace) -> None:
    for name in ("host", "port"):
        if getattr(options, name, None):
            os.environ[name.upper()] = str(getattr(options, name))


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="aizuchi", description="A platform that makes 1on1 meetings worth having.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add_command in (
        _add_serve,
        _add_worker,
        _add_import,
        _add_hints,
        _add_create_admin,
        _add_create_operator,
        _add_demo,
        _add_keys,
        _add_retention,
        _add_check,
    ):
        add_command(commands)
    commands.add_parser("manage", help="Django's own commands, for those who know them")
    return parser


def _add_serve(commands: Commands) -> None:
    command = commands.add_parser("serve", help="run the server, its sockets, and the process that does its jobs")
    command.add_argument("--host", help="the address to listen on (HOST, 127.0.0.1)")
    command.add_argument("--port", type=int, help="the port to listen on (PORT, 8000)")
    command.add_argument("--no-migrate", action="store_true", help="do not bring the database up to date first")
    command.set_defaults(module="serve")


def _add_worker(commands: Commands) -> None:
    command = commands.add_parser("worker", help="run jobs apart from the server")
    command.add_argument("--threads", type=int, default=4)
    command.set_defaults(module="worker")


def _add_import(commands: Commands) -> None:
    command = commands.add_parser("import", help="bring in people, units and reporting lines from a CSV file")
    command.add_argument("file", type=Path)
    command.add_argument("--organization", default="", help="its name, where there is more than one")
    command.add_argument("--on", default="", metavar="YYYY-MM-DD", help="the day from which it holds (today)")
    command.add_argument("--preview", action="store_true", help="only show what would change")
    command.add_argument(
        "--column", action="append", default=[], metavar="NAME=KEY", help="read this column of the file as that; again"
    )
    command.add_argument("--leave-out", action="store_true", help="go on without the columns that are not known")
    command.add_argument("--problems", type=Path, metavar="CSV", help="write the places to mend into this file")
    command.add_argument("--yes", action="store_true", help="many people or pairs may end without being asked about")
    command.add_argument(
        "--nobody-leaves", action="store_true", help="nobody leaves or loses their supervisor by this file"
    )
    command.set_defaults(module="import_people")


def _add_hints(commands: Commands) -> None:
    command = commands.add_parser("hints", help="bring in a pack of hints, or hand out what your people wrote")
    command.add_argument("action", choices=["import", "export"])
    command.add_argument("file", type=Path)
    command.add_argument("--organization", default="", help="its name, where there is more than one")
    command.add_argument("--preview", action="store_true", help="only count what would change")
    command.add_argument("--licence", default="", help="under which others may use what is handed out")
    command.set_defaults(module="hints")


def _add_create_admin(commands: Commands) -> None:
    command = commands.add_parser("create-admin", help="make a system administrator, and the organization if need be")
    command.add_argument("--organization", default="")
    command.add_argument("--family-name", default="")
    command.add_argument("--given-name", default="")
    command.add_argument("--email", default="")
    command.set_defaults(module="create_admin")


def _add_create_operator(commands: Commands) -> None:
    command = commands.add_parser("create-operator", help="make somebody who sees jobs and settings, and no people")
    command.add_argument("--email", default="")
    command.set_defaults(module="create_operator")


def _add_demo(commands: Commands) -> None:
    command = commands.add_parser("demo", help="load an invented company with a year of history")
    command.add_argument("--people", type=int, default=120)
    command.add_argument("--seed", type=int, default=1)
    command.set_defaults(module="demo")


def _add_keys(commands: Commands) -> None:
    command = commands.add_parser("keys", help="look after the keys that notes are sealed with")
    command.add_argument(
        "action", choices=["rotate"], help="rotate: new keys around the old words, which stay untouched"
    )
    command.set_defaults(module="keys")


def _add_retention(commands: Commands) -> None:
    command = commands.add_parser("retention", help="say which notes the rules for keeping them destroy, and when")
    command.add_argument("--until", default="", metavar="YYYY-MM-DD", help="look ahead to this day (today)")
    command.set_defaults(module="retention")


def _add_check(commands: Commands) -> None:
    command = commands.add_parser("check", help="say what is wrong with this installation and how to mend it")
    command.set_defaults(module="check")


if __name__ == "__main__":
    main()
