"""How people of the company are: whom they can turn to, how clear they feel after 1on1s, and curves of their own."""

import datetime
import random

from aizuchi.demo.pair_life import TOKYO
from aizuchi.demo.staffing import Company
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.surveys.models import ClarityReading
from aizuchi.surveys.operations import (
    keep_own_readings,
    keep_support_contact,
    show_own_curve,
    wish_for_clarity,
)
from aizuchi.surveys.own_questions import get_own_questions

Moment = datetime.datetime
MONTHS = 7
"""The last of them is the one before this: Home still asks about this one."""
WITH_CURVES = ("onodera", "morikawa", "segawa")
SHOWS_IT, TO = "onodera", "morikawa"


def care_for_oneself(*, company: Company, rng: random.Random, now: Moment) -> None:
    hr = company.cast["fujishiro"]
    keep_support_contact(
        actor=hr,
        contact_id=None,
        kind="desk",
        name="こころとからだの相談窓口",
        words="平日の10時から17時まで。話したことは、ご本人の了解なしに会社へ伝わりません。",
        reached_at="0120-000-000",
        now=now,
    )
    wish_for_clarity(actor=hr, is_wanted=True, now=now)
    for key in WITH_CURVES:
        _note_curve(company, key, rng, now)
        _feel_clear(company, key, rng)
    open_pairs = Pair.objects.filter(mentee=company.cast[SHOWS_IT], mentor=company.cast[TO], until_on=None)
    show_own_curve(actor=company.cast[SHOWS_IT], pair_id=open_pairs[0].pk, now=now)


def _note_curve(company: Company, key: str, rng: random.Random, now: Moment) -> None:
    codes = [one.code for one in get_own_questions().list_questions()]
    moods: dict[str, int] = {}
    first = now.astimezone(TOKYO).date().replace(day=1)
    for back in range(MONTHS, 0, -1):
        month = (first.year * 12 + first.month - 1) - back
        then = datetime.datetime(month // 12, month % 12 + 1, 4, 9, tzinfo=TOKYO)
        moods = {code: _step(moods.get(code, 3) + rng.choice((-1, 0, 0, 1))) for code in codes}
        given = {code: str(value) for code, value in moods.items()}
        keep_own_readings(actor=company.cast[key], given=given, now=then)


def _feel_clear(company: Company, key: str, rng: random.Random) -> None:
    """After the 1on1s in which they brought the topics; each was said on its day, which is long over."""
    held = Meeting.objects.filter(pair__mentee=company.cast[key], state=Meeting.State.CLOSED, started_at__isnull=False)
    ClarityReading.objects.bulk_create(
        ClarityReading(person=company.cast[key], meeting=one, value=_step(round(rng.gauss(3.8, 0.8))))
        for one in held.order_by("-started_at")[:12]
    )


def _step(value: int) -> int:
    return min(5, max(1, value))
