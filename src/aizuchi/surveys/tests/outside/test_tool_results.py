"""A result of another tool becomes a closed survey: what is told of it, what is kept of it, and taking it out."""

import datetime
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.people.models import Person
from aizuchi.surveys.models import AnswerSheet, AnswerSums, Participant, Survey, SurveyGroup, TextAnswer, ToolMapping
from aizuchi.surveys.operations import ToolTerms, read_in_results, take_out_results
from aizuchi.surveys.operations.tool_results import look_at_results
from aizuchi.surveys.outside.mapping import Role, RowsAre
from aizuchi.surveys.outside.presets import guess_mapping
from aizuchi.surveys.outside.reading import LineFaultKind
from aizuchi.surveys.outside.tables import read_rows
from aizuchi.surveys.people_by_sign import find_people
from aizuchi.surveys.queries import get_results
from aizuchi.surveys.queries.tool_results import understand_results
from aizuchi.surveys.refusals import AskedHere, FewerAskedThanAnswered, NothingUnderstood, RowsArePeople

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
# 開発本部 has 34, of whom 30 are in 制御ソフト課; the other four come out by subtraction
GROUPS = """グループ,回答者数,楽しい,学べる
全体,60,67,50
開発本部,34,80,50
開発本部/制御ソフト課,30,90,50
営業部,20,60,50
人事部,6,10,50
"""


def read_in(actor: Person, table: str = GROUPS, **more: Any) -> list[Survey]:
    rows = read_rows(table.encode())
    terms = ToolTerms(**{"tool": "Wevox", "title": "四月の調査", "readers": "heads", **more})
    return read_in_results(actor=actor, rows=rows, mapping=guess_mapping(rows).mapping, terms=terms, now=NOW)


def list_told(survey: Survey) -> dict[str, int | None]:
    groups = SurveyGroup.objects.filter(survey=survey)
    return {group.unit.name if group.unit else "全体": group.answered for group in groups.select_related("unit")}


def test_results_of_units_are_read_as_our_own(cast: Cast) -> None:
    [survey] = read_in(cast.hr)
    results = get_results(cast.hr, survey.pk, group_id=None, now=NOW)

    assert (survey.title, survey.tool, survey.is_anonymous) == ("四月の調査", "Wevox", True)
    assert [round(one.finding.favourable.value, 2) for one in results.lines if one.finding.favourable] == [0.67, 0.5]
    assert results.heat_map is not None
    assert results.heat_map.themes == ("楽しい", "学べる")
    assert results.group.rate is None, "how many were asked is not known"


def test_scores_of_people_have_a_mean_that_holds_back_few(cast: Cast) -> None:
    """A table of one tool with a line for each person; of 人事部 there are only four."""
    scores = [("制御ソフト課", 20 + 5 * number) for number in range(12)] + [("営業部", 40)] * 9 + [("人事部", 90)] * 4
    lines = [f"{unit},{number},名前,{score},x" for number, (unit, score) in enumerate(scores)]
    table = "部署,社員番号,氏名,総合スコア,ひとこと\n" + "\n".join(lines)
    mapping = guess_mapping(read_rows(table.encode())).mapping

    [survey] = read_in(cast.hr, table, smallest_group=5)
    everybody = SurveyGroup.objects.get(survey=survey, unit=None).pk
    results = get_results(cast.hr, survey.pk, group_id=everybody, now=NOW)

    assert (mapping.rows_are, mapping.roles[3], mapping.roles[4]) == (RowsAre.PEOPLE, Role.SCORE, Role.VALUE)
    mean = results.lines[0].finding.mean
    assert mean
    assert abs(10 * mean.value - sum(score for _, score in scores) / len(scores)) < 5
    assert 0 <= mean.low < mean.value < mean.high <= 10
    assert results.heat_map
    assert list_told(survey)["人事部"] is None


