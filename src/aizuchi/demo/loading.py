"""Loads the demo company: founded a year ago, and lived in since, up to this morning."""

import datetime
import random
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from aizuchi.accounts.operations.demo_people import offer_demo_person
from aizuchi.audit.sealing import seal_waiting_entries
from aizuchi.catalogue.models import ExpectedResponse, PairKind, Topic
from aizuchi.demo.content.company import CAST
from aizuchi.demo.feedback_life import FeedbackLife, Manner
from aizuchi.demo.gathering_life import hold_gatherings
from aizuchi.demo.hint_life import live_with_hints
from aizuchi.demo.pair_life import TOKYO, Diary, PairLife, Vocabulary
from aizuchi.demo.program_life import take_part_in_programs
from aizuchi.demo.self_care_life import care_for_oneself
from aizuchi.demo.staffing import INTRODUCED, PASSWORD, Founder, introduce
from aizuchi.demo.stage import set_the_stage
from aizuchi.demo.survey_life import live_with_surveys
from aizuchi.demo.timeline import Progress, Timeline
from aizuchi.kernel import live
from aizuchi.pairs import operations as pairs
from aizuchi.pairs.models import Pair
from aizuchi.people import operations as people
from aizuchi.people.models import Organization, Person

HUES = {"morikawa": 165, "onodera": 255, "kasai": 15, "shibata": 135, "segawa": 75, "miyake": 210, "hidaka": 45}
FIRST_TO_MEET = ("onodera", "morikawa", "fujishiro", "segawa", "miyake", "kasai", "hidaka", "kondo", "president")
LARGE = 300
NOT_YET_BEGUN = 0.04
"""Of the pairs whose section has 1on1s already: of these the two have not met yet."""
MANNERS: dict[str, Manner] = {
    "morikawa": {
        ("", ""): 0.0,
        ("", "listen"): 1.1,
        ("", "together"): -1.6,
        ("", "report"): 0.1,
        ("career", "together"): -0.4,
    },
}
MONTH = datetime.timedelta(days=30)
RECENT = datetime.timedelta(days=40)


class DemoExists(RuntimeError):
    """This installation has people already; the demo never mixes with them."""


def load(
    *,
    people: int = 120,
    seed: int = 1192,
    months: int = 12,
    today: datetime.date | None = None,
    progress: Progress = lambda _share, _what: None,
) -> Organization:
    """The same seed on the same day gives the same company, with `months` of history; all of it or nothing.

    Raises DemoExists.
    """
    if Organization.objects.exists():
        raise DemoExists
    today = today or timezone.now().astimezone(TOKYO).date()
    morning = datetime.datetime.combine(today, datetime.time(0), TOKYO)
    loader = _Loader(size=people, rng=random.Random(seed), began_at=morning - MONTH * months, end=morning)  # noqa: S311
    with live.muted(), transaction.atomic():  # half a company would be taken for a whole one at the next start
        return loader.load(progress)


