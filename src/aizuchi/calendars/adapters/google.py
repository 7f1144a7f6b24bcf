"""Google Calendar, API v3. A field mask keeps titles, guests and notes from ever reaching us."""

import contextlib
import datetime
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.conf import settings

from aizuchi.calendars.adapters import (
    CalendarChoice,
    ChangedThere,
    ChangePage,
    Channel,
    EventChange,
    NotUnderstood,
    SyncTokenGone,
    Written,
)
from aizuchi.calendars.adapters.http import Caller
from aizuchi.calendars.adapters.oauth import Rest, Tokens, Values, read_json, read_list
from aizuchi.calendars.appointments import CalendarEvent
from aizuchi.calendars.models import Connection
from aizuchi.kernel.ics.reading import Busy, BusyWindow
from aizuchi.kernel.measure import read_number

EVENT = "id,status,iCalUID,etag,start,end,transparency,attendees(self,responseStatus),extendedProperties/private"
FIELDS = f"nextPageToken,nextSyncToken,items({EVENT})"
MARK = "aizuchi"
PAGE = 2500
MOST_PAGES = 100
FARTHEST = 4_102_444_800_000  # 2100, in milliseconds
CHANNEL_LASTS = datetime.timedelta(days=7)


class Google:
    def __init__(
        self, *, calendar: str, values: Values, save: Callable[[Values], None], zone: ZoneInfo, account: str = ""
    ) -> None:
        self.caller = Caller(public_only=False)
        self._tokens = Tokens(self.caller, Connection.Kind.GOOGLE, values, save=save, account=account)
        self._rest = Rest(self.caller, self._tokens)
        self._zone = zone
        self._api = settings.GOOGLE_ADDRESSES["api"]
        self._events = f"{self._api}/calendars/{quote(calendar, safe='@')}/events"

    @property
    def clocks_are_apart(self) -> bool:
        return self.caller.clocks_are_apart

    def close(self) -> None:
        self.caller.close()

    def list_calendars(self) -> list[CalendarChoice]:
        asked = {"fields": "items(id,summary,primary)", "maxResults": "250", "minAccessRole": "reader"}
        said = read_json(self._rest.send("GET", f"{self._api}/users/me/calendarList", params=asked))
        return [
            CalendarChoice(
                id=str(item["id"]), name=str(item.get("summary", item["id"])), is_main=bool(item.get("primary"))
            )
            for item in read_list(said, "items")
            if "id" in item
        ]

    def read_changes(self, *, sync_token: str, window: BusyWindow) -> Iterator[ChangePage]:
        """Repeating events come as their dates: Google spreads them out itself."""
        asked = {"singleEvents": "true", "maxResults": str(PAGE), "fields": FIELDS}
        if sync_token:
            asked["syncToken"] = sync_token
        else:
            asked |= {"timeMin": window.starts_at.isoformat(), "timeMax": window.ends_at.isoformat()}
        for _ in range(MOST_PAGES):
            response = self._rest.send("GET", self._events, params=asked, fine={410})
            if response.status_code == 410:
                raise SyncTokenGone
            said = read_json(response)
            changes = [self._change_of(item, window) for item in read_list(said, "items") if "id" in item]
            token = str(said.get("nextSyncToken", ""))
            yield ChangePage(changes=changes, is_full=not sync_token, sync_token=token)
            if token or "nextPageToken" not in said:
                return
            asked["pageToken"] = str(said["nextPageToken"])
        raise NotUnderstood

    def _change_of(self, item: dict[str, Any], window: BusyWindow) -> EventChange:
        href, etag = str(item["id"]), str(item.get("etag", ""))
        if item.get("status") == "cancelled":
            return EventChange(href=href, etag=etag, is_gone=True)
        starts_at, ends_at = self._moment(item.get("start")), self._moment(item.get("end"))
        is_declined = any(
            guest.get("self") and guest.get("responseStatus") == "declined" for guest in read_list(item, "attendees")
        )
        busy: tuple[Busy, ...] = ()
        if starts_at and ends_at and starts_at < ends_at and ends_at > window.starts_at and starts_at < window.ends_at:
            is_free = is_declined or item.get("transparency") == "transparent"
            busy = () if is_free else (Busy(starts_at, ends_at, item.get("status") == "tentative"),)
        return EventChange(
            href=href,
            etag=etag,
            own_uid=_own_uid(item),
            starts_at=starts_at,
            ends_at=ends_at,
            busy=busy,
            is_declined=is_declined,
            unreadable=0 if starts_at and ends_at else 1,
        )

    def _moment(self, said: Any) -> datetime.datetime | None:
        with contextlib.suppress(KeyError, TypeError, ValueError):
            if "dateTime" in said:
                moment = datetime.datetime.fromisoformat(said["dateTime"])
                zone = ZoneInfo(said["timeZone"]) if moment.tzinfo is None and "timeZone" in said else self._zone
                moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
                return moment.astimezone(datetime.UTC)
            day = datetime.date.fromisoformat(said["date"])
            return datetime.datetime.combine(day, datetime.time(), tzinfo=self._zone).astimezone(datetime.UTC)
        return None

    def write_event(self, event: CalendarEvent, *, href: str, etag: str) -> Written:
        """We choose the key, so that a repeated insertion meets itself."""
        if href:
            return self._change(event, href, etag)
        key = event.uid.partition("@")[0]
        made = self._rest.send("POST", self._events, json={"id": key, **_body(event)}, params=_quietly(), fine={409})
        if made.status_code == 409:
            return self._change(event, key, "")
        return _written(read_json(made))

    def _change(self, event: CalendarEvent, href: str, etag: str) -> Written:
        headers = {"If-Match": etag} if etag else {}
        changed = self._rest.send(
            "PATCH",
            f"{self._events}/{quote(href)}",
            json=_changes(event),
            params=_quietly(),
            headers=headers,
            fine={404, 410, 412},
        )
        if changed.status_code in (404, 410, 412):
            raise ChangedThere
        return _written(read_json(changed))

    def delete_event(self, *, href: str, etag: str) -> None:
        headers = {"If-Match": etag} if etag else {}
        url = f"{self._events}/{quote(href)}"
        gone = self._rest.send("DELETE", url, params={"sendUpdates": "none"}, headers=headers, fine={404, 410, 412})
        if gone.status_code == 412:
            raise ChangedThere

    def open_channel(self, *, address: str, id: str, secret: str, now: datetime.datetime) -> Channel | None:
        until = now + CHANNEL_LASTS
        asked = {
            "id": id,
            "type": "web_hook",
            "address": address,
            "token": secret,
            "expiration": str(int(until.timestamp() * 1000)),
        }
        said = read_json(self._rest.send("POST", f"{self._events}/watch", json=asked))
        expires = str(said.get("expiration", ""))
        if milliseconds := read_number(expires, most=FARTHEST):
            until = datetime.datetime.fromtimestamp(milliseconds / 1000, tz=datetime.UTC)
        return Channel(id=id, resource=str(said.get("resourceId", "")), until=until)

    def close_channel(self, channel: Channel) -> None:
        asked = {"id": channel.id, "resourceId": channel.resource}
        self._rest.send("POST", f"{self._api}/channels/stop", json=asked, fine={404})

    def revoke(self) -> None:
        if token := self._tokens.refresh_token:
            self.caller.send("POST", settings.GOOGLE_ADDRESSES["revoke"], data={"token": token}, fine={400})


