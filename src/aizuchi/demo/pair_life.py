"""The year of one pair: dates are set, people get ready or don't, talk, promise, keep and forget."""

import datetime
import random
import zoneinfo
from collections import defaultdict, deque
from dataclasses import dataclass, field

from aizuchi.actions import operations as actions
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.demo.content import voices
from aizuchi.demo.episodes import Episode, draw
from aizuchi.demo.timeline import Step, Timeline
from aizuchi.growth import operations as growth
from aizuchi.growth.models import Spark
from aizuchi.meetings import operations as meetings
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.notes.models import Document
from aizuchi.notes.operations import write_text
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import edit_settings
from aizuchi.people.models import Person

Moment = datetime.datetime
TOKYO = zoneinfo.ZoneInfo("Asia/Tokyo")
STEP = {
    Pair.Cadence.WEEKLY: 7,
    Pair.Cadence.EVERY_2_WEEKS: 14,
    Pair.Cadence.MONTHLY: 28,
    Pair.Cadence.EVERY_2_MONTHS: 56,
    Pair.Cadence.QUARTERLY: 91,
    Pair.Cadence.ONCE: 400,
    Pair.Cadence.WHEN_NEEDED: 60,
}
HOURS = (9, 10, 11, 13, 14, 15, 16, 17)


@dataclass
class Vocabulary:
    """The organization's topics and responses by their keys."""

    topics: dict[str, Topic]
    responses: dict[str, ExpectedResponse]


@dataclass
class Diary:
    """Who was where and what they talked about lately, so that nobody is booked twice or repeats themselves."""

    taken: set[tuple[object, Moment]] = field(default_factory=set)
    told: dict[object, deque[Episode]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=24)))

    def book(self, first: Moment, *people: Person) -> Moment:
        """The first half hour from there on, within working hours, that suits everybody."""
        moment = first
        while any((person.pk, moment) in self.taken for person in people) or not _is_working(moment):
            moment += datetime.timedelta(minutes=30)
        self.taken.update((person.pk, moment) for person in people)
        return moment


