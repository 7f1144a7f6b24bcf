"""The tap with a script and the whole form are two doors to one agenda: they give the same answers."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import ActionItemFactory, AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.growth.models import Spark
from aizuchi.meetings.models import Meeting, PreQuestion
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

ClientFor = Callable[[Person], Client]
NOT_TO_BE_FOUND = "選んだものはもうないか"
TOO_LONG = "200"

NOTHING = "01a232bc-c524-4574-8d9b-fe3129f0866f"


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return MeetingFactory(pair=PairFactory(mentee=cast.member, mentor=cast.manager))


@pytest.fixture
def other_pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.peer, mentor=cast.manager)


def tap(client: Client, meeting: Meeting, value: str) -> str:
    kind, _, key = value.partition(":")
    said = {kind: key} if kind in {"topic", "theme"} else {"source": value, "title": "でっちあげた言葉"}
    answer = client.post(f"/meetings/{meeting.pk}/carry-over", said, headers={"HX-Request": "true"})
    return answer.content.decode()


def send_form(client: Client, meeting: Meeting, value: str) -> str:
    name = "chip" if value.startswith(("topic:", "theme:")) else "carry"
    said = {name: value, "carry_title": f"{value}=でっちあげた言葉", "action": "save"}
    return client.post(f"/meetings/{meeting.pk}/prepare/", said, follow=True).content.decode()


DOORS = pytest.mark.parametrize("door", [tap, send_form])
Door = Callable[[Client, Meeting, str], str]


def make_source(kind: str, pair: Pair, owner: Person) -> uuid.UUID:
    held = MeetingFactory(pair=pair, state="closed", starts_at=timezone.now(), started_at=timezone.now())
    if kind == "action":
        return ActionItemFactory(pair=pair, owner=owner, text="本当の言葉").pk
    if kind == "spark":
        now = timezone.now()
        spark = Spark(pair=pair, meeting=held, written_by=owner, text="本当の言葉", created_at=now)
        spark.save()
        return spark.pk
    return AgendaItemFactory(meeting=held, owner=owner, title="本当の言葉", state="left").pk


@pytest.mark.database
@DOORS
@pytest.mark.parametrize("kind", ["action", "spark", "item"])
def test_the_words_are_those_of_the_source_whatever_the_browser_says(
    cast: Cast, meeting: Meeting, client_for: ClientFor, door: Door, kind: str
) -> None:
    value = f"{kind}:{make_source(kind, meeting.pair, cast.member)}"

    door(client_for(cast.member), meeting, value)

    assert [(item.title, item.source) for item in meeting.items.all()] == [("本当の言葉", value)]


@pytest.mark.database
@DOORS
@pytest.mark.parametrize("kind", ["action", "spark", "item"])
def test_what_is_of_another_pair_is_refused_with_a_sentence(
    cast: Cast, meeting: Meeting, other_pair: Pair, client_for: ClientFor, door: Door, kind: str
) -> None:
    told = door(client_for(cast.member), meeting, f"{kind}:{make_source(kind, other_pair, cast.peer)}")

    assert NOT_TO_BE_FOUND in told
    assert not meeting.items.exists()


@pytest.mark.database
@DOORS
@pytest.mark.parametrize(
    "value",
    [
        *("action:", "action:1", f"password:{NOTHING}", f"action:{NOTHING}", f"topic:{NOTHING}", f"theme:{NOTHING}"),
        pytest.param("x" * 100_000, id="long"),
    ],
)
def test_what_is_nothing_is_refused_with_the_same_sentence(
    cast: Cast, meeting: Meeting, client_for: ClientFor, door: Door, value: str
) -> None:
    assert NOT_TO_BE_FOUND in door(client_for(cast.member), meeting, value)
    assert not meeting.items.exists()


@pytest.mark.database
def test_a_question_sent_ahead_is_taken_with_its_own_words(cast: Cast, meeting: Meeting, client_for: ClientFor) -> None:
    text = "最近どうですか" * 40
    question = PreQuestion.objects.create(meeting=meeting, asked_by=cast.manager, text=text, created_at=timezone.now())

    tap(client_for(cast.member), meeting, f"question:{question.pk}")

    title = meeting.items.get().title
    assert (len(title), title[:190]) == (200, text[:190])


@pytest.mark.parametrize("words", ["あ" * 201, "あ" * 100_000])
def test_own_words_that_are_too_long_are_refused_alike(
    cast: Cast, meeting: Meeting, client_for: ClientFor, words: str
) -> None:
    client = client_for(cast.member)
    tapped = client.post(f"/meetings/{meeting.pk}/own-words", {"own_words": words}, headers={"HX-Request": "true"})
    sent = client.post(f"/meetings/{meeting.pk}/prepare/", {"own_words": words, "action": "save"})

    assert [TOO_LONG in answer.content.decode() for answer in (tapped, sent)] == [True, True]
    assert not meeting.items.exists()


@pytest.mark.database
@pytest.mark.parametrize("said", ["481", "1000", "0", "-5", "9" * 5000])
def test_odd_minutes_are_taken_alike(cast: Cast, meeting: Meeting, client_for: ClientFor, said: str) -> None:
    tapped, sent = (AgendaItemFactory(meeting=meeting, minutes=10, title=name) for name in "ab")
    client = client_for(cast.member)
    client.post(f"/items/{tapped.pk}/minutes", {f"minutes-{tapped.pk}": said})
    client.post(f"/meetings/{meeting.pk}/prepare/", {f"minutes-{sent.pk}": said, f"was_minutes-{sent.pk}": "10"})

    tapped.refresh_from_db()
    sent.refresh_from_db()
    assert tapped.minutes == sent.minutes


@pytest.mark.database
@DOORS
def test_what_the_other_brought_already_is_not_brought_twice(
    cast: Cast, meeting: Meeting, client_for: ClientFor, door: Door
) -> None:
    value = f"spark:{make_source('spark', meeting.pair, cast.member)}"
    door(client_for(cast.manager), meeting, value)

    door(client_for(cast.member), meeting, value)

    assert meeting.items.get().added_by == cast.manager
