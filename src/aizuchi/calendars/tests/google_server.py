"""Google Calendar's events, calendar list and channels, as far as a calendar client meets them."""

import datetime
import re
from typing import Any

from aizuchi.calendars.tests.cloud import Answer, Asked, Cloud

EVENTS = re.compile(r"^/calendars/[^/]+/events(?:/([^/]+))?$")


class GoogleCloud(Cloud):
    def __init__(self) -> None:
        super().__init__()
        self.events: dict[str, dict[str, Any]] = {}
        self.page_size = 2500
        self.change = 0
        self.expired_before = 0
        self.channels: list[dict[str, Any]] = []

    def put(self, key: str, starts_at: datetime.datetime, minutes: int = 60, **more: Any) -> dict[str, Any]:
        """What happens in the calendar itself."""
        ends_at = starts_at + datetime.timedelta(minutes=minutes)
        told = {"start": {"dateTime": starts_at.isoformat()}, "end": {"dateTime": ends_at.isoformat()}}
        return self._keep(key, {"summary": "役員会", "iCalUID": f"{key}@google.com", **told, **more})

    def remove(self, key: str) -> None:
        self._keep(key, {"status": "cancelled"})

    def play(self, asked: Asked) -> Answer:
        if asked.path == "/users/me/calendarList":
            return Answer(200, {"items": [{"id": "aoi@example.jp", "summary": "葵", "primary": True}]})
        if asked.path.endswith("/watch"):
            self.channels.append(asked.json)
            return Answer(200, {"id": asked.json["id"], "resourceId": "res", "expiration": asked.json["expiration"]})
        if asked.path == "/channels/stop":
            return Answer(204)
        found = EVENTS.match(asked.path)
        assert found, asked.path
        if found[1]:
            return self._one(asked, found[1])
        return self._insert(asked.json) if asked.method == "POST" else self._list(asked.query)

    def _list(self, query: dict[str, str]) -> Answer:
        token = query.get("syncToken")
        if token:
            assert not {"timeMin", "timeMax", "updatedMin", "q", "iCalUID", "orderBy"} & set(query), "400 at Google"
            if int(token) < self.expired_before:
                return Answer(410, {"error": {"code": 410, "errors": [{"reason": "fullSyncRequired"}]}})
        since = int(token or 0)
        living = [e for e in self.events.values() if e["change"] > since and (token or e["status"] != "cancelled")]
        first = int(query.get("pageToken", 0))
        items = [self._masked(event, query.get("fields", "")) for event in living[first : first + self.page_size]]
        if first + self.page_size < len(living):
            return Answer(200, {"items": items, "nextPageToken": str(first + self.page_size)})
        return Answer(200, {"items": items, "nextSyncToken": str(self.change)})

    def _masked(self, event: dict[str, Any], fields: str) -> dict[str, Any]:
        if event["status"] == "cancelled":
            return {name: event[name] for name in ("id", "status", "etag")}
        wanted = fields.partition("items(")[2] if fields else ",".join(event)
        names = re.split(r"[,()/]", wanted)
        return {name: value for name, value in event.items() if name in names}

    def _insert(self, body: dict[str, Any]) -> Answer:
        key = body["id"]
        assert re.fullmatch(r"[a-v0-9]{5,1024}", key)
        if key in self.events:
            return Answer(409, {"error": {"code": 409, "errors": [{"reason": "duplicate"}]}})
        return Answer(200, self._keep(key, {"iCalUID": f"{key}@google.com", **body}))

    def _one(self, asked: Asked, key: str) -> Answer:
        event = self.events.get(key)
        if event is None or (asked.method == "DELETE" and event["status"] == "cancelled"):
            return Answer(404 if event is None else 410, {"error": {"code": 404}})
        if asked.headers.get("if-match", event["etag"]) != event["etag"]:
            return Answer(412, {"error": {"code": 412}})
        if asked.method == "DELETE":
            self.remove(key)
            return Answer(204)
        return Answer(200, self._keep(key, {**event, **asked.json}))

    def _keep(self, key: str, body: dict[str, Any]) -> dict[str, Any]:
        self.change += 1
        event = {"status": "confirmed", **body, "id": key, "etag": f'"{self.change}"', "change": self.change}
        self.events[key] = event
        return event
