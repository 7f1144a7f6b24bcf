"""What metrics say, and whether each word of it is one of ours."""

import re
from collections.abc import Iterator

from prometheus_client.parser import text_string_to_metric_families

from aizuchi import __version__
from aizuchi.config.metrics import generate_latest
from aizuchi.kernel.metrics import REGISTRY
from aizuchi.people.models import Person, Unit

UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}", re.IGNORECASE)
ADDRESS = re.compile(r"@|\d+\.\d+\.\d+\.\d+|::")
FIXED = {
    *("read", "write", "-", "done", "failed", "stored", "gone", "sent", "live", "notes", "+Inf", __version__),
    *("waiting", "planned or in hand", "late", "given up", "database", "write-ahead log"),
    *("active", "idle", "idle in transaction", "other", "most that the server takes", "(aborted)"),
    "idle in transaction (aborted)",
}
TASK = re.compile(r"aizuchi(\.[a-z_]+){2,}")


def list_labels() -> Iterator[tuple[str, str, str]]:
    for family in text_string_to_metric_families(generate_latest(REGISTRY).decode()):
        for sample in family.samples:
            for label, value in sample.labels.items():
                yield sample.name, label, value


def list_strange_labels(views: set[str]) -> list[tuple[str, str, str]]:
    """`views` are the names of addresses, and of functions where an address has none."""
    return [
        told
        for told in set(list_labels())
        if UUID.search(told[2]) or ADDRESS.search(told[2]) or not _is_known(told[1], told[2], views)
    ]


def list_names_told() -> list[str]:
    """Of all people and units that there are."""
    names = {
        part
        for person in Person.objects.all()
        for part in (person.family_name, person.given_name, person.email, str(person.pk))
        if part
    } | set(Unit.objects.values_list("name", flat=True))
    values = {value for _name, _label, value in list_labels()}
    text = generate_latest(REGISTRY).decode()
    return [word for word in names if word in values or (("@" in word or len(word) > 20) and word in text)]


def _is_known(label: str, value: str, views: set[str]) -> bool:
    if label == "le":
        return float(value) >= 0
    if label == "status":
        return value.isdigit() and len(value) == 3
    return value in FIXED or value in views or bool(TASK.fullmatch(value))
