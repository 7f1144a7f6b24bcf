"""The morning a visitor arrives: a few people whose next days are set so that there is something to see."""

import dataclasses
import datetime

from aizuchi.actions import operations as actions
from aizuchi.demo.episodes import Episode, episodes
from aizuchi.demo.pair_life import TOKYO, PairLife
from aizuchi.demo.staffing import Company
from aizuchi.feedback.operations import grant_eligibility
from aizuchi.feedback.queries.eligibilities import list_open_eligibilities
from aizuchi.growth import operations as growth
from aizuchi.meetings import operations as meetings
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

Moment = datetime.datetime
THANKS = "先に答えを言わずに聞いてもらえたので、自分の考えに気づけました。ありがとうございます。"
PRAISE = "三つの案を自分で並べたところが、とてもよかったです。迷っていることまで話してくれて、ありがとう。"
PURPOSE = "困ったときに、最初に顔が浮かぶ相手でいたい。仕事の話でなくても、歓迎です。"


def set_the_stage(*, company: Company, lives: list[PairLife], now: Moment) -> None:
    stage = _Stage(company, lives, now)
    stage.aoi_is_ready()
    stage.aoi_and_takumi_write_to_each_other()
    stage.aoi_may_answer()
    stage.takumi_prepares_for_naoko()
    stage.others_of_takumi()


