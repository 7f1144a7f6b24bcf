"""What mentors get to see at 70 % answering, by how many mentees they have: python -m bench.feedback.usefulness"""

import sys
from collections import Counter
from collections.abc import Sequence

from aizuchi.feedback.release import choose_band, make_blocks
from aizuchi.feedback.release.bands import Prior
from aizuchi.feedback.tests.attacks.worlds import World, make_worlds

WORLDS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000


def share_of_windows_with_a_word(worlds: Sequence[World]) -> float:
    released = windows = 0
    for world in worlds:
        counted: list[object] = []
        for closed in range(1, world.windows + 1):
            keys = world.window_keys[:closed]
            sheets = [sheet for sheet in world.sheets if sheet.window_id in keys]
            told = choose_band(
                sheets,
                world.eligible,
                windows=keys,
                counted=counted,
                latest="",
                prior=Prior(),
                k=3,  # type: ignore[arg-type]
            )
            counted = list(keys) if told else counted
            released += told is not None
            windows += 1
    return released / windows


def main() -> None:
    print(f"{WORLDS} mentors each, six windows, 70 % answer; one or two topics in each 1on1\n")
    print("mentees   word per window   quarters with sums   answers in: cell  response  overall")
    for mentees in (3, 4, 5, 6, 8, 12):
        worlds = list(make_worlds(WORLDS, seed=7, mentees=mentees, cells_each=2))
        with_blocks, answers, levels = 0, 0, Counter[str]()
        for world in worlds:
            blocks = make_blocks(world.sheets, world.eligible, k=5)
            with_blocks += bool(blocks)
            answers += sum(len(sheet.answers) for sheet in world.sheets)
            for block in blocks:
                levels["cell" if block.topic_id else "response" if block.response_id else "overall"] += block.answers
        shares = [levels[level] / answers for level in ("cell", "response", "overall")]
        print(
            f"{mentees:>7}   {share_of_windows_with_a_word(worlds):>15.0%}   {with_blocks / WORLDS:>18.0%}"
            f"   {shares[0]:>16.0%} {shares[1]:>9.0%} {shares[2]:>8.0%}"
        )


if __name__ == "__main__":
    main()
