"""The mentor's own attack: from everything that is ever shown, who said what?"""

import random
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from aizuchi.anonymous_answers.tests.attacks.result import Result, best_guess
from aizuchi.feedback.release import Answer, AnswerCell, choose_band, make_blocks
from aizuchi.feedback.release.bands import Prior
from aizuchi.feedback.tests.attacks.worlds import HIGH, LOW, MIDDLE, World, band_of

Case = tuple[Hashable, str]
"""What the attacker sees, and the truth."""


def watch_a_live_mean(worlds: Iterable[World]) -> Result:
    """The baseline: a mean with a count that changes with every answer. Subtract before from after."""
    hits, truths = 0, []
    for world in worlds:
        total = count = 0
        for _, _, opened in world.given:
            before = total / count if count else 0.0
            total, count = total + opened.answers[0].met, count + 1
            guess = round(total / count * count - before * (count - 1))
            truths.append(band_of(opened.answers[0].met))
            hits += guess == opened.answers[0].met
    return Result("live mean with a count: subtract before from after", hits, len(truths), best_guess(truths))


def subtract_blocks(worlds: Iterable[World], *, k: int = 5, colluders: int = 0) -> Result:
    """What is most frequent in the block that somebody's answer went into, apart from what colluders say they answered.

    The attacker knows who brought what, and so which block to look at. No guess can be better: nothing distinguishes
    one answer in a block from another.
    """
    hits, truths = 0, []
    for world in worlds:
        blocks = {
            (block.topic_id, block.response_id): block for block in make_blocks(world.sheets, world.eligible, k=k)
        }
        left = {where: Counter(dict(enumerate(block.met, start=1))) for where, block in blocks.items()}
        given = [(person, _block_of(answer.cell, blocks), answer.met) for person, answer in _answers(world)]
        for person, where, met in given:
            if where and person < colluders:
                left[where][met] -= 1
        guesses = {where: _most_frequent(counts) for where, counts in left.items()}
        told = [(guesses[where], band_of(met)) for person, where, met in given if where and person >= colluders]
        truths += [truth for _, truth in told]
        hits += sum(guess == truth for guess, truth in told)
    name = "blocks of 13 weeks" + (f", {colluders} colluder" if colluders else "")
    return Result(name, hits, len(truths), best_guess(truths) if truths else 0.0)


def _answers(world: World) -> Iterable[tuple[int, Answer]]:
    return ((person, answer) for person, _, opened in world.given for answer in opened.answers)


def _block_of(
    cell: AnswerCell, blocks: Mapping[AnswerCell | tuple[object, object], object]
) -> tuple[object, object] | None:
    """The finest block there is for a cell: its answers are in that one."""
    steps = ((cell.topic_id, cell.response_id), (None, cell.response_id), (None, None))
    return next((step for step in steps if step in blocks), None)


def _most_frequent(counts: Counter[int]) -> str:
    bands = Counter(map(band_of, counts.elements()))
    return bands.most_common(1)[0][0] if bands else ""


def compare_before_and_after_somebody_left(pairs: Iterable[tuple[World, World]], *, k: int = 5) -> Result:
    """Two quarters, between which one person left: what the second lacks was theirs.

    The second world has the same people without the first one's last. Tried with the difference of shares and with the
    plain majority; the better of both counts.
    """
    by_difference = by_majority = 0
    truths = []
    for before, after in pairs:
        first, second = (
            make_blocks(before.sheets, before.eligible, k=k),
            make_blocks(after.sheets, after.eligible, k=k),
        )
        if not (first and second):
            continue
        one, two = _bands(first[0].met), _bands(second[0].met)
        lost = {
            band: one[band] - two[band] / two.total() * one.total() * (before.mentees - 1) / before.mentees
            for band in (LOW, MIDDLE, HIGH)
        }
        for person, _, opened in before.given:
            if person == before.mentees - 1:
                truths.append(band_of(opened.answers[0].met))
                by_difference += truths[-1] == max(lost, key=lost.__getitem__)
                by_majority += truths[-1] == one.most_common(1)[0][0]
    name = "roster change: the quarter before and after somebody left"
    return Result(name, max(by_difference, by_majority), len(truths), best_guess(truths) if truths else 0.0)


def make_leavers(count: int, *, seed: int, mentees: int) -> Iterable[tuple[World, World]]:
    for number in range(count):
        rng = random.Random(f"{seed}-{number}")
        before = World(rng, mentees)
        yield before, World(rng, mentees - 1, cell_estimates=before.cell_estimates[:-1])


def watch_the_fast_word(worlds: Sequence[World], *, k: int = 3) -> Result:
    """Whoever has seen many such mentors, and for each of their words what had been answered, guesses from that.

    Learned from one half, tried on the other: close to the best that can be had from the words before and after.
    """
    cases = [case for world in worlds for case in _words_and_answers(world, k)]
    learnt, tried = cases[::2], cases[1::2]
    table: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for seen, truth in learnt:
        table[seen][truth] += 1
    usual = Counter(truth for _, truth in learnt).most_common(1)[0][0]
    hits = sum(truth == (table[seen].most_common(1)[0][0] if table[seen] else usual) for seen, truth in tried)
    blind = sum(truth == usual for _, truth in tried) / len(tried)
    return Result(f"fast word, {worlds[0].mentees} mentees: before and after each window", hits, len(tried), blind)


def _words_and_answers(world: World, k: int) -> list[Case]:
    words = [""]
    counted: list[object] = []
    for closed in range(1, world.windows + 1):
        windows = world.window_keys[:closed]
        released = choose_band(
            [sheet for sheet in world.sheets if sheet.window_id in windows],
            world.eligible,
            windows=windows,
            counted=counted,  # type: ignore[arg-type]
            latest=words[-1],
            prior=Prior(),
            k=k,
        )
        words.append(released.word if released else words[-1])
        counted = list(windows) if released else counted
    return [
        ((words[window], words[window + 1], words[-1]), band_of(opened.answers[0].met))
        for _, window, opened in world.given
    ]


def count_unanimous(worlds: Iterable[World], *, k: int = 5) -> Result:
    """Blocks in which all answered alike: whoever sees one knows what each said."""
    blocks = [block for world in worlds for block in make_blocks(world.sheets, world.eligible, k=k)]
    return Result(
        "blocks in which everybody said the same", sum(len(_bands(b.met)) == 1 for b in blocks), len(blocks), 0
    )


def _bands(histogram: Sequence[int]) -> Counter[str]:
    return Counter(map(band_of, _spread(histogram)))


def _spread(histogram: Sequence[int]) -> Iterable[int]:
    return (rating for rating, count in enumerate(histogram, start=1) for _ in range(count))
