"""WebDAV's XML: what we ask, and a cautious reading of what we are told."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

from lxml import etree

from aizuchi.calendars.adapters import NotUnderstood
from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, check_xml

DAV = "DAV:"
CALDAV = "urn:ietf:params:xml:ns:caldav"
SERVER = "http://calendarserver.org/ns/"
LIMITS = Limits(size=64 * 1024 * 1024, depth=32, values=1_000_000)
NAMESPACES = {"d": DAV, "c": CALDAV, "s": SERVER}
Element: TypeAlias = Any  # lxml comes without types


@dataclass(frozen=True)
class Told:
    """What a multistatus says of one address: a status of its own, or properties that were found."""

    href: str
    status: int
    found: Element | None

    def text(self, path: str) -> str:
        return (self.found.findtext(path, "", NAMESPACES) or "").strip() if self.found is not None else ""

    def has(self, path: str) -> bool:
        return self.found is not None and self.found.find(path, NAMESPACES) is not None

    def list(self, path: str) -> list[Element]:
        return self.found.findall(path, NAMESPACES) if self.found is not None else []


def ask_for(*names: str) -> bytes:
    """The body of a PROPFIND: `d:getetag`, `c:calendar-home-set`."""
    return write(_element("d:propfind", _element("d:prop", *map(_element, names))))


def sync_collection(token: str) -> bytes:
    token_element = _element("d:sync-token")
    token_element.text = token
    level = _element("d:sync-level")
    level.text = "1"
    return write(_element("d:sync-collection", token_element, level, _element("d:prop", _element("d:getetag"))))


def multiget(hrefs: list[str]) -> bytes:
    return write(_element("c:calendar-multiget", _calendar_data(), *map(_href, hrefs)))


def query_between(start: str, end: str) -> bytes:
    """All events that touch a stretch of time, repeating ones as their rule."""
    span = _element("c:time-range")
    span.set("start", start)
    span.set("end", end)
    events = _filter("VEVENT", span)
    return write(_element("c:calendar-query", _calendar_data(), _element("c:filter", _filter("VCALENDAR", events))))


def free_busy_between(start: str, end: str) -> bytes:
    span = _element("c:time-range")
    span.set("start", start)
    span.set("end", end)
    return write(_element("c:free-busy-query", span))


# What a calendar shows of an event beyond this (title, notes) we do not even ask for. Guests are looked through for the
# owner's own answer and forgotten.
WANTED = (
    *("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS", "TRANSP"),
    *("SEQUENCE", "ATTENDEE"),
)


def _calendar_data() -> Element:
    event = _element("c:comp")
    event.set("name", "VEVENT")
    for name in WANTED:
        wanted = _element("c:prop")
        wanted.set("name", name)
        event.append(wanted)
    zone = _element("c:comp", _element("c:allprop"), _element("c:allcomp"))
    zone.set("name", "VTIMEZONE")
    calendar = _element("c:comp", event, zone)
    calendar.set("name", "VCALENDAR")
    version = _element("c:prop")
    version.set("name", "VERSION")
    calendar.insert(0, version)
    return _element("d:prop", _element("d:getetag"), _element("c:calendar-data", calendar))


def parse(body: bytes) -> Element:
    """Measured first; without entities, documents of others, or a network. Raises NotUnderstood."""
    try:
        check_xml(body, LIMITS)
    except (TooMuch, NotReadable) as error:
        raise NotUnderstood from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotUnderstood from error
    return root


def read_multistatus(root: Element) -> Iterator[Told]:
    for response in root.findall("d:response", NAMESPACES):
        href = (response.findtext("d:href", "", NAMESPACES) or "").strip()
        found = next(
            (
                propstat.find("d:prop", NAMESPACES)
                for propstat in response.findall("d:propstat", NAMESPACES)
                if _status(propstat) == 200
            ),
            None,
        )
        yield Told(href, _status(response) or 200, found)


def path_of(href: str) -> str:
    """Servers write the same address in more than one way."""
    return unquote(urlsplit(href).path)


def write(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _status(element: Element) -> int:
    words = (element.findtext("d:status", "", NAMESPACES) or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isascii() and words[1].isdecimal() and len(words[1]) == 3 else 0


def _filter(name: str, inside: Element) -> Element:
    made = _element("c:comp-filter", inside)
    made.set("name", name)
    return made


def _href(href: str) -> Element:
    made = _element("d:href")
    made.text = href
    return made


def _element(name: str, *inside: Element) -> Element:
    prefix, _, local = name.partition(":")
    made: Element = etree.Element(f"{{{NAMESPACES[prefix]}}}{local}", nsmap={prefix: NAMESPACES[prefix]})
    made.extend(inside)
    return made