class _Stage:
    def __init__(self, company: Company, lives: list[PairLife], now: Moment) -> None:
        self.cast, self.lives, self.now = company.cast, lives, now

    def aoi_is_ready(self) -> None:
        life = self._life("onodera", "morikawa")
        meeting = self._set(life, days=1, hour=14, by_video=True)
        self._make_first(meeting)
        self._clear(meeting)
        wanted = (
            ("career", "要件を決める", 15),
            ("relations", "", 10),
            ("work", "起動試験", 5),
        )
        for topic, beginning, minutes in wanted:
            episode = next(row for row in episodes("ja") if row.topic == topic and row.comment.startswith(beginning))
            life.bring(meeting, episode, self.now, minutes=minutes)
        aoi, takumi = self.cast["onodera"], self.cast["morikawa"]
        meetings.check_condition(actor=aoi, meeting_id=meeting.pk, condition=4, now=self.now)
        meetings.share_condition(actor=aoi, meeting_id=meeting.pk, shares=True, now=self.now)
        meetings.finish_preparation(actor=aoi, meeting_id=meeting.pk, now=self.now)
        self._action(life, takumi, "要件レビューに同席できるよう、営業と調整する", due_in=0)
        self._action(life, aoi, "試験手順書の3章を書き直す", due_in=2)

    def aoi_and_takumi_write_to_each_other(self) -> None:
        """Hers waits at his home; his she has kept."""
        latest, before = self._held(self._life("onodera", "morikawa"))[:2]
        aoi, takumi = self.cast["onodera"], self.cast["morikawa"]
        given = growth.write_thank_you_note(
            actor=takumi, meeting_id=before.pk, text=PRAISE, now=before.closed_at or self.now
        )
        growth.keep_thank_you_note(actor=aoi, note_id=given.pk, now=self.now)
        growth.write_thank_you_note(actor=aoi, meeting_id=latest.pk, text=THANKS, now=latest.closed_at or self.now)

    def aoi_may_answer(self) -> None:
        """Without her name, about her latest 1on1, also where that window is over by this morning."""
        latest = self._held(self._life("onodera", "morikawa"))[0]
        if not list_open_eligibilities(viewer=self.cast["onodera"], now=self.now):
            grant_eligibility(meeting_id=latest.pk, now=self.now)

    def takumi_prepares_for_naoko(self) -> None:
        life = self._life("morikawa", "kasai")
        meeting = self._set(life, days=2, hour=10)
        self._clear(meeting)
        life.bring(meeting, self._episode("direction", "together"), self.now)
        self._action(life, self.cast["morikawa"], "目標の言いかえを三つ書き出す", due_in=1)

    def others_of_takumi(self) -> None:
        self._set(self._life("segawa", "morikawa"), days=4, hour=16)
        peer = self._set(self._life("morikawa", "miyake"), days=6, hour=11)
        for key in ("morikawa", "miyake"):
            meetings.finish_preparation(actor=self.cast[key], meeting_id=peer.pk, now=self.now)
        self._set(self._life("hidaka", "morikawa"), days=8, hour=15, by_video=True)
        kei = self._life("shibata", "morikawa")
        dated = Meeting.objects.filter(pair=kei.pair, state=Meeting.State.PLANNED, starts_at__isnull=False).first()
        if dated:
            meetings.cancel_meeting(actor=self.cast["morikawa"], meeting_id=dated.pk, now=self.now)
        self._action(kei, self.cast["morikawa"], "試験の進め方の手本を見せる", due_in=-4)

    # Helpers of the stage --------------------------------------------------------------------------

    def _life(self, one: str, other: str) -> PairLife:
        both = {self.cast[one].pk, self.cast[other].pk}
        return next(life for life in self.lives if {life.pair.mentee_id, life.pair.mentor_id} == both)

    def _held(self, life: PairLife) -> list[Meeting]:
        return list(Meeting.objects.filter(pair=life.pair, state=Meeting.State.CLOSED).order_by("-started_at"))

    def _episode(self, topic: str, response: str) -> Episode:
        return next(row for row in episodes("ja") if (row.topic, row.response) == (topic, response))

    def _set(self, life: PairLife, *, days: int, hour: int, by_video: bool = False) -> Meeting:
        wanted = _working_day(self.now, days).replace(hour=hour)
        starts_at = life.diary.book(wanted, life.pair.mentee, life.pair.mentor)
        arrangement = meetings.Arrangement(
            starts_at=starts_at,
            minutes=30,
            place_kind=Meeting.Place.VIDEO if by_video else Meeting.Place.IN_PERSON,
            place="" if by_video else "会議室「楓」",
            video_url="https://meet.minamo.example/1on1" if by_video else "",
        )
        mentor = life.pair.mentor
        planned = Meeting.objects.filter(pair=life.pair, state=Meeting.State.PLANNED, starts_at__isnull=False).first()
        if planned is None:
            return meetings.schedule_meeting(actor=mentor, pair_id=life.pair.pk, arrangement=arrangement, now=self.now)
        if planned.starts_at == starts_at:
            return planned
        return meetings.move_meeting(
            actor=mentor, meeting_id=planned.pk, arrangement=arrangement, version=planned.version, now=self.now
        )

    def _make_first(self, meeting: Meeting) -> None:
        """Whatever else Takumi would have before it moves on by a week."""
        takumi = self.cast["morikawa"]
        for other in Meeting.objects.visible_to(takumi).filter(
            state=Meeting.State.PLANNED, starts_at__lt=meeting.starts_at
        ):
            assert other.starts_at is not None
            life = next(life for life in self.lives if life.pair.pk == other.pair_id)
            later = life.diary.book(other.starts_at + datetime.timedelta(days=7), life.pair.mentee, life.pair.mentor)
            arrangement = dataclasses.replace(meetings.arrangement_of(other), starts_at=later)
            meetings.move_meeting(
                actor=takumi, meeting_id=other.pk, arrangement=arrangement, version=other.version, now=self.now
            )

    def _clear(self, meeting: Meeting) -> None:
        for item in meeting.items.present():
            meetings.remove_item(actor=item.added_by, item_id=item.pk, now=self.now)

    def _action(self, life: PairLife, owner: Person, text: str, *, due_in: int) -> None:
        pair: Pair = life.pair
        made_at = self.now - datetime.timedelta(days=7)
        due_on = (self.now + datetime.timedelta(days=due_in)).date()
        actions.add_action(actor=owner, pair_id=pair.pk, owner_id=owner.pk, text=text, due_on=due_on, now=made_at)


def _working_day(now: Moment, ahead: int) -> Moment:
    """That many working days on."""
    day = now.astimezone(TOKYO)
    while ahead:
        day += datetime.timedelta(days=1)
        ahead -= day.weekday() < 5
    return day.replace(minute=0, second=0, microsecond=0)
