"""The record in words: who did what to whom, and when."""

import datetime
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aizuchi.audit.models import AuditEntry, Seal
from aizuchi.audit.vocabulary import action_sentences, detail_names, value_names
from aizuchi.kernel.export import ExportColumn, ExportTable, Typed
from aizuchi.kernel.manifests import gather
from aizuchi.people.models import Organization, Person, Unit
from aizuchi.people.queries.record_names import RecordNames
from aizuchi.ui.formatting import format_clock, format_date

PAGE_SIZE = 50
LENGTH_OF_A_DAY = len("2026-04-01")


@dataclass(frozen=True, kw_only=True)
class Filters:
    actor_id: uuid.UUID | None = None
    about_id: uuid.UUID | None = None
    app: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    number: int | None
    """Its place in the chain; none while it is not sealed yet."""
    at: datetime.datetime
    actor: str
    action: str
    words: str
    subject: str
    details: list[tuple[str, str]]


def list_entries(
    organization: Organization, *, filters: Filters, number: int
) -> tuple[list[EntryLine], "Page[AuditEntry]"]:
    """Latest first. Names are those of today; the record itself holds keys only."""
    page = Paginator(_find(organization, filters), PAGE_SIZE).get_page(number)
    return _in_words(organization, list(page)), page


def make_table(organization: Organization, *, filters: Filters) -> ExportTable:
    """All of it."""
    columns = (
        ExportColumn("number", _("Number"), Typed.WHOLE),
        ExportColumn("at", _("When"), Typed.MOMENT),
        ExportColumn("actor", _("Who")),
        ExportColumn("action", _("Action")),
        ExportColumn("subject", _("About")),
        ExportColumn("detail", _("Details")),
        ExportColumn("digest", _("Seal")),
    )
    return ExportTable(name="aizuchi-record", columns=columns, rows=_list_rows(organization, filters))


def _list_rows(organization: Organization, filters: Filters) -> Iterator[tuple[object, ...]]:
    found = _find(organization, filters)
    for start in range(0, found.count(), 1000):
        entries = list(found[start : start + 1000])
        for entry, line in zip(entries, _in_words(organization, entries), strict=True):
            detail = "; ".join(f"{key}: {value}" for key, value in line.details)
            seal = _seal_of(entry)
            yield line.number, line.at, line.actor, line.action, line.subject, detail, seal and seal.digest


def _find(organization: Organization, filters: Filters) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.filter(organization_id=organization.pk).select_related("seal").order_by("-id")
    if filters.actor_id:
        entries = entries.filter(actor_id=filters.actor_id)
    if filters.about_id:
        entries = entries.filter(subject_id=filters.about_id)
    if filters.app:
        entries = entries.filter(action__startswith=f"{filters.app}.")
    if filters.since:
        entries = entries.filter(at__date__gte=filters.since)
    if filters.until:
        entries = entries.filter(at__date__lte=filters.until)
    return entries


def _in_words(organization: Organization, entries: list[AuditEntry]) -> list[EntryLine]:
    names = _names(organization, entries)
    return [
        EntryLine(
            number=seal.number if (seal := _seal_of(entry)) else None,
            at=entry.at,
            actor=_say_who(entry, names),
            action=entry.action,
            words=_tell(entry, names),
            subject=names.get(str(entry.subject_id), ""),
            details=_details(entry, names),
        )
        for entry in entries
    ]


def _say_who(entry: AuditEntry, names: dict[str, str]) -> str:
    """A person, or the system that acted in nobody's name."""
    if entry.actor_id:
        return names.get(str(entry.actor_id), _("Somebody"))
    return str(entry.detail.get("by") or _("Aizuchi itself"))


def _seal_of(entry: AuditEntry) -> Seal | None:
    return getattr(entry, "seal", None)


def _tell(entry: AuditEntry, names: dict[str, str]) -> str:
    name = names.get(str(entry.subject_id), "")
    return str(action_sentences().get(entry.action, entry.action)) % {"name": name}


def _details(entry: AuditEntry, names: dict[str, str]) -> list[tuple[str, str]]:
    """What it is about, unless the sentence says so; known words and times as the reader has them."""
    about = names.get(str(entry.subject_id), "")
    sentence = str(action_sentences().get(entry.action, ""))
    first = [(_("About"), about)] if about and "%(name)s" not in sentence else []
    return first + [
        (str(detail_names().get(key, key)), _say_value(value, names))
        for key, value in entry.detail.items()
        if value not in (None, "", []) and key not in ("version", "by") and not (first and key == "pair_id")
    ]


def _names(organization: Organization, entries: Iterable[AuditEntry]) -> dict[str, str]:
    keys = {str(key) for entry in entries for key in (entry.actor_id, entry.subject_id) if key}
    keys |= {value for entry in entries for value in entry.detail.values() if _is_key(value)}
    people = Person.objects.filter(organization=organization, pk__in=keys)
    units = Unit.objects.filter(organization=organization, pk__in=keys)
    elsewhere = [brought.find(organization, [uuid.UUID(key) for key in keys]) for brought in gather(RecordNames)]
    return {
        **{str(key): name for found in elsewhere for key, name in found.items()},
        str(organization.pk): organization.name,
        **{str(person.pk): person.full_name for person in people},
        **{str(unit.pk): unit.label for unit in units},
    }


def _is_key(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 36 and bool(uuid.UUID(value))
    except ValueError:
        return False


def _say_value(value: Any, names: dict[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(_say_value(item, names) for item in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    return names.get(text) or str(value_names().get(text, "")) or _say_moment(text)


def _say_moment(text: str) -> str:
    """Days and times as the reader's clock and language have them; whatever else it is, as it is written."""
    is_moment = len(text) > LENGTH_OF_A_DAY and text[4:5] == "-" and "T" in text
    try:
        if is_moment:
            moment = datetime.datetime.fromisoformat(text)
            return f"{format_date(moment)} {format_clock(moment)}"
        return format_date(datetime.date.fromisoformat(text)) if len(text) == LENGTH_OF_A_DAY else text
    except ValueError:
        return text
