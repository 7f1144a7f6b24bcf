import datetime

from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.scene import Scene

from aizuchi.people.models import Leave, Person
from aizuchi.programs.models import DirectoryEntry
from aizuchi.programs.operations.directory import EntryFacts, save_entry

NOW = timezone.now()


def _read(client: Client, person: Person, query: str = "") -> str:
    client.force_login(person)
    return client.get(f"/programs/directory/{query}").content.decode()


def test_colleagues_find_who_is_glad_to_be_asked_until_it_is_taken_down(cast: Cast, client: Client) -> None:
    topic = Scene(cast).topic
    client.force_login(cast.mentor)
    typed = {"kinds": ["mentor", "peer"], "topics": str(topic.pk), "words": "遠回りの話なら"}
    client.post("/programs/directory/me/", {**typed, "is_shown": "on"})

    assert "遠回りの話なら" in _read(client, cast.member)
    assert f"/pairs/propose/{cast.mentor.pk}/" in _read(client, cast.member, f"?topic={topic.pk}&kind=peer&q=せがわ")
    assert "遠回りの話なら" not in _read(client, cast.member, "?kind=diagonal")
    assert "遠回りの話なら" not in _read(client, cast.stranger)
    assert "遠回りの話なら" not in _read(client, cast.mentor), "nobody asks themselves"

    client.post("/programs/directory/me/", typed)
    assert "遠回りの話なら" not in _read(client, cast.member)
    assert DirectoryEntry.objects.get().words == "遠回りの話なら"


def test_nobody_on_leave_or_gone_is_offered(cast: Cast, client: Client) -> None:
    today = cast.organization.today(NOW)
    for person in (cast.mentor, cast.peer):
        save_entry(actor=person, facts=EntryFacts(kinds=("peer",), words="聞きます"), now=NOW)
    Leave.objects.create(person=cast.mentor, starts_on=today)
    Person.objects.filter(pk=cast.peer.pk).update(left_on=today - datetime.timedelta(days=1))

    assert "聞きます" not in _read(client, cast.member)


def test_an_entry_says_as_what(cast: Cast, client: Client) -> None:
    client.force_login(cast.mentor)

    assert client.post("/programs/directory/me/", {"is_shown": "on"}).status_code == 409
    assert not DirectoryEntry.objects.exists()
