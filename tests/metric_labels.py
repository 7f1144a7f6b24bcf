"""What metrics say, and whether each word of it is one of ours."""

import re

from aizuchi import __version__
from aizuchi.config.metrics import REGISTRY
from aizuchi.people.models import Person, Unit

UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}", re.IGNORECASE)
ADDRESS = re.compile(r"@|\d+\.\d+\.\d+\.\d+|::")
FIXED = {
    *("read", "write", "-", "done", "failed", "stored", "gone", "sent", "live", "notes", "+Inf", __version__),
    *("waiting", "planned or in hand", "late", "given up", "database", "write-ahead log"),
    *("active", "idle", "idle in transaction", "other", "most that the server takes", "(aborted)"),
    "idle in transaction (aborted)",
}
METRIC = re.compile(r"(aizuchi|process)(_[a-z]+)+")
TASK = re.compile(r"aizuchi(\.[a-z_]+){2,}")
Told = set[tuple[str, str]]


def read_labels() -> Told:
    """Each label with each of its values. To write it as text and to read that anew takes much longer."""
    return {
        told
        for family in REGISTRY.collect()
        for sample in family.samples
        for told in (("name", sample.name), *sample.labels.items())
    }


def list_strange_labels(told: Told, views: set[str]) -> list[tuple[str, str]]:
    """`views` are the names of addresses, and of functions where an address has none."""
    return [
        (label, value)
        for label, value in told
        if UUID.search(value) or ADDRESS.search(value) or not _is_known(label, value, views)
    ]


def list_names_told(told: Told) -> list[str]:
    """Of all people and units that there are."""
    names = {
        part
        for person in Person.objects.all()
        for part in (person.family_name, person.given_name, person.email, str(person.pk))
        if part
    } | set(Unit.objects.values_list("name", flat=True))
    values = {value for _label, value in told}
    long = [word for word in names if "@" in word or len(word) > 20]
    return [*(names & values), *(word for word in long if any(word in value for value in values))]


def _is_known(label: str, value: str, views: set[str]) -> bool:
    if label == "name":
        return bool(METRIC.fullmatch(value))
    if label == "le":
        return float(value) >= 0
    if label == "status":
        return value.isdigit() and len(value) == 3
    return value in FIXED or value in views or bool(TASK.fullmatch(value))
