"""The certificate that people meet at AIZUCHI_BASE_URL, looked at from here as their browsers do."""

import datetime
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.kernel.problems import Problem, oneself

SOON = datetime.timedelta(days=21)
PATIENCE_SECONDS = 5


def check_certificate(url: str, *, now: datetime.datetime) -> Iterator[Problem]:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return
    try:
        ends_at = read_end(parts.hostname, parts.port or 443)
    except ssl.SSLCertVerificationError as error:
        yield Problem(
            what=_("Browsers would warn of the certificate of %(host)s: %(error)s.")
            % {"host": parts.hostname, "error": error.verify_message},
            mend=_("Renew it with its whole chain. Your own authority becomes known here by update-ca-certificates."),
        )
        return
    except (OSError, ValueError) as error:
        yield oneself(
            what=_("Nobody answers at %(url)s: %(error)s.") % {"url": url, "error": type(error).__name__},
            mend=_("Look whether the proxy runs, and whether this machine may reach it by that name."),
        )
        return
    days = (ends_at - now).days
    if ends_at - now < SOON:
        yield Problem(
            what=ngettext(
                "The certificate of %(host)s ends in %(days)d day.",
                "The certificate of %(host)s ends in %(days)d days.",
                days,
            )
            % {"host": parts.hostname, "days": days},
            mend=_("Renew it, and look why that did not happen by itself."),
            is_serious=days < 7,
        )


def read_end(host: str, port: int) -> datetime.datetime:
    """Raises OSError, of which SSLCertVerificationError is one."""
    with (
        socket.create_connection((host, port), timeout=PATIENCE_SECONDS) as plain,
        ssl.create_default_context().wrap_socket(plain, server_hostname=host) as safe,
    ):
        told = safe.getpeercert() or {}
    return datetime.datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), datetime.UTC)
