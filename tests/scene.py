"""One thing of each kind, between the member and the manager unless it says otherwise: what addresses point to."""

import datetime
import functools
import uuid
from dataclasses import dataclass

from django.utils import timezone

from aizuchi.anonymous_answers.models import AnswerGroup, AnswerWindow, Eligibility
from aizuchi.calendars.models import CalendarEntry, CalendarQuestion, Connection
from aizuchi.catalogue.models import ExpectedResponse, LibraryQuestion, MeetingFormat, Prompt, RoleWords, Topic
from aizuchi.catalogue.reactions import install_for_new_organization
from aizuchi.feedback.operations import grant_eligibility
from aizuchi.gateway.models import Connector, ScheduledFile
from aizuchi.gatherings.models import Gathering
from aizuchi.gatherings.operations import GatheringFacts, create_gathering
from aizuchi.growth.models import Spark, ThankYouNote
from aizuchi.growth.operations import write_thank_you_note
from aizuchi.hints.models import Hint, PackFile, Trial
from aizuchi.hints.operations import HintDraft, keep_pack_file, write_hint
from aizuchi.meetings.models import (
    AgendaItem,
    Meeting,
    PreQuestion,
    ProposedSlot,
    ScheduledQuarter,
    SlotProposal,
    TalkRequest,
)
from aizuchi.pairs.models import Pair, Proposal, RhythmChange, Theme
from aizuchi.people.events import OrganizationCreated
from aizuchi.people.models import Leave, Membership, Person, PlannedUnitName, RoleGrant, StoredImport
from aizuchi.people.operations.stored_import import keep_file
from aizuchi.programs.models import Match, Program
from aizuchi.programs.tests.programs import bring_together, make_program, take_part
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.operations.providers import add_provider
from aizuchi.spaces.models import MeetingSpace
from aizuchi.surveys.library import get_library_set
from aizuchi.surveys.models import AnswerSheet, Survey
from aizuchi.surveys.operations import close_survey, create_survey, open_survey, settle_survey
from aizuchi.surveys.operations.opening import SurveyTerms
from tests.cast import SINCE, Cast
from tests.factories import ActionItemFactory, AgendaItemFactory, DocumentFactory, MeetingFactory, PairFactory


