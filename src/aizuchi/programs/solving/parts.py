"""What makes a pair worth something: what both declared, and what everybody knows. Never feedback, never slots offered.

What nobody has said anything about is left out, so that it lowers no score.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from aizuchi.programs.matching.parts import InCommon, KindTable, Lead, RankedWishes, ScorePart, Shares
from aizuchi.programs.matching.problem import Bools, Ints
from aizuchi.programs.models import Participant, Program
from aizuchi.programs.people_rules import PersonFacts
from aizuchi.programs.solving.pool import HALF_DAYS, Pool

WISHES, WISHED, TOPICS, TIMES, UNITS, LEAD, LANGUAGES, SITE = (
    "wishes", "wished", "topics", "times", "units", "lead", "languages", "site",
)  # fmt: skip
WEIGHTS = {WISHES: 6.0, WISHED: 3.0, TOPICS: 6.0, TIMES: 2.0, UNITS: 2.0, LEAD: 1.0, LANGUAGES: 1.0, SITE: 1.0}
"""Wishes and what they want to talk about come first; all else tells those apart who are equal by these."""
HALF_DAYS_IN_COMMON = 1
YEARS_AHEAD, YEARS_REACH = 6.0, 12.0
FAR, NEAR, SAME = 1.0, 0.6, 0.2

Keys = frozenset[uuid.UUID]


def list_parts(pool: Pool) -> list[ScorePart]:
    found = [
        *_wishes(pool),
        _topics(pool),
        _times(pool),
        _units(pool),
        _lead(pool),
        _languages(pool),
        _site(pool),
    ]
    return [part for part in found if part is not None]


def _wishes(pool: Pool) -> Iterable[ScorePart]:
    mentee_at = {one.pk: at for at, one in enumerate(pool.mentees)}
    mentor_at = {one.pk: at for at, one in enumerate(pool.mentors)}
    wishes = pool.wishes_that_count
    of_mentees = [(one, other, rank) for one, other, rank in wishes if one in mentee_at and other in mentor_at]
    of_mentors = [(other, one, rank) for one, other, rank in wishes if other in mentee_at and one in mentor_at]
    for name, for_mentee, found, most in (
        (WISHES, 1.0, of_mentees, pool.program.most_wishes),
        (WISHED, 0.0, of_mentors, pool.program.most_mentor_wishes),
    ):
        if found:
            places = sorted((mentee_at[mentee], mentor_at[mentor], rank) for mentee, mentor, rank in found)
            mentee, mentor, rank = np.array(places, dtype=np.int64).T
            yield RankedWishes(
                name=name,
                weight=WEIGHTS[name],
                for_mentee=for_mentee,
                mentees=len(pool.mentees),
                mentors=len(pool.mentors),
                pair_mentee=mentee,
                pair_mentor=mentor,
                rank=rank,
                most=max(most, 1),
            )


def _topics(pool: Pool) -> ScorePart | None:
    """Topics × ways of meeting. Who named no way is met in any, who named no topic talks about any."""
    topics = sorted({key for keys in pool.topics.values() for key in keys})
    ways = sorted({key for keys in pool.responses.values() for key in keys})
    if not topics and not ways:
        return None
    topic_at, way_at = ({key: at for at, key in enumerate(keys, start=1)} for keys in (topics, ways))
    columns = (len(topics) + 1) * (len(ways) + 1)

    def cells(one: Participant, *, offers: bool) -> list[int]:
        named = pool.topics.get(one.pk, frozenset()), pool.responses.get(one.pk, frozenset())
        if not any(named):
            return []
        rows = [topic_at[key] for key in named[0]] + [0] * (offers or not named[0])
        across = [way_at[key] for key in named[1]] + [0] * (offers or not named[1])
        return [row * (len(ways) + 1) + column for row in rows for column in across]

    return InCommon(
        name=TOPICS,
        weight=WEIGHTS[TOPICS],
        for_mentee=0.7,
        mentee=_table([cells(one, offers=False) for one in pool.mentees], columns),
        mentor=_table([cells(one, offers=True) for one in pool.mentors], columns),
    )


def _table(rows: Sequence[Sequence[int]], columns: int) -> Bools:
    table: Bools = np.zeros((len(rows), columns), dtype=np.bool_)
    for at, places in enumerate(rows):
        table[at, list(places)] = True
    return table


def _times(pool: Pool) -> ScorePart:
    """Only whether there is enough in common."""
    mentee, mentor = (
        _table([sorted(pool.half_days.get(one.person_id, ())) for one in side], HALF_DAYS)
        for side in (pool.mentees, pool.mentors)
    )
    return InCommon(name=TIMES, weight=WEIGHTS[TIMES], enough=HALF_DAYS_IN_COMMON, mentee=mentee, mentor=mentor)


def _units(pool: Pool) -> ScorePart | None:
    """Somebody further away knows other things. Who did not ask for another unit has it for half as much."""
    if pool.program.apart == Program.Apart.FLOW:
        return None
    everybody = [*pool.mentees, *pool.mentors]
    units = [
        (pool.facts[one.person_id].branch, pool.facts[one.person_id].unit, one.wants_other_unit) for one in everybody
    ]
    kinds = list(dict.fromkeys(units))
    code = {kind: at for at, kind in enumerate(kinds)}
    branch, unit = (_codes([kind[at] for kind in kinds]) for at in (0, 1))
    wants = np.array([kind[2] for kind in kinds], dtype=np.bool_)
    worth = np.where(branch[:, None] != branch, FAR, np.where(unit[:, None] != unit, NEAR, SAME))
    worth = np.where(wants[:, None], np.where(unit[:, None] != unit, worth, 0), (1 + worth) / 2).astype(np.float32)
    codes = np.array([code[one] for one in units], dtype=np.int64)
    mentees = len(pool.mentees)
    return KindTable(name=UNITS, weight=WEIGHTS[UNITS], mentee=codes[:mentees], mentor=codes[mentees:], worth=worth)


def _codes(values: Sequence[object]) -> Ints:
    code = {value: at for at, value in enumerate(dict.fromkeys(values))}
    return np.array([code[value] for value in values], dtype=np.int64)


def _lead(pool: Pool) -> ScorePart | None:
    """Some years ahead; between peers about as long here."""
    mentee, mentor = (_years(pool.facts, side) for side in (pool.mentees, pool.mentors))
    if np.isnan(mentee).all() or np.isnan(mentor).all():
        return None
    ahead = 0.0 if pool.is_one_pool else YEARS_AHEAD
    return Lead(name=LEAD, weight=WEIGHTS[LEAD], mentee=mentee, mentor=mentor, wished=ahead, reach=YEARS_REACH)


def _years(facts: Mapping[uuid.UUID, PersonFacts], side: Sequence[Participant]) -> Shares:
    months = [facts[one.person_id].tenure_months for one in side]
    return np.array([np.nan if some is None else some / 12 for some in months], dtype=np.float32)


def _languages(pool: Pool) -> ScorePart | None:
    """Beside Japanese."""
    spoken = sorted({code for one in pool.mentees for code in one.languages})
    if not spoken:
        return None
    at = {code: place for place, code in enumerate(spoken)}
    mentee, mentor = (
        _table([sorted({at[code] for code in one.languages if code in at}) for one in side], len(spoken))
        for side in (pool.mentees, pool.mentors)
    )
    return InCommon(name=LANGUAGES, weight=WEIGHTS[LANGUAGES], mentee=mentee, mentor=mentor)


def _site(pool: Pool) -> ScorePart | None:
    """For whoever would like to sit in one room."""
    if not any(one.wants_in_person for one in pool.mentees):
        return None
    everybody = [*pool.mentees, *pool.mentors]
    kinds = [(pool.facts[one.person_id].site, one.wants_in_person) for one in everybody]
    known = list(dict.fromkeys(kinds))
    code = {kind: at for at, kind in enumerate(known)}
    site = _codes([kind[0] for kind in known])
    wants = np.array([kind[1] for kind in known], dtype=np.bool_)
    worth = np.where(wants[:, None], site[:, None] == site, True).astype(np.float32)
    codes = np.array([code[one] for one in kinds], dtype=np.int64)
    mentees = len(pool.mentees)
    return KindTable(name=SITE, weight=WEIGHTS[SITE], mentee=codes[:mentees], mentor=codes[mentees:], worth=worth)
