"""How much every attack finds out, beside guessing: the figures of docs/anonymity.md.

python -m bench.feedback.attacks
python scripts/services.py python -m bench.feedback.attacks      and on PostgreSQL
"""

import os
import tempfile
from pathlib import Path

SIZE = int(os.environ.get("WORLDS", "3000"))


def guess() -> None:
    from aizuchi.anonymous_answers.tests.attacks import timing
    from aizuchi.feedback.tests.attacks import guessing
    from aizuchi.feedback.tests.attacks.worlds import make_worlds

    for mentees in (5, 6, 8):
        worlds = list(make_worlds(SIZE, seed=1, mentees=mentees))
        print(f"\n{mentees} mentees, six windows, 70 % answer")
        print(guessing.watch_a_live_mean(worlds))
        print(guessing.subtract_blocks(worlds))
        print(guessing.subtract_blocks(worlds, colluders=1))
        print(guessing.count_unanimous(worlds))
        leavers = guessing.make_leavers(SIZE, seed=2, mentees=mentees)
        print(guessing.compare_before_and_after_somebody_left(leavers))
    print("\n8 mentees, one or two topics each: the attacker knows who brought which")
    worlds = list(make_worlds(SIZE, seed=5, mentees=8, cells_each=2))
    print(guessing.subtract_blocks(worlds))
    print(guessing.subtract_blocks(worlds, colluders=1))
    print(guessing.count_unanimous(worlds))
    print("\nThe fast word")
    for mentees in (3, 4, 6, 8):
        print(guessing.watch_the_fast_word(list(make_worlds(SIZE, seed=3, mentees=mentees))))
    print("\nTime, ten people a day")
    print(timing.watch_arrivals(days=500, people=10, seed=4))
    print(timing.read_hourly(days=500, people=10, seed=4))
    print(timing.read_weekly(weeks=5000, people=10, seed=4))
    print("\nAn answer to a reply, ten people who may have written the words")
    for result in timing.watch_threads(rounds=20_000, people=10, seed=1):
        print(result)


def help_the_mentor() -> None:
    from aizuchi.feedback.tests.attacks import colluding

    print("\nA mentee who helps the mentor")
    for keep in (colluding.drop_all_crowded, colluding.drop_second_ones_first, colluding.keep_all):
        for strategy in (colluding.pass_for_two_others, colluding.pass_for_many_others):
            print(colluding.isolate_one(strategy, keep=keep, worlds=SIZE, seed=11))
        print(colluding.isolate_one(colluding.pass_for_two_others, keep=keep, worlds=SIZE, seed=11, windows=3))
        for says_second in (False, True):
            print(colluding.ask_whether_answered(keep=keep, says_second=says_second, worlds=SIZE, seed=11))


def steal() -> None:
    from django.db import connections

    from aizuchi.anonymous_answers import mailbox
    from aizuchi.anonymous_answers.tests.attacks.files import attack_postgres, attack_sqlite

    print("\nThe database itself, 200 boxes")
    mailbox.make_mailbox()
    is_sqlite = connections[mailbox.ALIAS].vendor == "sqlite"
    home = Path(os.environ["AIZUCHI_HOME"])
    for result in attack_sqlite(home, count=200) if is_sqlite else attack_postgres(count=200):
        print(result)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="aizuchi-attacks-") as home:
        os.environ |= {"AIZUCHI_HOME": home, "DJANGO_SETTINGS_MODULE": "aizuchi.config.settings"}
        import django

        django.setup()
        guess()
        help_the_mentor()
        steal()
