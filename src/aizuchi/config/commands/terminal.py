"""Talking to whoever sits at the terminal."""

import getpass
import sys
import time

from django.utils.translation import gettext as _


class CommandFailed(Exception):
    """What went wrong, as a sentence for the terminal."""


def can_write_japanese() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def say(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def say_sorry(text: str) -> None:
    sys.stderr.write(f"{text}\n")


_SECONDS_BETWEEN_LINES = 5.0
_latest_line_at = -_SECONDS_BETWEEN_LINES


def show_progress(share: float, label: str) -> None:
    """One line that fills on a terminal; in a log file a line now and then."""
    if sys.stderr.isatty():
        filled = round(share * 30)
        sys.stderr.write(f"\r  {'█' * filled}{'·' * (30 - filled)} {share:4.0%}  {label:<20}")
        sys.stderr.write("\n" if share >= 1 else "")
    elif _is_time_for_a_line() or share >= 1:
        sys.stderr.write(f"  {share:4.0%}  {label}\n")
    sys.stderr.flush()


def _is_time_for_a_line() -> bool:
    global _latest_line_at
    now = time.monotonic()
    if now < _latest_line_at + _SECONDS_BETWEEN_LINES:
        return False
    _latest_line_at = now
    return True


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
