"""From blocks to what a mentor is shown."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PairFactory, PersonFactory

from aizuchi.feedback.estimation.chain import Chain
from aizuchi.feedback.estimation.chain import Spreads as Variances
from aizuchi.feedback.estimation.tallies import Means, MentorCell, Tally, add_up
from aizuchi.feedback.models import Block, Comment, MentorSums, OrganizationSums, Spreads
from aizuchi.feedback.operations.strengths import sum_up_strengths
from aizuchi.feedback.queries.cell_estimates import EVER, YEAR, get_cell_estimates, on_scale
from aizuchi.feedback.queries.strengths import Strengths, get_strengths, next_release
from aizuchi.feedback.tests.blocks import LATEST, find_response, find_topic, release
from aizuchi.people.models import Person

TODAY = datetime.date(2026, 11, 20)
GOOD, FAIR, POOR = [0, 0, 1, 6, 13], [0, 2, 10, 6, 2], [6, 8, 4, 2, 0]


@pytest.fixture
def colleagues(cast: Cast) -> list[Person]:
    """Three mentors who answer for what is usual."""
    people = PersonFactory.create_batch(3, organization=cast.organization)
    for person in people:
        release(person, {("career", "listen"): FAIR, ("career", "together"): FAIR, "advice": FAIR, None: FAIR})
    return people


def sum_up(cast: Cast) -> None:
    sum_up_strengths(organization=cast.organization, now=timezone.now())


def look(person: Person, **kwargs: object) -> Strengths:
    return get_strengths(viewer=person, today=TODAY, **kwargs)  # type: ignore[arg-type]


def field(strengths: Strengths, topic: str, response: str):
    fields = [field for field in strengths.fields if field.topic]
    return next(field for field in fields if (field.topic.key, field.response.key) == (topic, response))


def line(strengths: Strengths, response: str):
    return next(line for line in strengths.lines if line.field.response.key == response)


def ask(person: Person, topic: str, response: str):
    asked = find_topic(person, topic).pk, find_response(person, response).pk
    return get_cell_estimates(viewer=person, asked=[asked])[asked]


@pytest.mark.database
def test_estimates_are_those_of_the_chain_over_the_blocks(cast: Cast, colleagues: list[Person]) -> None:
    release(cast.manager, {("career", "listen"): GOOD, "advice": FAIR, None: POOR})
    release(cast.manager, {("career", "listen"): FAIR}, quarters_ago=3)
    sum_up(cast)
    topic, response = find_topic(cast.manager, "career"), find_response(cast.manager, "listen")

    shown = get_cell_estimates(viewer=cast.manager, asked=[(topic.pk, response.pk)])[topic.pk, response.pk]

    tallies: dict[Person, dict[MentorCell, Tally]] = {}
    for block in Block.objects.select_related("mentor"):
        cell = MentorCell(block.topic_id, block.response_id)
        own = tallies.setdefault(block.mentor, {})
        own[cell] = own.get(cell, Tally()) + Tally.of(block.met)
    found = Spreads.objects.get()
    variances = Variances(within=found.within, mentor=found.mentor, response=found.response, cell=found.cell)
    means = Means(add_up(tallies.values()))
    direct = Chain(tallies[cast.manager], means=means, spreads=variances).estimate(MentorCell(topic.pk, response.pk))
    assert (shown.value, shown.low, shown.high) == (on_scale(direct.mean), *map(on_scale, direct.bar))
    assert shown.organization == on_scale(means[MentorCell(topic.pk, response.pk)])
    assert shown.call == direct.call


def test_what_is_good_and_what_is_not_easy_is_said(cast: Cast, colleagues: list[Person]) -> None:
    release(cast.manager, {("career", "listen"): GOOD, "listen": GOOD, ("career", "together"): POOR})
    sum_up(cast)

    strengths = look(cast.manager)

    assert field(strengths, "career", "listen").cell_estimate.word == "得意なほう"
    assert field(strengths, "career", "together").cell_estimate.word == "苦手なほう"
    assert strengths.best is not None
    assert (strengths.best.topic, strengths.best.response.key) == (None, "listen")
    assert {weak.response.key for weak in strengths.weak} == {"together"}


def test_a_topic_without_a_number_of_its_own_says_what_its_response_says(cast: Cast, colleagues: list[Person]) -> None:
    """One verdict on every page: what the rows call a strength, the brief does not call undecided."""
    release(cast.manager, {"listen": GOOD, "together": POOR})
    sum_up(cast)

    strengths = look(cast.manager)

    for response in ("listen", "together"):
        said, here = line(strengths, response).field.cell_estimate, ask(cast.manager, "career", response)
        assert (here.word, here.value) == (said.word, said.value)
        assert here.low < said.low <= said.high < here.high or {here.low, here.high} & {0, 100}
        assert here.is_inferred
        assert "あなたは" not in here.sentence  # the number stands with the response, and nowhere else
        assert not line(strengths, response).topics


def test_what_was_not_heard_has_a_place_but_no_number(cast: Cast, colleagues: list[Person]) -> None:
    release(cast.manager, {"listen": GOOD})
    sum_up(cast)

    heard, unheard = line(look(cast.manager), "listen"), line(look(cast.manager), "together")

    assert not unheard.field.cell_estimate.is_known
    assert unheard.width > heard.field.cell_estimate.width


def test_a_number_for_everything_alone_leaves_the_responses_open(cast: Cast, colleagues: list[Person]) -> None:
    release(cast.manager, {None: GOOD})
    sum_up(cast)

    strengths = look(cast.manager)

    assert strengths.is_overall_only
    assert strengths.overall.is_known
    low, high = strengths.rest
    assert low < strengths.overall.value < high


@pytest.mark.parametrize(
    ("today", "next_on"),
    [
        (datetime.date(2026, 12, 1), datetime.date(2027, 1, 4)),
        (datetime.date(2027, 1, 3), datetime.date(2027, 1, 4)),
        (datetime.date(2027, 1, 4), datetime.date(2027, 4, 12)),
    ],
)
def test_it_says_when_answers_are_put_together_next(today: datetime.date, next_on: datetime.date) -> None:
    assert next_release(today) == next_on


def test_where_nothing_was_released_nothing_is_known(cast: Cast, colleagues: list[Person]) -> None:
    release(cast.manager, {("career", "listen"): GOOD})
    sum_up(cast)

    cell_estimate = ask(cast.manager, "career", "together")

    assert (cell_estimate.word, cell_estimate.sentence) == ("まだ分かりません", "まだ分かりません")


@pytest.mark.database
def test_the_mean_of_few_colleagues_is_not_told(cast: Cast) -> None:
    """Of two mentors each could subtract their own answers and read the other's."""
    for person in (cast.manager, cast.mentor):
        release(person, {("career", "listen"): FAIR})
    sum_up(cast)

    assert field(look(cast.manager), "career", "listen").cell_estimate.organization is None


