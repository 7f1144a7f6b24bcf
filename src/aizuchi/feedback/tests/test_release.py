import datetime
import random
import uuid
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import Cast
from tests.factories import PersonFactory

from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility
from aizuchi.anonymous_answers.periods import windows_of_quarter
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.feedback.models import Band, Block, Comment, EligibleCell
from aizuchi.feedback.operations.release import release_bands, release_quarter
from aizuchi.feedback.release import (
    Answer,
    AnswerCell,
    AnswerSheet,
    EligiblePerson,
    choose_comments,
    leave_out_impossible,
    make_blocks,
)
from aizuchi.feedback.release.answers import count_unproven
from aizuchi.people.models import Person

QUARTER_ON = datetime.date(2026, 3, 30)
AFTER = datetime.datetime(2026, 7, 30, tzinfo=datetime.UTC)
W1, W2 = uuid.UUID(int=1), uuid.UUID(int=2)
WHOLE = AnswerCell()
WORK, LISTEN, ADVICE = uuid.UUID(int=11), uuid.UUID(int=21), uuid.UUID(int=22)


def sheet(*cells: AnswerCell, window: uuid.UUID = W1, met: int = 4, comment: str = "") -> AnswerSheet:
    return AnswerSheet(window, tuple(Answer(cell, met, met) for cell in cells or (AnswerCell(),)), comment)


def entitled(person: int, *cells: AnswerCell, window: uuid.UUID = W1) -> EligiblePerson:
    return EligiblePerson(uuid.UUID(int=100 + person), window, frozenset(cells or (AnswerCell(),)))


@st.composite
def quarters(draw: st.DrawFn) -> tuple[list[EligiblePerson], list[tuple[EligiblePerson, AnswerSheet]]]:
    """Rights of some mentees in some windows, and the boxes of those who answered, each beside its right."""
    cells = st.sampled_from(
        [AnswerCell(), AnswerCell(WORK, LISTEN), AnswerCell(WORK, ADVICE), AnswerCell(uuid.UUID(int=12), LISTEN)]
    )
    eligible, sheets = [], []
    for person in range(draw(st.integers(0, 8))):
        for window in (W1, W2):
            about = draw(st.sets(cells, max_size=3))
            if about:
                eligible.append(entitled(person, *about, window=window))
                chosen = draw(st.sets(st.sampled_from(sorted(about, key=repr))))
                if chosen:
                    sheets.append((eligible[-1], sheet(*chosen, window=window, met=draw(st.integers(1, 5)))))
    return eligible, sheets


@given(quarters(), st.integers(2, 5))
@settings(max_examples=60)
def test_every_block_rests_on_k_people_and_no_answer_is_in_two(
    quarter: tuple[list[EligiblePerson], list[tuple[EligiblePerson, AnswerSheet]]], k: int
) -> None:
    eligible, sheets = quarter
    blocks = make_blocks([opened for _, opened in sheets], eligible, k=k)

    given_answers = [answer for _, opened in sheets for answer in opened.answers]
    counts = Counter(answer.met for answer in given_answers)
    assert all(sum(block.met[value - 1] for block in blocks) <= counts[value] for value in range(1, 6))
    assert all(block.people >= k for block in blocks)
    assert all(sum(block.met) == sum(block.moved) == block.answers for block in blocks)


def test_several_answers_about_one_cell_in_a_box_count_once() -> None:
    twice = AnswerSheet(W1, (Answer(AnswerCell(), 1, 1), Answer(AnswerCell(), 5, 5)))

    (kept,) = leave_out_impossible([twice], [entitled(1)])

    assert len(kept.answers) == 1


def kept_of(sheets: list[AnswerSheet], eligible: list[EligiblePerson]) -> list[AnswerSheet]:
    return [kept for kept in leave_out_impossible(sheets, eligible) if kept.answers]


