"""What came of a survey, page by page: who reads what of whom."""

import datetime
import re
from collections.abc import Callable, Mapping

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MembershipFactory, PairFactory, PersonFactory

from aizuchi.actions.models import ActionItem
from aizuchi.audit.models import AuditEntry
from aizuchi.people.models import Person, Unit
from aizuchi.surveys.models import AnswerSheet, AnswerSums, Survey, SurveyGroup, UnitAgreement
from aizuchi.surveys.operations import close_survey, copy_survey, create_survey, open_survey, settle_survey
from aizuchi.surveys.operations.opening import SurveyTerms
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.tests.definitions import question, survey

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]
NOW = timezone.now().replace(microsecond=0)
DAY = datetime.timedelta(days=1)
ASKED = survey(
    question("mood", theme="growth"),
    question("load", theme="workload"),
    question("way", Kind.MULTIPLE),
    question("word", Kind.LONG_TEXT),
)
GOOD = {"mood": "5", "load": "4", "way": ["1"], "word": "静かな朝"}
POOR = {"mood": "1", "load": "2", "way": ["2"]}
"""What most of a unit say; every third says the opposite."""


@pytest.fixture
def two_units(cast: Cast) -> tuple[Unit, Unit]:
    """Thirty more in each."""
    for unit in (cast.control, cast.mechanics) * 30:
        MembershipFactory(person=PersonFactory(organization=cast.organization), unit=unit, is_main=True)
    return cast.control, cast.mechanics


def run(
    cast: Cast, draft: Survey, said: Mapping[Unit, Mapping[str, object]], ago: int = 1, readers: str = "heads"
) -> Survey:
    """From its opening to its sums."""
    began = NOW - (ago + 7) * DAY
    terms = SurveyTerms(opens_at=began, closes_at=NOW - ago * DAY, readers=readers)
    settle_survey(actor=cast.hr, survey_id=draft.pk, terms=terms, now=began)
    open_survey(survey_id=draft.pk, now=began)
    for unit, given in said.items():
        AnswerSheet.objects.bulk_create(
            AnswerSheet(
                participant=one,
                answers=dict(given if number % 3 else {**(POOR if given is GOOD else GOOD), "word": ""}),
                sent_at=began,
                changed_at=began,
            )
            for number, one in enumerate(draft.participants.filter(group__unit=unit))
        )
    close_survey(survey_id=draft.pk, now=NOW - ago * DAY)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def first(cast: Cast, two_units: tuple[Unit, Unit]) -> Survey:
    draft = create_survey(actor=cast.hr, kind="pulse", definition=ASKED, now=NOW - 60 * DAY)
    return run(cast, draft, {cast.control: GOOD, cast.mechanics: GOOD}, ago=40)


@pytest.fixture
def closed(cast: Cast, first: Survey) -> Survey:
    return run(
        cast,
        copy_survey(actor=cast.hr, survey_id=first.pk, now=NOW - 20 * DAY),
        {cast.control: POOR, cast.mechanics: GOOD},
    )


def at(name: str, closed: Survey, *more: str, of: Unit | None = None) -> str:
    address = reverse(f"surveys:{name}", args=[closed.pk, *more])
    return f"{address}?of={SurveyGroup.objects.get(survey=closed, unit=of).pk}" if of else address


def test_hr_reads_what_changed_and_how_sure_that_is(cast: Cast, client_for: SignIn, closed: Survey) -> None:
    page = client_for(cast.hr).get(at("results", closed, of=cast.control)).content.decode()

    assert re.search(r"3\dポイント減りました", page)
    assert "かなり確か" in page
    assert "割り込みの依頼を" in page


def test_units_stand_beside_each_other_and_who_answered_is_told_in_bands(
    cast: Cast, client_for: SignIn, closed: Survey
) -> None:
    page = client_for(cast.hr).get(at("results", closed, of=cast.development)).content.decode()

    assert cast.control.name in page
    assert "ほかより低い" in page
    assert "4分の3より多くの人" in page
    assert f"{SurveyGroup.objects.get(survey=closed, unit=cast.control).answered}人" not in page


