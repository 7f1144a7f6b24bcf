"""Microsoft 365 over Graph. Its delta query cannot be told which fields to send, so titles reach this module and no
other: what is parsed is when, and nothing else is looked at."""

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

# The mark on our own events, by which one can be found that a job wrote before it died.
MARK = "String {5f1c1d52-7a0c-4a53-9d0a-0a1f7b6c2e11} Name AizuchiUid"
MAIN = "main"
PAGE = 500
MOST_PAGES = 200  # a cursor of theirs may go round and round
FREE = {"free", "workingElsewhere"}
FORGOTTEN = {"syncstatenotfound", "syncstateinvalid", "resyncrequired", "errorinvalidsyncstatedata"}
CHANNEL_LASTS = datetime.timedelta(days=2, hours=12)


class Microsoft:
    def __init__(
        self, *, calendar: str, values: Values, save: Callable[[Values], None], zone: ZoneInfo, account: str = ""
    ) -> None:
        """`account` is whose mailbox the tenant's application opens; empty: the mailbox of who consented."""
        self.caller = Caller(public_only=False)
        tokens = Tokens(self.caller, Connection.Kind.MICROSOFT, values, save=save, account=account)
        self._rest = Rest(self.caller, tokens)
        self._zone = zone
        self._api = settings.MICROSOFT_ADDRESSES["api"]
        self._owner = f"users/{quote(account, safe='@')}" if account else "me"
        self._path = f"{self._owner}/calendar" if calendar == MAIN else f"{self._owner}/calendars/{quote(calendar)}"

    @property
    def clocks_are_apart(self) -> bool:
        return self.caller.clocks_are_apart

    def close(self) -> None:
        self.caller.close()

    def find_account(self) -> str:
        """The address of the mailbox that was opened."""
        said = read_json(self._rest.send("GET", f"{self._api}/{self._owner}/calendar", params={"$select": "owner"}))
        owner = said.get("owner")
        return str(owner.get("address", "")) if isinstance(owner, dict) else ""

    def list_calendars(self) -> list[CalendarChoice]:
        asked = {"$select": "id,name,isDefaultCalendar", "$top": "100"}
        said = read_json(self._rest.send("GET", f"{self._api}/{self._owner}/calendars", params=asked))
        return [
            CalendarChoice(
                id=MAIN if item.get("isDefaultCalendar") else str(item["id"]),
                name=str(item.get("name", "")),
                is_main=bool(item.get("isDefaultCalendar")),
            )
            for item in read_list(said, "value")
            if "id" in item
        ]

    def read_changes(self, *, sync_token: str, window: BusyWindow) -> Iterator[ChangePage]:
        """The token is the address that Graph gave us to ask next time; asked only if it is Graph's."""
        asked = {"startDateTime": _stamp(window.starts_at), "endDateTime": _stamp(window.ends_at)}
        url, params = (sync_token, None) if sync_token else (f"{self._api}/{self._path}/calendarView/delta", asked)
        shown_as: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            said = self._ask(url, params)
            items = [item for item in read_list(said, "value") if "id" in item]
            shown_as |= {str(item["id"]): str(item.get("showAs", "")) for item in items if _is_series(item)}
            changes = [self._change_of(item, window, shown_as) for item in items if not _is_series(item)]
            token = str(said.get("@odata.deltaLink", ""))
            yield ChangePage(changes=changes, is_full=not sync_token, sync_token=token)
            if token:
                return
            url, params = str(said.get("@odata.nextLink", "")), None
        raise NotUnderstood

    def _ask(self, url: str, params: dict[str, str] | None) -> dict[str, Any]:
        if not url.startswith(f"{self._api}/"):
            raise NotUnderstood
        headers = {"Prefer": f'outlook.timezone="UTC", odata.maxpagesize={PAGE}, IdType="ImmutableId"'}
        response = self._rest.send("GET", url, params=params, headers=headers, fine={400, 410})
        if response.status_code == 410 or (response.status_code == 400 and _code(read_json(response)) in FORGOTTEN):
            raise SyncTokenGone
        if response.status_code == 400:
            raise NotUnderstood
        return read_json(response)

    def _change_of(self, item: dict[str, Any], window: BusyWindow, shown_as: dict[str, str]) -> EventChange:
        href, etag = str(item["id"]), str(item.get("@odata.etag", ""))
        if "@removed" in item or item.get("isCancelled"):
            return EventChange(href=href, etag=etag, is_gone=True)
        is_all_day = bool(item.get("isAllDay"))
        starts_at, ends_at = self._moment(item.get("start"), is_all_day), self._moment(item.get("end"), is_all_day)
        answer = item.get("responseStatus")
        is_declined = isinstance(answer, dict) and answer.get("response") == "declined"
        # Dates of a series come without what they share with it.
        shown = str(item.get("showAs") or shown_as.get(str(item.get("seriesMasterId")), "busy"))
        busy: tuple[Busy, ...] = ()
        if starts_at and ends_at and starts_at < ends_at and ends_at > window.starts_at and starts_at < window.ends_at:
            busy = () if is_declined or shown in FREE else (Busy(starts_at, ends_at, shown == "tentative"),)
        return EventChange(
            href=href,
            etag=etag,
            own_uid=str(item.get("iCalUId", ""))[:255],
            starts_at=starts_at,
            ends_at=ends_at,
            busy=busy,
            is_declined=is_declined,
            unreadable=0 if starts_at and ends_at else 1,
        )

    def _moment(self, said: Any, is_all_day: bool) -> datetime.datetime | None:
        with contextlib.suppress(KeyError, TypeError, ValueError):
            moment = datetime.datetime.fromisoformat(said["dateTime"][:19])  # seven digits of a second: too many
            zone = self._zone if is_all_day else ZoneInfo(said.get("timeZone") or "UTC")
            return moment.replace(tzinfo=zone).astimezone(datetime.UTC)
        return None

    def write_event(self, event: CalendarEvent, *, href: str, etag: str) -> Written:
        if not href:
            href = self._find(event.uid)  # ours already, from a job that died before it could say so
            etag = ""
        if href:
            return self._change(event, href, etag)
        body = {
            **_body(event),
            "transactionId": event.copy or event.uid,
            "singleValueExtendedProperties": [{"id": MARK, "value": event.uid}],
        }
        made = self._rest.send("POST", f"{self._api}/{self._path}/events", json=body, headers=_IMMUTABLE, fine={409})
        if made.status_code == 409:
            if found := self._find(event.uid):
                return self._change(event, found, "")
            raise NotUnderstood
        return _written(read_json(made))

    def _find(self, uid: str) -> str:
        mark = f"singleValueExtendedProperties/Any(ep: ep/id eq '{MARK}' and ep/value eq '{uid}')"
        asked = {"$filter": mark, "$select": "id", "$top": "1"}
        said = read_json(self._rest.send("GET", f"{self._api}/{self._path}/events", params=asked, headers=_IMMUTABLE))
        return next((str(item["id"]) for item in read_list(said, "value") if "id" in item), "")

    def _change(self, event: CalendarEvent, href: str, etag: str) -> Written:
        headers = {**_IMMUTABLE, **({"If-Match": etag} if etag else {})}
        url = f"{self._api}/{self._owner}/events/{quote(href)}"
        changed = self._rest.send("PATCH", url, json=_changes(event), headers=headers, fine={404, 412})
        if changed.status_code in (404, 412):
            raise ChangedThere
        return _written(read_json(changed))

    def delete_event(self, *, href: str, etag: str) -> None:
        headers = {**_IMMUTABLE, **({"If-Match": etag} if etag else {})}
        url = f"{self._api}/{self._owner}/events/{quote(href)}"
        if self._rest.send("DELETE", url, headers=headers, fine={404, 410, 412}).status_code == 412:
            raise ChangedThere

    def open_channel(self, *, address: str, id: str, secret: str, now: datetime.datetime) -> Channel | None:
        until = now + CHANNEL_LASTS
        asked = {
            "changeType": "created,updated,deleted",
            "notificationUrl": address,
            "resource": f"/{self._path}/events",
            "expirationDateTime": _stamp(until),
            "clientState": secret,
        }
        said = read_json(self._rest.send("POST", f"{self._api}/subscriptions", json=asked))
        return Channel(id=str(said.get("id", "")), resource="", until=until) if said.get("id") else None

    def close_channel(self, channel: Channel) -> None:
        self._rest.send("DELETE", f"{self._api}/subscriptions/{quote(channel.id)}", fine={404})

    def revoke(self) -> None:
        return  # Microsoft has no way for a program to give consent back; the page tells where a person can