@dataclass
class PairLife:
    pair: Pair
    rng: random.Random
    timeline: Timeline
    words: Vocabulary
    diary: Diary
    keeps_going: bool = True
    is_diligent: bool = False
    lately: list[Episode] = field(default_factory=list)
    planned: list[Episode] = field(default_factory=list)
    last_spark: Spark | None = None

    @property
    def language(self) -> str:
        return "en" if "en" in (self.pair.mentee.language, self.pair.mentor.language) else "ja"

    def _later(self, at: Moment, step: Step) -> None:
        self.timeline.at(at, lambda now: step(now) if self.keeps_going else None)

    def begin(self, at: Moment) -> None:
        """The first 1on1 comes some days later, on this pair's weekday and hour."""
        first = at.astimezone(TOKYO) + datetime.timedelta(days=self.rng.randint(3, 16))
        self._plan(first.replace(hour=self.rng.choice(HOURS), minute=0, second=0, microsecond=0), known_from=at)
        self._later(at + datetime.timedelta(days=1), self._say_what_for)

    def _say_what_for(self, now: Moment) -> None:
        if self.rng.random() < 0.35:
            return
        purposes = voices.PURPOSES_EN if self.language == "en" else voices.PURPOSES
        said = {"purpose": self.rng.choice(purposes), "care": self.rng.choice(voices.CARES)}
        self._write_settings(self.pair.mentor, said, now)
        if self.rng.random() < 0.5:
            self._write_settings(self.pair.mentee, {"wish": self.rng.choice(voices.WISHES)}, now)

    def _write_settings(self, who: Person, words: dict[str, str], now: Moment) -> None:
        pair = Pair.objects.get(pk=self.pair.pk)
        edit_settings(
            actor=who,
            pair_id=pair.pk,
            cadence=pair.cadence,
            minutes=pair.minutes,
            words=words,
            version=pair.version,
            now=now,
        )

    # Setting a date ------------------------------------------------------------------------------

    def _plan(self, wanted: Moment, *, known_from: Moment) -> None:
        starts_at = self.diary.book(wanted, self.pair.mentee, self.pair.mentor)
        lead_time = datetime.timedelta(days=min(10, STEP[Pair.Cadence(self.pair.cadence)] - 1))
        self._later(
            max(known_from + datetime.timedelta(minutes=5), starts_at - lead_time),
            lambda now: self._schedule(starts_at, now),
        )

    def _schedule(self, starts_at: Moment, now: Moment) -> None:
        if starts_at <= now:
            return
        by_video = self.rng.random() < 0.4
        meeting = meetings.schedule_meeting(
            actor=self.rng.choice((self.pair.mentor, self.pair.mentee)),
            pair_id=self.pair.pk,
            arrangement=meetings.Arrangement(
                starts_at=starts_at,
                minutes=self.pair.minutes,
                place_kind=Meeting.Place.VIDEO if by_video else Meeting.Place.IN_PERSON,
                place="" if by_video else self.rng.choice(voices.PLACES),
                video_url=f"https://meet.minamo.example/{str(self.pair.pk)[-8:]}" if by_video else "",
            ),
            now=now,
        )
        day_before = starts_at - datetime.timedelta(hours=self.rng.choice((2, 5, 20, 26)))
        if self.rng.random() < 0.85 or self.is_diligent:
            self._later(max(day_before, now), lambda later: self._prepare(meeting, later))
        luck = self.rng.random()
        if luck < 0.07:
            self._later(starts_at - datetime.timedelta(hours=1), lambda later: self._cancel(meeting, later))
        elif luck < 0.10:
            self._later(starts_at + datetime.timedelta(days=3), lambda later: self._forgotten(meeting, later))
        else:
            self._later(starts_at, lambda later: self._hold(meeting, later))

    def _next(self, after: Moment, *, known_from: Moment) -> None:
        days = STEP[Pair.Cadence(self.pair.cadence)]
        if days < 400:
            self._plan(after.astimezone(TOKYO) + datetime.timedelta(days=days), known_from=known_from)

    def _cancel(self, meeting: Meeting, now: Moment) -> None:
        meetings.cancel_meeting(
            actor=self.rng.choice((self.pair.mentor, self.pair.mentee)), meeting_id=meeting.pk, now=now
        )
        assert meeting.starts_at is not None
        self._next(meeting.starts_at - datetime.timedelta(days=7), known_from=now)

    def _forgotten(self, meeting: Meeting, now: Moment) -> None:
        """Nobody closed it; days later they are asked, and one of them answers."""
        if self.rng.random() < 0.6:
            meetings.confirm_held(actor=self.pair.mentee, meeting_id=meeting.pk, held_at=meeting.starts_at, now=now)
        else:
            meetings.deny_held(actor=self.pair.mentor, meeting_id=meeting.pk, now=now)
        assert meeting.starts_at is not None
        self._next(meeting.starts_at, known_from=now)

    # Getting ready --------------------------------------------------------------------------------

    def _prepare(self, meeting: Meeting, now: Moment) -> None:
        told = self.diary.told[self.pair.mentor_id]
        self.planned = draw(self.rng, language=self.language, lately=[*self.lately, *told])
        told.extend(self.planned)
        for episode in self.planned:
            self.bring(meeting, episode, now)
        mentee = self.pair.mentee
        if self.rng.random() < 0.7:
            condition = self.rng.choices((5, 4, 3, 2, 1), weights=(2, 5, 5, 2, 1))[0]
            meetings.check_condition(actor=mentee, meeting_id=meeting.pk, condition=condition, now=now)
            if self.rng.random() < 0.6:
                meetings.share_condition(actor=mentee, meeting_id=meeting.pk, shares=True, now=now)
        if self.rng.random() < 0.8:
            meetings.finish_preparation(actor=mentee, meeting_id=meeting.pk, now=now)

    def bring(self, meeting: Meeting, episode: Episode, now: Moment, *, minutes: int | None = None) -> AgendaItem:
        """The mentee puts one thing on the agenda, and says how to be met on it."""
        mentee = self.pair.mentee
        subject = meetings.Subject(topic_id=self.words.topics[episode.topic].pk)
        item = meetings.add_item(actor=mentee, meeting_id=meeting.pk, subject=subject, now=now)
        response = self.words.responses[episode.response]
        meetings.choose_response(actor=mentee, item_id=item.pk, response_id=response.pk, now=now)
        if episode.comment:
            meetings.write_comment(actor=mentee, item_id=item.pk, comment=episode.comment, seen=None, now=now)
        if episode.decider:
            meetings.choose_decider(actor=mentee, item_id=item.pk, decider=episode.decider, now=now)
        if minutes:
            meetings.set_item_minutes(actor=mentee, item_id=item.pk, minutes=minutes, now=now)
        return item

    # Talking ----------------------------------------------------------------------------------------

    def _hold(self, meeting: Meeting, now: Moment) -> None:
        mentor, mentee = self.pair.mentor, self.pair.mentee
        meetings.start_meeting(actor=self.rng.choice((mentor, mentee)), meeting_id=meeting.pk, now=now)
        meeting.refresh_from_db()
        items = {
            item.topic.key: item
            for item in meeting.items.present().select_related("topic", "note__circle")
            if item.topic
        }
        said: list[Episode] = []
        for episode in self.planned:
            item = items.get(episode.topic)
            if item is None or (len(self.planned) > 1 and self.rng.random() < 0.12):
                continue
            said.append(episode)
            now += datetime.timedelta(minutes=8)
            self._write(item.note, episode.notes, now)
            meetings.mark_talked(actor=mentor, item_id=item.pk, talked=True, now=now)
            if episode.action:
                self._action(meeting, episode, now)
        self._look_back_at_spark(now)
        self._wrap_up(meeting, said, now + datetime.timedelta(minutes=4))
        self.lately = [*self.planned, *self.lately][:9]
        self.planned = []

    def _write(self, document: Document | None, lines: tuple[str, ...], now: Moment) -> None:
        assert document is not None
        text = "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else lines[0]
        actor = self.rng.choice((self.pair.mentor, self.pair.mentee))
        write_text(document_id=document.pk, text=text, actor=actor, now=now)

    def _action(self, meeting: Meeting, episode: Episode, now: Moment) -> None:
        assert episode.action is not None
        owner = self.pair.mentor if episode.action.is_by_mentor else self.pair.mentee
        due_on = (now + datetime.timedelta(days=self.rng.choice((5, 7, 10, 14, 21)))).date()
        action = actions.add_action(
            actor=self.pair.mentee,
            pair_id=self.pair.pk,
            meeting_id=meeting.pk,
            owner_id=owner.pk,
            text=episode.action.text,
            support=episode.action.support,
            due_on=due_on,
            now=now,
        )
        due_at = now + (due_on - now.date())
        luck = self.rng.random()
        if luck < 0.72:
            early = due_at - datetime.timedelta(hours=self.rng.randint(1, 90))
            self._later(
                max(early, now), lambda at: _ignore(actions.mark_done(actor=owner, action_id=action.pk, now=at))
            )
        elif luck < 0.84:
            later_on = due_on + datetime.timedelta(days=14)
            self._later(
                due_at, lambda at: _ignore(actions.move(actor=owner, action_id=action.pk, to_on=later_on, now=at))
            )
            done_at = due_at + datetime.timedelta(days=self.rng.randint(3, 18))
            self._later(done_at, lambda at: _ignore(actions.mark_done(actor=owner, action_id=action.pk, now=at)))
        elif luck < 0.90:
            why = self.rng.choice(voices.DROPPED_BECAUSE)
            self._later(due_at, lambda at: _ignore(actions.drop(actor=owner, action_id=action.pk, because=why, now=at)))
        else:
            late = due_at + datetime.timedelta(days=self.rng.randint(2, 12))
            self._later(late, lambda at: _ignore(actions.mark_done(actor=owner, action_id=action.pk, now=at)))

    def _look_back_at_spark(self, now: Moment) -> None:
        if self.last_spark and self.rng.random() < 0.75:
            outcome = self.rng.choices(("kept", "partly", "later"), weights=(5, 4, 2))[0]
            growth.answer_outcome(actor=self.pair.mentee, spark_id=self.last_spark.pk, outcome=outcome, now=now)
        self.last_spark = None

    def _wrap_up(self, meeting: Meeting, said: list[Episode], now: Moment) -> None:
        mentee = self.pair.mentee
        meetings.end_meeting(actor=self.pair.mentor, meeting_id=meeting.pk, now=now)
        spark = next((episode.spark for episode in said if episode.spark), "")
        if spark:
            self.last_spark = growth.keep_in_mind(actor=mentee, meeting_id=meeting.pk, text=spark, now=now)
        if said and self.rng.random() < 0.8:
            summary = "".join(episode.summary for episode in said)
            assert meeting.summary is not None
            write_text(document_id=meeting.summary.pk, text=summary, actor=mentee, now=now)
        if self.rng.random() < 0.3:
            gains = voices.GAINS_EN if self.language == "en" else voices.GAINS
            assert meeting.gains is not None
            write_text(document_id=meeting.gains.pk, text=self.rng.choice(gains), actor=mentee, now=now)
        meetings.close_meeting(actor=mentee, meeting_id=meeting.pk, now=now)
        assert meeting.starts_at is not None
        self._next(meeting.starts_at, known_from=now)


def _is_working(moment: Moment) -> bool:
    local = moment.astimezone(TOKYO)
    return local.weekday() < 5 and 9 <= local.hour < 18 and local.hour != 12


def _ignore(_result: object) -> None:
    """A step returns nothing."""
