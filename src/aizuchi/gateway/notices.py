"""What administrators are told: that something waits for them."""

import datetime
import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.gateway.events import ConnectorHeld, ScheduledFileFailed
from aizuchi.gateway.models import Connector, ScheduledFile
from aizuchi.gateway.policies import may_keep_connectors
from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.raising import raise_notices
from aizuchi.people.models import Organization, Person
from aizuchi.people.operations.administrators import list_administrators
from aizuchi.people.policies import is_administrator

KEEP = datetime.timedelta(days=7)


def tell_administrators(event: ConnectorHeld) -> None:
    _raise(event.organization_id, event.connector_id, event.at)


def _raise(organization_id: uuid.UUID, subject_id: uuid.UUID, at: datetime.datetime) -> None:
    organization = Organization.objects.get(pk=organization_id)
    dues = [
        Due(
            person_id=person_id,
            key=f"{subject_id}:{at.isoformat()}",
            subject_id=subject_id,
            due_at=at,
            expires_at=at + KEEP,
        )
        for person_id in sorted(list_administrators(organization, on=organization.today(at)))
    ]
    raise_notices(notification_type=CONNECTORS, dues=dues, now=at)


def tell_of_file(event: ScheduledFileFailed) -> None:
    _raise(event.organization_id, event.scheduled_id, event.at)


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    """Only what still waits, and only to whoever may decide."""
    rows = Connector.objects.filter(pk__in={notice.subject_id for notice in notices}, held_at__isnull=False)
    found: dict[uuid.UUID, Connector | ScheduledFile] = {row.pk: row for row in rows}
    states = [ScheduledFile.State.FAILED, ScheduledFile.State.WAITS]
    files = ScheduledFile.objects.filter(pk__in={notice.subject_id for notice in notices}, state__in=states)
    found |= {row.pk: row for row in files}
    messages = {}
    for notice in notices:
        subject = found.get(notice.subject_id)
        if subject and may_keep_connectors(notice.person, on=notice.person.organization.today(now)):
            with speaking_to(notice.person):
                messages[notice.pk] = _compose_message(subject)
    return messages


def _compose_message(subject: Connector | ScheduledFile) -> Message:
    return _say_file(subject) if isinstance(subject, ScheduledFile) else _say_connector(subject)


def _say_file(scheduled: ScheduledFile) -> Message:
    waits = scheduled.state == ScheduledFile.State.WAITS
    failed = _("The file “%(name)s” was not imported") % {"name": scheduled.name}
    return Message(
        kind=CONNECTORS.code,
        subject=_("The file “%(name)s” waits for you") % {"name": scheduled.name} if waits else failed,
        lines=(_("The page says why. You hear of it once, until it has worked again."),),
        link=absolute(reverse("gateway:files")),
        link_label=_("Look at it"),
    )


def _say_connector(connector: Connector) -> Message:
    return Message(
        kind=CONNECTORS.code,
        subject=_("“%(name)s” wants to end the employment of many people") % {"name": connector.name},
        lines=(_("What it would end waits until you let it through, or stop the connection."),),
        link=absolute(reverse("gateway:connector", args=[connector.pk])),
        link_label=_("Look at it"),
    )


def _may_get(person: Person, on: datetime.date) -> bool:
    return is_administrator(person, on=on)


CONNECTORS = NotificationType(
    code="connector",
    label=gettext_lazy("Connections to other systems"),
    explanation=gettext_lazy("For administrators: when a directory would end more than you allowed."),
    compose=compose,
    may_get=_may_get,
)
