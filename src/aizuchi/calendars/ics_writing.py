"""Events as calendars read them. Times carry their zone with its rules, so that a change of clocks moves nobody."""

import datetime
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from aizuchi.calendars.appointments import Attendee, CalendarEvent
from aizuchi.kernel.ics.zone_rules import describe_zone

PRODUCT = "-//Aizuchi//1on1//EN"
# The mark by which we know our own events again wherever a calendar keeps unknown properties.
MARK = "X-AIZUCHI-UID"
ANSWERS = {"accepted": "ACCEPTED", "tentative": "TENTATIVE", "declined": "DECLINED"}


def write_invitation(event: CalendarEvent, *, method: str, organizer: str, wants_answer: bool) -> bytes:
    """An iTIP message: REQUEST, CANCEL or DECLINECOUNTER. `organizer` is the address answers go to."""
    item = _event(event)
    item.add("organizer", _address(organizer, name="Aizuchi"))
    for attendee in event.people:
        item.add("attendee", _attendee(attendee, wants_answer=wants_answer))
    return _write([item], [event], method=method)


def write_stored(event: CalendarEvent) -> bytes:
    """One person's own copy, as it lies in a calendar: nobody is invited, so no server sends mails of its own."""
    return _write([_event(event)], [event])


def write_feed(events: Iterable[CalendarEvent], *, name: str) -> bytes:
    listed = list(events)
    calendar = _calendar()
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", datetime.timedelta(minutes=15), parameters={"value": "DURATION"})
    return _fill(calendar, [_event(event) for event in listed], listed)


def _write(items: list[Event], events: list[CalendarEvent], *, method: str = "") -> bytes:
    calendar = _calendar()
    if method:
        calendar.add("method", method)
    return _fill(calendar, items, events)


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _fill(calendar: Calendar, items: list[Event], events: list[CalendarEvent]) -> bytes:
    for zone in sorted({event.time_zone for event in events}):
        years = [moment.year for event in events for moment in (event.starts_at, event.ends_at)]
        calendar.add_component(describe_zone(zone, min(years), max(years)))
    for item in items:
        calendar.add_component(item)
    return bytes(calendar.to_ical())


def _event(event: CalendarEvent) -> Event:
    zone = ZoneInfo(event.time_zone)
    item = Event()
    item.add("uid", event.uid)
    item.add(MARK, event.uid)
    item.add("sequence", event.sequence)
    item.add("dtstamp", event.changed_at.astimezone(datetime.UTC))
    item.add("last-modified", event.changed_at.astimezone(datetime.UTC))
    item.add("dtstart", event.starts_at.astimezone(zone))
    item.add("dtend", event.ends_at.astimezone(zone))
    item.add("summary", event.title)
    item.add("status", "CANCELLED" if event.is_called_off else "CONFIRMED")
    item.add("transp", "TRANSPARENT" if event.is_called_off else "OPAQUE")
    item.add("class", "PRIVATE")
    if event.place:
        item.add("location", event.place)
    if event.link:
        item.add("url", event.link)
        item.add("description", event.link)
    if event.alarm_minutes and not event.is_called_off:
        item.add_component(_alarm(event))
    return item


def _alarm(event: CalendarEvent) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.title)
    alarm.add("trigger", -datetime.timedelta(minutes=event.alarm_minutes))
    return alarm


def _address(email: str, *, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(name)
    return address


def _attendee(attendee: Attendee, *, wants_answer: bool) -> vCalAddress:
    address = _address(attendee.email, name=attendee.name)
    address.params["CUTYPE"] = vText("INDIVIDUAL")
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText(ANSWERS.get(attendee.answer, "NEEDS-ACTION"))
    address.params["RSVP"] = vText("TRUE" if wants_answer else "FALSE")
    return address
