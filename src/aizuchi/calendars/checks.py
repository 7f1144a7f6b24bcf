"""Whether calendars can be reached, and who lets us in."""

import json
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.calendars.adapters.kinds import has_google, has_microsoft
from aizuchi.calendars.adapters.mailbox import MailboxClosed, open_mailbox
from aizuchi.calendars.models import Connection
from aizuchi.calendars.syncing.channels import can_be_reached
from aizuchi.kernel.problems import Problem, oneself


def find_problems() -> Iterator[Problem]:
    yield from _check_mailbox()
    yield from _check_clients()
    yield from _check_connections()


def _check_mailbox() -> Iterator[Problem]:
    if not settings.CALENDAR_MAILBOX_URL:
        return
    try:
        with open_mailbox(settings.CALENDAR_MAILBOX_URL):
            pass
    except MailboxClosed as problem:
        yield Problem(
            what=_("The mailbox for answers to invitations cannot be opened: %(error)s") % {"error": problem},
            mend=_("Check AIZUCHI_CALENDAR_MAILBOX_URL."),
        )


def _check_clients() -> Iterator[Problem]:
    for name, client in (("GOOGLE", settings.GOOGLE_CLIENT), ("MICROSOFT", settings.MICROSOFT_CLIENT)):
        if any(client) and not all(client):
            yield Problem(
                what=_("Only one of AIZUCHI_%(name)s_CLIENT_ID and its secret is set.") % {"name": name},
                mend=_("Set both; docs/calendars.md says where to get them."),
            )
    yield from _check_service_account()
    if (has_google() or has_microsoft()) and not can_be_reached():
        yield oneself(
            what=_("Google and Microsoft cannot tell us of changes; calendars are looked at every ten minutes."),
            mend=_("An address with https:// that the internet can reach, in AIZUCHI_BASE_URL, makes it seconds."),
        )


def _check_service_account() -> Iterator[Problem]:
    path = settings.GOOGLE_SERVICE_ACCOUNT
    if not path:
        return
    try:
        is_whole = {"private_key", "client_email"} <= set(json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        is_whole = False
    if not is_whole:
        yield Problem(
            what=_("The service account %(path)s cannot be read.") % {"path": path},
            mend=_("Check AIZUCHI_GOOGLE_SERVICE_ACCOUNT; it is the JSON file that Google gave you."),
        )


def _check_connections() -> Iterator[Problem]:
    lost = Connection.objects.filter(state=Connection.State.TROUBLED, failures__gte=5).count()
    if lost:
        told = ngettext(
            "%(count)d calendar has not answered for hours.", "%(count)d calendars have not answered for hours.", lost
        )
        yield oneself(what=told % {"count": lost}, mend=_("Their owners see on their page what is wrong."))
