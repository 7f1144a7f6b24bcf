"""Small conversations that fit together: what was asked for, what was written, what was promised."""

import random
from dataclasses import dataclass
from functools import cache
from importlib import resources
from json import loads


@dataclass(frozen=True)
class EpisodeAction:
    text: str
    is_by_mentor: bool
    support: str = ""


@dataclass(frozen=True)
class Episode:
    topic: str
    response: str
    comment: str
    notes: tuple[str, ...]
    summary: str
    action: EpisodeAction | None = None
    spark: str = ""
    decider: str = ""


@cache
def episodes(language: str) -> tuple[Episode, ...]:
    text = resources.files("aizuchi.demo.content").joinpath(f"episodes_{language}.json").read_text(encoding="utf-8")
    return tuple(_read(row) for row in loads(text))


def draw(rng: random.Random, *, language: str, lately: list[Episode]) -> list[Episode]:
    """One to three conversations on different topics, rather not the ones of the last meetings."""
    fresh = [episode for episode in episodes(language) if episode not in lately] or list(episodes(language))
    rng.shuffle(fresh)
    chosen: list[Episode] = []
    for episode in fresh:
        if len(chosen) == rng.choice((1, 2, 2, 3)):
            break
        if episode.topic not in {other.topic for other in chosen}:
            chosen.append(episode)
    return chosen or fresh[:1]


def _read(row: dict[str, object]) -> Episode:
    told = row.get("action")
    action = None
    if isinstance(told, dict):
        action = EpisodeAction(told["text"], told["by"] == "mentor", told.get("support", ""))
    notes = row["notes"]
    assert isinstance(notes, list)
    return Episode(
        topic=str(row["topic"]),
        response=str(row["response"]),
        comment=str(row["comment"]),
        notes=tuple(notes),
        summary=str(row["summary"]),
        action=action,
        spark=str(row.get("spark", "")),
        decider=str(row.get("decider", "")),
    )