def _body(event: CalendarEvent) -> dict[str, Any]:
    return {
        "status": "confirmed",
        "summary": event.title,
        "location": event.place,
        "description": event.link,
        "visibility": "private",
        "start": {"dateTime": event.starts_at.isoformat(), "timeZone": event.time_zone},
        "end": {"dateTime": event.ends_at.isoformat(), "timeZone": event.time_zone},
        "extendedProperties": {"private": {MARK: event.uid}},
        "reminders": {"useDefault": False, "overrides": _alarms(event)},
    }


def _changes(event: CalendarEvent) -> dict[str, Any]:
    """What is ours to say of an event that stands there; the rest is its owner's by now."""
    owners = {"description", *(["reminders"] if event.keeps_alarm else [])}
    return {name: value for name, value in _body(event).items() if name not in owners}


def _alarms(event: CalendarEvent) -> list[dict[str, Any]]:
    return [{"method": "popup", "minutes": event.alarm_minutes}] if event.alarm_minutes else []


def _quietly() -> dict[str, str]:
    """Nobody is invited; and of our own writing we need only where it stands."""
    return {"sendUpdates": "none", "fields": "id,etag"}


def _written(said: dict[str, Any]) -> Written:
    if not said.get("id"):
        raise NotUnderstood
    return Written(href=str(said["id"]), etag=str(said.get("etag", "")))


def _own_uid(item: dict[str, Any]) -> str:
    properties = item.get("extendedProperties", {})
    private = properties.get("private", {}) if isinstance(properties, dict) else {}
    mark = str(private.get(MARK, "") if isinstance(private, dict) else "")
    is_ours = bool(mark) and mark.partition("@")[0] == item["id"]  # a copy keeps the mark, under another key
    return (mark if is_ours else str(item.get("iCalUID", "")))[:255]
