"""Talking to whoever sits at the terminal."""

import getpass
import sys

from django.utils.translation import gettext as _


class CommandFailed(Exception):
    """What went wrong, as a sentence for the terminal."""


def say(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def say_sorry(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def show_progress(share: float, label: str) -> None:
    """One line that fills on a terminal, and nothing in a log file."""
    if not sys.stderr.isatty():
        return
    filled = round(share * 30)
    sys.stderr.write(f"\r  {'█' * filled}{'·' * (30 - filled)} {share:4.0%}  {label:<20}")
    if share >= 1:
        sys.stderr.write("\n")
    sys.stderr.flush()


def ask(label: str) -> str:
    if not sys.stdin.isatty():
        raise CommandFailed(_("Please give it as an option: %(label)s") % {"label": label})
    return input(f"{label}: ").strip()


def ask_password(variable: str) -> str:
    if not sys.stdin.isatty():
        raise CommandFailed(_("Please give the password in %(variable)s.") % {"variable": variable})
    password = getpass.getpass(_("Password") + ": ")
    if getpass.getpass(_("Once more") + ": ") != password:
        raise CommandFailed(_("The two passwords differ."))
    return password
