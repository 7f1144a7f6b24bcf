import datetime
import uuid

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.scene import Scene

from aizuchi.kernel.refusals import Stale
from aizuchi.people.models import Leave
from aizuchi.programs.models import Participant, Program, Wish
from aizuchi.programs.operations.joining import (
    CannotJoin,
    JoiningAnswers,
    NoTopic,
    leave_program,
    save_answers,
)
from aizuchi.programs.queries.joining import get_joining_page
from aizuchi.programs.queries.partners import find_partners
from aizuchi.programs.tests.programs import make_program, take_part
from aizuchi.programs.vetoes import read_vetoes

NOW = timezone.now()


@pytest.fixture
def program(cast: Cast) -> Program:
    """For the control software unit; mentors come from anywhere."""
    return make_program(cast.hr, units=[cast.control], state="open")


def _save(program: Program, person: object, side: str = "mentee", **facts: object) -> Participant:
    joins = bool(facts.pop("joins", True))
    return save_answers(
        actor=person,  # type: ignore[arg-type]
        program_id=program.pk,
        side=side,
        answers=JoiningAnswers(**facts),  # type: ignore[arg-type]
        joins=joins,
        now=NOW,
    )


def test_a_mentee_writes_goes_on_later_and_joins(cast: Cast, client: Client, program: Program) -> None:
    scene = Scene(cast)
    topic = scene.topic
    mentor = take_part(program, cast.mentor, "mentor")
    client.force_login(cast.member)
    address = f"/programs/{program.pk}/join/"

    client.post(f"/programs/{program.pk}/wish/", {"wanted": str(mentor.pk), "do": "add"})
    kept = Participant.objects.get(person=cast.member)
    typed = {
        "version": kept.version,
        "topics": str(topic.pk),
        "words": "作る側のことを知りたい",
        "wishes": str(mentor.pk),
    }
    client.post(address, {**typed, "do": "later"})
    assert Participant.objects.get(person=cast.member).state == "draft"
    answer = client.post(address, {**typed, "version": kept.version + 1, "do": "join"})

    joined = Participant.objects.get(person=cast.member)
    assert answer.status_code == 302
    assert (joined.state, joined.words, joined.topics.get()) == ("joined", "作る側のことを知りたい", topic)
    assert joined.wishes.get().wanted == mentor
    assert "作る側のことを知りたい" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("who", "facts"),
    [
        ("colleague", {}),
        ("member", {"state": "running"}),
        ("member", {"state": "ended"}),
        ("member", {"join_until": datetime.date(2024, 4, 1)}),
    ],
)
def test_who_cannot_join_is_told_why(
    cast: Cast, client: Client, program: Program, who: str, facts: dict[str, object]
) -> None:
    Program.objects.filter(pk=program.pk).update(**facts)
    person = getattr(cast, who)
    client.force_login(person)

    with pytest.raises(CannotJoin) as refused:
        _save(program, person)

    assert str(refused.value) in client.get(f"/programs/{program.pk}/join/").content.decode()
    assert client.post(f"/programs/{program.pk}/join/", {"version": 0, "do": "join"}).status_code == 409
    assert not Participant.objects.exists()


def test_whoever_is_on_leave_is_asked_nothing_and_offered_to_nobody(cast: Cast, program: Program) -> None:
    today = cast.organization.today(NOW)
    own = _save(program, cast.member)
    mentor = take_part(program, cast.mentor, "mentor")
    assert find_partners(cast.member, program, own, "mentee", on=today) == [mentor]

    Leave.objects.create(person=cast.mentor, starts_on=today)
    Leave.objects.create(person=cast.peer, starts_on=today)

    assert find_partners(cast.member, program, own, "mentee", on=today) == []
    with pytest.raises(CannotJoin):
        _save(program, cast.peer)


def test_a_draft_of_others_is_not_there(cast: Cast, client: Client) -> None:
    draft = make_program(cast.hr, units=[cast.control])

    with pytest.raises(Http404):
        _save(draft, cast.member)
    with pytest.raises(Http404):
        _save(make_program(cast.hr, state="open"), cast.stranger)


def test_two_windows_lose_nothing(program: Program, cast: Cast) -> None:
    _save(program, cast.member, words="はじめ")

    with pytest.raises(Stale):
        _save(program, cast.member, words="あと")

    assert Participant.objects.get().words == "はじめ"


def test_a_mentor_names_a_topic(program: Program, cast: Cast) -> None:
    with pytest.raises(NoTopic):
        _save(program, cast.mentor, "mentor")

    assert _save(program, cast.mentor, "mentor", joins=False).state == "draft"


