"""Sections: put in an order, named, asked under a condition, and removed."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.people.models import Person
from aizuchi.surveys.models import Survey
from aizuchi.surveys.operations import create_survey
from aizuchi.surveys.structure import Definition, Operator, Section, Words
from aizuchi.surveys.structure.definition import MOST_SECTIONS
from aizuchi.surveys.structure.edits import TooManyParts
from aizuchi.surveys.structure.sections import add_section, move_section, place_question, remove_section
from aizuchi.surveys.tests.definitions import question, when, words

TWO = Definition(
    title=words("autumn"),
    sections=(
        Section(code="now", questions=(question("mood"), question("load"))),
        Section(code="later", questions=(question("wish"),)),
    ),
)


def shape(definition: Definition) -> dict[str, list[str]]:
    return {section.code: [one.code for one in section.questions] for section in definition.sections}


def test_one_is_added_at_the_end_and_moved_no_further_than_the_first() -> None:
    three = add_section(TWO)

    moved = move_section(move_section(move_section(three, "section", by=-1), "section", by=-1), "section", by=-1)

    assert list(shape(moved)) == ["section", "now", "later"]
    assert shape(remove_section(moved, "now")) == {"section": [], "later": ["wish"]}


def test_a_question_goes_to_the_end_of_another() -> None:
    assert shape(place_question(TWO, "mood", section="later")) == {"now": ["load"], "later": ["wish", "mood"]}


def test_there_are_never_more_than_a_file_may_hold() -> None:
    full = Definition(title=words("full"), sections=tuple(Section(code=f"s{n}") for n in range(MOST_SECTIONS)))

    with pytest.raises(TooManyParts):
        add_section(full)


@pytest.fixture
def draft(cast: Cast) -> Survey:
    return create_survey(actor=cast.hr, kind="free", definition=TWO, now=timezone.now())


@pytest.fixture
def hr(cast: Cast, client_for: Callable[[Person], Client]) -> Client:
    return client_for(cast.hr)


def post(client: Client, name: str, *args: object, **typed: str) -> str:
    survey = Survey.objects.get()
    answer = client.post(
        reverse(f"surveys:{name}", args=[survey.pk, *args]), {"revision": f"{survey.revision}", **typed}
    )
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


@pytest.mark.django_db
def test_a_section_is_named_and_asked_under_a_condition(hr: Client, draft: Survey) -> None:
    location = post(
        hr,
        "change_section",
        "later",
        **{
            "section-later-title_ja": "これから",
            "section-later-title_en": "From now on",
            "section-later-asked_0_0": "mood",
            "section-later-operator_0_0": "at_most",
            "section-later-value_0_0": "2",
        },
    )

    later = Survey.objects.get().read().sections[1]
    assert (later.title, later.condition) == (Words("これから", "From now on"), when("mood", Operator.AT_MOST, "2"))
    assert [one.code for one in later.questions] == ["wish"]
    assert location.endswith("#s-later")
    page = hr.get(reverse("surveys:build", args=[draft.pk])).content.decode()
    assert "これから" in page
    assert "「mood」が「2」以下のときだけ" in page


@pytest.mark.django_db
def test_what_is_removed_comes_back_by_the_button_beside_what_is_said(hr: Client, draft: Survey) -> None:
    post(hr, "remove_section", "now")
    page = hr.get(reverse("surveys:build", args=[draft.pk])).content.decode()
    assert shape(Survey.objects.get().read()) == {"later": ["wish"]}

    back = page.split('id="undo-1" method="post" action="')[1].split('"')[0]
    hr.post(back)

    assert Survey.objects.get().read() == TWO


@pytest.mark.django_db
def test_sections_come_in_another_order_for_everybody_where_that_is_wanted(hr: Client, draft: Survey) -> None:
    post(
        hr,
        "change_whole",
        **{
            "whole-title_ja": "秋",
            "whole-opening_ja": "一分で終わります。",
            "whole-closing_ja": "ありがとうございました。",
            "whole-sections_in_random_order": "on",
        },
    )

    made = Survey.objects.get()
    definition = made.read()
    assert (made.title_ja, definition.languages) == ("秋", ("ja",))
    assert definition.sections_in_random_order
    assert (definition.opening.ja, definition.closing.ja) == ("一分で終わります。", "ありがとうございました。")


@pytest.mark.django_db
def test_a_question_is_added_to_the_section_that_is_chosen(hr: Client, draft: Survey) -> None:
    location = post(hr, "add", what="date", section="now")

    assert shape(Survey.objects.get().read())["now"] == ["mood", "load", "question"]
    assert location.endswith("/question/#q-question")


@pytest.mark.django_db
def test_a_section_that_somebody_else_removed_is_said_to_be_gone(hr: Client, draft: Survey) -> None:
    post(hr, "change_section", "nowhere")
    post(hr, "move_section", "nowhere", to="up")

    page = hr.get(reverse("surveys:build", args=[draft.pk])).content.decode()
    assert "そこはもうありません" in page
