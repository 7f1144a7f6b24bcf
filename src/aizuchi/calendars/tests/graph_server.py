"""Microsoft Graph's calendar view, events and subscriptions, as far as a calendar client meets them."""

import datetime
import itertools
import re
from typing import Any

from aizuchi.calendars.tests.cloud import Answer, Asked, Cloud

PROPERTY = re.compile(r"ep/value eq '([^']+)'")


class GraphCloud(Cloud):
    def __init__(self) -> None:
        super().__init__()
        self.events: dict[str, dict[str, Any]] = {}
        self.page_size = 500
        self.change = 0
        self.expired_before = 0
        self.keys = (f"AAMk{number}=" for number in itertools.count(1))
        self.channels: list[dict[str, Any]] = []
        self.goes_round = False

    def put(self, key: str, starts_at: datetime.datetime, minutes: int = 60, **more: Any) -> dict[str, Any]:
        ends_at = starts_at + datetime.timedelta(minutes=minutes)
        told = {"subject": "役員会", "showAs": "busy", "start": self._time(starts_at), "end": self._time(ends_at)}
        return self._keep(key, {**told, **more})

    def remove(self, key: str) -> None:
        self._keep(key, {"is_removed": True})

    def play(self, asked: Asked) -> Answer:
        path = asked.path
        if re.fullmatch(r"/(me|users/[^/]+)/calendar", path):
            return Answer(200, {"owner": {"name": "Aoi", "address": "aoi@example.jp"}})
        if path.endswith("/calendars"):
            return Answer(200, {"value": [{"id": "AAC1", "name": "予定表", "isDefaultCalendar": True}]})
        if path.endswith("/calendarView/delta"):
            return self._delta(asked.query)
        if path == "/subscriptions":
            self.channels.append(asked.json)
            return Answer(201, {"id": f"sub-{len(self.channels)}"})
        if path.startswith("/subscriptions/"):
            return Answer(204)
        if path.endswith("/events"):
            return self._insert(asked.json) if asked.method == "POST" else self._find(asked.query)
        return self._one(asked, path.rpartition("/")[2].replace("%3D", "="))

    def _delta(self, query: dict[str, str]) -> Answer:
        assert not {"$select", "$filter", "$expand"} & set(query), "Graph takes none of these here"
        token = query.get("$deltatoken")
        if token and int(token) < self.expired_before:
            return Answer(410, {"error": {"code": "SyncStateNotFound"}})
        since, first = int(query.get("since", token or 0)), int(query.get("$skiptoken", 0))
        changed = [e for e in self.events.values() if e["change"] > since and (since or "is_removed" not in e)]
        value = [self._shown(event) for event in changed[first : first + self.page_size]]
        base = f"{self.url}/me/calendar/calendarView/delta"
        if self.goes_round or first + self.page_size < len(changed):
            following = f"{base}?since={since}&$skiptoken={first + self.page_size}"
            return Answer(200, {"value": value, "@odata.nextLink": following})
        return Answer(200, {"value": value, "@odata.deltaLink": f"{base}?$deltatoken={self.change}"})

    def _shown(self, event: dict[str, Any]) -> dict[str, Any]:
        if "is_removed" in event:
            return {"id": event["id"], "@removed": {"reason": "deleted"}}
        return {name: value for name, value in event.items() if name not in {"change", "marks", "transactionId"}}

    def _find(self, query: dict[str, str]) -> Answer:
        uid = PROPERTY.search(query["$filter"])
        assert uid
        found = [e for e in self.events.values() if uid[1] in e.get("marks", ()) and "is_removed" not in e]
        return Answer(200, {"value": [{"id": event["id"]} for event in found[:1]]})

    def _insert(self, body: dict[str, Any]) -> Answer:
        if any(event.get("transactionId") == body["transactionId"] for event in self.events.values()):
            return Answer(409, {"error": {"code": "ErrorDuplicateTransactionId"}})
        marks = [mark["value"] for mark in body.pop("singleValueExtendedProperties", [])]
        return Answer(201, self._shown(self._keep(next(self.keys), {**body, "marks": marks})))

    def _one(self, asked: Asked, key: str) -> Answer:
        event = self.events.get(key)
        if event is None or "is_removed" in event:
            return Answer(404, {"error": {"code": "ErrorItemNotFound"}})
        if asked.headers.get("if-match", event["@odata.etag"]) != event["@odata.etag"]:
            return Answer(412, {"error": {"code": "ErrorIrresolvableConflict"}})
        if asked.method == "DELETE":
            self.remove(key)
            return Answer(204)
        return Answer(200, self._shown(self._keep(key, {**event, **asked.json})))

    def _keep(self, key: str, body: dict[str, Any]) -> dict[str, Any]:
        self.change += 1
        event = {**body, "id": key, "@odata.etag": f'W/"{self.change}"', "change": self.change}
        self.events.pop(key, None)
        self.events[key] = event
        return event

    def _time(self, moment: datetime.datetime) -> dict[str, str]:
        return {"dateTime": f"{moment.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}