def test_where_each_row_is_a_person_it_is_said_where_to_say_so(cast: Cast) -> None:
    rows = read_rows("社員番号,総合スコア\n1,55\n2,66\n".encode())
    mapping = replace(guess_mapping(rows).mapping, rows_are=RowsAre.GROUPS)
    terms = ToolTerms(tool="Wevox", title="四月の調査")

    with pytest.raises(RowsArePeople) as refused:
        look_at_results(actor=cast.hr, rows=rows, mapping=mapping, terms=terms, now=NOW)

    assert refused.value.field == "rows_are"


def test_fewer_than_k_are_not_kept_nor_what_gives_them_away(cast: Cast) -> None:
    [survey] = read_in(cast.hr)

    told = list_told(survey)
    assert told["人事部"] is None
    assert (told["開発本部"] is None) != (told["制御ソフト課"] is None), "four would come out by subtraction"
    assert not AnswerSums.objects.filter(group__answered__isnull=True).exists()
    assert all(group.asked == 0 for group in survey.groups.all()), "not even how many there were"


def test_heads_read_their_unit_and_a_member_nothing(cast: Cast) -> None:
    [survey] = read_in(cast.hr)

    assert get_results(cast.manager, survey.pk, group_id=None, now=NOW).group.name == "制御ソフト課"
    with pytest.raises(Http404):
        get_results(cast.member, survey.pk, group_id=None, now=NOW)


PEOPLE = "タイムスタンプ,社員番号,部署,楽しいですか,ひとこと\n"


def write_people(cast: Cast, count: int = 12) -> str:
    numbers = [one.employee_number for one in (cast.member, cast.manager)]
    numbers += [f"X{number}" for number in range(count - 2)]
    lines = (
        f"2026/04/0{1 + place % 9} 9:00,{number},営業部,{1 + place % 5},言葉{place}"
        for place, number in enumerate(numbers)
    )
    return PEOPLE + "\n".join(lines) + "\n"


def test_of_people_only_sums_are_kept_unless_it_was_by_name(cast: Cast) -> None:
    [survey] = read_in(cast.hr, write_people(cast))

    assert list_told(survey) == {"全体": 12, "ミナモ精機": 12, "営業部": 12}
    assert not Participant.objects.exists()
    assert TextAnswer.objects.count() == 12
    [named] = read_in(cast.hr, write_people(cast), is_named=True)
    assert named.is_anonymous is False
    assert {sheet.participant.person for sheet in AnswerSheet.objects.all()} == {cast.member, cast.manager}
    assert list_told(named)["全体"] == 12, "those whom nobody knows count as well"


def test_rounds_of_the_same_columns_are_compared(cast: Cast) -> None:
    table = "グループ,実施日,回答者数,楽しい\n全体,2026-04-01,60,40\n全体,2026-05-01,60,80\n"
    first, second = read_in(cast.hr, table)

    assert (first.series, first.last_day) == (second.series, datetime.date(2026, 4, 1))
    told = get_results(cast.hr, second.pk, group_id=None, now=NOW).told
    assert [round(one.change.value, 1) for one in told.changes] == [0.4]


def test_what_is_not_known_here_is_told_and_counts_above(cast: Cast) -> None:
    rows = read_rows(
        "グループ,回答者数,楽しい\n営業部/新チーム,12,50\n制御ソフト課,10,50\n制御ソフト課,10,50\n".encode()
    )
    results = understand_results(
        cast.organization,
        rows,
        guess_mapping(rows).mapping,
        title="a",
        held_on=None,
        is_named=False,
        today=cast.organization.today(NOW),
    )

    assert [(one.line, one.kind) for one in results.faults] == [(2, LineFaultKind.UNKNOWN_UNIT)]
    assert results.rounds[0].people == {cast.sales.pk: 12, cast.control.pk: 20}


def test_parts_that_are_more_than_the_whole_are_told(cast: Cast) -> None:
    table = "グループ,回答者数,楽しい\n開発本部,12,50\n開発本部/制御ソフト課,20,50\n"
    [survey] = read_in(cast.hr, table)

    assert list_told(survey)["開発本部"] == 20


