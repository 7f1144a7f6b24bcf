"""CalDAV, RFC 4791 and 6578: discovery, changes since a token, and our own events by their etags."""

import contextlib
import datetime
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import quote, urljoin, urlsplit
from zoneinfo import ZoneInfo

import httpx2
from django.conf import settings

from aizuchi.calendars.adapters import (
    AddressForbidden,
    CalendarChoice,
    CalendarGone,
    ChangedThere,
    ChangePage,
    Channel,
    EventChange,
    NotUnderstood,
    SyncTokenGone,
    Written,
    WrongPassword,
    dav_xml,
)
from aizuchi.calendars.adapters.http import Caller
from aizuchi.calendars.appointments import CalendarEvent
from aizuchi.calendars.ics_writing import write_stored
from aizuchi.kernel.ics import apart
from aizuchi.kernel.ics.reading import BusyWindow, Reading
from aizuchi.kernel.ics.walls import Unreadable

AT_ONCE = 100  # objects fetched by one request
MOST_ROUNDS = 50  # of a reading that the server cuts in pieces
LARGEST_ETAG = 255
WELL_KNOWN = ("/.well-known/caldav", "/")
TELLS_CHANGES = "d:supported-report-set/d:supported-report/d:report/d:sync-collection"
FREE_BUSY = "free-busy"  # what stands for an event where only free and busy may be read
FULL_PREFIX = "ctag:"  # the token of servers that cannot tell what changed, only that something did


