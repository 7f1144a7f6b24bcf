"""What several people of the company meet for: a training that was, one to come, and the managers' meeting."""

import datetime

from aizuchi.demo.pair_life import TOKYO
from aizuchi.demo.staffing import Company
from aizuchi.gatherings.models import Gathering
from aizuchi.gatherings.operations import GatheringFacts, create_gathering, note_attendance, sign_up
from aizuchi.people.models import Person

Moment = datetime.datetime
WORDS = "二人ひと組で、五分ずつ話を聞きます。助言はしません。聞かれるとどう感じるかを、自分で確かめる時間です。"
AGENDA = "1on1から上がった業務改善を持ち寄り、やること・やめることを決めます。"


def hold_gatherings(*, company: Company, now: Moment) -> None:
    hr, others = company.cast["fujishiro"], list(company.everybody)
    training = GatheringFacts(
        kind=Gathering.Kind.TRAINING, title="聞く練習", starts_at=_at(now, days=-20), minutes=90, words=WORDS, places=12
    )
    begun = now - datetime.timedelta(days=40)
    held = create_gathering(actor=hr, facts=training, now=begun)
    came = _join(held, others[:9], begun)
    note_attendance(actor=hr, gathering_id=held.pk, person_ids=[one.pk for one in came[:8]], now=held.ends_at)

    again = GatheringFacts(
        kind=Gathering.Kind.TRAINING,
        title="聞く練習（2回目）",
        starts_at=_at(now, days=12),
        minutes=90,
        words=WORDS,
        place="本社 大会議室",
        places=12,
        sign_up_until=_at(now, days=10),
    )
    _join(create_gathering(actor=hr, facts=again, now=now), others[9:16], now)
    meeting = GatheringFacts(
        kind=Gathering.Kind.MANAGERS,
        title="管理職会議",
        starts_at=_at(now, days=6),
        minutes=60,
        words=AGENDA,
        audience=Gathering.Audience.HEADS,
        place="本社 第1会議室",
    )
    managers = create_gathering(actor=hr, facts=meeting, now=now)
    _join(managers, [section.head for section in company.sections.values()][:3], now)


def _join(gathering: Gathering, people: list[Person], now: Moment) -> list[Person]:
    for person in people:
        sign_up(actor=person, gathering_id=gathering.pk, now=now)
    return people


def _at(now: Moment, *, days: int) -> Moment:
    """At two in the afternoon, rather not on a weekend."""
    day = (now + datetime.timedelta(days=days)).astimezone(TOKYO).date()
    while day.weekday() > 4:
        day += datetime.timedelta(days=1)
    return datetime.datetime.combine(day, datetime.time(14), TOKYO)
