"""Our event goes over the one that stands there, and leaves alone what its owner added: alarms, remarks, colours."""

from icalendar import Calendar, Component

from aizuchi.kernel.ics.reading import parse

# What we say of a 1on1. One date it has, whatever rule somebody gave it.
OURS = (
    *("UID", "X-AIZUCHI-UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "DURATION", "SUMMARY"),
    *("STATUS", "TRANSP", "CLASS", "LOCATION", "URL", "DESCRIPTION"),
)
NEVER = ("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")


def merge(theirs: bytes, *, ours: bytes, keeps_alarm: bool) -> bytes:
    """Raises Unreadable: then ours alone is to stand there."""
    standing, wanted = parse(theirs), parse(ours)
    (fresh,) = wanted.walk("VEVENT")
    known = next((event for event in standing.walk("VEVENT") if event.get("UID") == fresh.get("UID")), None)
    if known is None:
        return ours
    _take_over(known, fresh)
    if not keeps_alarm:
        known.subcomponents = [*(part for part in known.subcomponents if part.name != "VALARM"), *fresh.subcomponents]
    _bring_zones(standing, wanted)
    standing.subcomponents = [
        component for component in standing.subcomponents if component.name != "VEVENT" or component is known
    ]
    return bytes(standing.to_ical())


def _take_over(known: Component, fresh: Component) -> None:
    for name in (*OURS, *NEVER):
        known.pop(name, None)
    for name in OURS:
        if name in fresh:
            known[name] = fresh[name]


def _bring_zones(standing: Calendar, wanted: Calendar) -> None:
    fresh = {str(zone.get("TZID")): zone for zone in wanted.walk("VTIMEZONE")}
    kept = [
        component
        for component in standing.subcomponents
        if component.name != "VTIMEZONE" or str(component.get("TZID")) not in fresh
    ]
    standing.subcomponents = [*fresh.values(), *kept]