@pytest.mark.database
def test_a_mean_that_is_mostly_one_colleagues_is_not_told(cast: Cast, colleagues: list[Person]) -> None:
    release(cast.manager, {("career", "listen"): [0, 0, 0, 0, 200]})
    release(cast.mentor, {("career", "listen"): FAIR})
    sum_up(cast)

    assert field(look(cast.mentor), "career", "listen").cell_estimate.organization is None
    assert OrganizationSums.objects.filter(topic__key="career", response__key="listen").count() == 0


def mean_of(person: Person) -> int | None:
    return field(look(person), "career", "listen").cell_estimate.organization


def test_a_quarter_that_is_one_colleagues_does_not_move_the_mean(cast: Cast, colleagues: list[Person]) -> None:
    """Whoever subtracts the year before from the year after would read that colleague's answers."""
    for person in colleagues:
        release(person, {("career", "listen"): POOR}, quarters_ago=1)
    Block.objects.filter(quarter_on=LATEST).delete()
    sum_up(cast)
    before = mean_of(colleagues[0])
    release(cast.manager, {("career", "listen"): GOOD})
    sum_up(cast)

    assert mean_of(colleagues[0]) == before is not None


@pytest.mark.database
def test_what_waits_moves_the_mean_together_with_others(cast: Cast, colleagues: list[Person]) -> None:
    for person in colleagues:
        release(person, {("career", "listen"): POOR}, quarters_ago=2)
    Block.objects.filter(quarter_on=LATEST).delete()
    release(cast.manager, {("career", "listen"): GOOD}, quarters_ago=1)
    for person in colleagues[:2]:
        release(person, {("career", "listen"): GOOD})
    sum_up(cast)

    row = OrganizationSums.objects.get(topic__key="career", response__key="listen")
    assert row.year_answers == sum(map(sum, [POOR] * 3 + [GOOD] * 3))
    assert row.before_answers == sum(map(sum, [POOR] * 3))


