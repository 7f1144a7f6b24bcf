"""The set that comes along: complete, in both languages, and nothing that a reader would stumble over."""

import re
from collections import Counter

import pytest
from tests.cast import Cast
from tests.scene import Scene

from aizuchi.audit.queries import verify_chain
from aizuchi.audit.sealing import seal_waiting_entries
from aizuchi.catalogue.content import shipped_responses, shipped_topics
from aizuchi.hints.models import Hint
from aizuchi.hints.operations.install import install_starter_hints, starter_pack
from aizuchi.hints.wording import bigrams, likeness

HINTS = starter_pack().hints
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def test_there_are_two_for_each_topic_and_response() -> None:
    topics = [topic.key for topic in shipped_topics() if not topic.pair_kind]
    cells = Counter((hint.topic, hint.response) for hint in HINTS)

    assert cells == {(topic, response.key): 2 for topic in topics for response in shipped_responses()}
    assert len(HINTS) == 84


@pytest.mark.parametrize("part", ["title", "body", "situation"])
def test_everything_is_said_in_both_languages(part: str) -> None:
    for hint in HINTS:
        assert JAPANESE.search(hint.words[f"{part}_ja"]), hint.key
        assert hint.words[f"{part}_en"], hint.key
        assert not JAPANESE.search(hint.words[f"{part}_en"]), hint.key


def test_they_are_short_concrete_and_calm() -> None:
    for hint in HINTS:
        japanese = hint.words["body_ja"]
        assert len(japanese) <= 130, hint.key
        assert len(hint.words["body_en"]) <= 300, hint.key
        assert not re.search(r"[!！]|部下|ユーザー|すべきです|してはいけません", japanese), hint.key
        assert japanese.count("「") == japanese.count("」"), hint.key


def test_no_two_say_the_same_or_begin_alike() -> None:
    beginnings = Counter(hint.words["body_ja"][:6] for hint in HINTS)
    signs = [bigrams(hint.words["body_ja"]) for hint in HINTS]
    alike = [
        (HINTS[one].key, HINTS[other].key)
        for one in range(len(HINTS))
        for other in range(one)
        if likeness(signs[one], signs[other]) > 0.5
    ]

    assert max(beginnings.values()) <= 2, beginnings.most_common(5)
    assert alike == []


def test_an_organization_gets_it_once_and_what_it_took_off_stays_off(cast: Cast) -> None:
    Scene(cast)
    now = cast.member.created_at
    install_starter_hints(organization_id=cast.organization.pk, now=now)
    hint = Hint.objects.get(pack_key="work-listen-1")
    hint.hidden_at = now
    hint.save()

    install_starter_hints(organization_id=cast.organization.pk, now=now)

    assert Hint.objects.filter(organization=cast.organization).count() == 84
    assert Hint.objects.published().count() == 83
    assert seal_waiting_entries(organization_id=cast.organization.pk)
    assert verify_chain(organization_id=cast.organization.pk) is None


def test_an_organization_without_a_catalogue_waits(cast: Cast) -> None:
    install_starter_hints(organization_id=cast.organization.pk, now=cast.member.created_at)

    assert not Hint.objects.exists()
