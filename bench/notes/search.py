"""Finding words in five years of weekly 1on1s with eight people.

    python -m bench.notes.search --home FOLDER    # filled on the first run, searched on every one

Some 2,080 meetings with four notes each: eight circles, 8,320 documents, all summed up as the background does it. Told:
milliseconds of one search, everything included, for words that are everywhere, rare, nowhere, and for two words.
"""

import argparse
import datetime
import os
import random
import resource
import statistics
import time
from pathlib import Path

WORDS = """
来月 計画 レビュー 手順書 試験 異動 育成 後輩 会議 資料 提案 お客さま 見積もり 納期 体調 休み 目標 評価 相談 整理
chance career review deadline team project design meeting support plan ふりかえり 進め方 任せる 聞いてみる 試してみる
やってみた むずかしい うれしい 気になる 分担 優先順位 品質 改善 原因 確認 共有 準備 勉強会 研修 キャリア 強み
""".split()  # noqa: SIM905
QUERIES = {
    "everywhere": "計画",
    "rare": "すいかずら",
    "nowhere": "海王星",
    "two words": "異動 career",
    "one kana": "ん",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--weeks", type=int, default=260)
    parser.add_argument("--pairs", type=int, default=8)
    parser.add_argument("--notes", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    os.environ |= {"AIZUCHI_HOME": str(options.home), "DJANGO_SETTINGS_MODULE": "aizuchi.config.settings"}
    import django

    django.setup()
    if not (options.home / "aizuchi.sqlite3").exists():
        fill(options.weeks, options.pairs, options.notes)
    report(options.rounds)


def report(rounds: int) -> None:
    from aizuchi.kernel import keys
    from aizuchi.notes.models import CircleMember, Document

    viewer = max(CircleMember.objects.all(), key=lambda one: one.person.note_circles.count()).person
    print(f"{Document.objects.count()} documents in {viewer.note_circles.count()} circles\n")
    print("| query | hits | first, ms | median, ms | worst, ms |\n| --- | ---: | ---: | ---: | ---: |")
    for name, query in QUERIES.items():
        keys.forget_keys()
        print(measure(name, query, viewer, rounds))
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def fill(weeks: int, pairs: int, notes: int) -> None:
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone
    from tests.factories import PersonFactory

    from aizuchi.kernel import keys
    from aizuchi.notes import log, operations
    from aizuchi.notes.compaction import compact_notes
    from aizuchi.notes.markdown import parse_markdown
    from aizuchi.notes.tree import document_of
    from aizuchi.notes.writing import append_tree

    call_command("migrate", verbosity=0)
    dice, now = random.Random(1), timezone.now()
    viewer = PersonFactory()
    for _ in range(pairs):
        partner = PersonFactory(organization=viewer.organization)
        circle = operations.make_circle(organization_id=viewer.organization_id, writers=[viewer, partner], now=now)
        key = keys.data_key(circle.pk)
        with transaction.atomic():
            for week in range(weeks):
                at = now - datetime.timedelta(weeks=week, days=1)
                for _note in range(notes):
                    text = write_note(dice) + ("\nすいかずら" if week % 100 == 7 and _note == 0 else "")
                    document = operations.make_document(circle=circle, now=at)
                    update = append_tree(document_of([]), parse_markdown(text))
                    entry = log.LogEntry(document_id=document.pk, author_id=viewer.pk, at=at, payload=update)
                    log.seal_entry(entry, key=key).save(force_insert=True)
    while compact_notes(now=now, limit=2000):
        pass


def write_note(dice: random.Random) -> str:
    """Six to fourteen lines, as notes of an agenda item are."""
    return "\n".join("- " + "、".join(dice.choices(WORDS, k=dice.randint(3, 7))) for _ in range(dice.randint(6, 14)))


def measure(name: str, query: str, viewer: object, rounds: int) -> str:
    from aizuchi.notes.search import search_notes

    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        hits = search_notes(query, viewer=viewer)
        took.append((time.perf_counter() - start) * 1000)
    return f"| {name} | {len(hits)} | {took[0]:.0f} | {statistics.median(took):.0f} | {max(took):.0f} |"


if __name__ == "__main__":
    main()
