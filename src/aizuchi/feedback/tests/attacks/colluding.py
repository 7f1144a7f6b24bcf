"""A mentee who helps the mentor: sends what makes the others' answers go, until one person's stand alone (n − 1), or
what shows whether somebody answered.

The mentor knows who brought what, and so what each right holds. Each person brings a topic of their own, which is the
best case for the two. Not known is who answers. What a box says of itself, that it is the second one of somebody, may
be a lie.
"""

import random
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from aizuchi.anonymous_answers.tests.attacks.result import Result
from aizuchi.feedback.release import Answer, AnswerCell, AnswerSheet, EligiblePerson, make_blocks

MARK = 1
"""What colluders answer, and nobody else here: so that a sum shows how many are not theirs."""
MENTEES, ANSWERING = 8, 0.45
Strategy = Callable[[random.Random, int, Sequence[EligiblePerson]], list[AnswerSheet]]
Keep = Callable[[random.Random, Sequence[AnswerSheet]], list[AnswerSheet]]
"""What becomes of boxes before they are put together: rules that one would have made. Each cell here is one right."""


def keep_all(rng: random.Random, sheets: Sequence[AnswerSheet]) -> list[AnswerSheet]:
    """Ours."""
    return list(sheets)


def drop_all_crowded(rng: random.Random, sheets: Sequence[AnswerSheet]) -> list[AnswerSheet]:
    """Nobody can tell which is whose, so both go."""
    sent = Counter(_about(sheet) for sheet in sheets)
    return [sheet for sheet in sheets if sent[_about(sheet)] == 1]


def drop_second_ones_first(rng: random.Random, sheets: Sequence[AnswerSheet]) -> list[AnswerSheet]:
    """Where there are more than rights: those that say they are second ones, then at random."""
    kept: dict[object, AnswerSheet] = {}
    for sheet in sorted(rng.sample(sheets, len(sheets)), key=lambda sheet: not sheet.proves_a_person):
        kept.setdefault(_about(sheet), sheet)
    return list(kept.values())


def isolate_one(
    strategy: Strategy, *, worlds: int, seed: int, k: int = 5, keep: Keep = keep_all, windows: int = 1
) -> Result:
    """In how many quarters with a sum exactly one answer in it is not the colluder's."""
    bare = told = 0
    for number in range(worlds):
        rng = random.Random(f"{seed}-{number}")
        victim = 1
        eligible: list[EligiblePerson] = []
        sheets: list[AnswerSheet] = []
        for window in range(windows):
            of_window = _entitle(window)
            eligible += of_window
            sent = _answer(rng, of_window, ANSWERING, always=victim if window == 0 else None)
            sheets += keep(rng, sent + strategy(rng, victim, of_window))
        blocks = make_blocks(sheets, eligible, k=k)
        told += bool(blocks)
        bare += any(sum(block.met) - block.met[MARK - 1] == 1 for block in blocks)
    return Result(f"n − 1: {strategy.__name__}, {keep.__name__}", bare, max(told, 1), 0.0)


def ask_whether_answered(
    *, worlds: int, seed: int, keep: Keep = keep_all, says_second: bool = False, answering: float = 0.7
) -> Result:
    """A box as the victim could have sent it, and then a look at the sum: how often the mark, how often anything else.

    Learned from one half, tried on the other.
    """
    cases = []
    for number in range(worlds):
        rng = random.Random(f"{seed}-{number}")
        eligible, victim = _entitle(0), 1
        honest = _answer(rng, eligible, answering)
        probe = replace(_box(eligible[victim].cells, 0), proves_a_person=not says_second)
        blocks = make_blocks(keep(rng, [*honest, probe]), eligible, k=5)
        seen = (sum(block.met[MARK - 1] for block in blocks), sum(block.answers for block in blocks))
        cases.append((seen, any(_about(sheet) == _about(probe) for sheet in honest)))
    learnt, tried = cases[::2], cases[1::2]
    usual = Counter(answered for _, answered in learnt).most_common(1)[0][0]
    table: dict[object, Counter[bool]] = {}
    for seen, answered in learnt:
        table.setdefault(seen, Counter())[answered] += 1
    hits = sum(answered == (table[seen].most_common(1)[0][0] if seen in table else usual) for seen, answered in tried)
    blind = sum(answered == usual for _, answered in tried) / len(tried)
    return Result(f"whether somebody answered: {keep.__name__}", hits, len(tried), blind)


def send_boxes_about_everybody(
    rng: random.Random, victim: int, eligible: Sequence[EligiblePerson]
) -> list[AnswerSheet]:
    """Two boxes: one about all others, and a second one about those who probably answered."""
    others = [cell for person, one in enumerate(eligible) if person != victim for cell in one.cells]
    return [_box(others, eligible), _box(rng.sample(others, 2), eligible)]


def pass_for_two_others(rng: random.Random, victim: int, eligible: Sequence[EligiblePerson]) -> list[AnswerSheet]:
    """Two boxes, each as one of the others could have sent it: what two tokens buy."""
    others = [one for person, one in enumerate(eligible) if person != victim]
    return [_box(one.cells, eligible) for one in rng.sample(others, 2)]


def pass_for_many_others(rng: random.Random, victim: int, eligible: Sequence[EligiblePerson]) -> list[AnswerSheet]:
    """As many as a collector of tokens likes: what two tokens are there against."""
    others = [one for person, one in enumerate(eligible) if person != victim]
    return [_box(one.cells, eligible) for one in rng.sample(others, len(others) - 1)]


def _entitle(window: int) -> list[EligiblePerson]:
    return [EligiblePerson(_key(person), _window(window), frozenset({_cell(person)})) for person in range(MENTEES)]


def _answer(
    rng: random.Random, eligible: Sequence[EligiblePerson], share: float, *, always: int | None = None
) -> list[AnswerSheet]:
    """Everybody but the colluder, who is the first."""
    return [
        AnswerSheet(one.window_id, (Answer(_cell(person), met, met),))
        for person, one in enumerate(eligible)
        if person and (person == always or rng.random() < share)
        for met in [rng.randint(2, 5)]
    ]


def _box(cells: Sequence[AnswerCell] | frozenset[AnswerCell], where: Sequence[EligiblePerson] | int) -> AnswerSheet:
    window = _window(where) if isinstance(where, int) else where[0].window_id
    return AnswerSheet(window, tuple(Answer(cell, MARK, MARK) for cell in cells))


def _about(sheet: AnswerSheet) -> object:
    return sheet.window_id, frozenset(answer.cell for answer in sheet.answers)


def _window(number: int) -> uuid.UUID:
    return uuid.UUID(int=1000 + number)


def _cell(person: int) -> AnswerCell:
    return AnswerCell(_key(100 + person), _key(200 + person))


def _key(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)
