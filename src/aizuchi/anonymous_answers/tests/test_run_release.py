import datetime
import secrets
from collections.abc import Callable
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from tests.cast import Cast
from tests.factories import PairFactory, PersonFactory

from aizuchi.anonymous_answers import mailbox as box_store
from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility, GroupSize, WindowKey
from aizuchi.anonymous_answers.operations import WindowClosed, run_release
from aizuchi.anonymous_answers.operations import run_release as tick_module
from aizuchi.anonymous_answers.operations.keys import open_sealing_key
from aizuchi.anonymous_answers.periods import quarter_closes, quarter_start
from aizuchi.anonymous_answers.tests.conftest import NOW, AnswerCard
from aizuchi.feedback.models import Band, Block, Comment, WaitingAnswers
from aizuchi.feedback.operations import NeverLower, grant_eligibility, raise_group_sizes
from aizuchi.feedback.tests.test_eligibility import DAY, close
from aizuchi.kernel.jobs.each import SomeFailed
from aizuchi.kernel.keys import KeyDestroyed
from aizuchi.pairs.models import Pair

Speak = Callable[..., AnswerCard]
OVER = datetime.datetime.combine(quarter_closes(quarter_start(NOW.date())), datetime.time(18), datetime.UTC)
WEEK = 7 * DAY
METS = (5, 4, 4, 3, 5, 4)


@pytest.fixture
def eligibilities(cast: Cast) -> list[Eligibility]:
    """Six mentees of one mentor in one window."""
    for _ in METS:
        close(PairFactory(mentee=PersonFactory(organization=cast.organization), mentor=cast.manager, kind="mentor"))
    return list(Eligibility.objects.select_related("window", "person__organization"))


@pytest.fixture
def answered(eligibilities: list[Eligibility], leave_box: Callable[..., None]) -> list[Eligibility]:
    for eligibility, met in zip(eligibilities, METS, strict=True):
        leave_box(eligibility, met=met, comment=f"声{met}")
    return eligibilities


def tick_twice() -> None:
    run_release(now=OVER)
    run_release(now=OVER + WEEK)


def sealed_answers() -> list[box_store.SealedAnswer]:
    return list(box_store.list_sealed_answers(AnswerWindow.objects.values_list("pk", flat=True)))


@pytest.mark.database
def test_a_quarter_that_is_over_becomes_a_block_a_band_and_comments(answered: list[Eligibility]) -> None:
    tick_twice()

    block = Block.objects.get()
    assert (block.level, block.answers, block.people) == ("overall", 6, 6)
    assert block.met == block.moved == (0, 0, 1, 3, 2)
    assert Band.objects.get().word == "middle"
    assert sorted(Comment.objects.values_list("text", flat=True)) == sorted(f"声{met}" for met in METS)


def test_boxes_and_keys_are_destroyed_with_the_quarter(answered: list[Eligibility]) -> None:
    key = WindowKey.objects.get()
    tick_twice()

    assert sealed_answers() == []
    assert bytes(WindowKey.objects.get().signing_private) == bytes(WindowKey.objects.get().sealing_private) == b""
    with pytest.raises(KeyDestroyed):  # also for whoever kept a copy of the row
        open_sealing_key(key)


def test_what_databases_keep_of_destroyed_keys_is_wiped_after_each_tick(answered: list[Eligibility]) -> None:
    """Also where the tick before died after destroying them."""
    found: list[tuple[bool, tuple[str, ...]]] = []

    def look(*tables: str) -> None:
        found.append((WindowKey.objects.exclude(sealing_private=b"").exists(), tables))

    with mock.patch(f"{tick_module.__module__}.wipe_remains", look):
        tick_twice()

    tables = ("anonymous_answers_windowkey", "kernel_datakey")
    assert found == [(True, tables), (False, tables)]


@pytest.mark.database
def test_until_then_a_tick_keeps_everything_closed(answered: list[Eligibility]) -> None:
    run_release(now=NOW + DAY)

    assert not Block.objects.exists()
    assert not Band.objects.exists()
    assert len(sealed_answers()) == 6


