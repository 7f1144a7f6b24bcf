"""Windows about something that is nobody: once they are over, all comes at once, and once."""

import json
import random
import re
import secrets
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from aizuchi.anonymous_answers import mailbox as box_store
from aizuchi.anonymous_answers import sentences
from aizuchi.anonymous_answers.middleware import ForgetWhoMiddleware
from aizuchi.anonymous_answers.models import AnswerWindow, WindowKey
from aizuchi.anonymous_answers.operations import (
    keys,
    release_closed,
    run_release,
)
from aizuchi.anonymous_answers.sizes import SIZES
from aizuchi.anonymous_answers.tests.conftest import NOW
from aizuchi.anonymous_answers.tests.group_windows.polls import (
    DAY,
    LAST,
    OVER,
    SALES,
    SUPPORT,
    Asker,
    Card,
    Fill,
    Open,
    boxes_of,
    rights_of,
    tick_twice,
)
from aizuchi.anonymous_answers.views import drop
from aizuchi.kernel.jobs.each import SomeFailed
from aizuchi.kernel.keys import KeyDestroyed
from aizuchi.people.models import Leave

pytestmark = pytest.mark.database


def test_all_answers_come_together_with_their_group_and_nothing_else(answered: AnswerWindow, asker: Asker) -> None:
    tick_twice()

    (closed,) = asker.released
    assert Counter((answer.group, answer.said) for answer in closed.answers) == Counter(
        [(SALES, f"{SALES} {n}".encode()) for n in range(5)] + [(SUPPORT, f"{SUPPORT} {n}".encode()) for n in range(2)]
    )
    assert (closed.subject_key, closed.k) == ("poll-1", 5)
    assert {key: (count.entitled, count.people) for key, count in closed.groups.items()} == {
        SALES: (6, 5),
        SUPPORT: (6, 2),
    }


