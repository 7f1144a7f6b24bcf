import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import Cast
from tests.thorough import examples

from aizuchi.audit.models import AuditEntry
from aizuchi.catalogue.operations import install_catalogue
from aizuchi.hints import operations
from aizuchi.hints.models import Hint, PackFile
from aizuchi.hints.operations.packs import Taken, export_own, take_over
from aizuchi.hints.packs.reading import MOST_BYTES, PackHint, PackRefused, read_pack
from aizuchi.hints.tests.test_pages import Write
from aizuchi.kernel.files.models import StoredFile
from aizuchi.people.models import Person

NOW = timezone.now()
SignIn = Callable[[Person], Client]


def row(number: int = 1, **said: Any) -> dict[str, Any]:
    return {
        "id": f"hint-{number}",
        "topic": "work",
        "response": "listen",
        "body": {"ja": f"{number}つめの聞き方です。", "en": f"Way number {number}."},
        **said,
    }


def file_of(*rows: Any, **head: Any) -> bytes:
    pack = {"id": "tonari", "edition": "1", "licence": "CC BY 4.0", "author": {"ja": "となりの会社"}, **head}
    return json.dumps({"format": "aizuchi-hints", "version": 1, "pack": pack, "hints": rows}).encode()


def take(cast: Cast, content: bytes) -> Taken:
    return take_over(read_pack(content), organization=cast.organization, actor=cast.hr, now=NOW)


def places_of(content: bytes) -> list[str]:
    with pytest.raises(PackRefused) as refused:
        read_pack(content)
    assert all(problem.sentence for problem in refused.value.problems)
    return [problem.place for problem in refused.value.problems]


def test_the_same_file_again_changes_nothing(cast: Cast, catalogue: None) -> None:
    first, second = take(cast, file_of(row(1), row(2))), take(cast, file_of(row(1), row(2)))

    assert first == Taken(added=2, changed=0, same=0)
    assert second == Taken(added=0, changed=0, same=2)
    assert AuditEntry.objects.filter(action="hints.pack_taken").count() == 1


def test_a_newer_edition_changes_its_own_and_leaves_off_what_was_taken_off(cast: Cast, catalogue: None) -> None:
    take(cast, file_of(row(1), row(2)))
    hidden = Hint.objects.get(pack_key="hint-1")
    operations.hide_hint(actor=cast.hr, hint_id=hidden.pk, because="合いません", now=NOW)

    taken = take(cast, file_of(row(1, body={"ja": "言いなおした聞き方です。"}), row(2), row(3)))

    assert taken == Taken(added=1, changed=1, same=1)
    hidden.refresh_from_db()
    assert hidden.body_ja == "言いなおした聞き方です。"
    assert hidden.hidden_at


def test_the_same_words_from_elsewhere_are_not_doubled(cast: Cast, catalogue: None) -> None:
    take(cast, file_of(row(1)))

    assert take(cast, file_of(row(1), id="another")) == Taken(added=0, changed=0, same=1)


def test_one_bad_row_and_nothing_is_taken(cast: Cast, catalogue: None) -> None:
    with pytest.raises(PackRefused) as refused:
        take(cast, file_of(row(1), row(2, topic="fishing")))

    assert [problem.place for problem in refused.value.problems] == ["hints[2].topic"]
    assert not Hint.objects.exists()


@pytest.mark.parametrize(
    ("rows", "places"),
    [
        ([row(1), row(1)], ["hints[2].id"]),
        ([row(1, id="../etc")], ["hints[1].id"]),
        ([row(1, body={})], ["hints[1].body"]),
        ([row(1, body={"ja": "あ" * 401})], ["hints[1].body.ja"]),
        ([row(1, body={"ja": 7})], ["hints[1].body.ja", "hints[1].body"]),
        ([row(1, title=["x"])], ["hints[1].title"]),
        ([row(1, topic=None)], ["hints[1].topic"]),
        ([], ["hints"]),
    ],
)
def test_each_mistake_is_told_with_its_place(rows: list[Any], places: list[str]) -> None:
    assert places_of(file_of(*rows)) == places


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"format": "aizuchi-hints", "version": 2}',
        b"[" * 100_000,
        b" " * (MOST_BYTES + 1),
        file_of(*[row(number) for number in range(2001)]),
    ],
    ids=["empty", "not text", "a list", "another version", "deep", "large", "many"],
)
def test_what_is_no_pack_is_told_so(content: bytes) -> None:
    assert len(places_of(content)) == 1


