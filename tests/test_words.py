"""One word for one thing in each language (docs/glossary.md): what was in use for it before does not come back."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "aizuchi"

REFUSED_IN_JAPANESE = {
    "トピック|話題": "テーマ, or 話したいこと",
    "アジェンダ": "話したいこと",
    "アクション|約束が|約束を(終|見)": "TODO",
    r"(%\(\w+\)[sd]|[0-9０-９]{2})つ": "a counter that holds for twelve, too: 件, 人, 組",
    "裏の仕事": "自動処理",
    "棚|灯り": "公開, ヒント",
    "暗号化してしまいます": "暗号化して保存します",
    "サインイン|サインアウト": "ログイン, ログアウト",
    "ブリーフ": "ひと目で",
    "最終出社日": "退職日",
    "上司のつながり": "上位の上司",
    "おふたり|お二人": "ふたり",
    "好きな時間": "話しやすい時間",
    "(人|部署|ファイル|この|すべて)(を|の|から)?読み込": "取り込む",
    "(答え|声).*だれにも(分か|わか|知られ)": "記録しません",
    "Asia/|UTC": "names of places",
    "フォルダ(?!ー)|サーバ(?!ー)|ユーザ(?!ー)|ブラウザー": "フォルダー, サーバー, ユーザー, ブラウザ",
    "書きかえ|書きこ|読みこ": "書き換え, 書き込, 読み込",
    "受けとる|切りはな|くりかえ": "受け取る, 切り離, くり返",
    "二つめの確認|ログインとセキュリティ": "二つ目の確認, ログインと安全",
    "とりやめ|いっしょに|ぜんたい": "取りやめ, 一緒に, 全体",
    "[ａ-ｚＡ-Ｚ０-９]": "half width",
    r"[ぁ-んァ-ヶ一-龥](: |[,.!?](?!\d))": "：、。",
    "“|”": "「」",
}

REFUSED_IN_ENGLISH = {
    r"\b(your|open|of) promises?\b": "TODO",
    r"\bthe brief\b": "at a glance",
    r"(?<!%\()\b[Tt]hemes?\b": "topic",
    r"\bshelf\b": "publish, unpublish",
    r"\b(be|were|was|to be) met\b": "response",
    r"nobody (will )?knows?\b|nobody hears of it": "we keep no record of it",
    r"\btaken? (it |all of it )?over\b": "import",
    r"\btimes? since\b": "1on1s since",
    r"[a-z]\.[A-Z]": "a blank after a full stop",
    r"(?<!=)\"": "“ ”",
    "「(?! 」)": "“ ”",
    r"\bAsia/|\bUTC\b": "names of places",
}


def say() -> Iterator[tuple[str, str, str]]:
    """What each room says: room, English, Japanese. Specimens of `/_ui` are shown to nobody who uses the product."""
    for path in sorted(PACKAGE.glob("*/locale/ja/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(path)):
            if entry.msgctxt == "specimen" or entry.obsolete:
                continue
            for english in filter(None, (entry.msgid, entry.msgid_plural)):
                yield path.parents[3].name, english, entry.msgstr or entry.msgstr_plural[0]


@pytest.mark.parametrize(("word", "rather"), REFUSED_IN_JAPANESE.items())
def test_japanese_says_one_word_for_one_thing(word: str, rather: str) -> None:
    found = [(room, japanese) for room, _, japanese in say() if re.search(word, japanese)]

    assert found == [], f"rather: {rather}"


@pytest.mark.parametrize(("word", "rather"), REFUSED_IN_ENGLISH.items())
def test_english_says_one_word_for_one_thing(word: str, rather: str) -> None:
    found = [(room, english) for room, english, _ in say() if re.search(word, english)]

    assert found == [], f"rather: {rather}"


REFUSED_CLASS_NAMES = {
    r"Todo|Promise": "ActionItem",
    r"Letter": "ThankYouNote",
    r"Voice|Leaning": "feedback answer, CellEstimate",
    r"Pile": "CellCounts",
    r"Shelf": "HintList, OrderedList",
    r"Desk|Office": "admin, moderation",
    r"Parcel|Sort(?![a-z])": "NotificationType, OutgoingMessage",
    r"Standing|Showing": "HintScore, Impression",
    r"Laying|Laid": "Series, ScheduledQuarter",
    r"Wire": "WebSocketTransport",
    r"Room(?!s?Of)": "app, NoteSession, MeetingSpace",
    r"^(Calendar)?Wishes": "CalendarPreferences, AskedTopics",
    r"^(Row|Entry|Line|Cell|Part|Page|Window|Column|Item)$": "of what: AuditEntry, ImportRow, TimeWindow",
    r"^(Question|Aside|Offer|Times|Table|Change)$": "whose: LibraryQuestion, FailedItems, OfferedTime",
}

REFUSED_FUNCTION_NAMES = {
    r"turn_over": "open_and_close_due_pairs",
    r"tell_collision|collisions?$": "clashes.py: first_clash, list_obstacles",
    r"ask_for_sync": "request_sync",
    r"^show_(entry|booking|appointment)$": "event_from_entry",
}


def find_names(keyword: str, word: str) -> list[str]:
    """Of classes or functions, where the word is in them."""
    return [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in PACKAGE.glob("**/*.py")
        if not {"migrations", "tests"} & set(path.parts)
        for name in re.findall(rf"^\s*{keyword} (\w+)", path.read_text(), flags=re.MULTILINE)
        if re.search(word, name)
    ]


@pytest.mark.parametrize(("word", "rather"), REFUSED_CLASS_NAMES.items())
def test_classes_bear_the_words_of_the_glossary(word: str, rather: str) -> None:
    assert find_names("class", word) == [], f"rather: {rather}"


@pytest.mark.parametrize(("word", "rather"), REFUSED_FUNCTION_NAMES.items())
def test_functions_say_what_they_do(word: str, rather: str) -> None:
    assert find_names("def", word) == [], f"rather: {rather}"