def test_their_order_is_drawn(answered: AnswerWindow, asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(one: object) -> bytes:  # the mailbox draws an order of its own
        return getattr(one, "said", b"")

    monkeypatch.setattr(random.SystemRandom, "shuffle", lambda self, found: found.sort(key=said))

    tick_twice()

    given = [answer.said for answer in asker.released[0].answers]
    assert given == sorted(given)


def test_boxes_and_keys_go_with_it(answered: AnswerWindow) -> None:
    key = WindowKey.objects.filter(window=answered).first()
    assert key
    tick_twice()

    assert boxes_of(answered) == []
    assert not WindowKey.objects.exclude(sealing_private=b"").exists()
    with pytest.raises(KeyDestroyed):  # also for whoever kept a copy of the row
        keys.open_sealing_key(key)
    assert box_store.list_counted_windows() == set()


def test_nothing_comes_while_somebody_may_still_answer(answered: AnswerWindow, asker: Asker) -> None:
    for day in range(13):
        release_closed(now=NOW + day * DAY)
    run_release(now=NOW + 13 * DAY)

    assert asker.released == []
    assert len(boxes_of(answered)) == 7


def test_one_look_is_not_enough_and_a_clock_that_ran_ahead_takes_nobodys_time(
    answered: AnswerWindow, asker: Asker, fill: Fill
) -> None:
    for moment in (NOW + 400 * DAY, NOW + DAY):
        release_closed(now=moment)
    fill(rights_of(answered, SUPPORT)[4], now=NOW + DAY).drop(now=NOW + DAY)
    for _ in range(3):
        release_closed(now=OVER)

    assert asker.released == []
    release_closed(now=OVER + DAY)
    assert len(asker.released[0].answers) == 8


def test_it_comes_once_however_often_it_ticks(answered: AnswerWindow, asker: Asker) -> None:
    for _ in range(3):
        tick_twice()

    assert len(asker.released) == 1


def test_a_tick_that_dies_while_the_app_writes_has_released_nothing(answered: AnswerWindow, dying: Asker) -> None:
    release_closed(now=OVER)
    with pytest.raises(KeyboardInterrupt):
        release_closed(now=OVER + DAY)
    answered.refresh_from_db()
    assert answered.released_on is None
    assert len(boxes_of(answered)) == 7

    dying.broken, dying.released = False, []
    release_closed(now=OVER + DAY)

    assert [len(closed.answers) for closed in dying.released] == [7]


@pytest.mark.parametrize("place", ["mailbox.destroy_sealed_answers", "destroy_keys", "mailbox.rewrite"])
def test_a_tick_that_dies_while_destroying_is_finished_by_the_next_day(
    answered: AnswerWindow, asker: Asker, place: str
) -> None:
    release_closed(now=OVER)
    with (
        mock.patch(f"{run_release.__module__}.{place}", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        release_closed(now=OVER + DAY)

    release_closed(now=OVER + 2 * DAY)

    assert len(asker.released) == 1
    assert boxes_of(answered) == []
    assert not WindowKey.objects.exclude(sealing_private=b"").exists()


def test_a_window_that_breaks_keeps_no_other_waiting(open_poll: Open, fill: Fill, asker: Asker) -> None:
    broken, whole = open_poll(), open_poll(subject_key="poll-2")
    for window in (broken, whole):
        fill(rights_of(window)[0]).drop()
    WindowKey.objects.filter(window=broken).update(sealing_private=b"broken")

    release_closed(now=OVER)
    with pytest.raises(SomeFailed):
        release_closed(now=OVER + DAY)

    assert [closed.window_id for closed in asker.released] == [whole.pk]
    with pytest.raises(SomeFailed):  # after three weeks it goes without
        release_closed(now=OVER + 30 * DAY)
    assert len(asker.released) == 2


def test_whoever_answers_in_two_browsers_is_one_person(open_poll: Open, fill: Fill, asker: Asker) -> None:
    window = open_poll()
    right = rights_of(window, SALES)[0]
    for _ in range(2):
        fill(right).drop()

    tick_twice()

    assert asker.released[0].groups[SALES].people == 1


def test_leavers_and_leave_go_out_of_the_denominator(answered: AnswerWindow, asker: Asker) -> None:
    gone, away = (one.person for one in rights_of(answered, SUPPORT)[:2])
    gone.left_on = LAST - DAY
    gone.save(update_fields=["left_on"])
    Leave.objects.create(person=away, starts_on=LAST)

    tick_twice()

    assert asker.released[0].groups[SUPPORT].entitled == 4
    assert asker.released[0].groups[SALES].entitled == 6


def test_a_box_of_another_kind_spoils_nobody_elses(answered: AnswerWindow, asker: Asker, fill: Fill) -> None:
    card = fill(rights_of(answered, SUPPORT)[5])
    replace(card, sealed=secrets.token_bytes(len(card.sealed))).drop()

    tick_twice()

    assert len(asker.released[0].answers) == 7


# What a browser hears


def post(card: Card, asking: str = "polls", **other: object) -> tuple[int, str]:
    content = {
        "about": str(card.right.about_id),
        "window": str(card.right.window_id),
        **{part: b64encode(getattr(card, part)).decode() for part in ("token", "signature", "sealed")},
    }
    answer = drop(RequestFactory().post("/", content | other, content_type="application/json"), asking=asking)
    return answer.status_code, json.loads(answer.content)["code"] if answer.content else ""


def test_each_refusal_is_told_by_a_code_and_counts_for_nothing(
    open_poll: Open, fill: Fill, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aizuchi.anonymous_answers.views.timezone.now", lambda: NOW)
    window = open_poll(longest_answer=SIZES[2] - 10)
    one, other = rights_of(window, SALES)[:2]
    card, late, again = fill(one), fill(other), fill(one)

    assert post(card) == post(card) == (204, "")
    assert post(card, sealed=b64encode(again.sealed).decode()) == (409, "used")
    assert post(late, asking="feedback") == (400, "malformed")  # feedback takes no box of that size
    assert post(late, signature=b64encode(card.signature).decode()) == (422, "forged")
    assert post(late, sealed=b64encode(late.sealed[:-1]).decode()) == (400, "malformed")
    assert post(late, about="x") == post(late, window=None) == (400, "malformed")
    monkeypatch.setattr("aizuchi.anonymous_answers.views.timezone.now", lambda: OVER)
    assert post(late) == (410, "closed")
    assert len(boxes_of(window)) == 1


def test_where_boxes_of_a_second_app_arrive_nobody_is_known_either(asker: Asker) -> None:
    for path, forgets in (("/polls/answers/", True), ("/polls/answers/keys/x/", True), ("/polls/", False)):
        request = RequestFactory().post(path, headers={"X-Forwarded-User": "who"})

        ForgetWhoMiddleware(lambda request: HttpResponse())(request)

        assert ("HTTP_X_FORWARDED_USER" not in request.META) is forgets, path


def test_every_code_of_the_browsers_half_has_a_sentence() -> None:
    island = Path(sentences.__file__).parent / "islands" / "sealed_answer"
    told = (island / "entitled.ts").read_text().split("export type Trouble")[1].split(";")[0]
    told += (island / "post.ts").read_text().split("type Code =")[1].split(";")[0]

    assert set(re.findall(r'"(\w+)"', told)) == set(sentences.SENTENCES)
