"""Answers in somebody's own words: never fewer than five, in no order, put together by what they are about."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from aizuchi.surveys.structure import Words

T = TypeVar("T")
FEWEST_TEXTS = 5
FEWEST_TO_GROUP = 10
"""Fewer are read faster than their headings."""


@dataclass(frozen=True, slots=True)
class TextTheme:
    code: str
    label: Words
    signs: str
    """Of which one is enough: in small letters; Japanese as it is written, without endings."""


TEXT_THEMES = (
    TextTheme(
        "workload",
        Words(ja="仕事の量と時間", en="Workload and time"),
        "忙し 残業 業務量 仕事量 仕事の量 工数 締切 締め切り 納期 時間が 人手 休暇 休み "
        "overtime workload deadline busy hours",
    ),
    TextTheme(
        "people",
        Words(ja="人と、ともに働くこと", en="People and working together"),
        "上司 同僚 仲間 チーム 雰囲気 人間関係 相談 先輩 後輩 部下 colleague team manager supervisor atmosphere",
    ),
    TextTheme(
        "talk",
        Words(ja="話すこと、知らせること", en="Talking and being told"),
        "共有 連絡 説明 会議 話し合 1on1 情報 意見 伝わ communicat meeting inform explain talk listen",
    ),
    TextTheme(
        "growth",
        Words(ja="学びと、これから", en="Learning and what comes next"),
        "成長 学び 学ぶ 研修 勉強 キャリア 将来 異動 挑戦 スキル career learn training skill grow future",
    ),
    TextTheme(
        "pay",
        Words(ja="待遇と評価", en="Pay and being valued"),
        "給与 給料 賃金 待遇 手当 評価 昇進 昇格 賞与 salary wage bonus promot apprais recogni",
    ),
    TextTheme(
        "tools",
        Words(ja="道具と場所", en="Tools and places"),
        "設備 機材 パソコン ツール システム オフィス 在宅 リモート テレワーク 座席 環境 "
        "tool equipment office remote computer system",
    ),
)
OTHERS = TextTheme("others", Words(ja="そのほか", en="Something else"), "")


@dataclass(frozen=True)
class TextGroup(Generic[T]):
    theme: TextTheme
    texts: tuple[T, ...]


def shuffle_texts(texts: Iterable[str]) -> list[str]:
    """None of fewer than five. In an order of chance, which is kept: one that changed would show what is new."""
    found = [text.strip() for text in texts if text.strip()]
    if len(found) < FEWEST_TEXTS:
        return []
    random.SystemRandom().shuffle(found)
    return found


def group_texts(texts: Sequence[T], words_of: Callable[[T], str] = str) -> list[TextGroup[T]]:
    """Each once, under the theme of which it has most signs, the first of equal ones; without a heading where there
    are few."""
    if len(texts) < FEWEST_TO_GROUP:
        return [TextGroup(OTHERS, tuple(texts))] if texts else []
    groups: Mapping[str, list[T]] = {theme.code: [] for theme in (*TEXT_THEMES, OTHERS)}
    for text in texts:
        groups[_find_theme(words_of(text)).code].append(text)
    return [TextGroup(theme, tuple(found)) for theme in (*TEXT_THEMES, OTHERS) if (found := groups[theme.code])]


def _find_theme(text: str) -> TextTheme:
    lowered = text.lower()
    counts = [(sum(sign in lowered for sign in theme.signs.split()), theme) for theme in TEXT_THEMES]
    most, theme = max(counts, key=lambda counted: counted[0])
    return theme if most else OTHERS