def test_more_boxes_than_people_who_could_have_sent_them_stay_and_prove_nobody() -> None:
    eligible = [entitled(1, AnswerCell(WORK, LISTEN)), entitled(2, AnswerCell(WORK, ADVICE)), entitled(3)]
    twice = [sheet(AnswerCell(WORK, LISTEN)) for _ in range(2)]
    honest = [sheet(AnswerCell(WORK, ADVICE)), sheet()]

    kept = kept_of(twice + honest, eligible)

    assert [one.answers for one in kept] == [one.answers for one in twice + honest]
    assert [one.excess for one in kept] == [1, 1, 0, 0]
    assert (count_unproven(kept), count_unproven(kept[1:])) == (1, 1)  # nobody can tell which of the two it is


def test_a_box_of_a_second_browser_proves_nobody() -> None:
    second = replace(sheet(), proves_a_person=False)

    assert [one.proves_a_person for one in kept_of([second, sheet()], [entitled(1), entitled(2)])] == [False, True]


def test_a_box_about_what_no_single_person_had_is_left_out() -> None:
    eligible = [entitled(1, AnswerCell(WORK, LISTEN)), entitled(2, AnswerCell(WORK, ADVICE))]

    assert kept_of([sheet(AnswerCell(WORK, LISTEN), AnswerCell(WORK, ADVICE))], eligible) == []


def test_boxes_find_their_rights_in_whatever_order_they_come() -> None:
    wide, narrow = (AnswerCell(WORK, LISTEN), AnswerCell()), (AnswerCell(),)
    eligible = [entitled(1, *wide), entitled(2, *narrow)]
    sheets = [sheet(*narrow), sheet(*wide)]

    assert kept_of(sheets, eligible) == sheets
    assert kept_of(sheets[::-1], eligible[::-1]) == sheets[::-1]


@given(quarters())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_honest_is_left_out(
    quarter: tuple[list[EligiblePerson], list[tuple[EligiblePerson, AnswerSheet]]],
) -> None:
    eligible, sheets = quarter

    assert leave_out_impossible([opened for _, opened in sheets], eligible) == [opened for _, opened in sheets]


def test_a_cell_that_nobody_brought_is_left_out() -> None:
    assert leave_out_impossible([sheet(AnswerCell(WORK, ADVICE))], [entitled(1)])[0].answers == ()


def lines_of(sheets: list[AnswerSheet], eligible: list[EligiblePerson]) -> list[str]:
    return sorted(choose_comments(sheets, eligible, k=5, rng=random.Random(1)))


def test_lines_come_only_where_k_people_have_written_one() -> None:
    eligible = [entitled(n) for n in range(9)]
    sheets = [sheet(comment=f"声{n}") for n in range(5)]

    assert lines_of(sheets[:4] + [sheet() for _ in range(5)], eligible) == []
    assert lines_of(sheets, eligible) == [f"声{n}" for n in range(5)]


def test_one_person_who_writes_each_time_is_not_k_people() -> None:
    windows = [uuid.UUID(int=n) for n in range(1, 7)]
    often = [entitled(0, window=window) for window in windows]
    others = [entitled(n) for n in range(1, 9)]

    assert lines_of([sheet(window=window, comment="声") for window in windows], often + others) == []


def test_lines_beyond_the_rights_of_a_fortnight_prove_nobody() -> None:
    eligible = [entitled(n) for n in range(4)] + [entitled(n, window=W2) for n in range(4)]
    stuffed = [sheet(comment="三十通") for _ in range(30)]
    honest = [sheet(window=W2, comment=f"声{n}") for n in range(4)]

    assert lines_of(stuffed + honest, eligible) == []


def test_a_line_comes_with_a_rating_or_not_at_all() -> None:
    alone = AnswerSheet(W1, (), "声")
    eligible = [entitled(n) for n in range(6)]

    assert lines_of([sheet(comment="声") for _ in range(4)] + [alone], eligible) == []
    assert (
        lines_of([sheet(comment="声") for _ in range(4)] + [sheet(AnswerCell(WORK, LISTEN), comment="声")], eligible)
        == []
    )


# What the tick does with it, in the database


