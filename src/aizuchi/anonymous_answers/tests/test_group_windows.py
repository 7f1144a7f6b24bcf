"""Windows about something that is nobody: who is asked stands still, boxes stay apart, and all comes at once."""

import datetime
import json
import random
import re
import secrets
import uuid
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest import mock

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from tests.cast import Cast
from tests.factories import OrganizationFactory, PairFactory, PersonFactory

from aizuchi.anonymous_answers import mailbox as box_store
from aizuchi.anonymous_answers import sentences
from aizuchi.anonymous_answers.asking_app import AskingApp, ClosedWindow, OnceClosed, list_asking_apps
from aizuchi.anonymous_answers.mailbox import TokenUsed
from aizuchi.anonymous_answers.middleware import ForgetWhoMiddleware
from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility, GroupSize, WindowKey
from aizuchi.anonymous_answers.operations import (
    NotASealedAnswer,
    TokenForged,
    WindowClosed,
    find_right,
    keys,
    open_window,
    release_closed,
    run_release,
    sign_blinded_token,
    submit_sealed_answer,
)
from aizuchi.anonymous_answers.operations.open_window import (
    USUAL_K,
    AlreadyOpened,
    AnswersTooLong,
    AskedTwice,
    EndsTooSoon,
    GroupTooSmall,
    NobodyAsked,
    SizeTooSmall,
    StrangerAsked,
)
from aizuchi.anonymous_answers.sealed_answers import GroupPlace, Said, hash_token, seal_group_answer
from aizuchi.anonymous_answers.sizes import SIZES
from aizuchi.anonymous_answers.tests.blinding import blind, finalize
from aizuchi.anonymous_answers.tests.conftest import NOW, AnswerCard
from aizuchi.anonymous_answers.views import drop
from aizuchi.feedback.models import Block
from aizuchi.feedback.tests.test_eligibility import close
from aizuchi.kernel.jobs.each import SomeFailed
from aizuchi.kernel.keys import KeyDestroyed
from aizuchi.people.models import Leave, Person

pytestmark = pytest.mark.database

DAY = datetime.timedelta(days=1)
TODAY = NOW.date()
LAST = TODAY + 13 * DAY
OVER = NOW + 14 * DAY
SALES, SUPPORT = "sales", "support"


@dataclass
class Asker:
    """A second app that asks, and what it was given."""

    released: list[ClosedWindow] = field(default_factory=list)
    broken: bool = False

    def release(self, closed: ClosedWindow, now: datetime.datetime) -> None:
        self.released.append(closed)
        if self.broken:
            raise KeyboardInterrupt


@pytest.fixture
def asker(monkeypatch: pytest.MonkeyPatch) -> Asker:
    found = Asker()
    made = AskingApp(
        label="polls", place="/polls/answers/", grace=datetime.timedelta(0), releases=OnceClosed(release=found.release)
    )
    both = (*list_asking_apps(), made)
    monkeypatch.setattr("aizuchi.anonymous_answers.asking_app.gather", lambda kind: both)
    return found


@pytest.fixture
def people(cast: Cast) -> list[Person]:
    return [PersonFactory(organization=cast.organization) for _ in range(12)]


@pytest.fixture
def groups(people: list[Person]) -> dict[str, set[uuid.UUID]]:
    return {SALES: {one.pk for one in people[:6]}, SUPPORT: {one.pk for one in people[6:]}}


Open = Callable[..., AnswerWindow]


@pytest.fixture
def open_poll(cast: Cast, asker: Asker, groups: dict[str, set[uuid.UUID]]) -> Open:
    usual = {
        "asking": "polls",
        "organization": cast.organization,
        "subject_key": "poll-1",
        "groups": groups,
        "starts_on": TODAY,
        "ends_on": LAST,
        "longest_answer": 5_000,
        "k": 5,
    }
    return lambda **other: open_window(**usual | other)


@dataclass(frozen=True)
class Card:
    right: Eligibility
    token: bytes
    signature: bytes
    sealed: bytes

    def drop(self, *, now: datetime.datetime = NOW, **other: object) -> None:
        given = {
            "asking": self.right.window.asking,
            "subject_id": self.right.about_id,
            "window_id": self.right.window_id,
            "token": self.token,
            "signature": self.signature,
            "sealed": self.sealed,
        }
        submit_sealed_answer(**given | other, now=now)  # type: ignore[arg-type]


Fill = Callable[..., Card]


