"""Each kind of thing that somebody may see and somebody else may not."""

import datetime
from uuid import uuid4

from django.utils import timezone

from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility
from aizuchi.calendars.models import CalendarEntry, CalendarQuestion, Connection
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.catalogue.operations import install_catalogue
from aizuchi.feedback.models import Band, Block, Comment, MentorSums
from aizuchi.gateway.models import Connector, ScheduledFile
from aizuchi.gatherings.operations import GatheringFacts, create_gathering
from aizuchi.growth.models import Spark, ThankYouNote
from aizuchi.hints.models import Trial
from aizuchi.hints.operations import HintDraft, hide_hint, write_hint
from aizuchi.meetings.models import Meeting, SlotProposal, TalkRequest
from aizuchi.pairs.models import Pair, Proposal
from aizuchi.people.models import Organization, Person, Unit
from aizuchi.programs.models import DirectoryEntry, LearningLine, Match, Program
from aizuchi.programs.tests.programs import take_part
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.spaces.models import MeetingSpace
from aizuchi.surveys.exchange.document import write_definition
from aizuchi.surveys.models import OwnReading, Participant, Survey, SurveyGroup
from aizuchi.surveys.structure import Definition, Words
from tests.cast import Cast, make_cast
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    CircleFactory,
    DocumentFactory,
    MeetingFactory,
    PairFactory,
    PersonFactory,
    RoleGrantFactory,
)

DAY = datetime.timedelta(days=1)


def make_everything() -> Cast:
    """Each kind of thing in a pair that is open, one that ended, one still to come, and one of another company."""
    cast, today = make_cast(), timezone.localdate()
    neighbour = PersonFactory(organization=cast.stranger.organization)
    for pair in (
        PairFactory(mentee=cast.member, mentor=cast.manager),
        PairFactory(mentee=cast.peer, mentor=cast.manager, until_on=today - DAY, closed_at=timezone.now()),
        PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor", starts_on=today + 30 * DAY, circle=None),
        PairFactory(mentee=cast.hr, mentor=cast.executive),
        PairFactory(mentee=cast.stranger, mentor=neighbour),
    ):
        fill(pair)
        release(pair)
    for person in cast.everybody:
        connect(person)
        DocumentFactory(circle=CircleFactory(owner=person, members=[person]))
    write_hints(cast.manager, cast.mentor, neighbour)
    for organization in (cast.organization, cast.stranger.organization):
        MeetingSpace.objects.create(organization=organization, name="楓", created_at=timezone.now())
        set_up(organization)
    gather(cast.manager, cast.control)
    gather(cast.administrator, None)
    RoleGrantFactory(person=neighbour, role="hr")
    gather(neighbour, None)
    ask(cast.hr, cast.member)
    ask(neighbour, cast.stranger)
    propose(cast.member, cast.mentor)
    propose(neighbour, cast.stranger)
    run_program(cast.hr, cast.member, cast.mentor)
    run_program(cast.hr, cast.peer, cast.colleague, state="draft")
    run_program(neighbour, cast.stranger, neighbour)
    return cast


def write_hints(kept: Person, hidden: Person, elsewhere: Person) -> None:
    """One published, one taken off it, one of another company; each is tried by its author."""
    now = timezone.now()
    for author in (kept, hidden, elsewhere):
        install_catalogue(organization_id=author.organization_id)
        ours = {"organization": author.organization}
        draft = HintDraft(
            topic_id=Topic.objects.filter(**ours).values_list("pk", flat=True)[0],
            response_id=ExpectedResponse.objects.filter(**ours).values_list("pk", flat=True)[0],
            body=f"{author.family_name}のひとこと",
            is_anonymous=True,
        )
        hint = write_hint(actor=author, draft=draft, now=now)
        meeting = Meeting.objects.filter(pair__organization=author.organization).first()
        Trial.objects.create(person=author, hint=hint, meeting=meeting, created_at=now)
        if author is hidden:
            hr = Person.objects.get(role_grants__role="hr")
            hide_hint(actor=hr, hint_id=hint.pk, because="名前が出ています", now=now)


def fill(pair: Pair) -> None:
    meeting = MeetingFactory(pair=pair)
    AgendaItemFactory(meeting=meeting)
    ActionItemFactory(pair=pair, meeting=meeting)
    SlotProposal.objects.create(pair=pair, proposed_by=pair.mentee, created_at=timezone.now())
    TalkRequest.objects.create(
        pair=pair, asked_by=pair.mentee, created_at=timezone.now(), expires_at=timezone.now() + datetime.timedelta(1)
    )
    Spark.objects.create(
        pair=pair, meeting=meeting, written_by=pair.mentee, text="結論から話す", created_at=timezone.now()
    )
    ThankYouNote.objects.create(pair=pair, meeting=meeting, author=pair.mentee, written_at=timezone.now())
    if pair.circle:
        DocumentFactory(circle=pair.circle)