@pytest.mark.database
def test_nothing_is_released_twice(answered: list[Eligibility]) -> None:
    tick_twice()
    before = list(Block.objects.values()), Comment.objects.count(), Band.objects.count()

    tick_twice()

    assert (list(Block.objects.values()), Comment.objects.count(), Band.objects.count()) == before


def test_a_tick_that_dies_while_writing_leaves_nothing_behind(answered: list[Eligibility]) -> None:
    run_release(now=OVER)
    with (
        mock.patch.object(Comment.objects, "bulk_create", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        run_release(now=OVER + WEEK)
    assert not Block.objects.exists()
    assert len(sealed_answers()) == 6

    run_release(now=OVER + WEEK)

    assert Block.objects.get().answers == 6
    assert sealed_answers() == []


@pytest.mark.database
@pytest.mark.parametrize("place", ["mailbox.destroy_sealed_answers", "destroy_keys", "mailbox.rewrite"])
def test_a_tick_that_dies_while_destroying_is_finished_by_the_next(answered: list[Eligibility], place: str) -> None:
    run_release(now=OVER)
    with (
        mock.patch(f"{tick_module.__module__}.{place}", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        run_release(now=OVER + WEEK)
    assert Block.objects.count() == 1

    run_release(now=OVER + 2 * WEEK)

    assert (Block.objects.count(), Comment.objects.count()) == (1, 6)
    assert sealed_answers() == []
    assert bytes(WindowKey.objects.get().sealing_private) == b""


def test_a_clock_that_ran_ahead_for_a_while_takes_nobodys_time_to_answer(
    answered: list[Eligibility], answer_of: Speak
) -> None:
    run_release(now=NOW + 400 * DAY)
    run_release(now=NOW + DAY)

    answer_of(answered[0], now=NOW + DAY).drop(now=NOW + DAY)
    assert not Block.objects.exists()
    assert len(sealed_answers()) == 7


def test_a_clock_that_was_set_back_releases_nothing_again(answered: list[Eligibility]) -> None:
    tick_twice()

    run_release(now=NOW)

    assert Block.objects.count() == 1


def test_a_released_window_takes_no_answers_whatever_the_clock_says(
    answered: list[Eligibility], answer_of: Speak
) -> None:
    voice = answer_of(answered[0])
    tick_twice()

    with pytest.raises(WindowClosed):
        voice.drop(now=NOW)


def test_a_box_that_does_not_open_spoils_nobody_elses(answered: list[Eligibility], answer_of: Speak) -> None:
    answer_of(answered[0]).drop(sealed=secrets.token_bytes(len(answer_of(answered[0]).sealed)))

    tick_twice()

    assert Block.objects.get().answers == 6


@pytest.mark.parametrize(
    "said",
    [
        "[" * 3000,
        '{"answers":' * 270,
        '{"answers": [], "comment": "\\ud800"}',
        '{"answers": [{"topic": {}, "response": [], "met": [], "moved": 1}]}',
        '{"answers": [{"topic": "", "response": "", "met": Infinity, "moved": 1}]}',
        '{"answers": {}}',
        "9" * 3000,
    ],
)
def test_a_box_filled_to_break_whoever_opens_it_spoils_nobody_elses(
    answered: list[Eligibility], answer_of: Speak, said: str
) -> None:
    with mock.patch("aizuchi.anonymous_answers.sealed_answers.json.dumps", return_value=said):
        broken = answer_of(answered[0])
    broken.drop()

    tick_twice()

    assert Block.objects.get().answers == 6
    assert sealed_answers() == []


@pytest.mark.database
def test_a_key_that_does_not_open_closes_only_what_was_sealed_to_it(
    cast: Cast, answered: list[Eligibility], leave_box: Callable[..., None]
) -> None:
    close(PairFactory(mentee=answered[0].person, mentor=cast.mentor, kind="mentor"))
    leave_box(Eligibility.objects.select_related("window").get(subject=cast.mentor))
    WindowKey.objects.filter(subject=cast.mentor).update(sealing_private=b"broken")

    for now in (OVER, OVER + WEEK):
        with pytest.raises(SomeFailed):  # somebody hears of it for weeks before the quarter is over
            run_release(now=now)

    assert Block.objects.get().mentor == cast.manager
    assert {one.subject_id for one in sealed_answers()} == {cast.mentor.pk}  # one answer, which may wait


@pytest.mark.parametrize("place", ["mailbox.destroy_sealed_answers", "destroy_keys", "mailbox.rewrite"])
def test_one_step_of_destroying_that_fails_keeps_no_other_from_being_done(
    answered: list[Eligibility], place: str
) -> None:
    run_release(now=OVER)
    with mock.patch(f"{tick_module.__module__}.{place}", side_effect=OSError), pytest.raises(SomeFailed):
        run_release(now=OVER + WEEK)

    assert Block.objects.count() == 1
    assert (sealed_answers() == []) is (place != "mailbox.destroy_sealed_answers")
    assert (bytes(WindowKey.objects.get().sealing_private) == b"") is (place != "destroy_keys")

    run_release(now=OVER + 2 * WEEK)

    assert sealed_answers() == []
    assert bytes(WindowKey.objects.get().sealing_private) == b""


@pytest.mark.database
def test_a_box_that_was_put_under_another_token_does_not_open(answered: list[Eligibility], answer_of: Speak) -> None:
    answer_of(answered[0]).drop(sealed=sealed_answers()[0].sealed)

    tick_twice()

    assert Block.objects.get().answers == 6


def test_whoever_answers_twice_pushes_nobody_out(answered: list[Eligibility], answer_of: Speak) -> None:
    """Seven answers from six rights: all are told, and six people are proven."""
    answer_of(answered[0], met=1).drop()

    tick_twice()

    assert (Block.objects.get().answers, Block.objects.get().people) == (7, 6)


def test_a_second_browser_of_four_people_makes_no_five(eligibilities: list[Eligibility], answer_of: Speak) -> None:
    for eligibility in [*eligibilities[:4], eligibilities[0]]:
        answer_of(eligibility).drop()

    tick_twice()

    assert not Block.objects.exists()


def test_what_was_said_about_a_mentor_who_left_is_put_together_all_the_same(
    cast: Cast, answered: list[Eligibility]
) -> None:
    cast.manager.left_on = NOW.date() + DAY
    cast.manager.save(update_fields=["left_on"])

    tick_twice()

    assert Block.objects.get().mentor == cast.manager
    assert sealed_answers() == []


def test_a_right_that_came_late_still_counts(cast: Cast, answered: list[Eligibility]) -> None:
    meeting = close(PairFactory(mentee=cast.member, mentor=cast.manager), now=NOW + DAY)
    grant_eligibility(meeting_id=meeting.pk, now=NOW + DAY)

    tick_twice()

    assert Block.objects.get().people == 6


@pytest.mark.database
def test_hr_may_make_groups_larger_and_nobody_smaller(cast: Cast, eligibilities: list[Eligibility]) -> None:
    raise_group_sizes(actor=cast.hr, k_band=4, k_mean=8, now=NOW)

    for k_band, k_mean in ((3, 8), (4, 7), (9, 8)):
        with pytest.raises(NeverLower):
            raise_group_sizes(actor=cast.hr, k_band=k_band, k_mean=k_mean, now=NOW)
    for person in (cast.member, cast.executive, cast.administrator):
        with pytest.raises(PermissionDenied):
            raise_group_sizes(actor=person, k_band=5, k_mean=9, now=NOW)

    assert GroupSize.objects.get().k_mean == 8


def test_larger_groups_hold_from_the_next_window_on(cast: Cast, answered: list[Eligibility]) -> None:
    raise_group_sizes(actor=cast.hr, k_band=7, k_mean=9, now=NOW)

    tick_twice()

    assert Block.objects.get().people == 6


# What is too small waits


@pytest.fixture
def four(eligibilities: list[Eligibility], leave_box: Callable[..., None]) -> list[Eligibility]:
    for eligibility in eligibilities[:4]:
        leave_box(eligibility, met=2)
    return eligibilities


def release_quarter_of(day: datetime.datetime) -> None:
    closes_on = quarter_closes(quarter_start(day.date()))
    over = datetime.datetime.combine(closes_on, datetime.time(18), datetime.UTC)
    run_release(now=over)
    run_release(now=over + WEEK)


def answer_again(right: Eligibility, leave_box: Callable[..., None], *, quarters: int) -> None:
    """The same pair, so many quarters later."""
    later = NOW + quarters * 91 * DAY
    close(Pair.objects.get(mentee=right.person, mentor=right.subject), now=later)
    leave_box(Eligibility.objects.select_related("window").order_by("-window__starts_on").first(), met=4)


@pytest.mark.database
def test_answers_of_too_few_wait_sealed_and_count_in_the_next_quarter(
    cast: Cast, four: list[Eligibility], leave_box: Callable[..., None]
) -> None:
    release_quarter_of(NOW)
    assert not Block.objects.exists()
    assert len(sealed_answers()) == 4
    assert open_sealing_key(WindowKey.objects.get())

    PairFactory(mentee=cast.member, mentor=cast.manager, kind="mentor")
    four[4].person = cast.member  # who had no right before: else one could be two of the five
    answer_again(four[4], leave_box, quarters=1)
    release_quarter_of(NOW + 91 * DAY)

    block = Block.objects.get()
    assert (block.quarter_on, block.met) == (quarter_start((NOW + 91 * DAY).date()), (0, 4, 0, 1, 0))
    assert sealed_answers() == []
    assert not WindowKey.objects.exclude(sealing_private=b"").exists()


def test_what_was_told_does_not_count_again(answered: list[Eligibility], leave_box: Callable[..., None]) -> None:
    release_quarter_of(NOW)
    answer_again(answered[0], leave_box, quarters=1)

    release_quarter_of(NOW + 91 * DAY)

    assert Block.objects.get().answers == 6
    assert len(sealed_answers()) == 1


@pytest.mark.database
@pytest.mark.parametrize("goes_on", [True, False])
def test_after_a_year_what_waited_is_destroyed(
    four: list[Eligibility], leave_box: Callable[..., None], goes_on: bool
) -> None:
    """Also where nobody meets anybody any more, and no quarter comes to an end."""
    release_quarter_of(NOW)
    for quarters in (1, 2, 3) if goes_on else ():
        answer_again(four[0], leave_box, quarters=quarters)
        release_quarter_of(NOW + quarters * 91 * DAY)
        assert len(sealed_answers()) == (4 + quarters if quarters < 3 else 3)

    run_release(now=NOW + 600 * DAY)

    window = four[0].window_id
    assert list(box_store.list_sealed_answers([window])) == []
    assert bytes(WindowKey.objects.get(window=window).sealing_private) == b""
    assert not Block.objects.exists()


def test_where_no_quarter_comes_any_more_waiting_ends_after_56_weeks(four: list[Eligibility]) -> None:
    release_quarter_of(NOW)
    began = datetime.datetime.combine(quarter_start(NOW.date()), datetime.time(), datetime.UTC)

    run_release(now=began + 56 * WEEK - DAY)
    assert len(sealed_answers()) == 4
    assert WaitingAnswers.objects.exists()

    run_release(now=began + 56 * WEEK)
    assert sealed_answers() == []
    assert not WaitingAnswers.objects.exists()


@pytest.mark.database
def test_where_it_was_not_said_nothing_waits(four: list[Eligibility]) -> None:
    AnswerWindow.objects.update(may_wait=False)

    release_quarter_of(NOW)

    assert sealed_answers() == []
    assert not WaitingAnswers.objects.exists()


@pytest.mark.database
@pytest.mark.parametrize("count", [0, 1, 4])
def test_what_is_kept_of_waiting_ones_tells_nothing_of_whether_anybody_answered(
    eligibilities: list[Eligibility], leave_box: Callable[..., None], count: int
) -> None:
    for eligibility in eligibilities[:count]:
        leave_box(eligibility)

    release_quarter_of(NOW)

    kept = WaitingAnswers.objects.values_list("mentor", "quarter_on", "response")
    assert list(kept) == [(eligibilities[0].subject_id, quarter_start(NOW.date()), None)]