@pytest.fixture
def fill(mailbox: Path, ready_keys: None) -> Fill:
    """What a browser of somebody in a group does up to the sending."""

    def answer(right: Eligibility, said: bytes = b"{}", *, now: datetime.datetime = NOW, size: int = 0) -> Card:
        window = right.window
        key = keys.ensure_key(window_id=window.pk, subject_id=right.about_id, now=now)
        public, token = keys.load_signing_public(key), secrets.token_bytes(32)
        blinded, unblind = blind(token, public)
        signed = sign_blinded_token(actor=right.person, eligibility_id=right.pk, blinded=blinded, now=now)
        sealed = seal_group_answer(
            Said(said, signed.is_second),
            key=ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes(key.sealing_public)),
            place=GroupPlace(window.asking, window.pk, right.about_id),
            token_hash=hash_token(token),
            plain_bytes=size or window.plain_bytes,
        )
        return Card(right, token, finalize(signed.signature, unblind, public), sealed)

    return answer


def rights_of(window: AnswerWindow, group: str = "") -> list[Eligibility]:
    rights = Eligibility.objects.filter(window=window).select_related("window", "person__organization", "group")
    return list(rights.filter(group__key=group) if group else rights)


def boxes_of(window: AnswerWindow) -> list[box_store.SealedAnswer]:
    return list(box_store.list_sealed_answers([window.pk]))


def tick_twice() -> None:
    release_closed(now=OVER)
    release_closed(now=OVER + DAY)


# Who is asked


def test_everybody_is_asked_in_their_group_and_by_a_key_of_it_made_ahead(
    open_poll: Open, groups: dict[str, set[uuid.UUID]], ready_keys: None
) -> None:
    window = open_poll(starts_on=TODAY + DAY)

    made = [keys.ensure_keys_of_open_windows(now=NOW) for _ in range(2)]

    assert {one.group.key: one.person_id in groups[one.group.key] for one in rights_of(window) if one.group} == {
        SALES: True,
        SUPPORT: True,
    }
    assert len(rights_of(window)) == 12
    assert made == [2, 0]
    assert WindowKey.objects.filter(window=window).list_subjects() == {one.about_id for one in rights_of(window)}


@pytest.mark.parametrize("k", [0, 4])
def test_no_group_may_be_smaller_than_five(open_poll: Open, k: int) -> None:
    with pytest.raises(SizeTooSmall):
        open_poll(k=k)


def test_a_group_that_is_too_small_opens_nothing(open_poll: Open) -> None:
    with pytest.raises(GroupTooSmall, match="7") as refused:
        open_poll(k=7)

    assert refused.value.groups == [SALES, SUPPORT]
    assert not AnswerWindow.objects.exists()
    with pytest.raises(GroupTooSmall, match="10"):
        open_poll(k=USUAL_K)


def test_what_an_organization_promised_holds_here_too(open_poll: Open, cast: Cast) -> None:
    GroupSize.objects.create(organization=cast.organization, k_mean=7)

    with pytest.raises(GroupTooSmall, match="7"):
        open_poll()


def test_nobody_is_asked_in_two_groups_or_from_elsewhere(
    open_poll: Open, groups: dict[str, set[uuid.UUID]], people: list[Person]
) -> None:
    stranger = PersonFactory(organization=OrganizationFactory())

    with pytest.raises(AskedTwice):
        open_poll(groups=groups | {"third": {one.pk for one in people[4:9]}})
    with pytest.raises(StrangerAsked):
        open_poll(groups={SALES: groups[SALES] | {stranger.pk}})
    for nobody in ({}, {SALES: set()}):
        with pytest.raises(NobodyAsked):
            open_poll(groups=nobody)


def test_what_is_refused_by_its_days_its_length_or_as_opened_already(open_poll: Open) -> None:
    with pytest.raises(EndsTooSoon):
        open_poll(ends_on=TODAY - DAY)
    with pytest.raises(AnswersTooLong):
        open_poll(longest_answer=SIZES[-1])
    open_poll()
    with pytest.raises(AlreadyOpened):
        open_poll()

    assert AnswerWindow.objects.get().plain_bytes == SIZES[1]


def test_whoever_is_away_all_the_time_counts_for_no_group(open_poll: Open, people: list[Person]) -> None:
    people[0].left_on = TODAY - DAY
    people[0].save(update_fields=["left_on"])
    Leave.objects.create(person=people[1], starts_on=TODAY - DAY)
    Leave.objects.create(person=people[6], starts_on=TODAY - DAY, until_on=LAST)

    with pytest.raises(GroupTooSmall) as refused:
        open_poll()

    assert refused.value.groups == [SALES]


# Kept apart