class CalDav:
    def __init__(
        self,
        *,
        server_url: str,
        calendar: str,
        username: str,
        password: str,
        zone: ZoneInfo,
        addresses: Collection[str] = (),
    ) -> None:
        """`addresses` are those of its owner, by which their own answer to an invitation is found."""
        if urlsplit(server_url).scheme not in ("https", "http"):
            raise AddressForbidden
        if not server_url.startswith("https://") and not settings.CALENDAR_PRIVATE_ADDRESSES:
            raise AddressForbidden  # a password in the clear
        self.caller = Caller(
            public_only=not settings.CALENDAR_PRIVATE_ADDRESSES, auth=httpx2.BasicAuth(username, password)
        )
        self._server_url = server_url
        self._calendar = calendar
        self._zone = zone
        self._addresses = frozenset(address.lower() for address in (*addresses, username) if "@" in address)

    @property
    def clocks_are_apart(self) -> bool:
        return self.caller.clocks_are_apart

    def close(self) -> None:
        self.caller.close()

    # Discovery, RFC 6764: the address itself, else the well-known one.

    def list_calendars(self) -> list[CalendarChoice]:
        home = self._find_home()
        told = self._propfind(
            home, "d:resourcetype", "d:displayname", "c:supported-calendar-component-set", "s:getctag", depth=1
        )
        found = [
            CalendarChoice(id=urljoin(home, item.href), name=item.text("d:displayname") or _last_part(item.href))
            for item in told
            if item.has("d:resourcetype/c:calendar") and _takes_events(item)
        ]
        if not found:
            raise CalendarGone
        return found

    def _find_home(self) -> str:
        for start in (self._server_url, *(urljoin(self._server_url, path) for path in WELL_KNOWN)):
            if principal := self._find_principal(start):
                told = self._propfind(principal, "c:calendar-home-set", "d:resourcetype")
                homes = [href for item in told for href in _hrefs(item, "c:calendar-home-set/d:href")]
                return urljoin(principal, homes[0]) if homes else principal
        raise CalendarGone

    def _find_principal(self, start: str) -> str:
        """Empty: nobody there speaks WebDAV."""
        response = self._send("PROPFIND", start, fine={400, 403, 404, 405, 501}, depth=0, body=_PRINCIPAL)
        if response.status_code != 207:
            return ""
        asked = str(response.extensions["asked"])
        for item in dav_xml.read_multistatus(dav_xml.parse(response.content)):
            for href in _hrefs(item, "d:current-user-principal/d:href"):
                return urljoin(asked, href)
        return ""

    # Reading

    def read_changes(self, *, sync_token: str, window: BusyWindow) -> Iterator[ChangePage]:
        if sync_token and not sync_token.startswith(FULL_PREFIX):
            yield from self._read_since(sync_token, window)
            return
        token = self._current_token()
        if sync_token and token == sync_token:
            yield ChangePage(changes=[], is_full=False, sync_token=token)
            return
        yield ChangePage(changes=self._read_all(window), is_full=True, sync_token=token)

    def _current_token(self) -> str:
        """Asked for before reading, so that what happens meanwhile is found the next time."""
        item = self._propfind(self._calendar, "d:sync-token", "s:getctag", "d:supported-report-set")[0]
        if item.text("d:sync-token") and item.has(TELLS_CHANGES):
            return item.text("d:sync-token")
        ctag = item.text("s:getctag")
        return FULL_PREFIX + ctag if ctag else ""

    def _read_all(self, window: BusyWindow) -> list[EventChange]:
        body = dav_xml.query_between(_stamp(window.starts_at), _stamp(window.ends_at))
        response = self._send("REPORT", self._calendar, fine={403}, depth=1, body=body)
        if response.status_code == 403:
            return self._read_free_busy(window)
        return list(self._changes_of([item for item in _read(response) if item.text("c:calendar-data")], window))

    def _read_since(self, token: str, window: BusyWindow) -> Iterator[ChangePage]:
        for _ in range(MOST_ROUNDS):
            response = self._send(
                "REPORT", self._calendar, fine={403, 409, 410, 412}, depth=1, body=dav_xml.sync_collection(token)
            )
            if response.status_code != 207:
                raise SyncTokenGone
            root = dav_xml.parse(response.content)
            told = list(dav_xml.read_multistatus(root))
            token = (root.findtext("d:sync-token", "", dav_xml.NAMESPACES) or "").strip()
            if not token:
                raise NotUnderstood
            is_cut = any(item.status == 507 for item in told)
            changes = list(self._fetch(told, window))
            yield ChangePage(changes=changes, is_full=False, sync_token="" if is_cut else token)
            if not is_cut:
                return
        raise NotUnderstood

    def _fetch(self, told: list[dav_xml.Told], window: BusyWindow) -> Iterator[EventChange]:
        own = dav_xml.path_of(self._calendar).rstrip("/")
        items = [item for item in told if dav_xml.path_of(item.href).rstrip("/") != own]
        yield from (EventChange(href=dav_xml.path_of(item.href), is_gone=True) for item in items if item.status == 404)
        changed = [item.href for item in items if item.status != 404]
        for first in range(0, len(changed), AT_ONCE):
            body = dav_xml.multiget(changed[first : first + AT_ONCE])
            fetched = _read(self._send("REPORT", self._calendar, depth=1, body=body))
            yield from (
                EventChange(href=dav_xml.path_of(item.href), is_gone=True) for item in fetched if item.status == 404
            )
            yield from self._changes_of(
                [item for item in fetched if item.status != 404 and item.text("c:calendar-data")], window
            )

    def _changes_of(self, items: list[dav_xml.Told], window: BusyWindow) -> Iterator[EventChange]:
        objects = [item.text("c:calendar-data").encode() for item in items]
        found = apart.read_objects(objects, window=window, zone=self._zone, addresses=self._addresses)
        try:
            for item, reading in zip(items, found, strict=True):
                yield _change_of(dav_xml.path_of(item.href), item.text("d:getetag")[:LARGEST_ETAG], reading)
        except apart.TooCostly as costly:
            raise NotUnderstood from costly

    def _read_free_busy(self, window: BusyWindow) -> list[EventChange]:
        """Where events may not be read but when they are may: RFC 4791, 7.10."""
        body = dav_xml.free_busy_between(_stamp(window.starts_at), _stamp(window.ends_at))
        response = self._send("REPORT", self._calendar, fine={403}, depth=1, body=body)
        if response.status_code == 403:
            raise CalendarGone
        try:
            busy = tuple(apart.read_free_busy(response.content))
        except Unreadable as error:
            raise NotUnderstood from error
        return [EventChange(href=FREE_BUSY, busy=busy)]

    # Writing

    def write_event(self, event: CalendarEvent, *, href: str, etag: str) -> Written:
        if href:
            return self._change(event, href, etag)
        path = f"{dav_xml.path_of(self._calendar).rstrip('/')}/{event.uid}.ics"
        response = self._put(path, write_stored(event), {"If-None-Match": "*"})
        if response.status_code == 412:  # ours, from a job that died before it could say so
            return self._change(event, path, "")
        if response.status_code == 404:
            raise CalendarGone
        return _written(path, response)

    def _change(self, event: CalendarEvent, path: str, etag: str) -> Written:
        """Over what stands there, so that what its owner added stays. An empty etag: whatever stands there now."""
        found = self._send("GET", self._address(path), fine={404})
        stands_as = found.headers.get("etag", "")[:LARGEST_ETAG]
        if found.status_code == 404 or (etag and stands_as and stands_as != etag):
            raise ChangedThere
        ours = write_stored(event)
        with contextlib.suppress(Unreadable):
            ours = apart.merge(found.content, ours=ours, keeps_alarm=event.keeps_alarm)
        response = self._put(path, ours, {"If-Match": stands_as or etag} if stands_as or etag else {})
        if response.status_code in (404, 412):
            raise ChangedThere
        return _written(path, response)

    def _put(self, path: str, body: bytes, condition: dict[str, str]) -> httpx2.Response:
        headers = {"Content-Type": "text/calendar; charset=utf-8", **condition}
        return self._send("PUT", self._address(path), fine={404, 412}, body=body, headers=headers)

    def delete_event(self, *, href: str, etag: str) -> None:
        headers = {"If-Match": etag} if etag else {}
        if self._send("DELETE", self._address(href), fine={404, 410, 412}, headers=headers).status_code == 412:
            raise ChangedThere

    def open_channel(self, *, address: str, id: str, secret: str, now: datetime.datetime) -> Channel | None:
        return None

    def close_channel(self, channel: Channel) -> None:
        return

    def revoke(self) -> None:
        return  # a password is its owner's to change

    # The wire

    def _address(self, path: str) -> str:
        return urljoin(self._calendar, quote(path, safe="/@:+=~!$&'(),;*"))

    def _propfind(self, url: str, *names: str, depth: int = 0) -> list[dav_xml.Told]:
        told = _read(self._send("PROPFIND", url, depth=depth, body=dav_xml.ask_for(*names)))
        if not told:
            raise NotUnderstood
        return told

    def _send(
        self,
        method: str,
        url: str,
        *,
        fine: set[int] | None = None,
        depth: int | None = None,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> httpx2.Response:
        sent: dict[str, Any] = {"headers": {**(headers or {})}}
        if body:
            sent["content"] = body
            sent["headers"].setdefault("Content-Type", "application/xml; charset=utf-8")
        if depth is not None:
            sent["headers"]["Depth"] = str(depth)
        response = self.caller.send(method, url, fine={401, *(fine or ())}, **sent)
        if response.status_code == 401:
            raise WrongPassword
        return response


_PRINCIPAL = dav_xml.ask_for("d:current-user-principal", "d:resourcetype")


def _read(response: httpx2.Response) -> list[dav_xml.Told]:
    if response.status_code != 207:
        raise NotUnderstood
    return list(dav_xml.read_multistatus(dav_xml.parse(response.content)))


def _hrefs(item: dav_xml.Told, path: str) -> list[str]:
    return [element.text.strip() for element in item.list(path) if element.text and element.text.strip()]


def _takes_events(item: dav_xml.Told) -> bool:
    kinds = [element.get("name") for element in item.list("c:supported-calendar-component-set/c:comp")]
    return not kinds or "VEVENT" in kinds


def _last_part(href: str) -> str:
    return dav_xml.path_of(href).rstrip("/").rpartition("/")[2]


def _stamp(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def _written(path: str, response: httpx2.Response) -> Written:
    return Written(href=path, etag=response.headers.get("etag", "")[:LARGEST_ETAG])


def _change_of(href: str, etag: str, reading: Reading | Unreadable) -> EventChange:
    if isinstance(reading, Unreadable):
        return EventChange(href=href, etag=etag, unreadable=1)
    return EventChange(
        href=href,
        etag=etag,
        own_uid=reading.uid,
        starts_at=reading.starts_at,
        ends_at=reading.ends_at,
        busy=reading.busy,
        is_gone=reading.is_cancelled,
        is_declined=reading.is_declined,
        unreadable=reading.unreadable,
    )
