import re

import pytest

from aizuchi.catalogue.content import shipped_topics
from aizuchi.surveys.forms import list_sets
from aizuchi.surveys.library import FOLDER, get_library_set, list_library_keys
from aizuchi.surveys.structure import Definition, Kind, list_faults

KEYS = list_library_keys()
JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


def count_asked(definition: Definition) -> int:
    return sum(question.kind != Kind.LONG_TEXT for question in definition.list_questions())


@pytest.mark.parametrize("key", KEYS)
def test_a_set_has_no_fault_and_misses_no_language(key: str) -> None:
    assert list_faults(get_library_set(key)) == []


@pytest.mark.parametrize(
    ("key", "count"),
    [("condition", 3), ("growth", 3), ("safety", 4), ("value", 3), ("recommendation", 1), ("engagement", 12)],
)
def test_a_set_is_as_long_as_it_says(key: str, count: int) -> None:
    assert count_asked(get_library_set(key)) == count


def test_engagement_comes_in_four_groups() -> None:
    themes = [question.theme for question in get_library_set("engagement").list_questions()]

    assert {theme: themes.count(theme) for theme in themes} == {"work": 3, "people": 3, "grow": 3, "company": 3}


@pytest.mark.parametrize("code", ["see_other_units", "know_more_people", "talk_career", "sort_worries"])
def test_what_a_program_is_for_is_hoped_for_before_and_asked_after(code: str) -> None:
    hopes = get_library_set("program_mentee_before").find("hopes")

    assert hopes is not None
    assert code in {choice.code for choice in hopes.choices}
    assert get_library_set("program_mentee_after").find(code) is not None


def test_topics_that_are_offered_are_in_the_catalogue() -> None:
    offered = {one.offers_topic for key in KEYS for one in get_library_set(key).list_questions() if one.offers_topic}

    assert offered
    assert offered <= {topic.key for topic in shipped_topics()}


def test_each_file_is_offered() -> None:
    assert sorted(KEYS) == sorted(path.stem for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("key", KEYS)
def test_its_english_is_english_and_its_japanese_japanese(key: str) -> None:
    definition = get_library_set(key)
    found = [definition.title, definition.opening, definition.closing]
    found += [section.title for section in definition.sections]
    for question in definition.list_questions():
        found += [question.words, question.explanation, question.low, question.high]
        found += [part.words for part in (*question.choices, *question.rows)]

    for words in found:
        assert bool(words.ja) == bool(words.en)
        assert not JAPANESE.search(words.en), words
        assert not words.ja or JAPANESE.search(words.ja), words


@pytest.mark.parametrize(
    ("code", "english"),
    [
        ("see_other_units", "I saw how other units work."),
        ("know_more_people", "I know more people I can ask."),
        ("talk_career", "I could talk about my career."),
        ("sort_worries", "I could sort out what worried me."),
    ],
)
def test_a_mentee_is_asked_after_a_program_what_it_was_for(code: str, english: str) -> None:
    question = get_library_set("program_mentee_after").find(code)

    assert question is not None
    assert question.words.en == english


def test_there_is_no_other_set() -> None:
    with pytest.raises(KeyError):
        get_library_set("../condition")


def test_sets_to_begin_with_say_how_many_questions_they_are_and_for_whom() -> None:
    said = dict(list_sets("ja"))

    assert "12問、どなたにも" in said["engagement"]
    assert "4問、1on1をしている人に" in said["safety"]
    assert "プログラムのメンターに" in said["program_mentor_before"]