def test_a_head_reads_their_unit_and_what_is_above_and_no_other(cast: Cast, client_for: SignIn, closed: Survey) -> None:
    manager = client_for(cast.manager)

    assert manager.get(at("results", closed)).status_code == 200
    assert manager.get(at("results", closed, of=cast.development)).status_code == 200
    assert manager.get(at("results", closed, of=cast.mechanics)).status_code == 404
    above = manager.get(at("results", closed, of=cast.development)).content.decode()
    assert cast.mechanics.name not in above


def test_a_head_reads_no_words_from_beside_their_unit(cast: Cast, client_for: SignIn, closed: Survey) -> None:
    manager, mentor = client_for(cast.manager), client_for(cast.hr)

    assert manager.get(at("written_answers", closed, "word", of=cast.development)).status_code == 404
    assert "静かな朝" not in manager.get(at("written_answers", closed, "word", of=cast.control)).content.decode()
    assert "静かな朝" in mentor.get(at("written_answers", closed, "word", of=cast.mechanics)).content.decode()


def test_where_only_hr_was_named_no_head_reads_it(cast: Cast, client_for: SignIn, two_units: tuple[Unit, Unit]) -> None:
    draft = create_survey(actor=cast.hr, kind="pulse", definition=ASKED, now=NOW - 60 * DAY)
    survey = run(cast, draft, {cast.control: GOOD}, readers="hr")

    assert client_for(cast.manager).get(at("results", survey)).status_code == 404
    assert client_for(cast.administrator).get(at("results", survey)).status_code == 404


def test_whoever_was_asked_reads_it_once_it_is_shared_and_without_words(
    cast: Cast, client_for: SignIn, closed: Survey
) -> None:
    member, hr = client_for(cast.member), client_for(cast.hr)
    tomorrow = cast.organization.today(timezone.now()) + DAY
    assert member.get(at("results", closed)).status_code == 404

    hr.post(at("share_results", closed), {"shared_on": f"{tomorrow}"})
    assert member.get(at("results", closed)).status_code == 404
    Survey.objects.filter(pk=closed.pk).update(shared_on=tomorrow - DAY)

    assert at("results", closed) in member.get(reverse("surveys:list")).content.decode()
    assert "すべての質問" in member.get(at("results", closed)).content.decode()
    assert member.get(at("results", closed, of=cast.mechanics)).status_code == 404
    assert member.get(at("written_answers", closed, "word")).status_code == 404
    assert client_for(cast.stranger).get(at("results", closed)).status_code == 404


def test_what_is_shared_stays_shared(cast: Cast, client_for: SignIn, closed: Survey) -> None:
    today = cast.organization.today(timezone.now())
    Survey.objects.filter(pk=closed.pk).update(shared_on=today)

    client_for(cast.hr).post(at("share_results", closed), {"shared_on": f"{today + 9 * DAY}"})

    closed.refresh_from_db()
    assert closed.shared_on == today


def test_whoever_reads_every_answer_by_name_reads_all_that_they_come_to_and_heads_do_not(
    cast: Cast, client_for: SignIn, two_units: tuple[Unit, Unit]
) -> None:
    """As where one answer elsewhere hides fourteen by subtraction: HR knows that one anyway."""
    draft = create_survey(actor=cast.hr, kind="pulse", definition=ASKED, now=NOW - 60 * DAY)
    closed = run(cast, draft, {cast.control: GOOD})
    AnswerSums.objects.all().delete()
    SurveyGroup.objects.update(answered=None, hidden="gives_away")

    hr, head = (client_for(one).get(at("results", closed, of=cast.control)) for one in (cast.hr, cast.manager))
    rows = b"".join(client_for(cast.hr).get(at("results_file", closed)).streaming_content)  # type: ignore[attr-defined]

    said = hr.content.decode()
    assert ("伏せているものはありません" in said, "<b>" in said, "差し引き" in said) == (True, True, False)
    assert rows.count(b"\n") > 5
    said = head.content.decode()
    assert ("伏せているものはありません" in said, "<b>" in said, "差し引き" in said) == (False, False, True)


