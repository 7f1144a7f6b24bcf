"""docs/operating/settings.md, made from the typed settings, so that it says what holds."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from aizuchi.config.environment import Environment

HEAD = """# Settings

Everything that can be set from outside. Settings are environment variables; on a server they stand in
`/etc/aizuchi/aizuchi.env`. They are read when a process starts: after a change, `systemctl restart aizuchi`.
`aizuchi check` says what is wrong with them, `aizuchi settings` which are set.

This page is made from `src/aizuchi/config/environment.py` by `aizuchi settings --markdown`; write there, not here.
"""
CHAPTERS: dict[str, Sequence[str]] = {
    "Where it is": ("home", "host", "port", "base_url", "trusted_proxies", "hsts", "drain_seconds"),
    "Database, Redis, files and keys": ("database", "mailbox", "redis", "files", "secret", "key", "notes"),
    "Mail": ("mail_",),
    "Calendars and chat": ("calendar", "google", "microsoft", "slack"),
    "Jobs": ("job",),
    "Logs and watching": ("log", "metrics", "worker", "telemetry", "sentry"),
    "Trying it out": ("demo", "debug"),
}
"""A setting stands in the first chapter that names how it begins."""
FURTHER = "Further"
KINDS = {str: "text", int: "number", float: "number", bool: "0 or 1", Path: "path"}


def name_variable(name: str, field: FieldInfo) -> str:
    return field.validation_alias if isinstance(field.validation_alias, str) else f"AIZUCHI_{name.upper()}"


def write_page() -> str:
    return HEAD + "".join(_write_chapters())


def _write_chapters() -> Iterator[str]:
    by_chapter: dict[str, list[str]] = {title: [] for title in (*CHAPTERS, FURTHER)}
    for name, field in Environment.model_fields.items():
        by_chapter[_find_chapter(name)].append(_write_line(name, field))
    for title, lines in by_chapter.items():
        if lines:
            yield f"\n## {title}\n\n| variable | kind | without it | what it is for |\n| --- | --- | --- | --- |\n"
            yield from lines


def _find_chapter(name: str) -> str:
    return next((title for title, beginnings in CHAPTERS.items() if name.startswith(tuple(beginnings))), FURTHER)


def _write_line(name: str, field: FieldInfo) -> str:
    told = (field.description or "").replace("|", "\\|").replace("<", "&lt;")
    return f"| `{name_variable(name, field)}` | {_say_kind(field.annotation)} | {_say_default(field)} | {told} |\n"


def _say_kind(annotation: Any) -> str:
    if get_origin(annotation) is Literal:
        return ", ".join(map(str, get_args(annotation)))
    if isinstance(annotation, UnionType):
        annotation = next(kind for kind in get_args(annotation) if kind is not type(None))
    return KINDS.get(annotation, "text")


def _say_default(field: FieldInfo) -> str:
    value = int(field.default) if isinstance(field.default, bool) else field.default
    return "" if value is None or value == "" else f"`{value}`"
