"""What became of our own events over there: an echo of what we wrote, or something its owner did."""

import datetime

from django.db import transaction
from django.db.models import QuerySet

from aizuchi.calendars.adapters import EventChange
from aizuchi.calendars.appointments import NotPossible, WantedTime, source_of
from aizuchi.calendars.models import CalendarEntry, CalendarQuestion, Connection, OutgoingEvent
from aizuchi.calendars.syncing.owner_mails import ask_owner

Span = tuple[datetime.datetime | None, datetime.datetime | None]


def find_own(connection: Connection, changes: list[EventChange]) -> dict[str, OutgoingEvent]:
    """Those of the changes that are about our own events, by their address there. Ones not known yet are taken in.

    What somebody copied is theirs: one event of ours stands in a calendar, where we know it, under the UID we gave it.
    """
    found = {
        outgoing.href: outgoing
        for outgoing in _outgoing(connection).filter(href__in=[change.href for change in changes])
    }
    by_uid = {change.own_uid: change for change in changes if change.own_uid and change.href not in found}
    gone = {change.href for change in changes if change.is_gone}
    for entry in CalendarEntry.objects.filter(uid__in=list(by_uid)):
        change = by_uid[entry.uid]
        outgoing, _ = OutgoingEvent.objects.get_or_create(entry=entry, connection=connection)
        if outgoing.href and outgoing.href not in gone:
            continue
        found.pop(outgoing.href, None)  # its owner gave it another address there, and took nothing away
        found[change.href] = _take_in(outgoing, change)
    return found


@transaction.atomic
def follow_own(change: EventChange, outgoing: OutgoingEvent, *, now: datetime.datetime) -> None:
    """Notes where it stands there and follows it, both or neither: noted alone, a retry would take it for an echo."""
    if change.is_gone or change.is_declined:
        follow_removal(
            outgoing,
            kind=CalendarQuestion.Kind.DECLINED if change.is_declined else CalendarQuestion.Kind.REMOVED,
            now=now,
        )
        return
    there: Span = (change.starts_at, change.ends_at)
    entry = outgoing.entry
    known = {(outgoing.starts_at, outgoing.ends_at), (outgoing.sent_starts_at, outgoing.sent_ends_at)}
    OutgoingEvent.objects.filter(pk=outgoing.pk).update(
        etag=change.etag, starts_at=there[0], ends_at=there[1], is_removed=False
    )
    if there == (entry.starts_at, entry.ends_at) or there in known or entry.called_off_at or entry.ends_at <= now:
        return
    if entry.prepares_id:  # one's own time: it stays where it was put, until the 1on1 moves
        return
    if outgoing.connection.person_id is None:  # a room's calendar: nobody to act for
        _put_back(outgoing)
        return
    _move(outgoing, there, now=now)


def follow_removal(outgoing: OutgoingEvent, *, kind: str, now: datetime.datetime) -> None:
    """A deletion asks the person, and cancels nothing."""
    entry = outgoing.entry
    if entry.called_off_at or entry.ends_at <= now:
        outgoing.delete()
        return
    if outgoing.is_removed:
        return
    if outgoing.connection.person is None:
        _forget_place(outgoing, is_removed=False)
        return
    if entry.prepares_id or entry.title:  # not wanted this time, and nothing to ask
        _forget_place(outgoing, is_removed=True)
        return
    with transaction.atomic():
        _forget_place(outgoing, is_removed=True, keeps_href=kind == CalendarQuestion.Kind.DECLINED)
        ask_owner(entry=entry, person=outgoing.connection.person, kind=kind, now=now)


def _move(outgoing: OutgoingEvent, there: Span, *, now: datetime.datetime) -> None:
    entry, person = outgoing.entry, outgoing.connection.person
    assert person is not None
    reason = ""
    try:
        if there[0] is None or there[1] is None:
            raise NotPossible
        with transaction.atomic():
            source = source_of(entry.appointment_key)
            source.move(entry.appointment_key, WantedTime(there[0], there[1]), actor=person, now=now)
            entry.refresh_from_db()
            OutgoingEvent.objects.filter(pk=outgoing.pk).update(is_due=False, sequence=entry.sequence)
        return
    except NotPossible as refusal:
        reason = str(refusal)
    with transaction.atomic():
        _put_back(outgoing)
        if entry.title:  # a gathering is moved by who holds it
            return
        ask_owner(
            entry=entry, person=person, kind=CalendarQuestion.Kind.NOT_MOVED, reason=reason, wanted_at=there[0], now=now
        )


def _put_back(outgoing: OutgoingEvent) -> None:
    OutgoingEvent.objects.filter(pk=outgoing.pk).update(is_due=True, sequence=None)


def _forget_place(outgoing: OutgoingEvent, *, is_removed: bool, keeps_href: bool = False) -> None:
    changes = {"is_removed": is_removed, "is_due": not is_removed, "sequence": None}
    nowhere = {"etag": "", "starts_at": None, "ends_at": None, "sent_starts_at": None, "sent_ends_at": None}
    if not keeps_href:
        nowhere["href"] = ""
    OutgoingEvent.objects.filter(pk=outgoing.pk).update(**changes, **nowhere)


def _take_in(outgoing: OutgoingEvent, change: EventChange) -> OutgoingEvent:
    """An invitation from a mail, or what a job wrote that died before it could note it."""
    if not change.is_gone:
        outgoing.href, outgoing.etag, outgoing.is_due = change.href, change.etag, True
        outgoing.starts_at, outgoing.ends_at = change.starts_at, change.ends_at
        outgoing.save(update_fields=["href", "etag", "is_due", "starts_at", "ends_at"])
    return outgoing


def list_missing(connection: Connection, *, seen: set[str], until: datetime.datetime) -> list[OutgoingEvent]:
    """After everything was read: ours that stood there and do not any more."""
    placed = _outgoing(connection).exclude(href="").filter(starts_at__lt=until, is_removed=False)
    return [outgoing for outgoing in placed if outgoing.href not in seen]


def _outgoing(connection: Connection) -> QuerySet[OutgoingEvent]:
    return OutgoingEvent.objects.filter(connection=connection).select_related("entry", "connection__person")