@dataclass
class _Loader:
    size: int
    rng: random.Random
    began_at: datetime.datetime
    end: datetime.datetime
    diary: Diary = field(default_factory=Diary)
    lives: dict[object, PairLife] = field(default_factory=dict)

    def load(self, progress: Progress) -> Organization:
        self.timeline = Timeline(self.began_at, self.end)
        founder = Founder(people=self.size, rng=self.rng, now=self.began_at, progress=progress)
        self.company = founder.found()
        self._introduce_everybody()
        organization = self.company.organization
        self.words = Vocabulary(
            topics={topic.key: topic for topic in Topic.objects.filter(organization=organization)},
            responses={row.key: row for row in ExpectedResponse.objects.filter(organization=organization)},
        )
        self._begin_supervisor_pairs()
        self._begin_other_pairs()
        self._turns_of_the_year()
        self.timeline.run(progress)
        self._read_comments()
        set_the_stage(company=self.company, lives=list(self.lives.values()), now=self.end)
        live_with_hints(company=self.company, rng=random.Random(self.rng.random()), now=self.end)  # noqa: S311
        hold_gatherings(company=self.company, now=self.end)
        live_with_surveys(company=self.company, rng=self.rng, now=self.end)
        take_part_in_programs(company=self.company, words=self.words, now=self.end)
        care_for_oneself(company=self.company, rng=self.rng, now=self.end)
        seal_waiting_entries(organization_id=organization.pk)
        return organization

    def _introduce_everybody(self) -> None:
        leads = {self.company.cast[lead.key].pk: lead for lead in CAST}
        people = list(self.company.everybody)
        for person in people:
            lead = leads.get(person.pk)
            hue = HUES.get(lead.key) if lead else None
            person.hue = self.rng.randrange(24) * 15 if hue is None else hue
            for name, words in introduce(person, lead, self.rng).items():
                setattr(person, name, words)
        Person.objects.bulk_update(people, ["hue", *INTRODUCED], batch_size=200)
        for person in self.company.cast.values():
            person.set_password(PASSWORD)
            person.save(update_fields=["password"])
        told = sorted((lead for lead in CAST if lead.story), key=lambda lead: FIRST_TO_MEET.index(lead.key))
        for position, lead in enumerate(told):
            person = self.company.cast[lead.key]
            offer_demo_person(person_id=person.pk, position=position, story_ja=lead.story, story_en=lead.story_en)

    # Pairs ------------------------------------------------------------------------------------------

    def _begin_supervisor_pairs(self) -> None:
        """1on1s reached one part of the company after the other; in a large one, most are only about to begin."""
        starts, quiet = {}, {}
        for section in self.company.sections.values():
            is_background = self.size > LARGE and "-" in section.unit.code
            start = self._days_ago(30 * section.spec.began_months_ago)
            starts[section.head.pk] = max(start, self.end - RECENT) if is_background else start
            quiet[section.head.pk] = 0.94 if is_background else NOT_YET_BEGUN
        rows = Pair.objects.filter(organization=self.company.organization, kind=PairKind.SUPERVISOR)
        for pair in rows.select_related("mentee", "mentor").order_by("mentee__employee_number"):
            is_core = pair.mentor_id == self.company.cast["morikawa"].pk
            if is_core or self.rng.random() > quiet[pair.mentor_id]:
                cadence = Pair.Cadence.EVERY_2_WEEKS if is_core else Pair.Cadence.MONTHLY
                self._begin(pair, starts[pair.mentor_id], cadence=cadence)

    def _begin(self, pair: Pair, at: datetime.datetime, *, cadence: str) -> None:
        if cadence != pair.cadence:
            pair = pairs.edit_settings(
                actor=pair.mentor,
                pair_id=pair.pk,
                cadence=cadence,
                minutes=pair.minutes,
                words={},
                version=pair.version,
                now=at,
            )
        life = PairLife(pair, random.Random(self.rng.random()), self.timeline, self.words, self.diary)  # noqa: S311
        life.is_diligent = pair.mentee_id == self.company.cast["onodera"].pk
        self.lives[pair.pk] = life
        life.begin(at)

    def _begin_other_pairs(self) -> None:
        cast, sections = self.company.cast, self.company.sections
        ends = [(cast["morikawa"], cast["miyake"], PairKind.PEER, 210, Pair.Cadence.MONTHLY)]
        ends.append((cast["segawa"], cast["morikawa"], PairKind.MENTOR, 40, Pair.Cadence.MONTHLY))
        ends.append((cast["hidaka"], cast["morikawa"], PairKind.DIAGONAL, 8, Pair.Cadence.EVERY_2_MONTHS))
        heads = [sections[code].head for code in ("D11", "D13", "S2", "P11", "A3")]
        mentees = [sections[code].members[1] for code in ("S2", "P12", "D21", "A2", "D11")]
        for number, (mentee, mentor) in enumerate(zip(mentees, heads, strict=True)):
            ends.append((mentee, mentor, PairKind.MENTOR, 250 - 45 * number, Pair.Cadence.MONTHLY))
        for number, (one, other) in enumerate((("D11", "S1"), ("P11", "P2"), ("A1", "V2"))):
            members = sections[one].members[2], sections[other].members[2]
            ends.append((*members, PairKind.PEER, 200 - 50 * number, Pair.Cadence.QUARTERLY))
        for mentee, mentor, kind, days_ago, cadence in ends:
            self._agree(mentee, mentor, kind, days_ago=days_ago, cadence=cadence)

    def _agree(self, mentee: Person, mentor: Person, kind: str, *, days_ago: int, cadence: str) -> None:
        """One asks, the other says yes the next day."""
        aim = Pair.Aim.BROADEN if kind == PairKind.DIAGONAL else Pair.Aim.DEEPEN
        frame = pairs.Frame(kind=kind, aim=aim, cadence=cadence, minutes=30)

        def ask(now: datetime.datetime) -> None:
            proposal = pairs.propose(
                actor=mentee,
                to_id=mentor.pk,
                my_seat="mentee",
                frame=frame,
                words="一度、お話しできるとうれしいです。",
                now=now,
            )
            self.timeline.at(now + datetime.timedelta(hours=20), lambda later: accept(proposal.pk, later))

        def accept(proposal_id: object, now: datetime.datetime) -> None:
            pair = pairs.accept_proposal(actor=mentor, proposal_id=proposal_id, now=now)  # type: ignore[arg-type]
            pair = Pair.objects.select_related("mentee", "mentor").get(pk=pair.pk)
            self._begin(pair, now, cadence=pair.cadence)

        self.timeline.at(self._days_ago(days_ago), ask)

    def _read_comments(self) -> None:
        told = {self.company.cast[key].pk: manner for key, manner in MANNERS.items()}
        rng = random.Random(self.rng.random())  # noqa: S311
        FeedbackLife(self.company.organization, rng, told).release(self.end)

    # What happens in any year ------------------------------------------------------------------------

    def _turns_of_the_year(self) -> None:
        sections = self.company.sections
        self.timeline.at(self._days_ago(200), lambda now: self._changes_team(sections["D13"].members[-1], "D11", now))
        self.timeline.at(self._days_ago(120), lambda now: self._leaves(sections["S2"].members[-1], now))
        self.timeline.at(self._days_ago(40), lambda now: self._leaves(sections["P11"].members[-1], now))

    def _days_ago(self, number: int) -> datetime.datetime:
        """That morning, or the morning after the company was founded."""
        return max(self.end - datetime.timedelta(days=number), self.began_at + datetime.timedelta(days=1)).replace(
            hour=9
        )

    def _changes_team(self, person: Person, code: str, now: datetime.datetime) -> None:
        self._stop_supervisor_pair_of(person)
        section, hr = self.company.sections[code], self.company.hr
        people.move_person(person_id=person.pk, unit_id=section.unit.pk, on=now.date(), actor=hr, now=now)
        people.change_supervisor(person_id=person.pk, supervisor_id=section.head.pk, on=now.date(), actor=hr, now=now)
        pair = Pair.objects.select_related("mentee", "mentor").get(
            mentee=person, kind=PairKind.SUPERVISOR, until_on__isnull=True
        )
        self._begin(pair, now, cadence=pair.cadence)

    def _leaves(self, person: Person, now: datetime.datetime) -> None:
        self._stop_supervisor_pair_of(person)
        for life in self.lives.values():
            if person.pk in (life.pair.mentee_id, life.pair.mentor_id):
                life.keeps_going = False
        people.person_leaves(person_id=person.pk, left_on=now.date(), actor=self.company.hr, now=now)

    def _stop_supervisor_pair_of(self, person: Person) -> None:
        for life in self.lives.values():
            if life.pair.kind == PairKind.SUPERVISOR and life.pair.mentee_id == person.pk:
                life.keeps_going = False
