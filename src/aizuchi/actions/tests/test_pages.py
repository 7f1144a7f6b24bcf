import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import ActionItemFactory, MeetingFactory, PairFactory

from aizuchi.actions.models import ActionItem
from aizuchi.actions.rows import ActionLine
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

HTMX = {"HX-Request": "true"}
SignIn = Callable[[Person], Client]


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def action(pair: Pair) -> ActionItem:
    return ActionItemFactory(pair=pair, due_on=timezone.localdate())


@pytest.fixture
def meeting(pair: Pair) -> Meeting:
    now = timezone.now()
    return MeetingFactory(pair=pair, state=Meeting.State.HELD, starts_at=now, started_at=now)


def test_the_list_shows_what_one_promised_and_what_was_promised(
    cast: Cast, pair: Pair, action: ActionItem, client_for: SignIn
) -> None:
    ActionItemFactory(pair=pair, owner=cast.manager, text="営業に紹介する")

    page = client_for(cast.member).get("/actions/").content.decode()

    assert action.text in page
    assert "営業に紹介する" in page
    assert "TODOが1件、残っています。" in page


def test_the_list_teaches_when_it_is_empty(cast: Cast, client_for: SignIn) -> None:
    page = client_for(cast.colleague).get("/actions/?by=partner").content.decode()

    assert "いま、残っているTODOはありません。" in page


@pytest.mark.parametrize("address", ["edit/", "done/", "drop/", "take-away/"])
def test_looking_at_a_change_changes_nothing(cast: Cast, action: ActionItem, client_for: SignIn, address: str) -> None:
    assert client_for(cast.member).get(f"/actions/{action.pk}/{address}").status_code == 405


def test_a_promise_that_does_not_exist_is_not_found(cast: Cast, client_for: SignIn) -> None:
    assert client_for(cast.member).post(f"/actions/{uuid.uuid4()}/done/").status_code == 404


def test_ticking_answers_with_the_line(cast: Cast, action: ActionItem, client_for: SignIn) -> None:
    answer = client_for(cast.member).post(f"/actions/{action.pk}/done/", {"done": "on"}, headers=HTMX)

    action.refresh_from_db()
    assert action.state == ActionItem.State.DONE
    assert "checked" in answer.content.decode()


def test_unticking_takes_it_back(cast: Cast, action: ActionItem, client_for: SignIn) -> None:
    client = client_for(cast.member)
    client.post(f"/actions/{action.pk}/done/", {"done": "on"})

    client.post(f"/actions/{action.pk}/done/")

    action.refresh_from_db()
    assert action.state == ActionItem.State.OPEN


def test_without_scripts_one_comes_back_to_where_one_was(cast: Cast, action: ActionItem, client_for: SignIn) -> None:
    client = client_for(cast.member)

    home = client.post(f"/actions/{action.pk}/done/", {"done": "on", "next": "/"})
    elsewhere = client.post(f"/actions/{action.pk}/done/", {"done": "on", "next": "https://example.com/"})

    assert (home["Location"], elsewhere["Location"]) == ("/", "/actions/")


def test_the_other_cannot_tick_it(cast: Cast, action: ActionItem, client_for: SignIn) -> None:
    assert client_for(cast.manager).post(f"/actions/{action.pk}/done/", {"done": "on"}).status_code == 403


def typed(pair: Pair, **changes: object) -> dict[str, object]:
    return {"owner": pair.mentee_id, "text": "要件レビューに同席する", "due_on": "", "support": "", **changes}


def test_a_line_saved_twice_is_one_promise(cast: Cast, pair: Pair, meeting: Meeting, client_for: SignIn) -> None:
    client, row = client_for(cast.member), ActionLine.blank(meeting, cast.member)
    key, line = row.id, typed(pair, id=row.id, signature=row.signature, meeting=meeting.pk) | {"as": "row"}

    first = client.post(f"/actions/of-pair/{pair.pk}/", line, headers=HTMX)
    client.post(f"/actions/of-pair/{pair.pk}/", line | {"support": "紹介する"}, headers=HTMX)

    action = ActionItem.objects.get()
    assert (action.pk, action.meeting, action.support) == (key, meeting, "紹介する")
    assert f'id="action-{key}"' in first.content.decode()


def test_the_key_of_somebody_elses_promise_is_answered_like_one_that_nothing_has(
    cast: Cast, pair: Pair, client_for: SignIn
) -> None:
    foreign = ActionItemFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager))
    client, told = client_for(cast.member), []
    for key in (foreign.pk, uuid.uuid4()):
        answer = client.post(f"/actions/of-pair/{pair.pk}/", typed(pair, id=key) | {"as": "row"}, headers=HTMX)
        told.append((answer.status_code, str(key) in answer.content.decode()))

    foreign.refresh_from_db()
    assert told == [(200, False), (200, False)]
    assert (foreign.version, ActionItem.objects.filter(pair=pair).count()) == (1, 2)


