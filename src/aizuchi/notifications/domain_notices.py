"""That mail domains have to be proved: since another organization came, or since a provider of one was put on offer."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.people.models import Person
from aizuchi.people.operations.administrators import list_administrators
from aizuchi.people.policies import is_administrator
from aizuchi.single_sign_on.domain_proofs import list_unproved
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.policies import may_keep_providers

KEEP = datetime.timedelta(days=30)
"""Once a month, for as long as nobody proves them."""


def find(now: datetime.datetime) -> Iterator[Due]:
    claims = list_unproved(now=now)
    providers = IdentityProvider.objects.on_offer().filter(domains__in=claims).select_related("organization")
    for provider in providers.distinct():
        for administrator in sorted(list_administrators(provider.organization, on=provider.organization.today(now))):
            yield Due(
                person_id=administrator,
                key=provider.pk.hex,
                subject_id=provider.pk,
                due_at=now,
                expires_at=now + KEEP,
            )


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    """What is proved meanwhile is not told, nor is anybody who keeps no providers any more."""
    of_these = list_unproved(now=now).filter(provider__in=[notice.subject_id for notice in notices])
    domains: dict[uuid.UUID, list[str]] = {}
    for key, domain in of_these.order_by("domain").values_list("provider", "domain"):
        domains.setdefault(key, []).append(domain)
    messages = {}
    for notice in notices:
        organization = notice.person.organization
        if notice.subject_id in domains and may_keep_providers(notice.person, organization, on=organization.today(now)):
            with speaking_to(notice.person):
                messages[notice.pk] = _write(notice.subject_id, domains[notice.subject_id])
    return messages


def _write(provider_id: uuid.UUID, domains: list[str]) -> Message:
    named = ", ".join(domains[:5]) + (" …" if len(domains) > 5 else "")
    return Message(
        kind=UNPROVED_DOMAINS.code,
        subject=_("Please show that these mail domains are yours: %(domains)s") % {"domains": named},
        lines=(
            _("Another organization lives on this server too, so a mail domain is proved by a record in its DNS."),
            _(
                "Until then its addresses lead nobody to your company's sign-in, and whoever comes by it for the first "
                "time also shows by a mail, or by their own sign-in, that it is they. "
                "Whoever has come in before still does."
            ),
        ),
        link=absolute(reverse("single_sign_on:provider", args=[provider_id])),
        link_label=_("Look at the record to set"),
        aside=_("All administrators are told. Whoever runs the server can confirm a domain without DNS, too."),
    )


def _may_get(person: Person, on: datetime.date) -> bool:
    return is_administrator(person, on=on)


UNPROVED_DOMAINS = NotificationType(
    code="unproved_domains",
    label=gettext_lazy("Mail domains to be proved"),
    explanation=gettext_lazy("For administrators: when company sign-in has domains that are not proved yet."),
    compose=compose,
    may_get=_may_get,
    find=find,
    is_sought_hourly=True,
)
