"""The link, in a mail to their own address, by which somebody whose second factor was taken off comes in again."""

import datetime
import uuid

from django.core import signing
from django.urls import reverse

from aizuchi.accounts.models import FactorReset
from aizuchi.kernel.addresses import absolute

GOOD_FOR = datetime.timedelta(days=3)
_SALT = "aizuchi.accounts.factor_reset"


class FactorLinkBroken(Exception):
    """Not a link of ours, too old, replaced, or used."""


def make_factor_link(reset: FactorReset) -> str:
    token = signing.dumps([reset.pk.hex, reset.reset_at.isoformat(), reset.person.email or ""], salt=_SALT)
    return absolute(reverse("set_up_anew", args=[token]))


def read_factor_link(token: str) -> FactorReset:
    """Raises FactorLinkBroken. Another address makes it stale: whoever read the old one may be another by now."""
    try:
        key, reset_at, email = signing.loads(token, salt=_SALT, max_age=GOOD_FOR)
        reset = FactorReset.objects.select_related("person__organization").get(pk=uuid.UUID(key))
    except (signing.BadSignature, FactorReset.DoesNotExist, ValueError) as problem:
        raise FactorLinkBroken from problem
    if (reset.reset_at.isoformat(), reset.person.email or "") != (reset_at, email) or not reset.person.is_active:
        raise FactorLinkBroken
    return reset
