"""A program from its first draft until people are asked."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.scene import Scene

from aizuchi.audit.models import AuditEntry
from aizuchi.catalogue.models import Topic
from aizuchi.kernel.refusals import Stale
from aizuchi.notifications.models import Notice
from aizuchi.people.models import Leave, Person
from aizuchi.programs.facts import ProgramFacts, add_months, facts_of_program, facts_of_template, usual_facts
from aizuchi.programs.kinds import KINDS
from aizuchi.programs.models import Participant, Program
from aizuchi.programs.notices import compose
from aizuchi.programs.operations.opening import end_program, open_program, take_program_back
from aizuchi.programs.operations.set_up import copy_program, create_program, remove_program, save_program
from aizuchi.programs.people_rules import PeopleRule, SideRule
from aizuchi.programs.program_templates import TEMPLATES
from aizuchi.programs.queries.lists import list_programs
from aizuchi.programs.queries.set_up import preview_program
from aizuchi.programs.queries.show import get_program_page
from aizuchi.programs.refusals import HasEnded, HasGoneOut, NotOut, NotReady, OwnerUnknown, SomeHaveJoined
from aizuchi.programs.set_up_form import SetUpForm
from aizuchi.programs.tests.programs import take_part

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
TODAY = timezone.localdate(NOW)
SignIn = Callable[[Person], Client]


def usual(cast: Cast, kind: str = "mentor", **other: Any) -> ProgramFacts:
    """A mentor program for the control software unit, with whoever works elsewhere."""
    facts = replace(
        usual_facts(kind, owner_id=cast.hr.pk, today=TODAY),
        target=SideRule(units=frozenset([cast.control.pk])),
        counterpart=SideRule(),
    )
    return replace(facts, **other)


def begin(cast: Cast, **other: Any) -> Program:
    return create_program(actor=cast.hr, facts=usual(cast, **other), now=NOW)


def open_one(cast: Cast, **other: Any) -> Program:
    return open_program(actor=cast.hr, program_id=begin(cast, **other).pk, now=NOW)


def typed(cast: Cast, program: Program, **other: Any) -> dict[str, Any]:
    """What a browser sends of the page as it stands."""
    form = SetUpForm(cast.hr, facts_of_program(program), version=program.version, now=NOW)
    fields = [field for one in (form, *form.sides.values()) for field in one]
    sent = {field.html_name: field.value() for field in fields}
    return {name: value for name, value in (sent | other).items() if value not in (None, False)}


def names(missing: Any) -> set[str]:
    return {one.field for one in missing}


def test_what_is_set_comes_back_as_it_was(cast: Cast) -> None:
    scene = Scene(cast)
    topics = frozenset(Topic.objects.filter(organization=cast.organization).values_list("pk", flat=True)[:2])
    rule = PeopleRule(tenure_from_months=12, tenure_to_months=24, role="members", sites=("東京",))
    facts = usual(
        cast,
        target=SideRule(rule=rule, units=frozenset([cast.control.pk])),
        counterpart=SideRule(rule=PeopleRule(role="heads")),
        apart="flow",
        flow=(cast.sales.pk, cast.control.pk),
        topic_ids=topics,
        format_id=scene.format.pk,
        themes=("子育てと仕事", "はじめての部下"),
        middle_on=TODAY + datetime.timedelta(days=99),
    )

    program = create_program(actor=cast.hr, facts=facts, now=NOW)

    assert facts_of_program(Program.objects.get(pk=program.pk)) == facts
    assert program.ends_on == add_months(facts.starts_on or TODAY, 6) - datetime.timedelta(days=1)
    assert AuditEntry.objects.filter(action="programs.program.created", actor_id=cast.hr.pk).exists()


def test_months_end_where_the_calendar_does() -> None:
    assert add_months(datetime.date(2026, 8, 31), 6) == datetime.date(2027, 2, 28)


@pytest.mark.parametrize("key", [*KINDS, *TEMPLATES])
def test_whatever_one_begins_with_can_go_out_once_people_fit(cast: Cast, key: str) -> None:
    made = usual_facts if key in KINDS else facts_of_template
    facts = made(key, owner_id=cast.hr.pk, today=TODAY)

    missing = preview_program(cast.hr, facts, now=NOW).missing

    assert names(missing) <= {"flow_1", "target-units", "counterpart-units", "apart"}
    assert facts.mode in KINDS[facts.kind].modes


def test_only_whoever_looks_after_programs_sets_one_up(cast: Cast) -> None:
    program = begin(cast)
    with pytest.raises(PermissionDenied):
        create_program(actor=cast.manager, facts=usual(cast), now=NOW)
    with pytest.raises(Http404):
        save_program(actor=cast.manager, program_id=program.pk, facts=usual(cast), version=1, now=NOW)
    with pytest.raises(OwnerUnknown):
        begin(cast, owner_id=cast.member.pk)
    with pytest.raises(OwnerUnknown):
        begin(cast, owner_id=cast.stranger.pk)


def test_the_second_of_two_who_edit_a_draft_is_told(cast: Cast) -> None:
    program = begin(cast)
    save_program(actor=cast.hr, program_id=program.pk, facts=usual(cast, name="一"), version=1, now=NOW)

    with pytest.raises(Stale):
        save_program(actor=cast.hr, program_id=program.pk, facts=usual(cast, name="二"), version=1, now=NOW)

    assert Program.objects.get(pk=program.pk).name == "一"


def test_a_stale_page_keeps_what_was_typed(cast: Cast, client_for: SignIn) -> None:
    program = begin(cast)
    sent = typed(cast, program, name="わたしの名前")
    save_program(actor=cast.hr, program_id=program.pk, facts=usual(cast), version=1, now=NOW)
    address = reverse("programs:setup", args=[program.pk])

    answer = client_for(cast.hr).post(address, sent)

    assert answer.status_code == 422
    assert "わたしの名前" in answer.content.decode()
    again = client_for(cast.hr).post(address, sent | {"version": 2})
    assert again.status_code == 302
    assert Program.objects.get(pk=program.pk).name == "わたしの名前"


def test_the_page_keeps_all_of_what_it_shows(cast: Cast, client_for: SignIn) -> None:
    scene = Scene(cast)
    facts = usual(
        cast,
        topic_ids=frozenset([scene.topic.pk]),
        target=SideRule(rule=PeopleRule(tenure_from_months=12, tenure_to_months=24), units=frozenset([cast.sales.pk])),
        is_evergreen=True,
        themes=("英語",),
    )
    program = create_program(actor=cast.hr, facts=facts, now=NOW)

    client_for(cast.hr).post(reverse("programs:setup", args=[program.pk]), typed(cast, program))

    assert facts_of_program(Program.objects.get(pk=program.pk)) == facts
    assert Program.objects.get(pk=program.pk).version == 2


def test_the_usual_of_another_kind_is_shown_and_not_kept(cast: Cast, client_for: SignIn) -> None:
    program = begin(cast)

    sent = typed(cast, program, kind="diagonal", fill="1")
    answer = client_for(cast.hr).post(reverse("programs:setup", args=[program.pk]), sent)

    assert "ほかの部署の上司と話す会" in answer.content.decode()
    assert Program.objects.get(pk=program.pk).kind == "mentor"


def test_while_one_types_the_invitation_and_the_counts_follow(cast: Cast, client_for: SignIn) -> None:
    Leave.objects.create(person=cast.peer, starts_on=TODAY)
    program = begin(cast)
    sent = typed(cast, program, name="夏の回") | {"counterpart-units": [cast.control.pk], "counterpart-role": "heads"}

    answer = client_for(cast.hr).post(reverse("programs:preview", args=[program.pk]), sent).content.decode()

    assert "夏の回" in answer
    assert "いま2人います。" in answer
    assert "休職中の1人は入っていません。" in answer
    assert "2人に相手がいません" in answer
    assert Program.objects.get(pk=program.pk).name != "夏の回"


def test_what_is_missing_is_said_at_its_field(cast: Cast) -> None:
    def missing(**other: Any) -> set[str]:
        return names(preview_program(cast.hr, usual(cast, **other), now=NOW).missing)

    assert missing() == set()
    assert missing(purposes=()) == {"purposes"}
    assert missing(mode="theme") == {"mode", "themes"}
    assert missing(join_until=TODAY - datetime.timedelta(days=1)) == {"join_until"}
    assert missing(starts_on=TODAY) == {"starts_on"}
    assert missing(join_until=None, starts_on=None) == {"join_until", "starts_on"}
    assert missing(join_until=None, starts_on=None, is_evergreen=True) == set()
    assert missing(middle_on=TODAY) == {"middle_on"}
    nobody = SideRule(rule=PeopleRule(grades=("ない",)))
    assert missing(target=nobody) == {"target-units"}
    assert missing(counterpart=nobody) == {"counterpart-units"}
    assert missing(counterpart=SideRule(units=frozenset([cast.control.pk])), apart="unit") == {"apart"}


def test_both_sides_are_told_once_each_in_their_own_words(cast: Cast) -> None:
    program = open_one(cast)

    notices = list(Notice.objects.filter(notification_type="program").select_related("person"))
    by_person = {notice.person_id: notice for notice in notices}
    assert set(by_person) == {one.pk for one in cast.everybody} - {cast.stranger.pk}
    with CaptureQueriesContext(connection) as for_one:
        compose(notices[:1], NOW)
    with CaptureQueriesContext(connection) as for_all:
        told = compose(notices, NOW)
    assert len(for_all) == len(for_one)
    assert told[by_person[cast.member.pk].pk].subject == f"ご案内：{program.name}"
    assert told[by_person[cast.mentor.pk].pk].subject == f"あなたと話したい人がいます：{program.name}"
    take_part(program, cast.member, "mentee")
    assert by_person[cast.member.pk].pk not in compose(notices, NOW)
    take_part(program, cast.mentor, "mentor")
    end_program(actor=cast.hr, program_id=program.pk, now=NOW)
    assert compose(notices, NOW) == {}


def test_it_goes_out_once_and_only_when_it_is_ready(cast: Cast) -> None:
    unready = begin(cast, purposes=())
    with pytest.raises(NotReady):
        open_program(actor=cast.hr, program_id=unready.pk, now=NOW)
    program = open_one(cast)
    with pytest.raises(HasGoneOut):
        open_program(actor=cast.hr, program_id=program.pk, now=NOW)
    with pytest.raises(HasGoneOut):
        save_program(actor=cast.hr, program_id=program.pk, facts=usual(cast), version=1, now=NOW)
    with pytest.raises(HasGoneOut):
        remove_program(actor=cast.hr, program_id=program.pk, now=NOW)


def test_it_can_be_taken_back_until_somebody_has_joined(cast: Cast) -> None:
    program = open_one(cast)
    take_part(program, cast.peer, "mentee", state="invited")

    assert take_program_back(actor=cast.hr, program_id=program.pk, now=NOW).is_draft
    assert not Participant.objects.exists()
    with pytest.raises(NotOut):
        take_program_back(actor=cast.hr, program_id=program.pk, now=NOW)
    open_program(actor=cast.hr, program_id=program.pk, now=NOW)
    take_part(program, cast.member, "mentee")
    with pytest.raises(SomeHaveJoined):
        take_program_back(actor=cast.hr, program_id=program.pk, now=NOW)


def test_it_ends_once(cast: Cast) -> None:
    with pytest.raises(NotOut):
        end_program(actor=cast.hr, program_id=begin(cast).pk, now=NOW)
    program = open_one(cast)
    assert end_program(actor=cast.hr, program_id=program.pk, now=NOW).ended_at == NOW
    with pytest.raises(HasEnded):
        end_program(actor=cast.hr, program_id=program.pk, now=NOW)


def test_a_copy_has_all_but_the_people_and_later_days(cast: Cast) -> None:
    program = open_one(cast, middle_on=TODAY + datetime.timedelta(days=99), themes=("英語",))
    take_part(program, cast.member, "mentee")
    later = NOW + datetime.timedelta(days=200)

    made = copy_program(actor=cast.hr, program_id=program.pk, now=later)

    before, after = facts_of_program(program), facts_of_program(made)
    assert (made.is_draft, made.copied_from, made.participants.count()) == (True, program, 0)
    moved = [getattr(after, name) - getattr(before, name) for name in ("join_until", "starts_on", "middle_on")]
    assert len(set(moved)) == 1
    assert moved[0].days % 7 == 0
    assert timezone.localdate(later) < (after.join_until or TODAY) <= timezone.localdate(later + datetime.timedelta(14))
    same = {"join_until": before.join_until, "starts_on": before.starts_on, "middle_on": before.middle_on}
    assert replace(after, **same) == before


def test_members_see_what_is_open_to_them_and_nothing_of_drafts(cast: Cast) -> None:
    begin(cast, name="まだ下書き")
    program = open_one(cast, counterpart=SideRule(rule=PeopleRule(role="heads")))

    assert [line.sides for line in list_programs(cast.member, now=NOW).open] == [["mentee"]]
    assert [line.sides for line in list_programs(cast.mentor, now=NOW).open] == [["mentor"]]
    assert list_programs(cast.colleague, now=NOW).open == []
    assert list_programs(cast.member, now=NOW).managed == []
    take_part(program, cast.member, "mentee")
    mine = list_programs(cast.member, now=NOW)
    assert ([row.program for row in mine.own], mine.open) == ([program], [])
    drafts, out = list_programs(cast.hr, now=NOW).managed
    assert [line.program.name for line in drafts[1]] == ["まだ下書き"]
    assert out[1][0].joined == {"mentee": 1, "mentor": 0}


def test_who_is_away_is_offered_nothing(cast: Cast) -> None:
    open_one(cast)
    Leave.objects.create(person=cast.member, starts_on=TODAY)

    assert list_programs(cast.member, now=NOW).open == []


def test_pages_speak_both_languages_and_never_of_themes_in_english(cast: Cast, client_for: SignIn) -> None:
    Person.objects.filter(pk=cast.hr.pk).update(language="en")
    program, draft = open_one(cast), begin(cast, kind="peer", mode="theme", themes=("英語",))
    addresses = [
        reverse("programs:list"),
        reverse("programs:create"),
        reverse("programs:show", args=[program.pk]),
        reverse("programs:setup", args=[draft.pk]),
        reverse("programs:open", args=[draft.pk]),
    ]

    pages = [client_for(cast.hr).get(address).content.decode() for address in addresses]

    assert "Topics to gather around" in pages[3]
    for page in pages:
        shown = page[page.index("<main") :].lower()
        assert ">theme" not in shown
        assert "themes " not in shown


def test_whoever_hr_asked_sees_it_though_the_rules_leave_them_out(cast: Cast) -> None:
    nobody = SideRule(rule=PeopleRule(role="heads"))
    program = open_one(cast, counterpart=nobody)
    take_part(program, cast.colleague, "mentor", state="invited")
    take_part(program, cast.administrator, "mentor", state="draft")

    assert [line.sides for line in list_programs(cast.colleague, now=NOW).open] == [["mentor"]]
    assert get_program_page(cast.colleague, program, now=NOW).sides == ["mentor"]
    assert list_programs(cast.administrator, now=NOW).open == []


def test_what_people_began_to_write_waits_while_it_is_a_draft(cast: Cast) -> None:
    """Unless the sides become others."""
    program = open_one(cast)
    take_part(program, cast.member, "mentee", state="draft")
    take_program_back(actor=cast.hr, program_id=program.pk, now=NOW)

    save_program(actor=cast.hr, program_id=program.pk, facts=usual(cast, minutes=45), version=1, now=NOW)
    assert program.participants.count() == 1
    save_program(actor=cast.hr, program_id=program.pk, facts=usual(cast, "peer"), version=2, now=NOW)
    assert program.participants.count() == 0