_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
_anything = st.recursive(
    _values,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(["ja", "en", "id", "x"]), inside),
    max_leaves=6,
)
_parts = ("id", "topic", "response", "title", "body", "situation", "author")
_rows = st.dictionaries(st.sampled_from(_parts), _anything).map(lambda said: {**row(), **said}) | _anything
_heads = st.dictionaries(st.sampled_from(("id", "edition", "title", "licence", "author")), _anything)


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(_rows, max_size=4), _heads)
def test_a_pack_of_anything_is_read_or_every_mistake_is_told(rows: list[Any], head: dict[str, Any]) -> None:
    for hint in read_or_refused(file_of(*rows, **head)):
        assert hint.words["body_ja"] or hint.words["body_en"]


def read_or_refused(content: bytes) -> tuple[PackHint, ...]:
    """Nothing, where every mistake was told with a sentence."""
    try:
        return read_pack(content).hints
    except PackRefused as refused:
        told = [problem.sentence for problem in refused.problems]
    assert told
    assert all(told)
    return ()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_file_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(file_of(row(1), row(2)))
    for place, value in changes:
        damaged[place % len(damaged)] = value

    read_or_refused(bytes(damaged))


def test_hostile_words_are_cleaned(cast: Cast, catalogue: None, client_for: SignIn) -> None:
    body = {"ja": "<img src=x onerror=alert(1)>\u202e聞きます\u0000 **強く**"}
    take(cast, file_of(row(1, body=body, title={"ja": "<script>alert(1)</script>"})))

    hint = Hint.objects.get()
    page = client_for(cast.manager).get(f"/hints/{hint.pk}/").content.decode().partition("<main")[2]

    assert "\u202e" not in hint.body_ja
    assert "<strong>強く</strong>" in page
    assert "<img" not in page
    assert "<script>alert" not in page


def test_what_goes_out_names_nobody_and_comes_in_elsewhere(cast: Cast, write: Write, client_for: SignIn) -> None:
    for author, is_anonymous in ((cast.mentor, True), (cast.manager, False)):
        write(author, f"{author.given_name}は言わない、というひとこと", is_anonymous=is_anonymous)
    Hint.objects.update(body_ja="静かに待ちます。")
    take(cast, file_of(row(1)))

    content = export_own(organization=cast.organization, actor=cast.hr, licence="CC BY 4.0", now=NOW)
    install_catalogue(organization_id=cast.stranger.organization_id)
    elsewhere = cast.stranger.organization
    taken = take_over(read_pack(content), organization=elsewhere, actor=None, now=NOW)

    told = content.decode()
    for person in (cast.mentor, cast.manager):
        for name in (person.family_name, person.given_name, person.family_romaji, str(person.pk)):
            assert name not in told
    assert "1つめの聞き方" not in told  # travels with the pack it came with
    assert taken.added == 2
    assert take(cast, content) == Taken(added=0, changed=0, same=2)


def test_a_file_is_looked_at_and_then_taken_over(cast: Cast, catalogue: None, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    answer = client.post("/hints/packs/", {"file": SimpleUploadedFile("hints.json", file_of(row(1), row(2)))})
    preview = client.get(answer["Location"]).content.decode()

    assert "1つめの聞き方です。" in preview
    assert not Hint.objects.exists()
    client.post(f"{answer['Location']}take/")
    assert Hint.objects.count() == 2
    assert not PackFile.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_bad_file_shows_where_and_nothing_can_be_taken(cast: Cast, catalogue: None, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    answer = client.post("/hints/packs/", {"file": SimpleUploadedFile("hints.json", file_of(row(1, response="x")))})

    preview = client.get(answer["Location"]).content.decode()
    client.post(f"{answer['Location']}take/")

    assert "hints[1].response" in preview
    assert not Hint.objects.exists()


def test_the_download_is_written_into_the_record(cast: Cast, write: Write, client_for: SignIn) -> None:
    write(cast.mentor)

    answer = client_for(cast.hr).post("/hints/packs/own.json", {"licence": "CC0"})

    assert json.loads(answer.content)["pack"]["licence"] == "CC0"
    assert AuditEntry.objects.get(action="hints.pack_handed_out").detail == {"number": 1}