def test_whom_one_cannot_meet_cannot_be_wished_for(program: Program, cast: Cast) -> None:
    above = take_part(program, cast.manager, "mentor")
    here = take_part(program, cast.mentor, "mentor")

    own = _save(program, cast.member, wishes=(above.pk, here.pk, uuid.uuid4()))

    assert [wish.wanted for wish in own.wishes.all()] == [here]


def test_buttons_change_the_order(program: Program, cast: Cast, client: Client) -> None:
    one, other = take_part(program, cast.mentor, "mentor"), take_part(program, cast.colleague, "mentor")
    own = _save(program, cast.member, wishes=(one.pk, other.pk))
    client.force_login(cast.member)

    client.post(
        f"/programs/{program.pk}/join/",
        {"version": own.version, "wishes": [str(one.pk), str(other.pk)], "move": f"up {other.pk}"},
    )

    assert list(own.wishes.order_by("rank").values_list("wanted", flat=True)) == [other.pk, one.pk]


def test_leaving_forgets_ones_wishes_and_is_told_to_those_who_wished(program: Program, cast: Cast) -> None:
    mentor = take_part(program, cast.mentor, "mentor")
    _save(program, cast.member, wishes=(mentor.pk,))
    _save(program, cast.peer, wishes=(mentor.pk,))

    leave_program(actor=cast.peer, program_id=program.pk, now=NOW)
    leave_program(actor=cast.mentor, program_id=program.pk, now=NOW)

    assert not Wish.objects.filter(participant__person=cast.peer).exists()
    page = get_joining_page(cast.member, program.pk, is_mentor=False, now=NOW)
    assert [one.pk for one in page.gone] == [cast.mentor.pk]
    assert page.wished == []


def test_an_invited_mentor_says_no_without_a_reason(program: Program, cast: Cast, client: Client) -> None:
    take_part(program, cast.mentor, "mentor", state="invited", joined_at=None)
    client.force_login(cast.mentor)

    client.post(f"/programs/{program.pk}/leave/")

    assert Participant.objects.get().state == "declined"


def test_nothing_tells_of_a_veto(program: Program, cast: Cast, client: Client) -> None:
    """With and without: the same statements, sizes and columns; HR and the one who is meant see the same pages."""
    mentor = take_part(program, cast.mentor, "mentor")
    own = _save(program, cast.member)
    client.force_login(cast.member)
    address = f"/programs/{program.pk}/join/"
    seen = []
    for vetoed in ([], [cast.mentor.pk], [], [cast.mentor.pk, cast.colleague.pk]):
        typed = {"version": Participant.objects.get(pk=own.pk).version, "vetoes": [str(one) for one in vetoed]}
        with CaptureQueriesContext(connection) as saving:
            assert client.post(address, {**typed, "do": "join"}).status_code == 302
        with CaptureQueriesContext(connection) as showing:
            assert client.get(address).status_code == 200
        row = Participant.objects.get(pk=own.pk)
        seen.append((len(saving), len(showing), len(row.sealed_vetoes)))
        dates = (row.joined_at, row.asked_at, row.left_at)

    assert len(set(seen)) == 1
    assert dates == (own.joined_at, None, None)
    assert read_vetoes([row]) == {(cast.member.pk, cast.mentor.pk), (cast.member.pk, cast.colleague.pk)}
    today = cast.organization.today(NOW)
    assert find_partners(cast.member, program, row, "mentee", on=today) == []
    assert find_partners(cast.mentor, program, mentor, "mentor", on=today) == []


def test_a_supervisor_sees_nothing_of_what_was_written(program: Program, cast: Cast, client: Client) -> None:
    _save(program, cast.member, words="上司には言えない話")
    client.force_login(cast.manager)

    for path in ("join", "volunteer", "menu"):
        assert "上司には言えない話" not in client.get(f"/programs/{program.pk}/{path}/").content.decode()


def test_a_name_is_looked_up_as_part_of_the_form_and_kept_when_ticked(
    program: Program, cast: Cast, client: Client
) -> None:
    client.force_login(cast.member)
    address = f"/programs/{program.pk}/join/"

    found = client.post(address, {"version": 0, "do": "look", "name": "やぎ", "words": "書きかけ"}).content.decode()
    own = Participant.objects.get()
    client.post(address, {"version": own.version, "do": "later", "vetoes": str(cast.colleague.pk)})

    assert "八木 さくら" in found
    assert "書きかけ" in found
    assert own.state == "draft"
    assert "八木 さくら" in client.get(address).content.decode()
    client.force_login(cast.hr)
    for path in ("", "join/", "volunteer/", "menu/"):
        assert "八木" not in client.get(f"/programs/{program.pk}/{path}").content.decode()
