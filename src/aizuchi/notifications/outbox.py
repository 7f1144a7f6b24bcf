"""Handing out what is due, and delivering it once.

A notice is handed out in one transaction: its deliveries, and the jobs that will work them off, exist together or not
at all. A delivery is claimed before it is sent and marked after. Whoever dies between the two leaves it claimed: the
job that takes over waits a moment and sends it again under the same reference, which a mail server recognises as the
same Message-ID. No protocol of mail lets a sender do better.
"""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from aizuchi.kernel.jobs.each import FailedItems, SomeFailed, for_each
from aizuchi.notifications.channels import OpenSender, OutgoingMessage, Refused, Sender, Unreachable
from aizuchi.notifications.messages import Message
from aizuchi.notifications.models import Channel, Delivery, Notice
from aizuchi.notifications.notification_types import NotificationType, get_notification_type
from aizuchi.notifications.rhythms import channels_open_to, choices_of, is_wanted, rhythms_of
from aizuchi.notifications.stopping import make_stop_link

log = structlog.get_logger()

HANDED_OUT_AT_ONCE = 500
PER_JOB = 50
GRACE = datetime.timedelta(seconds=30)
MANY = 5  # from so many at once on, they are one mail, digest or not

# By their names: their libraries take a third of a second to load, and most processes never send anything.
CHANNELS: Mapping[str, str] = {
    Channel.MAIL: "aizuchi.notifications.channels.mail.open_mail",
    Channel.SLACK: "aizuchi.notifications.channels.chat.open_slack",
    Channel.TEAMS: "aizuchi.notifications.channels.chat.open_teams",
    Channel.PUSH: "aizuchi.notifications.channels.push.open_push",
}
State = Delivery.State
Enqueue = Callable[[list[str]], object]
Clock = Callable[[], datetime.datetime]


class SomeAreWaiting(SomeFailed):
    """Not everything could be delivered now; the job engine will come back."""


@transaction.atomic
def hand_out(*, enqueue: Enqueue, now: datetime.datetime) -> bool:
    """Makes deliveries of the notices that are due, some hundreds at a time, and jobs for them. False: none was due."""
    due = Notice.objects.select_for_update(skip_locked=True).filter(handed_out_at__isnull=True, due_at__lte=now)
    notices = list(due.select_related("person").order_by("due_at")[:HANDED_OUT_AT_ONCE])
    people = {notice.person_id: notice.person for notice in notices}
    reached, chosen = channels_open_to(people.values()), choices_of(people)
    deliveries = [
        Delivery(notice=notice, channel=channel)
        for notice in sorted(notices, key=lambda notice: notice.person_id)
        if notice.expires_at > now and (notification_type := get_notification_type(notice.notification_type))
        for channel in sorted(reached[notice.person_id])
        if is_wanted(notification_type, channel, chosen.get(notice.person_id, {}))
    ]
    Delivery.objects.bulk_create(deliveries, batch_size=HANDED_OUT_AT_ONCE)
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(handed_out_at=now)
    for outgoing in _batch(deliveries):
        enqueue(outgoing)
    return bool(notices)


def _batch(deliveries: Sequence[Delivery]) -> list[list[str]]:
    """What one person gets stays in one job, so that a digest is one mail."""
    batches: list[list[str]] = [[]]
    previous = None
    for delivery in deliveries:
        if len(batches[-1]) >= PER_JOB and delivery.notice.person_id != previous:
            batches.append([])
        batches[-1].append(str(delivery.pk))
        previous = delivery.notice.person_id
    return [outgoing for outgoing in batches if outgoing]


@transaction.atomic
def pick_up_stranded(*, enqueue: Enqueue, now: datetime.datetime) -> int:
    """New jobs for deliveries whose own gave up long ago. Returns for how many."""
    old = now - datetime.timedelta(minutes=30)
    rows = Delivery.objects.undelivered().filter(
        Q(begun_at__lt=old) | Q(begun_at__isnull=True), notice__handed_out_at__lt=old
    )
    stranded = list(rows.select_related("notice").order_by("notice__person")[:HANDED_OUT_AT_ONCE])
    for outgoing in _batch(stranded):
        enqueue(outgoing)
    return len(stranded)


def deliver(*, delivery_ids: Iterable[uuid.UUID], clock: Clock) -> int:
    """Sends what is still to be sent of these. Returns how many. Raises SomeAreWaiting."""
    now = clock()
    rows = Delivery.objects.undelivered().filter(pk__in=list(delivery_ids))
    deliveries = list(rows.select_related("notice__person__organization").order_by("notice__person", "id"))
    aside = FailedItems()
    messages = _compose([delivery.notice for delivery in deliveries], now, aside)
    broken = {notice_id for notice_id, told in messages.items() if told is None}
    whole = {notice_id: told for notice_id, told in messages.items() if told is not None}
    by_channel: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        if delivery.notice_id in broken:
            continue  # it waits for whoever mends it, and for nobody's mail
        by_channel[delivery.channel].append(delivery)
    sent, waiting = 0, bool(broken)
    for channel, group in by_channel.items():
        open_sender: OpenSender = import_string(CHANNELS[channel])
        with open_sender() as sender:
            for together in _group_digests(group, whole):
                done = _deliver_together(sender, together, whole, clock(), aside)
                sent, waiting = sent + bool(done), waiting or done is None
    if waiting:
        raise SomeAreWaiting from next(iter(aside.errors), None)
    return sent


