"""What forbids two people each other, from what is known of them. Names of rules are told by `explanations`."""

import uuid
from collections.abc import Iterable, Sequence

import numpy as np

from aizuchi.programs.matching.problem import Bools, Ints
from aizuchi.programs.matching.rules import UNKNOWN, ByKind, Forbidden, Rule, Same
from aizuchi.programs.models import Participant
from aizuchi.programs.solving.pool import Links, Pool

LINE, APART, SAME_TITLE, FORMER, PAIRED, ONESELF, VETO = (
    "line", "apart", "same_title", "former", "paired", "oneself", "veto",
)  # fmt: skip


def list_rules(pool: Pool) -> list[Rule]:
    """The veto is always one of them, so that it takes its time whether there is any or not."""
    rules: list[Rule] = [
        _forbid(LINE, pool, _lines(pool)),
        _forbid(PAIRED, pool, pool.paired),
        _forbid(FORMER, pool, pool.former),
        _forbid(ONESELF, pool, ((one.person_id, one.person_id) for one in pool.mentees), hidden=True),
        _forbid(VETO, pool, pool.vetoes, hidden=True),
    ]
    if pool.rules.apart:
        rules.append(_apart(pool))
    if pool.rules.same_title:
        rules.append(_same_title(pool))
    return rules


def _lines(pool: Pool) -> Iterable[tuple[uuid.UUID, uuid.UUID]]:
    """Whoever is above or below, in both orders."""
    mentees = {one.person_id for one in pool.mentees}
    mentors = {one.person_id for one in pool.mentors}
    for person in mentees | mentors:
        for superior in pool.superiors.get(person, ()):
            yield person, superior
            yield superior, person


def _forbid(
    name: str, pool: Pool, pairs: Iterable[tuple[uuid.UUID, uuid.UUID]] | Links, *, hidden: bool = False
) -> Forbidden:
    mentee_at, mentor_at = places_of(pool.mentees), places_of(pool.mentors)
    found = sorted(
        {(mentee_at[one], mentor_at[other]) for one, other in pairs if one in mentee_at and other in mentor_at}
    )
    table = np.array(found, dtype=np.int64).reshape(-1, 2)
    return Forbidden(name, table[:, 0], table[:, 1], hidden=hidden)


def places_of(participants: Sequence[Participant]) -> dict[uuid.UUID, int]:
    return {one.person_id: at for at, one in enumerate(participants)}


def _apart(pool: Pool) -> ByKind:
    places = [pool.rules.place_of(pool.facts[one.person_id]) for one in (*pool.mentees, *pool.mentors)]
    code = {place: at for at, place in enumerate(dict.fromkeys(places))}
    table = [[pool.rules.are_apart(here, there) for there in code] for here in code]
    codes, mentees = np.array([code[place] for place in places], dtype=np.int64), len(pool.mentees)
    together: Bools = np.array(table, dtype=np.bool_).reshape(len(code), len(code))
    return ByKind(APART, codes[:mentees], codes[mentees:], together)


def _same_title(pool: Pool) -> Same:
    mentees, mentors = ([pool.facts[one.person_id].title for one in side] for side in (pool.mentees, pool.mentors))
    titles = {title: at for at, title in enumerate(dict.fromkeys((*mentees, *mentors)))}
    return Same(SAME_TITLE, _numbers(mentees, titles), _numbers(mentors, titles))


def _numbers(titles: Sequence[str], codes: dict[str, int]) -> Ints:
    return np.array([codes[title] if title else UNKNOWN for title in titles], dtype=np.int64)