@dataclass
class Scene:
    cast: Cast

    def __post_init__(self) -> None:
        if not Topic.objects.filter(organization=self.cast.organization).exists():
            now = timezone.now()
            install_for_new_organization(
                OrganizationCreated(organization_id=self.cast.organization.pk, actor_id=None, at=now)
            )

    def key_of(self, parameter: str) -> object:
        """What stands in an address for a parameter of that name."""
        found = getattr(self, parameter.removesuffix("_id"))
        return getattr(found, "pk", found)

    @functools.cached_property
    def gathering(self) -> Gathering:
        """For the unit of the member, held by its head."""
        now = timezone.now()
        facts = GatheringFacts(
            kind="training",
            title="聞く練習",
            starts_at=now + datetime.timedelta(days=3),
            minutes=60,
            unit_id=self.cast.control.pk,
        )
        return create_gathering(actor=self.cast.manager, facts=facts, now=now)

    @functools.cached_property
    def draft_program(self) -> Program:
        """Mentors for the control software unit, being set up by HR."""
        return make_program(self.cast.hr, units=[self.cast.control])

    @functools.cached_property
    def program(self) -> Program:
        """The same, open: the member would like a mentor, and somebody of another unit raised a hand."""
        program = make_program(self.cast.hr, units=[self.cast.control], state="open")
        take_part(program, self.cast.member, "mentee")
        take_part(program, self.cast.mentor, "mentor", capacity=2)
        return program

    @functools.cached_property
    def program_match(self) -> Match:
        """The two were brought together by it, and have met once."""
        return bring_together(self.program, self.cast.member, self.cast.mentor)

    @functools.cached_property
    def draft_survey(self) -> Survey:
        """Three questions on how people grow."""
        definition = get_library_set("growth")
        return create_survey(actor=self.cast.hr, kind="free", definition=definition, now=timezone.now())

    @functools.cached_property
    def survey(self) -> Survey:
        """Open for everybody, by name."""
        now = timezone.now()
        survey = create_survey(actor=self.cast.hr, kind="free", definition=get_library_set("growth"), now=now)
        terms = SurveyTerms(opens_at=now, closes_at=now + datetime.timedelta(days=7))
        settle_survey(actor=self.cast.hr, survey_id=survey.pk, terms=terms, now=now)
        open_survey(survey_id=survey.pk, now=now)
        return survey

    @functools.cached_property
    def closed_survey(self) -> Survey:
        """Everybody answered it by name; heads read it too."""
        now = timezone.now()
        began = now - datetime.timedelta(days=7)
        survey = create_survey(actor=self.cast.hr, kind="free", definition=get_library_set("growth"), now=began)
        terms = SurveyTerms(opens_at=began, closes_at=now, readers="heads", smallest_group=5)
        settle_survey(actor=self.cast.hr, survey_id=survey.pk, terms=terms, now=began)
        open_survey(survey_id=survey.pk, now=began)
        AnswerSheet.objects.bulk_create(
            AnswerSheet(participant=one, answers={"growth_more": "4"}, sent_at=began, changed_at=began)
            for one in survey.participants.all()
        )
        close_survey(survey_id=survey.pk, now=now)
        return survey

    @functools.cached_property
    def survey_group(self) -> AnswerGroup:
        """Everybody, asked without names."""
        now = timezone.now()
        survey = create_survey(actor=self.cast.hr, kind="condition", definition=get_library_set("condition"), now=now)
        days = {"opens_at": now, "closes_at": now + datetime.timedelta(days=7)}
        terms = SurveyTerms(**days, is_anonymous=True, smallest_group=5)
        settle_survey(actor=self.cast.hr, survey_id=survey.pk, terms=terms, now=now)
        open_survey(survey_id=survey.pk, now=now)
        return AnswerGroup.objects.get(window__subject_key=survey.window_key)

    @functools.cached_property
    def survey_window(self) -> AnswerWindow:
        return self.survey_group.window

    @functools.cached_property
    def provider(self) -> IdentityProvider:
        """At an address at which nobody answers."""
        settings = {"name": "ID基盤", "domains": ("minamo.example",), "issuer": "https://192.0.2.1", "client_id": "a"}
        return add_provider(actor=self.cast.administrator, kind="oidc", settings=settings, now=timezone.now())

    @functools.cached_property
    def connector(self) -> Connector:
        """A directory that says who works here."""
        return Connector.objects.create(
            organization=self.cast.organization, name="会社の名簿", created_at=timezone.now()
        )

    @functools.cached_property
    def scheduled_file(self) -> ScheduledFile:
        """People from a folder, every day."""
        return ScheduledFile.objects.create(
            organization=self.cast.organization,
            name="人事の名簿",
            place="folder",
            address="people.csv",
            created_at=timezone.now(),
        )

    @functools.cached_property
    def pair(self) -> Pair:
        return PairFactory(mentee=self.cast.member, mentor=self.cast.manager)

    @functools.cached_property
    def mentor_pair(self) -> Pair:
        """One that its two may end; supervisor pairs follow the reporting line."""
        return PairFactory(mentee=self.cast.member, mentor=self.cast.manager, kind="mentor")

    @functools.cached_property
    def meeting(self) -> Meeting:
        return MeetingFactory(pair=self.pair, starts_at=timezone.now() + datetime.timedelta(days=3))

    @functools.cached_property
    def held_meeting(self) -> Meeting:
        then = timezone.now() - datetime.timedelta(minutes=20)
        return MeetingFactory(pair=self.pair, starts_at=then, started_at=then, state=Meeting.State.HELD)

    @functools.cached_property
    def item(self) -> AgendaItem:
        return AgendaItemFactory(meeting=self.meeting, topic=self.topic)

    @functools.cached_property
    def calendar_connection(self) -> Connection:
        """The member's, at a server that is not there."""
        now = timezone.now()
        return Connection.objects.create(
            person=self.cast.member,
            kind="caldav",
            server_url="https://calendar.invalid/",
            calendar="https://calendar.invalid/",
            next_sync_at=now,
            created_at=now,
        )

    @functools.cached_property
    def calendar_question(self) -> CalendarQuestion:
        now = timezone.now()
        entry = CalendarEntry.objects.create(
            appointment_key=self.meeting.pk,
            uid="scene@aizuchi",
            starts_at=now,
            ends_at=now + datetime.timedelta(hours=1),
            time_zone="Asia/Tokyo",
            changed_at=now,
        )
        return CalendarQuestion.objects.create(person=self.cast.member, entry=entry, kind="removed", asked_at=now)

    @functools.cached_property
    def question(self) -> PreQuestion:
        return PreQuestion.objects.create(
            meeting=self.meeting, asked_by=self.cast.manager, text="最近どうですか", created_at=timezone.now()
        )

    @functools.cached_property
    def action(self) -> object:
        return ActionItemFactory(pair=self.pair, owner=self.cast.member)

    @functools.cached_property
    def meeting_space(self) -> MeetingSpace:
        return MeetingSpace.objects.create(organization=self.cast.organization, name="楓", created_at=timezone.now())

    @functools.cached_property
    def offered_times(self) -> SlotProposal:
        """The member offers, the manager may choose."""
        return SlotProposal.objects.create(
            pair=self.pair, proposed_by=self.cast.member, minutes=30, created_at=timezone.now()
        )

    @functools.cached_property
    def scheduled_quarter(self) -> ScheduledQuarter:
        """The manager laid one date."""
        now = timezone.now()
        made = ScheduledQuarter.objects.create(
            scheduled_by=self.cast.manager, created_at=now, tell_at=now + datetime.timedelta(minutes=10)
        )
        then = now + datetime.timedelta(days=12)
        MeetingFactory(pair=self.pair, starts_at=then, scheduled_quarter=made, edited_by=self.cast.manager)
        return made

    @functools.cached_property
    def talk_request(self) -> TalkRequest:
        """The member asks, the manager may answer."""
        now = timezone.now()
        return TalkRequest.objects.create(
            pair=self.pair,
            asked_by=self.cast.member,
            created_at=now,
            expires_at=now + datetime.timedelta(hours=6),
        )

    @functools.cached_property
    def offered_slot(self) -> ProposedSlot:
        start = timezone.now() + datetime.timedelta(days=5)
        end = start + datetime.timedelta(minutes=30)
        return ProposedSlot.objects.create(proposal=self.offered_times, starts_at=start, ends_at=end)

    @functools.cached_property
    def spark(self) -> Spark:
        return Spark.objects.create(
            pair=self.pair,
            meeting=self.held_meeting,
            written_by=self.cast.member,
            text="結論から話す",
            created_at=timezone.now(),
        )

    @functools.cached_property
    def thank_you_note(self) -> ThankYouNote:
        """From the member to the manager."""
        return write_thank_you_note(
            actor=self.cast.member, meeting_id=self.held_meeting.pk, text="ありがとうございました", now=timezone.now()
        )

    @functools.cached_property
    def hint(self) -> Hint:
        draft = HintDraft(topic_id=self.topic.pk, response_id=self.response.pk, body="先に時間を伝えます。")
        return write_hint(actor=self.cast.manager, draft=draft, now=timezone.now())

    @functools.cached_property
    def trial(self) -> Trial:
        return Trial.objects.create(
            person=self.cast.manager, hint=self.hint, meeting=self.held_meeting, created_at=timezone.now()
        )

    @functools.cached_property
    def file(self) -> PackFile:
        return keep_pack_file(actor=self.cast.hr, file_name="hints.json", content=b"{}", now=timezone.now())

    @functools.cached_property
    def eligibility(self) -> Eligibility:
        """The member may answer about the manager, in the window we are in."""
        return grant_eligibility(meeting_id=self.held_meeting.pk, now=timezone.now())[0]

    @functools.cached_property
    def mentor(self) -> Person:
        return self.eligibility.subject

    @functools.cached_property
    def subject(self) -> Person:
        return self.eligibility.subject

    @functools.cached_property
    def window(self) -> AnswerWindow:
        return self.eligibility.window

    @functools.cached_property
    def document(self) -> object:
        return DocumentFactory(circle=self.pair.circle)

    @functools.cached_property
    def theme(self) -> Theme:
        return Theme.objects.create(pair=self.pair, label="英語")

    @functools.cached_property
    def proposal(self) -> Proposal:
        """The member asks the mentor."""
        return Proposal.objects.create(
            organization=self.cast.organization,
            kind="mentor",
            mentee=self.cast.member,
            mentor=self.cast.mentor,
            proposed_by=self.cast.member,
            words="機構のことを教えてください",
            created_at=timezone.now(),
        )

    @functools.cached_property
    def topic(self) -> Topic:
        return Topic.objects.filter(organization=self.cast.organization).first()

    @functools.cached_property
    def prompt(self) -> Prompt:
        return Prompt.objects.filter(topic=self.topic).first()

    @functools.cached_property
    def response(self) -> ExpectedResponse:
        return ExpectedResponse.objects.filter(organization=self.cast.organization).first()

    @functools.cached_property
    def format(self) -> MeetingFormat:
        return MeetingFormat.objects.filter(organization=self.cast.organization).first()

    @functools.cached_property
    def offered_question(self) -> LibraryQuestion:
        return LibraryQuestion.objects.filter(organization=self.cast.organization).first()

    @functools.cached_property
    def worded_kind(self) -> str:
        """A kind of pair for which the organization has its own words."""
        words = {"mentor_ja": "先輩", "mentor_en": "Buddy", "mentee_ja": "後輩", "mentee_en": "Newcomer"}
        RoleWords.objects.create(organization=self.cast.organization, pair_kind="mentor", **words)
        return "mentor"

    @functools.cached_property
    def leaver(self) -> Person:
        """A colleague whose last day is known."""
        self.cast.peer.left_on = timezone.localdate() + datetime.timedelta(days=30)
        self.cast.peer.save(update_fields=["left_on"])
        return self.cast.peer

    @functools.cached_property
    def head(self) -> Person:
        return self.cast.mentor

    @functools.cached_property
    def headed_unit(self) -> object:
        return self.cast.mechanics

    @functools.cached_property
    def person(self) -> Person:
        return self.cast.colleague

    @functools.cached_property
    def unit(self) -> object:
        return self.cast.sales

    @functools.cached_property
    def membership(self) -> Membership:
        return Membership.objects.create(
            person=self.cast.colleague, unit=self.cast.control, is_main=False, starts_on=SINCE
        )

    @functools.cached_property
    def leave(self) -> Leave:
        return Leave.objects.create(person=self.cast.colleague, starts_on=SINCE)

    @functools.cached_property
    def grant(self) -> RoleGrant:
        return RoleGrant.objects.create(person=self.cast.colleague, role=RoleGrant.Role.PROGRAM_OWNER, starts_on=SINCE)

    @functools.cached_property
    def planned_name(self) -> PlannedUnitName:
        day = timezone.localdate() + datetime.timedelta(days=30)
        return PlannedUnitName.objects.create(unit=self.cast.control, name="組込み開発課", starts_on=day)

    @functools.cached_property
    def stored_import(self) -> StoredImport:
        return keep_file(
            organization=self.cast.organization,
            actor=self.cast.hr,
            file_name="people.csv",
            content="社員番号,姓,名\n".encode(),
            on=timezone.localdate(),
            now=timezone.now(),
        )

    @functools.cached_property
    def rhythm_change(self) -> RhythmChange:
        return RhythmChange.objects.create(
            organization=self.cast.organization, actor=self.cast.hr, cadence="monthly", minutes=30, at=timezone.now()
        )

    @functools.cached_property
    def unknown(self) -> uuid.UUID:
        return uuid.uuid4()
