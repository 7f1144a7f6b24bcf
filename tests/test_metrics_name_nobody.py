"""After every address was used and every waiting job done, no metric says who or what it was about."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.template.backends.django import Template
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from aizuchi import __version__
from aizuchi.config.metrics import generate_latest
from aizuchi.kernel.metrics import REGISTRY
from aizuchi.people.models import Person, Unit
from tests.access_table import CAST, TABLE
from tests.cast import Cast
from tests.scene import Scene
from tests.test_access import ADDRESSES, address, ask, key_in, list_addresses

UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}", re.IGNORECASE)
ADDRESS = re.compile(r"@|\d+\.\d+\.\d+\.\d+|::")
FIXED = {
    *("read", "write", "-", "done", "failed", "stored", "gone", "sent", "live", "notes", "+Inf", __version__),
    *("waiting", "planned or in hand", "late", "given up", "database", "write-ahead log"),
    *("active", "idle", "idle in transaction", "other", "most that the server takes", "(aborted)"),
    "idle in transaction (aborted)",
}
TASK = re.compile(r"aizuchi(\.[a-z_]+){2,}")


@pytest.fixture
def used(
    cast: Cast,
    client_for: Callable[[Person], Client],
    run_jobs: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> Scene:
    """Whatever there is is opened and sent by somebody who may, and once more by somebody who may not."""
    monkeypatch.setattr(Template, "render", lambda *args, **kwargs: "")  # what is drawn is no label
    scene = Scene(cast)
    clients = {who: client_for(getattr(cast, who)) for who in sorted(CAST)}
    for client in clients.values():
        client.raise_request_exception = False
        ask(client, "get", f"/nowhere/{cast.member.pk}/{cast.member.email}/", {"q": cast.member.full_name})
    for key in ADDRESSES:
        access = TABLE[key]
        for who in {min(some) for some in (access.open_to & CAST, CAST - access.open_to) if some}:
            for method in sorted(access.methods):
                ask(clients[who], method, address(key, scene, key_in(scene, access)), access.data)
    run_jobs()
    return scene


def list_labels() -> Iterator[tuple[str, str, str]]:
    for family in text_string_to_metric_families(generate_latest(REGISTRY).decode()):
        for sample in family.samples:
            for label, value in sample.labels.items():
                yield sample.name, label, value


def is_known(label: str, value: str) -> bool:
    views = {name for name, _pattern in list_addresses()}
    if label == "le":
        return float(value) >= 0
    if label == "status":
        return value.isdigit() and len(value) == 3
    return value in FIXED or value in views or bool(TASK.fullmatch(value)) or (label == "view" and _is_view(value))


def _is_view(value: str) -> bool:
    """Those without a name in `urls` are told by the function's."""
    return value in {pattern.callback.__name__ for _name, pattern in list_addresses()}


def list_strange_labels() -> list[tuple[str, str, str]]:
    return [
        told
        for told in set(list_labels())
        if UUID.search(told[2]) or ADDRESS.search(told[2]) or not is_known(told[1], told[2])
    ]


@pytest.mark.database
def test_what_a_database_tells_of_itself_are_words_of_ours(db: None) -> None:
    assert list_strange_labels() == []


def test_every_label_is_a_word_of_ours(used: Scene, cast: Cast) -> None:
    names = {
        part
        for person in Person.objects.all()
        for part in (person.family_name, person.given_name, person.email, str(person.pk))
        if part
    } | set(Unit.objects.values_list("name", flat=True))

    assert list_strange_labels() == []
    assert not names & {value for _name, _label, value in list_labels()}
    assert len({value for name, label, value in list_labels() if label == "view"}) > 100, "much was really counted"
    told = generate_latest(REGISTRY).decode()
    assert not any(word in told for word in names if "@" in word or len(word) > 20)
