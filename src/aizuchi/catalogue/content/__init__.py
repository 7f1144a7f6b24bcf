"""What we ship: topics, expected responses, formats, questions and words, in both languages."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

FOLDER = Path(__file__).parent

T = TypeVar("T")


@dataclass(frozen=True)
class Text:
    ja: str
    en: str


@dataclass(frozen=True)
class ShippedTopic:
    key: str
    icon: str
    label: Text
    prompts: dict[str, list[Text]]
    pair_kind: str


@dataclass(frozen=True)
class ShippedResponse:
    key: str
    icon: str
    label: Text


@dataclass(frozen=True)
class ShippedFormat:
    key: str
    minutes: int
    topics: list[str]
    label: Text
    description: Text
    questions: list[Text]


@dataclass(frozen=True)
class ShippedQuestion:
    key: str
    use: str
    text: Text


@dataclass(frozen=True)
class ShippedWords:
    pair_kind: str
    mentor: Text
    mentee: Text


@cache
def shipped_topics() -> tuple[ShippedTopic, ...]:
    return _read("topics.json", ShippedTopic, prompts={}, pair_kind="")


@cache
def shipped_responses() -> tuple[ShippedResponse, ...]:
    return _read("responses.json", ShippedResponse)


@cache
def shipped_formats() -> tuple[ShippedFormat, ...]:
    return _read("formats.json", ShippedFormat)


@cache
def shipped_questions() -> tuple[ShippedQuestion, ...]:
    return _read("questions.json", ShippedQuestion)


@cache
def shipped_words() -> dict[str, ShippedWords]:
    return {words.pair_kind: words for words in _read("words.json", ShippedWords)}


def _read(name: str, shape: type[T], **defaults: object) -> tuple[T, ...]:
    rows = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return tuple(TypeAdapter(list[shape]).validate_python([defaults | row for row in rows]))  # type: ignore[valid-type]
