"""Whether what goes to other machines is encrypted, as far as their addresses say."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext as _

from aizuchi.config.environment import environment
from aizuchi.kernel.problems import Problem, oneself

_HERE = {"", "localhost", "127.0.0.1", "::1"}


def check_encryption() -> Iterator[Problem]:
    env = environment()
    for setting, address in (("AIZUCHI_DATABASE_URL", env.database_url), ("AIZUCHI_MAILBOX_URL", env.mailbox_url)):
        if _is_elsewhere(address) and "sslmode=verify-full" not in address:
            yield _tell(setting, "?sslmode=verify-full&sslrootcert=…")
    if _is_elsewhere(env.redis_url) and not env.redis_url.startswith("rediss://"):
        yield _tell("AIZUCHI_REDIS_URL", "rediss://…")
    if _is_elsewhere(env.mail_url) and not (env.mail_url.startswith("smtps://") or "tls=1" in env.mail_url):
        yield _tell("AIZUCHI_MAIL_URL", "smtp://…?tls=1")


def _is_elsewhere(address: str) -> bool:
    parts = urlsplit(address)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[-1]
    return host not in _HERE and not host.startswith("/")


def _tell(setting: str, address: str) -> Problem:
    return oneself(
        what=_("What goes to the machine that %(setting)s names can be read or changed on the way.")
        % {"setting": setting},
        mend=_("Write it as %(address)s, unless the network between is your own.") % {"address": address},
    )
