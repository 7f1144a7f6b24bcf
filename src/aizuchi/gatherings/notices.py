"""What people are told of gatherings: an invitation, another time, that it is called off, a place for them."""

import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.gatherings.models import Gathering, SignUp
from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.raising import raise_notices
from aizuchi.ui.formatting import format_clock, format_day

INVITED, MOVED, CALLED_OFF, PLACE = "invited", "moved", "called-off", "place"


def tell(what: str, gathering: Gathering, person_ids: Collection[uuid.UUID], *, now: datetime.datetime) -> None:
    """Each version once; inside the transaction of the fact."""
    dues = [
        Due(
            person_id=person_id,
            key=f"{gathering.pk}:{gathering.version}:{what}",
            subject_id=gathering.pk,
            due_at=now,
            expires_at=max(gathering.starts_at, now + datetime.timedelta(hours=1)),
        )
        for person_id in person_ids
    ]
    raise_notices(notification_type=GATHERINGS, dues=dues, now=now)


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    """Only what is still so: no invitation to what is called off, no place that was given back."""
    rows = Gathering.objects.filter(pk__in={notice.subject_id for notice in notices})
    found = {row.pk: row for row in rows.select_related("booking__space")}
    states = {
        (row.gathering_id, row.person_id): row.state
        for row in SignUp.objects.filter(gathering__in=found, person__in={notice.person_id for notice in notices})
    }
    messages = {}
    for notice in notices:
        gathering = found.get(notice.subject_id)
        what = notice.key.rpartition(":")[2]
        state = states.get((notice.subject_id, notice.person_id))
        if gathering and state and _is_so(what, gathering, state):
            with speaking_to(notice.person):
                messages[notice.pk] = _compose_message(what, gathering)
    return messages


def _is_so(what: str, gathering: Gathering, state: str) -> bool:
    if what == CALLED_OFF:
        return gathering.called_off_at is not None
    if gathering.called_off_at:
        return False
    return {
        INVITED: state == SignUp.State.INVITED,
        MOVED: state in (SignUp.State.COMING, SignUp.State.WAITING),
        PLACE: state == SignUp.State.COMING,
    }.get(what, False)


def _compose_message(what: str, gathering: Gathering) -> Message:
    subjects = {
        INVITED: _("You are invited: %(title)s"),
        MOVED: _("Another time or place: %(title)s"),
        CALLED_OFF: _("Called off: %(title)s"),
        PLACE: _("There is a place for you: %(title)s"),
    }
    return Message(
        kind=GATHERINGS.code,
        subject=subjects[what] % {"title": gathering.title},
        lines=tuple(line for line in (_when(gathering), gathering.where) if line),
        link=absolute(reverse("gatherings:show", args=[gathering.pk])),
        link_label=_("Look at it"),
    )


def _when(gathering: Gathering) -> str:
    return f"{format_day(gathering.starts_at)} {format_clock(gathering.starts_at)}–{format_clock(gathering.ends_at)}"


GATHERINGS = NotificationType(
    code="gathering",
    label=gettext_lazy("Gatherings"),
    explanation=gettext_lazy("When you are invited to one, when it moves or is called off, and when a place is free."),
    compose=compose,
)
