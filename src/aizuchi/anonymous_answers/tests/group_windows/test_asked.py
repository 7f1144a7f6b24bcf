"""Windows about something that is nobody: who is asked stands still, and boxes stay apart."""

import uuid
from collections.abc import Callable

import pytest
from django.http import Http404
from tests.cast import Cast
from tests.factories import OrganizationFactory, PairFactory, PersonFactory

from aizuchi.anonymous_answers.mailbox import TokenUsed
from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility, GroupSize, WindowKey
from aizuchi.anonymous_answers.operations import (
    NotASealedAnswer,
    TokenForged,
    WindowClosed,
    find_right,
    keys,
    run_release,
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
from aizuchi.anonymous_answers.sizes import SIZES
from aizuchi.anonymous_answers.tests.conftest import NOW, AnswerCard
from aizuchi.anonymous_answers.tests.group_windows.polls import (
    DAY,
    LAST,
    OVER,
    SALES,
    SUPPORT,
    TODAY,
    Asker,
    Fill,
    Open,
    boxes_of,
    rights_of,
    tick_twice,
)
from aizuchi.feedback.models import Block
from aizuchi.feedback.tests.test_eligibility import close
from aizuchi.people.models import Leave, Person

pytestmark = pytest.mark.database


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