def test_a_colleague_who_knows_their_own_answers_does_not_read_anothers(cast: Cast) -> None:
    """Of three, one has most of what remains when another subtracts their own."""
    for person, met in ((cast.manager, [0, 0, 45, 0, 0]), (cast.mentor, [0, 0, 0, 45, 0]), (cast.hr, [0, 5, 0, 0, 0])):
        release(person, {("career", "listen"): met})
    sum_up(cast)

    assert mean_of(cast.hr) is mean_of(cast.manager) is None


def test_a_year_is_four_quarters_and_the_past_can_be_added(cast: Cast, colleagues: list[Person]) -> None:
    release(cast.manager, {("career", "listen"): FAIR})
    release(cast.manager, {("career", "listen"): GOOD}, quarters_ago=4)
    sum_up(cast)

    year = field(look(cast.manager, period=YEAR), "career", "listen").cell_estimate
    ever = field(look(cast.manager, period=EVER), "career", "listen").cell_estimate

    assert ever.value > year.value


def test_what_is_called_otherwise_than_a_quarter_before_is_named(cast: Cast, colleagues: list[Person]) -> None:
    release(cast.manager, {("career", "listen"): FAIR}, quarters_ago=1)
    release(cast.manager, {("career", "listen"): [0, 0, 0, 8, 72], ("career", "together"): FAIR})
    sum_up(cast)

    changes = look(cast.manager).changes
    said = {(change.field.topic is None, change.field.response.key): change.before.word for change in changes}

    assert said == {
        (False, "listen"): "どちらとも言えません",
        (True, "listen"): "どちらとも言えません",
        (True, "together"): "まだ分かりません",
        (False, "together"): "まだ分かりません",
    }


@pytest.mark.database
def test_counting_twice_changes_nothing(cast: Cast, colleagues: list[Person]) -> None:
    def read() -> set[tuple[object, ...]]:
        return set(MentorSums.objects.values_list("mentor", "topic", "response", "answers", "total"))

    sum_up(cast)
    first = read()
    sum_up(cast)

    assert read() == first
    assert MentorSums.objects.count() == len(first)


@pytest.mark.database
def test_lines_come_by_quarter(cast: Cast) -> None:
    for text, quarter_on in (("前の声", datetime.date(2026, 1, 5)), ("新しい声", LATEST)):
        Comment.objects.create(organization=cast.organization, mentor=cast.manager, quarter_on=quarter_on, text=text)

    newest, earlier = look(cast.manager).voices, look(cast.manager, comments_of=datetime.date(2026, 1, 5)).voices

    assert [voices and voices.texts for voices in (newest, earlier)] == [["新しい声"], ["前の声"]]
    assert look(cast.mentor).voices is None


def test_estimates_take_one_query_however_many_are_asked(
    cast: Cast, colleagues: list[Person], django_assert_num_queries
) -> None:
    release(cast.manager, {("career", "listen"): FAIR})
    sum_up(cast)
    asked = {
        (find_topic(cast.manager, topic).pk, find_response(cast.manager, "listen").pk) for topic in ("career", "work")
    }

    with django_assert_num_queries(1):
        found = get_cell_estimates(viewer=cast.manager, asked=asked)
        assert get_cell_estimates(viewer=cast.manager, asked=set()) == {}

    assert any(estimate.is_known for estimate in found.values())
    assert get_cell_estimates(viewer=cast.mentor, asked=asked) == {}


def test_as_many_queries_for_much_as_for_little(cast: Cast, colleagues: list[Person]) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            look(cast.manager)
        return len(queries)

    PairFactory(mentee=cast.member, mentor=cast.manager)
    release(cast.manager, {("career", "listen"): FAIR})
    sum_up(cast)
    few = count()
    for quarters_ago in range(1, 4):
        release(
            cast.manager, {("career", "listen"): GOOD, ("work", "listen"): GOOD, None: GOOD}, quarters_ago=quarters_ago
        )
    sum_up(cast)

    assert count() == few
