"""What directories send otherwise than the standard says, made what it says before anybody reads it.

Taken from what Microsoft and Okta publish of their requests; `tests/test_quirks.py` holds each of them.
"""

import re
from collections.abc import Iterable
from typing import Any

from aizuchi.gateway.scim.schema import ENTERPRISE

Json = dict[str, Any]

_BOOLEANS = {"true": True, "false": False}
_BOOLEAN_NAMES = {"active", "primary"}
_MANAGER = re.compile(rf"(?:{re.escape(ENTERPRISE)}[:.])?manager(?:\.value)?", re.IGNORECASE)
# Of these we keep nothing, and some directories send what no model would take.
_DROPPED = {"password", "groups", "meta"}


def normalize_user(body: Any) -> Any:
    """Of POST and PUT."""
    if not isinstance(body, dict):
        return body
    made: Json = {key: _plain(key, value) for key, value in body.items() if key.casefold() not in _DROPPED}
    for key in list(made):
        if key.casefold() == ENTERPRISE.casefold() and isinstance(made[key], dict):
            made[key] = {name: _plain_work(name, value) for name, value in made[key].items()}
    return {key: value for key, value in made.items() if not (key.casefold() == "active" and value is None)}


def normalize_patch(body: Any) -> Any:
    """One operation for each attribute, each in the standard's words."""
    if not isinstance(body, dict):
        return body
    key = next((name for name in body if name.casefold() == "operations"), None)
    if key is None or not isinstance(body[key], list):
        return body
    return {**body, key: [made for operation in body[key] for made in _normalize_operation(operation)]}


def _normalize_operation(operation: Any) -> Iterable[Any]:
    if not isinstance(operation, dict):
        yield operation
        return
    said = {name.casefold(): value for name, value in operation.items()}
    op, path, value = said.get("op"), said.get("path"), said.get("value")
    op = op.lower() if isinstance(op, str) else op
    if path in (None, "") and isinstance(value, dict):
        yield from _split(op, value)
    elif isinstance(path, str):
        yield from _with_path(op, path, value, has_value="value" in said)
    else:
        yield operation


def _split(op: Any, value: Json) -> Iterable[Json]:
    """{"name.givenName": "…", "urn:…:User:department": "…"} without a path, as Entra sends it; Okta beside the id."""
    for name, part in value.items():
        if name.casefold() in ("schemas", "id") or name.casefold() in _DROPPED:
            continue
        if name.casefold() == ENTERPRISE.casefold() and isinstance(part, dict):
            for inner, each in part.items():
                yield from _with_path(op, f"{ENTERPRISE}:{inner}", each, has_value=True)
        else:
            yield from _with_path(op, name, part, has_value=True)


def _with_path(op: Any, path: str, value: Any, *, has_value: bool) -> Iterable[Json]:
    if path.casefold() in _DROPPED:
        return
    if _MANAGER.fullmatch(path):
        yield _manager_operation(op, value, has_value=has_value)
        return
    made: Json = {"op": op, "path": path}
    if has_value:
        made["value"] = _plain(path.rpartition(".")[2], value)
    if op in ("add", "replace") and made.get("value") is None:
        made = {"op": "remove", "path": path}  # Entra writes null, or nothing, for what is empty now
    yield made


def _manager_operation(op: Any, value: Any, *, has_value: bool) -> Json:
    """A plain text under the attribute's path, an object, or a list of one; empty means nobody."""
    said = _manager(value)
    if op == "remove" or said is None:
        return {"op": "remove", "path": f"{ENTERPRISE}:manager"}
    return {"op": "replace", "path": f"{ENTERPRISE}:manager", "value": said}


def _manager(value: Any) -> Any:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = next((part for name, part in value.items() if name.casefold() == "value"), None)
    if isinstance(value, str):
        value = value.strip()
    return {"value": value} if value else None


def _plain_work(name: str, value: Any) -> Any:
    return _manager(value) if name.casefold() == "manager" else value


def _plain(name: str, value: Any) -> Any:
    """Booleans that are text, and entries of addresses in which there is none."""
    if name.casefold() in _BOOLEAN_NAMES and isinstance(value, str):
        return _BOOLEANS.get(value.strip().casefold(), value)
    if name.casefold() == "emails" and isinstance(value, list):
        return [_plain_entry(entry) for entry in value if not (isinstance(entry, dict) and not entry.get("value"))]
    return value


def _plain_entry(entry: Any) -> Any:
    if not isinstance(entry, dict):
        return entry
    return {name: _plain(name, value) for name, value in entry.items()}


def normalize_bulk(body: Any) -> Any:
    if not isinstance(body, dict):
        return body
    key = next((name for name in body if name.casefold() == "operations"), None)
    if key is None or not isinstance(body[key], list):
        return body
    return {**body, key: [_normalize_step(step) for step in body[key]]}


def _normalize_step(step: Any) -> Any:
    if not isinstance(step, dict):
        return step
    said = {name.casefold(): name for name in step}
    method, data = str(step.get(said.get("method", ""), "")).upper(), said.get("data")
    if data is None:
        return step
    made = normalize_patch(step[data]) if method == "PATCH" else step[data]
    if method in ("POST", "PUT") and "/users" in str(step.get(said.get("path", ""), "")).casefold():
        made = normalize_user(made)
    return {**step, data: made}
