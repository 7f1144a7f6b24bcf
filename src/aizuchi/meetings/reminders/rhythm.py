"""Another rhythm is offered to two people who meet less often than they meant to. Somebody offers it."""

import datetime
import uuid
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.meetings.reminders.reading import address, reminded_pairs
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import NotificationType


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    pairs = reminded_pairs(now).in_bulk([notice.subject_id for notice in notices])
    messages = {}
    for notice in notices:
        if pair := pairs.get(notice.subject_id):
            with speaking_to(notice.person):
                told = {
                    "name": pair.partner_of(notice.person).short_name,
                    "cadence": str(pair.get_cadence_display()).lower(),
                }
                messages[notice.pk] = Message(
                    kind=RHYTHM.code,
                    subject=_("How often would you and %(name)s like to meet?") % told,
                    lines=(
                        _("You set out to meet %(cadence)s. Something else may suit you both better just now.") % told,
                        _("The two of you decide; if all is well as it is, there is nothing to do."),
                    ),
                    link=address("pairs:settings", pair.pk),
                    link_label=_("Look at how often you meet"),
                )
    return messages


RHYTHM = NotificationType(
    code="rhythm_offered",
    label=gettext_lazy("When another rhythm is offered"),
    explanation=gettext_lazy("Seldom, and only when you meet less often than you meant to."),
    compose=compose,
)