def test_what_is_not_told_says_why(cast: Cast, client_for: SignIn, two_units: tuple[Unit, Unit]) -> None:
    draft = create_survey(actor=cast.hr, kind="pulse", definition=ASKED, now=NOW - 60 * DAY)
    survey = run(cast, draft, {cast.company: GOOD})
    Survey.objects.filter(pk=survey.pk).update(is_anonymous=True)  # by name, HR reads everything

    page = client_for(cast.hr).get(at("results", survey)).content.decode()

    assert "答えた人が少ないため" in page
    assert "はじめて" not in page


def test_every_question_has_a_number_or_the_reason_why_not(
    cast: Cast, client_for: SignIn, two_units: tuple[Unit, Unit]
) -> None:
    draft = create_survey(actor=cast.hr, kind="pulse", definition=ASKED, now=NOW - 60 * DAY)
    closed = run(cast, draft, {cast.control: {"mood": "5", "load": "2"}})
    AnswerSums.objects.filter(group__unit=cast.control, question="way").delete()
    AnswerSums.objects.filter(group__unit=cast.control, question="mood").update(counts={"1+2+3+4+5": 20}, totals={})

    page = client_for(cast.manager).get(at("results", closed, of=cast.control)).content.decode()

    lines = page.split('<li class="qa">')[1:]
    assert ["表示していません" in line.split("</li>")[0] for line in lines] == [True, False, True]


def test_it_comes_as_a_file_with_shares_and_never_with_counts(cast: Cast, client_for: SignIn, closed: Survey) -> None:
    answer = client_for(cast.hr).get(at("results_file", closed, of=cast.control))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]

    assert text.splitlines()[0] == "部署,コード,質問,答え,割合,平均,ありえる下限,ありえる上限"
    answered = AnswerSums.objects.get(group__survey=closed, group__unit=cast.control, question="mood").answered
    assert f",{answered}," not in text


def test_it_asks_as_much_of_the_database_whatever_its_size(
    cast: Cast, client_for: SignIn, first: Survey, closed: Survey
) -> None:
    hr = client_for(cast.hr)
    hr.get(at("results", closed))
    with CaptureQueriesContext(
        connection,
    ) as small:
        hr.get(at("results", closed, of=cast.control))
    with CaptureQueriesContext(connection) as large:
        hr.get(at("results", closed, of=cast.development))

    assert len(large) == len(small)


def test_what_a_head_writes_down_comes_back_beside_the_next_result(
    cast: Cast, client_for: SignIn, first: Survey, closed: Survey
) -> None:
    manager = client_for(cast.manager)

    manager.post(at("agree", first, of=cast.control), {"words": "会議を  ひとつやめる"})

    assert "会議を ひとつやめる" in manager.get(at("results", first, of=cast.control)).content.decode()
    assert "会議を ひとつやめる" in manager.get(at("results", closed, of=cast.control)).content.decode()
    assert "会議を ひとつやめる" not in manager.get(at("results", closed, of=cast.development)).content.decode()


def test_nobody_writes_it_down_for_others(cast: Cast, client_for: SignIn, closed: Survey) -> None:
    manager, member = client_for(cast.manager), client_for(cast.member)

    assert manager.post(at("agree", closed, of=cast.development), {"words": "x"}).status_code == 403
    assert manager.post(at("agree", closed, of=cast.mechanics), {"words": "x"}).status_code == 404
    assert member.post(at("agree", closed, of=cast.control), {"words": "x"}).status_code == 404
    for words in ("", *"123456"):
        manager.post(at("agree", closed, of=cast.control), {"words": words})
    assert UnitAgreement.objects.filter(survey=closed).count() == 5


def test_a_head_reads_the_result_with_the_unit_and_makes_a_todo_of_what_was_agreed(
    cast: Cast, client_for: SignIn, closed: Survey
) -> None:
    manager = client_for(cast.manager)
    pair = PairFactory(mentee=cast.member, mentor=cast.manager)
    manager.post(at("agree", closed, of=cast.control), {"words": "会議をひとつやめる", "from": "meeting"})
    sent = {"agreement": f"{UnitAgreement.objects.get().pk}", "pair": f"{pair.pk}"}

    page = manager.get(at("reading_meeting", closed, of=cast.control)).content.decode()
    for _twice in range(2):
        manager.post(at("carry", closed, of=cast.control), sent)

    assert "会議をひとつやめる" in page
    assert re.search(r"3\dポイント減りました", page)
    item = ActionItem.objects.get(pair=pair)
    assert (item.text, item.owner) == ("会議をひとつやめる", cast.manager)


