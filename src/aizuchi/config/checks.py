"""What can be wrong around the program: folder, database, addresses, mail, front end, PDF."""

import os
import shutil
import smtplib
import stat
import subprocess
from collections.abc import Iterator
from email.utils import parseaddr
from importlib.util import find_spec
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.config.backups import upgrading
from aizuchi.config.backups.swap import ASIDE, is_prepared
from aizuchi.config.certificate import check_certificate
from aizuchi.config.commands.migrate import count_waiting_migrations, list_unknown_migrations, told_of_another_version
from aizuchi.config.data_folder import is_anything_there, say_nothing_is_there, say_where_to_look
from aizuchi.config.encryption_checks import check_encryption
from aizuchi.config.environment import environment
from aizuchi.config.watching import needs_extra
from aizuchi.kernel.problems import Problem, oneself
from aizuchi.ui.build import find_island, find_stylesheet


def find_problems() -> Iterator[Problem]:
    yield from find_problems_here()
    yield from _check_extras()
    yield from check_certificate(settings.PUBLIC_URL, now=timezone.now())
    yield from _check_redis()
    yield from _check_mail()
    yield from _check_front_end()
    yield from _check_pdf()
    yield from _check_database()


def find_problems_here() -> Iterator[Problem]:
    """Whatever can be told without asking another machine."""
    yield from _check_folder()
    yield from _check_address()
    yield from _check_doors()
    yield from _check_sender()
    yield from check_encryption()


def _check_doors() -> Iterator[Problem]:
    if settings.DEMO:
        yield Problem(
            what=_("The demo is on: whoever opens the first page steps into somebody's shoes without a password."),
            mend=_("Take AIZUCHI_DEMO away, and give real people a data folder of their own."),
        )
    if settings.DEBUG:
        yield Problem(
            what=_("Debugging is on: error pages show what the server knows."), mend=_("Take AIZUCHI_DEBUG away.")
        )


def _check_sender() -> Iterator[Problem]:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    if environment().mail_url and domain in {"", "localhost"}:
        yield Problem(
            what=_("Mails would come from %(sender)s, which other servers refuse.")
            % {"sender": settings.DEFAULT_FROM_EMAIL},
            mend=_("Name a sender of your domain: AIZUCHI_MAIL_FROM='Aizuchi <aizuchi@example.jp>'"),
        )


def _check_folder() -> Iterator[Problem]:
    home = settings.HOME
    if not is_anything_there():
        yield Problem(what=say_nothing_is_there(), mend=say_where_to_look())
    if not home.is_dir():
        return
    if not os.access(home, os.W_OK | os.X_OK):
        yield Problem(
            what=_("The data folder %(folder)s cannot be written.") % {"folder": home},
            mend=_("Give it to the user that runs Aizuchi, or name another one in AIZUCHI_HOME."),
        )
    elif stat.S_IMODE(home.stat().st_mode) & 0o077:
        yield Problem(
            what=_("Others on this machine can look into the data folder %(folder)s.") % {"folder": home},
            mend=f"chmod 700 {home}",
        )
    yield from _check_secret()
    yield from _check_leftovers()
    yield from _check_disk()


def _check_secret() -> Iterator[Problem]:
    path = settings.HOME / "secret_key"
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Problem(
            what=_("Others on this machine can read %(path)s, which signs links and sessions.") % {"path": path},
            mend=f"chmod 600 {path}",
        )


def _check_leftovers() -> Iterator[Problem]:
    home = settings.HOME
    if is_prepared(home):
        yield Problem(what=_("A restore was cut off."), mend=_("Run it again with the same file: aizuchi restore"))
    if (home / upgrading.NOTE).exists():
        yield Problem(what=_("An upgrade was cut off."), mend=_("Run: aizuchi upgrade"))
    if (home / ASIDE).is_dir() and any((home / ASIDE).iterdir()):
        yield oneself(
            what=_("%(folder)s holds words and keys that a restore set aside.") % {"folder": home / ASIDE},
            mend=_("Delete it when you are sure; on SQLite `aizuchi restore --take-back` brings it back."),
        )


def _is_cut_off() -> bool:
    return is_prepared(settings.HOME) or (settings.HOME / upgrading.NOTE).exists()


