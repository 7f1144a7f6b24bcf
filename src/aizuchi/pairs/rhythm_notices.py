"""HR gave many 1on1s another rhythm: each of the two hears of it once, whatever the number of their 1on1s."""

import datetime
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.raising import raise_notices
from aizuchi.pairs.events import RhythmsChanged, RhythmsRestored
from aizuchi.pairs.models import FormerRhythm, Pair, RhythmChange

# Time to take it back before anybody was told.
WAIT = datetime.timedelta(minutes=10)
BACK = ":back"


def tell_the_two(event: RhythmsChanged) -> None:
    _tell(RhythmChange.objects.get(pk=event.change_id), key="", at=event.at + WAIT, now=event.at)


def tell_that_all_is_as_before(event: RhythmsRestored) -> None:
    """Only if they had been told anything."""
    change = RhythmChange.objects.get(pk=event.change_id)
    if event.at > change.at + WAIT:
        _tell(change, key=BACK, at=event.at, now=event.at)


def _tell(change: RhythmChange, *, key: str, at: datetime.datetime, now: datetime.datetime) -> None:
    """Pairs to come are left out: a change of supervisor is not told before its day."""
    known = FormerRhythm.objects.filter(change=change, pair__circle__isnull=False)
    people = {person for two in known.values_list("pair__mentee", "pair__mentor") for person in two}
    dues = [
        Due(
            person_id=person_id,
            key=f"{change.pk}{key}",
            subject_id=change.pk,
            due_at=at,
            expires_at=at + datetime.timedelta(days=3),
        )
        for person_id in sorted(people)
    ]
    raise_notices(notification_type=RHYTHM, dues=dues, now=now)


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    changes = {row.pk: row for row in RhythmChange.objects.filter(pk__in={notice.subject_id for notice in notices})}
    pairs = _pairs_by_person(notices)
    messages = {}
    for notice in notices:
        change, own = changes.get(notice.subject_id), pairs.get((notice.subject_id, notice.person_id), [])
        if not change or not own or bool(change.undone_at) != notice.key.endswith(BACK):
            continue
        with speaking_to(notice.person):
            messages[notice.pk] = _compose_taken_back(own) if change.undone_at else _compose_changed(change, own)
    return messages


def _pairs_by_person(notices: Sequence[Notice]) -> dict[tuple[uuid.UUID, uuid.UUID], list[FormerRhythm]]:
    people = {notice.person_id for notice in notices}
    rows = FormerRhythm.objects.filter(
        change__in={notice.subject_id for notice in notices}, pair__circle__isnull=False
    ).select_related("pair")
    found: dict[tuple[uuid.UUID, uuid.UUID], list[FormerRhythm]] = {}
    for row in rows.order_by("pair__starts_on", "pair"):
        for person_id in {row.pair.mentee_id, row.pair.mentor_id} & people:
            found.setdefault((row.change_id, person_id), []).append(row)
    return found


def _compose_changed(change: RhythmChange, own: Sequence[FormerRhythm]) -> Message:
    rhythm = {"cadence": change.get_cadence_display(), "minutes": change.minutes}
    [(before, _count)] = Counter((row.cadence, row.minutes) for row in own).most_common(1)
    was = {"cadence": Pair.Cadence(before[0]).label, "minutes": before[1]}
    subject = ngettext("Your 1on1 has another rhythm", "%(count)d of your 1on1s have another rhythm", len(own))
    return Message(
        kind=RHYTHM.code,
        subject=subject % {"count": len(own)},
        lines=(
            _("Your company suggests: %(cadence)s, %(minutes)s minutes.") % rhythm,
            _("Until now: %(cadence)s, %(minutes)s minutes.") % was,
            _("Dates that are set stay as they are. If another rhythm suits you two better, just choose it."),
        ),
        link=_address(own),
        link_label=_("See how we meet"),
    )


def _compose_taken_back(own: Sequence[FormerRhythm]) -> Message:
    return Message(
        kind=RHYTHM.code,
        subject=ngettext(
            "Your 1on1 has its former rhythm again", "%(count)d of your 1on1s have their former rhythm again", len(own)
        )
        % {"count": len(own)},
        lines=(_("The change was taken back. There is nothing you need to do."),),
        link=_address(own),
        link_label=_("See how we meet"),
    )


def _address(own: Sequence[FormerRhythm]) -> str:
    return absolute(reverse("pairs:settings", args=[own[0].pair_id]) if len(own) == 1 else "/")


RHYTHM = NotificationType(
    code="rhythm",
    label=gettext_lazy("When your 1on1s get another rhythm"),
    explanation=gettext_lazy("If HR suggests another one for many at once; one mail for all of yours."),
    compose=compose,
)