def test_a_unit_that_was_asked_for_the_first_time_has_something_to_read_together(
    cast: Cast, client_for: SignIn, first: Survey
) -> None:
    manager = client_for(cast.manager)

    page = manager.get(at("reading_meeting", first, of=cast.control)).content.decode()
    AnswerSums.objects.all().delete()
    SurveyGroup.objects.update(answered=None, hidden="few")
    without = manager.get(at("reading_meeting", first, of=cast.control)).content.decode()

    assert ('<li class="qa">' in page, "<b>" in page, "割り込みの依頼を" in page) == (True, True, True)
    assert ('<li class="qa">' in without, "思い当たること" in without) == (False, False)
    assert "いまの私たちに、いちばん大切な" in without
    assert "<li>mood</li>" in without


def test_nobody_carries_it_into_a_1on1_of_others(cast: Cast, client_for: SignIn, closed: Survey) -> None:
    manager, hr, pair = client_for(cast.manager), client_for(cast.hr), PairFactory(mentee=cast.member)
    manager.post(at("agree", closed, of=cast.control), {"words": "会議をひとつやめる"})
    sent = {"agreement": f"{UnitAgreement.objects.get().pk}", "pair": f"{pair.pk}"}

    assert manager.post(at("carry", closed, of=cast.control), sent).status_code == 404
    assert hr.post(at("carry", closed, of=cast.control), sent).status_code == 403
    assert client_for(cast.member).post(at("carry", closed, of=cast.control), sent).status_code == 404
    assert manager.post(at("carry", closed, of=cast.development), sent).status_code == 403
    assert manager.get(at("reading_meeting", closed, of=cast.development)).status_code == 403
    assert not ActionItem.objects.exists()


def test_surveys_stand_side_by_side_with_a_table_for_whoever_does_not_see_the_curve(
    cast: Cast, client_for: SignIn, closed: Survey
) -> None:
    page = client_for(cast.hr).get(at("over_time", closed)).content.decode()

    assert "<table" in page
    assert "仕事の量" in page


def test_of_fewer_than_twelve_units_nothing_is_said_to_go_together(
    cast: Cast, client_for: SignIn, closed: Survey
) -> None:
    page = client_for(cast.hr).get(at("together", closed)).content.decode()

    assert "12" in page
    assert "finding" not in page


def test_answers_by_name_are_read_by_those_of_whom_it_was_told_and_that_stands_in_the_record(
    cast: Cast, client_for: SignIn, closed: Survey
) -> None:
    inside, outside = (
        AnswerSheet.objects.filter(participant__survey=closed, participant__group__unit=unit)[0]
        for unit in (cast.control, cast.mechanics)
    )
    at_inside, at_outside = (at("named_answers", closed, str(one.pk)) for one in (inside, outside))
    assert (
        inside.participant.person.full_name in client_for(cast.manager).get(at("named_people", closed)).content.decode()
    )

    assert client_for(cast.manager).post(at_inside).status_code == 200
    for who, address in ((cast.manager, at_outside), (cast.member, at_inside), (cast.stranger, at_inside)):
        assert client_for(who).post(address).status_code == 404

    (entry,) = AuditEntry.objects.filter(action="surveys.answers.read")
    assert (entry.actor_id, entry.subject_id) == (cast.manager.pk, inside.participant.person_id)


def test_of_an_anonymous_survey_nobody_is_read(cast: Cast, client_for: SignIn, closed: Survey) -> None:
    Survey.objects.filter(pk=closed.pk).update(is_anonymous=True)
    sheet = AnswerSheet.objects.filter(participant__survey=closed)[0]

    assert client_for(cast.hr).get(at("named_people", closed)).status_code == 404
    assert client_for(cast.hr).post(at("named_answers", closed, str(sheet.pk))).status_code == 404