def _check_disk() -> Iterator[Problem]:
    disk, mend = shutil.disk_usage(settings.HOME), _("Make room, or move AIZUCHI_HOME.")
    if disk.free < 500 * 1024 * 1024:
        yield Problem(what=_("Less than 500 MB are free where the data folder is."), mend=mend)
    elif disk.free < disk.total / 10:
        yield oneself(
            what=_("Only %(share)d %% of the disk is free where the data folder is.")
            % {"share": disk.free * 100 // disk.total},
            mend=mend,
        )


def _check_address() -> Iterator[Problem]:
    env = environment()
    parts = urlsplit(settings.PUBLIC_URL)
    if not env.base_url and not settings.DEMO:
        yield oneself(
            what=_("Links in mails will lead to %(url)s.") % {"url": settings.PUBLIC_URL},
            mend=_("Say in AIZUCHI_BASE_URL how people reach this server."),
        )
    elif env.base_url and parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1"}:
        yield Problem(
            what=_("People would reach this server without encryption."),
            mend=_("Put it behind a proxy with a certificate and write https:// in AIZUCHI_BASE_URL."),
        )
    if parts.scheme == "https" and not settings.TRUSTED_PROXIES:
        yield oneself(
            what=_("Behind a proxy everybody seems to come from one address, and limits hold for all together."),
            mend=_("Name the proxy's address in AIZUCHI_TRUSTED_PROXIES."),
        )


def _check_extras() -> Iterator[Problem]:
    env = environment()
    for value, setting, extra, module in (
        (env.sentry_dsn, "AIZUCHI_SENTRY_DSN", "sentry", "sentry_sdk"),
        (env.telemetry_url, "AIZUCHI_TELEMETRY_URL", "telemetry", "opentelemetry"),
    ):
        if value and find_spec(module) is None:
            what, _colon, mend = needs_extra(setting, extra).partition(": ")
            yield Problem(what=what, mend=mend)


def _check_redis() -> Iterator[Problem]:
    url = environment().redis_url
    if not url:
        return
    try:
        from redis import Redis, RedisError
    except ImportError:
        yield Problem(what=_("Redis needs the extra “scale”."), mend="pip install 'aizuchi[scale]'")
        return
    try:
        Redis.from_url(url, socket_timeout=5).ping()
    except (RedisError, ValueError) as error:
        yield Problem(what=_("Redis does not answer: %(error)s") % {"error": error}, mend=_("Check AIZUCHI_REDIS_URL."))


def _check_mail() -> Iterator[Problem]:
    if not environment().mail_url:
        if not settings.DEMO:
            yield oneself(
                what=_("Mails are only written to %(folder)s.") % {"folder": settings.HOME / "mails"},
                mend=_("Name your mail server: AIZUCHI_MAIL_URL=smtp://user:password@host:587?tls=1"),
            )
        return
    try:
        get_connection(fail_silently=False, timeout=10).open()
    except (OSError, smtplib.SMTPException) as error:
        yield Problem(
            what=_("The mail server does not let us in: %(error)s") % {"error": type(error).__name__},
            mend=_("Check the host, the port and the password in AIZUCHI_MAIL_URL."),
        )


def _check_front_end() -> Iterator[Problem]:
    if not (find_stylesheet() and find_island("base")):
        yield Problem(what=_("The front end is not built."), mend="make build")


def _check_pdf() -> Iterator[Problem]:
    try:
        import weasyprint  # noqa: F401
    except OSError:
        yield oneself(
            what=_("PDFs cannot be made: the library Pango is missing."),
            mend="apt install libpango-1.0-0 libpangoft2-1.0-0",
        )
        return
    if not _has_japanese_font():
        yield oneself(what=_("PDFs would lack Japanese letters: there is no font."), mend="apt install fonts-noto-cjk")


def _has_japanese_font() -> bool:
    lister = shutil.which("fc-list")
    if not lister:
        return False
    return bool(subprocess.run([lister, ":lang=ja"], capture_output=True, check=False).stdout.strip())  # noqa: S603 (nothing of it comes from outside)


def _check_database() -> Iterator[Problem]:
    if not is_anything_there() or _is_cut_off():  # told above; to look would make one
        return
    try:
        unknown, waiting = list_unknown_migrations(), count_waiting_migrations()
    except DatabaseError as error:
        yield Problem(
            what=_("The database does not answer: %(error)s") % {"error": error},
            mend=_("Check AIZUCHI_DATABASE_URL, and that the server runs."),
        )
        return
    if unknown:
        yield Problem(
            what=told_of_another_version(),
            mend=_("Use that version, or name another data folder in AIZUCHI_HOME."),
        )
    elif waiting:
        yield Problem(
            what=_("The database is older than the program."),
            mend=_("Run: aizuchi upgrade"),
        )


def is_database_ready() -> bool:
    """Whether rooms can be asked about what they keep."""
    return is_anything_there() and not _is_cut_off() and not list(_check_database())
