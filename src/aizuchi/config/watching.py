"""Begins to tell others what happens, where the operator has named them."""

from django.utils.translation import gettext as _

from aizuchi.config.commands.terminal import CommandFailed
from aizuchi.config.environment import environment


def start_watching() -> None:
    """Raises CommandFailed, with what to do: whoever asked to be told must not believe that all is well."""
    env = environment()
    if env.sentry_dsn:
        _start_sentry(env.sentry_dsn)
    if env.telemetry_url:
        _start_telemetry(env.telemetry_url, env.telemetry_headers)


def _start_sentry(dsn: str) -> None:
    try:
        from aizuchi.config.sentry import start_sentry
    except ImportError as error:
        raise CommandFailed(needs_extra("AIZUCHI_SENTRY_DSN", "sentry")) from error
    try:
        start_sentry(dsn)
    except ValueError as error:
        raise CommandFailed(f"AIZUCHI_SENTRY_DSN: {error}") from error


def _start_telemetry(url: str, headers: str) -> None:
    try:
        from aizuchi.config.telemetry import start_telemetry
    except ImportError as error:
        raise CommandFailed(needs_extra("AIZUCHI_TELEMETRY_URL", "telemetry")) from error
    start_telemetry(url, headers)


def needs_extra(setting: str, extra: str) -> str:
    what = _("%(setting)s needs the extra “%(extra)s”.") % {"setting": setting, "extra": extra}
    return f"{what[:-1]}: pip install 'aizuchi[{extra}]'"