def test_a_mistake_makes_no_key_of_somebody_else_ours(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    """Else a line with a mistake would bring back the signature that lets a second try through."""
    foreign = ActionItemFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager))
    line = typed(pair, id=foreign.pk, text="") | {"as": "row"}

    answer = client_for(cast.member).post(f"/actions/of-pair/{pair.pk}/", line, headers=HTMX)

    assert answer.status_code == 422
    assert str(foreign.pk) not in answer.content.decode()


def test_a_line_with_a_mistake_keeps_its_key(cast: Cast, pair: Pair, meeting: Meeting, client_for: SignIn) -> None:
    row = ActionLine.blank(meeting, cast.member)
    line = typed(pair, id=row.id, signature=row.signature, text="") | {"as": "row"}

    page = client_for(cast.member).post(f"/actions/of-pair/{pair.pk}/", line, headers=HTMX).content.decode()

    assert f'id="action-{row.id}"' in page
    assert row.signature in page


def test_a_day_that_does_not_exist_is_explained_and_what_was_typed_stays(
    cast: Cast, pair: Pair, client_for: SignIn
) -> None:
    line = typed(pair, due_on="6月31日") | {"as": "row"}

    answer = client_for(cast.member).post(f"/actions/of-pair/{pair.pk}/", line, headers=HTMX)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "6月は30日までです。日付を選びなおしてください。" in page
    assert "要件レビューに同席する" in page
    assert not ActionItem.objects.exists()


def test_without_scripts_a_mistake_is_shown_on_a_page_of_its_own(
    cast: Cast, action: ActionItem, client_for: SignIn
) -> None:
    line = typed(action.pair, text="", version=1)

    answer = client_for(cast.member).post(f"/actions/{action.pk}/edit/", line)

    assert answer.status_code == 422
    assert "何をするか、ひとこと書いてください。" in answer.content.decode()


def test_what_the_other_changed_meanwhile_is_not_overwritten(
    cast: Cast, action: ActionItem, client_for: SignIn
) -> None:
    client_for(cast.manager).post(f"/actions/{action.pk}/edit/", typed(action.pair, text="先に", version=1))

    answer = client_for(cast.member).post(
        f"/actions/{action.pk}/edit/", typed(action.pair, text="あとから", version=1), headers=HTMX
    )

    action.refresh_from_db()
    assert (answer.status_code, action.text) == (409, "先に")
    assert "あとから" in answer.content.decode()


def test_a_line_can_be_handed_to_the_other(cast: Cast, action: ActionItem, client_for: SignIn) -> None:
    line = typed(action.pair, version=1, hand_to=cast.manager.pk)

    client_for(cast.member).post(f"/actions/{action.pk}/edit/", line)

    action.refresh_from_db()
    assert action.owner == cast.manager


def test_scripts_in_a_promise_are_only_words(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    ActionItemFactory(pair=pair, text="<script>alert(1)</script>")

    page = client_for(cast.member).get("/actions/").content.decode()

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_dropping_asks_for_a_word_and_shows_it(cast: Cast, action: ActionItem, client_for: SignIn) -> None:
    answer = client_for(cast.member).post(
        f"/actions/{action.pk}/drop/", {"because": "方針が変わったので"}, headers=HTMX
    )

    assert "方針が変わったので" in answer.content.decode()


def test_a_line_begins_for_one_of_the_two_only(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    assert client_for(cast.member).get(f"/actions/of-meeting/{meeting.pk}/begin/").status_code == 200
    assert client_for(cast.hr).get(f"/actions/of-meeting/{meeting.pk}/begin/").status_code == 404


def test_an_overlong_promise_is_said_not_cut(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    line = typed(pair, text="あ" * 301)

    answer = client_for(cast.member).post(f"/actions/of-pair/{pair.pk}/", line)

    assert answer.status_code == 422
    assert not ActionItem.objects.exists()


@pytest.mark.parametrize("mistake", [{"text": "   "}, {"due_on": "2020-01-01"}])
def test_a_mistake_in_a_quick_line_is_mended_in_its_list(
    cast: Cast, pair: Pair, client_for: SignIn, mistake: dict[str, str]
) -> None:
    answer = client_for(cast.member).post(f"/actions/of-pair/{pair.pk}/", typed(pair, **mistake), headers=HTMX)

    page = answer.content.decode().strip()
    assert answer.status_code == 422
    assert page.startswith('<li class="todo todo--mend"')
    assert 'role="alert"' in page
    assert "<html" not in page