_IMMUTABLE = {"Prefer": 'IdType="ImmutableId"'}


def _body(event: CalendarEvent) -> dict[str, Any]:
    return {
        "subject": event.title,
        "start": {"dateTime": _stamp(event.starts_at).removesuffix("Z"), "timeZone": "UTC"},
        "end": {"dateTime": _stamp(event.ends_at).removesuffix("Z"), "timeZone": "UTC"},
        "location": {"displayName": event.place},
        "body": {"contentType": "text", "content": event.link},
        "sensitivity": "private",
        "showAs": "busy",
        "isReminderOn": event.alarm_minutes > 0,
        "reminderMinutesBeforeStart": event.alarm_minutes,
    }


def _changes(event: CalendarEvent) -> dict[str, Any]:
    """What is ours to say of an event that stands there; the rest is its owner's by now."""
    owners = {"body", *(["isReminderOn", "reminderMinutesBeforeStart"] if event.keeps_alarm else [])}
    return {name: value for name, value in _body(event).items() if name not in owners}


def _written(said: dict[str, Any]) -> Written:
    if not said.get("id"):
        raise NotUnderstood
    return Written(href=str(said["id"]), etag=str(said.get("@odata.etag", ""))[:255])


def _is_series(item: dict[str, Any]) -> bool:
    return item.get("type") == "seriesMaster"


def _code(said: dict[str, Any]) -> str:
    error = said.get("error")
    return str(error.get("code", "")).lower() if isinstance(error, dict) else ""


def _stamp(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