def test_taken_out_it_is_gone(cast: Cast) -> None:
    [survey] = read_in(cast.hr)

    survey.participants.create(person=cast.manager, group=survey.groups.all()[0])
    with pytest.raises(PermissionDenied):
        take_out_results(actor=cast.manager, survey_id=survey.pk, now=NOW)
    with pytest.raises(Http404):
        take_out_results(actor=cast.stranger, survey_id=survey.pk, now=NOW)
    take_out_results(actor=cast.hr, survey_id=survey.pk, now=NOW)

    assert not Survey.objects.exists()
    assert not AnswerSums.objects.exists()


def test_our_own_surveys_cannot_be_taken_out(cast: Cast) -> None:
    [survey] = read_in(cast.hr)
    Survey.objects.update(tool="")

    with pytest.raises(AskedHere):
        take_out_results(actor=cast.hr, survey_id=survey.pk, now=NOW)


def test_only_who_builds_surveys_reads_in(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        read_in(cast.manager)
    with pytest.raises(NothingUnderstood):
        read_in(cast.hr, "グループ,回答者数,楽しい\n営業部,,50\n")
    assert not Survey.objects.exists()
    assert not ToolMapping.objects.exists()


def test_a_table_is_looked_at_read_in_and_known_the_next_time(
    cast: Cast, client_for: Callable[[Person], Client]
) -> None:
    client, address = client_for(cast.hr), reverse("surveys:tool_results")
    page = client.post(address, {"file": SimpleUploadedFile("a.csv", GROUPS.encode())}).content.decode()
    found = re.search(r'<textarea name="table" hidden>(.*?)</textarea>', page, re.DOTALL)
    assert found
    terms = {"title": "四月", "tool": "自作", "header_rows": "1", "rows_are": "groups", "measure": "of_hundred"}
    terms |= {"smallest_group": "10", "readers": "hr", "table": found[1]}
    roles = ["unit", "count", "value", "skip"]

    looked = client.post(reverse("surveys:tool_table"), {**terms, "roles": roles, "step": "look"})
    assert "すべての行を読み取れました。" in looked.content.decode()
    assert not Survey.objects.exists()
    kept = client.post(reverse("surveys:tool_table"), {**terms, "roles": roles, "step": "keep"})
    survey = Survey.objects.get()
    assert kept.headers["Location"] == reverse("surveys:results", args=[survey.pk])
    assert "取り消す" in client.get(kept.headers["Location"]).content.decode()
    again = client.post(address, {"file": SimpleUploadedFile("b.csv", GROUPS.encode())}).content.decode()
    assert 'value="自作"' in again
    broken = client.post(reverse("surveys:tool_table"), {**terms, "table": found[1][:-9] + "changed!!"})
    assert broken.headers["Location"] == address


def test_a_refused_form_keeps_the_columns_that_were_chosen(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    client = client_for(cast.hr)
    page = client.post(reverse("surveys:tool_results"), {"file": SimpleUploadedFile("a.csv", GROUPS.encode())})
    found = re.search(r'<textarea name="table" hidden>(.*?)</textarea>', page.content.decode(), re.DOTALL)
    assert found

    answer = client.post(
        reverse("surveys:tool_table"),
        {"title": "", "table": found[1], "rows_are": "groups", "roles": ["skip", "date", "value", "unit"]},
    )

    assert answer.status_code == 422
    assert [column.role for column in answer.context["columns"]] == ["skip", "date", "value", "unit"]


def test_how_many_were_asked_is_told_where_somebody_knows(cast: Cast) -> None:
    [survey] = read_in(cast.hr, asked=120)

    assert get_results(cast.hr, survey.pk, group_id=None, now=NOW).group.rate is not None


def test_people_are_found_by_number_or_address_in_any_letters(cast: Cast) -> None:
    Person.objects.filter(pk=cast.peer.pk).update(employee_number="A-7")
    address = cast.member.email or ""

    found = find_people(cast.organization, ["a-7", address.upper(), "nobody"])

    assert found == {"a-7": cast.peer.pk, address.lower(): cast.member.pk}


def test_no_fewer_were_asked_than_answered(cast: Cast) -> None:
    with pytest.raises(FewerAskedThanAnswered, match="60"):
        read_in(cast.hr, asked=59)
    assert not Survey.objects.exists()

    assert read_in(cast.hr, asked=60)