@pytest.mark.parametrize("other", ["group", "window"])
def test_a_token_opens_only_the_window_and_the_group_it_was_signed_for(open_poll: Open, fill: Fill, other: str) -> None:
    first, second = open_poll(), open_poll(subject_key="poll-2")
    mine = rights_of(first, SALES)[0]
    elsewhere = rights_of(first, SUPPORT)[0] if other == "group" else rights_of(second, SALES)[0]
    card = fill(mine)
    fill(elsewhere)

    for window_id, about in ((elsewhere.window_id, elsewhere), (second.pk, mine)):
        with pytest.raises(TokenForged):
            card.drop(window_id=window_id, subject_id=about.about_id)
    card.drop()

    assert (len(boxes_of(first)), len(boxes_of(second))) == (1, 0)


def test_two_apps_that_ask_one_person_refuse_each_others_tokens(
    open_poll: Open, fill: Fill, people: list[Person], cast: Cast, answer_of: Callable[..., AnswerCard]
) -> None:
    close(PairFactory(mentee=people[0], mentor=cast.manager))
    window = open_poll()
    mine = next(one for one in rights_of(window) if one.person_id == people[0].pk)
    feedback = Eligibility.objects.of("feedback").get(person=people[0])
    poll_card, feedback_card = fill(mine), answer_of(feedback)

    for asking, card in (("feedback", poll_card), ("polls", feedback_card)):
        with pytest.raises(TokenForged):
            card.drop(asking=asking)
    with pytest.raises(TokenForged):
        feedback_card.drop(asking="polls", window_id=window.pk, subject_id=mine.about_id, sealed=poll_card.sealed)
    with pytest.raises(Http404):
        find_right(viewer=people[0], asking="feedback", window_id=window.pk, subject_id=mine.about_id)
    poll_card.drop()
    feedback_card.drop()

    assert len(boxes_of(window)) == len(boxes_of(feedback.window)) == 1


def test_a_release_of_one_app_leaves_the_boxes_of_the_other(
    open_poll: Open, fill: Fill, people: list[Person], cast: Cast, answer_of: Callable[..., AnswerCard], asker: Asker
) -> None:
    for one in people[:6]:
        close(PairFactory(mentee=one, mentor=cast.manager, kind="mentor"))
    for right in Eligibility.objects.of("feedback").select_related("window", "person__organization"):
        answer_of(right).drop()
    window = open_poll()
    fill(rights_of(window)[0], b"said").drop()

    tick_twice()

    assert [answer.said for closed in asker.released for answer in closed.answers] == [b"said"]
    assert not Block.objects.exists()
    assert len(boxes_of(AnswerWindow.objects.of("feedback").get())) == 6
    later = NOW + 200 * DAY
    run_release(now=later)
    run_release(now=later + 7 * DAY)
    assert Block.objects.get().answers == 6
    assert len(asker.released) == 1


@pytest.mark.parametrize("size", [size for size in SIZES if size != SIZES[1]])
def test_a_box_has_the_size_of_its_window_and_no_other(open_poll: Open, fill: Fill, size: int) -> None:
    window = open_poll()
    right = rights_of(window)[0]

    with pytest.raises(NotASealedAnswer):
        fill(right, size=size).drop()
    fill(right, b"x" * 5_000).drop()

    assert {len(box.sealed) for box in boxes_of(window)} == {65 + SIZES[1] + 16}


def test_late_double_foreign_and_malformed_ones_count_for_nothing(open_poll: Open, fill: Fill, asker: Asker) -> None:
    window = open_poll()
    one, other = rights_of(window, SALES)[:2]
    card, late = fill(one, b"first"), fill(other, b"late")
    for _ in range(2):
        card.drop()
    with pytest.raises(TokenUsed):
        card.drop(sealed=fill(one, b"again").sealed)
    with pytest.raises(TokenForged):
        late.drop(signature=card.signature)
    for part in ("token", "signature", "sealed"):
        with pytest.raises(NotASealedAnswer):
            late.drop(**{part: b"short"})
    with pytest.raises(WindowClosed):
        late.drop(now=OVER)
    with pytest.raises(WindowClosed):
        fill(other, now=OVER)

    tick_twice()

    assert [answer.said for answer in asker.released[0].answers] == [b"first"]


# Once, whole, after it is over


@pytest.fixture
def answered(open_poll: Open, fill: Fill) -> AnswerWindow:
    window = open_poll()
    for group, count in ((SALES, 5), (SUPPORT, 2)):
        for number, right in enumerate(rights_of(window, group)[:count]):
            fill(right, f"{group} {number}".encode()).drop()
    return window


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
    monkeypatch.setattr(random.SystemRandom, "shuffle", lambda self, found: found.sort(key=lambda one: one.said))

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


@pytest.fixture
def dying(asker: Asker) -> Asker:
    asker.broken = True
    return asker


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