def release(pair: Pair) -> None:
    """What the mentee may answer about, and what groups of the mentor's mentees left behind."""
    monday = datetime.date(2024, 4, 8)
    window, _ = AnswerWindow.objects.get_or_create(
        organization=pair.organization,
        starts_on=monday,
        defaults={"ends_on": monday + 13 * DAY, "quarter_on": datetime.date(2024, 4, 1), "k_band": 3, "k_mean": 5},
    )
    about = {"organization": pair.organization, "mentor": pair.mentor}
    Eligibility.objects.create(window=window, subject=pair.mentor, person=pair.mentee)
    Band.objects.get_or_create(**about, window=window, defaults={"word": Band.Word.HIGH})
    Comment.objects.create(**about, quarter_on=window.quarter_on, text="話しやすいです")
    Block.objects.get_or_create(
        **about,
        quarter_on=window.quarter_on,
        level=Block.Level.OVERALL,
        defaults={"answers": 5, "people": 5, "met_4": 5, "moved_4": 5},
    )
    numbers = dict.fromkeys(("answers", "year_answers", "before_answers", "total", "year_total", "before_total"), 5)
    MentorSums.objects.get_or_create(mentor=pair.mentor, topic=None, response=None, defaults=numbers)


def connect(person: Person) -> None:
    """A calendar somewhere else, and a question about what happened in it."""
    now = timezone.now()
    Connection.objects.create(person=person, kind="google", calendar="primary", next_sync_at=now, created_at=now)
    entry = CalendarEntry.objects.create(
        appointment_key=uuid4(),
        uid=f"{uuid4()}@aizuchi",
        starts_at=now,
        ends_at=now + DAY,
        time_zone="UTC",
        changed_at=now,
    )
    CalendarQuestion.objects.create(person=person, entry=entry, kind="removed", asked_at=now)


def gather(holder: Person, unit: Unit | None) -> None:
    facts = GatheringFacts(
        kind="training",
        title="聞く練習",
        starts_at=timezone.now() + 3 * DAY,
        minutes=60,
        unit_id=unit.pk if unit else None,
    )
    create_gathering(actor=holder, facts=facts, now=timezone.now())


def set_up(organization: Organization) -> None:
    """What lets other systems come in."""
    made = {"organization": organization, "name": "会社の名簿", "created_at": timezone.now()}
    Connector.objects.create(**made)
    ScheduledFile.objects.create(**made, place="folder", address="people.csv")
    IdentityProvider.objects.create(**made, kind="oidc", issuer="https://192.0.2.1")


def ask(author: Person, asked: Person) -> None:
    survey = Survey.objects.create(
        organization=author.organization,
        kind="free",
        definition=write_definition(Definition(title=Words(ja="近ごろ"))),
        created_by=author,
        created_at=timezone.now(),
        changed_at=timezone.now(),
    )
    group = SurveyGroup.objects.create(survey=survey, key="", asked=1)
    OwnReading.objects.create(person=asked, month=datetime.date(2026, 6, 1), question="condition_now", value=3)
    Participant.objects.create(survey=survey, person=asked, group=group)


def run_program(owner: Person, mentee: Person, mentor: Person, state: str = "running") -> None:
    """Two people brought together, of whom one is glad to be asked; in a draft nobody has heard of it yet."""
    now = timezone.now()
    program = Program.objects.create(
        organization=owner.organization,
        kind="mentor",
        mode="mutual",
        aim="deepen",
        state=state,
        name="部署をこえるメンター制度",
        owner=owner,
        created_by=owner,
        created_at=now,
    )
    sides = {"mentee": mentee, "mentor": mentor}
    taking_part = {side: take_part(program, person, side) for side, person in sides.items()}
    Match.objects.create(program=program, **taking_part, published_at=None if state == "draft" else now)
    LearningLine.objects.create(person=mentee, sealed=b"", written_on=timezone.localdate())
    DirectoryEntry.objects.create(person=mentor, kinds=["mentor"], is_shown=state != "draft", changed_at=now)


def propose(mentee: Person, mentor: Person) -> None:
    Proposal.objects.create(
        organization=mentee.organization,
        kind="diagonal",
        mentee=mentee,
        mentor=mentor,
        proposed_by=mentee,
        words="教えてください",
        created_at=timezone.now(),
    )