def _compose(notices: Sequence[Notice], now: datetime.datetime, aside: FailedItems) -> dict[uuid.UUID, Message | None]:
    """What can still be told, by notice; each type composes all of its own at once. None: it could not say."""
    by_type: dict[str, dict[uuid.UUID, Notice]] = defaultdict(dict)
    for notice in notices:
        if notice.expires_at > now and notice.person.is_active:
            by_type[notice.notification_type][notice.pk] = notice
    messages: dict[uuid.UUID, Message | None] = {}
    for code, group in by_type.items():
        if notification_type := get_notification_type(code):
            messages.update(_compose_type(notification_type, list(group.values()), now, aside))
    return messages


def _compose_type(
    notification_type: NotificationType, notices: Sequence[Notice], now: datetime.datetime, aside: FailedItems
) -> dict[uuid.UUID, Message | None]:
    """One by one, once one of them has spoilt it for all."""
    messages: dict[uuid.UUID, Message | None] = {}
    together = FailedItems()
    for_each(
        [notices], lambda all_of_them: messages.update(notification_type.compose(all_of_them, now)), aside=together
    )
    if together.errors and len(notices) > 1:
        for notice in notices:
            messages.update(_compose_type(notification_type, [notice], now, aside))
    elif together.errors:
        aside.note(together.errors[0])
        messages[notices[0].pk] = None
    return messages


def _group_digests(deliveries: Sequence[Delivery], messages: Mapping[uuid.UUID, Message]) -> list[list[Delivery]]:
    """One group per mail: everything for those who want a digest or have many at once, each for itself for others."""
    people = {delivery.notice.person_id: delivery.notice.person for delivery in deliveries}
    rhythms = rhythms_of(people.values())
    joinable = {delivery.pk for delivery in deliveries if _can_wait(delivery) and delivery.notice_id in messages}
    count = Counter(delivery.notice.person_id for delivery in deliveries if delivery.pk in joinable)
    groups: dict[object, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        person_id = delivery.notice.person_id
        wants_one = rhythms[person_id].digest_at is not None or count[person_id] >= MANY
        groups[person_id if wants_one and delivery.pk in joinable else delivery.pk].append(delivery)
    return list(groups.values())


def _can_wait(delivery: Delivery) -> bool:
    notification_type = get_notification_type(delivery.notice.notification_type)
    return delivery.channel == Channel.MAIL and not (notification_type and notification_type.is_urgent)


def _deliver_together(
    sender: Sender,
    deliveries: Sequence[Delivery],
    messages: Mapping[uuid.UUID, Message],
    now: datetime.datetime,
    aside: FailedItems,
) -> bool | None:
    """True: sent. False: settled otherwise. None: to be tried again."""
    told = tuple(messages[delivery.notice_id] for delivery in deliveries if delivery.notice_id in messages)
    if not told:
        _settle(deliveries, State.DROPPED, now)
        return False
    if not _claim(deliveries, now):
        return None
    first = deliveries[0]
    stop_link = make_stop_link(
        first.notice.person, first.notice.notification_type if len(told) == 1 else "", first.channel
    )
    outgoing = OutgoingMessage(reference=first.pk, person=first.notice.person, messages=told, stop_link=stop_link)
    try:
        sender.send(outgoing)
    except Unreachable as problem:
        _settle(deliveries, State.WAITING, now, problem=_name(problem))
        return None
    except Refused as problem:
        _settle(deliveries, State.FAILED, now, problem=_name(problem))
        log.warning("a notice was refused", channel=first.channel, problem=_name(problem))
        return False
    except Exception as problem:
        _settle(deliveries, State.WAITING, now, problem=_name(problem))
        aside.note(problem)
        return None
    _settle(deliveries, State.SENT, now)
    return True


def _claim(deliveries: Sequence[Delivery], now: datetime.datetime) -> bool:
    """False while somebody else, who may be dead, has them in hand."""
    free = Q(state=State.WAITING) | Q(state=State.SENDING, begun_at__lt=now - GRACE)
    mine = Delivery.objects.filter(free, pk__in=[delivery.pk for delivery in deliveries])
    with transaction.atomic():
        if mine.update(state=State.SENDING, begun_at=now) == len(deliveries):
            return True
        transaction.set_rollback(True)
    return False


def _settle(deliveries: Sequence[Delivery], state: str, now: datetime.datetime, *, problem: str = "") -> None:
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).update(
        state=state, ended_at=None if state == State.WAITING else now, problem=problem
    )


def _name(problem: Exception) -> str:
    return type(problem.__cause__ or problem).__name__[:80]
