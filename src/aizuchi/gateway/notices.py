"""What administrators are told: that something waits for them."""

import datetime
import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.gateway.events import ConnectorHeld
from aizuchi.gateway.models import Connector
from aizuchi.gateway.policies import may_keep_connectors
from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.raising import raise_notices
from aizuchi.people.models import Organization
from aizuchi.people.operations.administrators import list_administrators

KEEP = datetime.timedelta(days=7)


def tell_administrators(event: ConnectorHeld) -> None:
    organization = Organization.objects.get(pk=event.organization_id)
    dues = [
        Due(
            person_id=person_id,
            key=f"{event.connector_id}:{event.at.isoformat()}",
            subject_id=event.connector_id,
            due_at=event.at,
            expires_at=event.at + KEEP,
        )
        for person_id in sorted(list_administrators(organization, on=organization.today(event.at)))
    ]
    raise_notices(notification_type=CONNECTORS, dues=dues, now=event.at)


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    """Only what still waits, and only to whoever may decide."""
    rows = Connector.objects.filter(pk__in={notice.subject_id for notice in notices}, held_at__isnull=False)
    found = {row.pk: row for row in rows}
    messages = {}
    for notice in notices:
        connector = found.get(notice.subject_id)
        if connector and may_keep_connectors(notice.person, on=notice.person.organization.today(now)):
            with speaking_to(notice.person):
                messages[notice.pk] = _compose_message(connector)
    return messages


def _compose_message(connector: Connector) -> Message:
    return Message(
        kind=CONNECTORS.code,
        subject=_("“%(name)s” wants to let many people go") % {"name": connector.name},
        lines=(_("What it would end waits until you let it through, or stop the connection."),),
        link=absolute(reverse("gateway:connector", args=[connector.pk])),
        link_label=_("Look at it"),
    )


CONNECTORS = NotificationType(
    code="connector",
    label=gettext_lazy("Connections to other systems"),
    explanation=gettext_lazy("For administrators: when a directory would end more than you allowed."),
    compose=compose,
)