@pytest.fixture
def windows(cast: Cast) -> list[AnswerWindow]:
    return [
        AnswerWindow.objects.create(
            organization=cast.organization,
            starts_on=day,
            ends_on=day + datetime.timedelta(days=13),
            quarter_on=QUARTER_ON,
            k_band=3,
            k_mean=5,
        )
        for day in windows_of_quarter(QUARTER_ON)
    ]


@pytest.fixture
def mentees(cast: Cast) -> list[Person]:
    return [PersonFactory(organization=cast.organization) for _ in range(6)]


def entitle(window: AnswerWindow, mentor: Person, mentees: list[Person], cell: AnswerCell = WHOLE) -> None:
    for mentee in mentees:
        one = Eligibility.objects.create(window=window, subject=mentor, person=mentee)
        EligibleCell.objects.create(eligibility=one, topic_id=cell.topic_id, response_id=cell.response_id)


@pytest.mark.database
def test_a_quarter_becomes_blocks_once(
    cast: Cast,
    windows: list[AnswerWindow],
    mentees: list[Person],
    topics: list[Topic],
    responses: list[ExpectedResponse],
) -> None:
    cell = AnswerCell(topics[0].pk, responses[0].pk)
    entitle(windows[0], cast.manager, mentees, cell)
    sheets = {cast.manager.pk: [sheet(cell, window=windows[0].pk, met=n % 5 + 1) for n in range(6)]}
    for _ in range(2):
        release_quarter(organization=cast.organization, quarter_on=QUARTER_ON, sheets=sheets, now=AFTER)

    block = Block.objects.get()
    assert (block.level, block.topic, block.response, block.answers, block.people) == (
        "cell",
        topics[0],
        responses[0],
        6,
        6,
    )
    assert block.met == block.moved == (2, 1, 1, 1, 1)
    assert {window.released_on for window in AnswerWindow.objects.all()} == {datetime.date(2026, 7, 30)}


@pytest.mark.database
def test_the_largest_size_of_a_quarter_holds_for_its_blocks(
    cast: Cast, windows: list[AnswerWindow], mentees: list[Person]
) -> None:
    AnswerWindow.objects.filter(pk=windows[-1].pk).update(k_mean=7)
    entitle(windows[0], cast.manager, mentees)
    sheets = {cast.manager.pk: [sheet(window=windows[0].pk, comment="はい") for _ in mentees]}

    release_quarter(organization=cast.organization, quarter_on=QUARTER_ON, sheets=sheets, now=AFTER)

    assert not Block.objects.exists()
    assert not Comment.objects.exists()


@pytest.mark.database
def test_a_band_waits_until_three_people_stand_in_the_windows_since_the_last_one(
    cast: Cast, windows: list[AnswerWindow], mentees: list[Person]
) -> None:
    for window in windows[:3]:
        entitle(window, cast.manager, mentees[:3])
    at = [datetime.datetime.combine(window.answers_until, datetime.time(20), datetime.UTC) for window in windows]
    sheets = {cast.manager.pk: [sheet(window=windows[0].pk) for _ in range(2)]}
    about = {"organization": cast.organization, "quarter_on": QUARTER_ON}

    after_two = release_bands(**about, sheets=sheets, now=at[0])
    sheets[cast.manager.pk] += [sheet(window=windows[1].pk) for _ in range(3)]
    after_five = [release_bands(**about, sheets=sheets, now=at[1]) for _ in range(2)]

    assert (after_two, after_five) == (0, [1, 0])
    assert [(band.window, band.word) for band in Band.objects.all()] == [(windows[1], "middle")]


def test_a_band_counts_only_windows_that_take_no_answers_any_more(
    cast: Cast, windows: list[AnswerWindow], mentees: list[Person]
) -> None:
    entitle(windows[0], cast.manager, mentees)
    sheets = {cast.manager.pk: [sheet(window=windows[0].pk) for _ in mentees]}
    still_open = datetime.datetime.combine(windows[0].answers_until, datetime.time(3), datetime.UTC)

    released = release_bands(organization=cast.organization, quarter_on=QUARTER_ON, sheets=sheets, now=still_open)

    assert released == 0
