"""Two of HR have the same form open: the slower one hears of it, and nothing of either is lost."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from aizuchi.catalogue.models import (
    ExpectedResponse,
    FormatQuestion,
    LibraryQuestion,
    MeetingFormat,
    Prompt,
    RoleWords,
    Topic,
)
from aizuchi.people.models import Person

KINDS = ["topic", "prompt", "response", "format", "question", "words"]
SENTENCES = {
    "ja": "別の人が、先に変えていました。書いたものは残っています。見なおして、もう一度保存してください。",
    "en": "Somebody else changed this meanwhile. What you typed is still here: "
    "look it over, and save once more to keep it.",
}
SignIn = Callable[[Person], Client]


class FormReader(HTMLParser):
    """What a browser would send for each form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self.text_of = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = dict(attrs)
        name = one.get("name") or ""
        if tag == "form":
            self.forms.append({})
        elif tag == "textarea":
            self.text_of = name
            self.forms[-1][name] = [""]
        elif tag == "input" and name and (one.get("type") not in {"checkbox", "radio"} or "checked" in one):
            self.forms[-1].setdefault(name, []).append(one.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self.text_of:
            self.forms[-1][self.text_of] = [data.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        self.text_of = ""


class OpenForm:
    """A form as the browser has it, with another text in one field."""

    def __init__(self, client: Client, kind: str, cast: Cast) -> None:
        self.client, self.kind = client, kind
        self.page, self.address, self.field = places(cast)[kind]
        self.read(client.get(self.page))

    def read(self, answer: HttpResponse) -> None:
        reader = FormReader()
        reader.feed(answer.content.decode())
        self.data = next(form for form in reader.forms if self.field in form)

    def save(self, text: str) -> HttpResponse:
        return self.client.post(self.address, {**self.data, self.field: [text]})


def places(cast: Cast) -> dict[str, tuple[str, str, str]]:
    """Where the form stands, where it goes, and the field both want to change."""

    def one(name: str, row: object) -> tuple[str, str, str]:
        address = reverse(f"catalogue:{name}", args=[row.pk])  # type: ignore[attr-defined]
        return address, address, "ja"

    ours = {"organization": cast.organization}
    return {
        "topic": one("topic", Topic.objects.filter(**ours)[0]),
        "prompt": one("edit_prompt", Prompt.objects.filter(topic__organization=cast.organization)[0]),
        "response": one("response", ExpectedResponse.objects.filter(**ours)[0]),
        "format": one("format", MeetingFormat.objects.filter(**ours)[0]),
        "question": one("question", LibraryQuestion.objects.filter(**ours)[0]),
        "words": (
            reverse("catalogue:words"),
            reverse("catalogue:save_words", args=["mentor"]),
            "mentor-mentor_ja",
        ),
    }


def texts(cast: Cast) -> str:
    """Everything that stands in the catalogue."""
    tables = (Topic, Prompt, ExpectedResponse, MeetingFormat, FormatQuestion, LibraryQuestion, RoleWords)
    return str([list(table.objects.order_by("pk").values()) for table in tables])


@pytest.fixture
def two(installed: Cast, client_for: SignIn) -> tuple[Client, Client]:
    return client_for(installed.hr), client_for(installed.hr)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_slower_one_sees_both_texts_and_changes_nothing(
    installed: Cast, two: tuple[Client, Client], kind: str, language: str
) -> None:
    Person.objects.filter(pk=installed.hr.pk).update(language=language)
    quick, slow = (OpenForm(client, kind, installed) for client in two)
    quick.save("先に書いたもの")
    before = texts(installed)

    answer = slow.save("あとに書いたもの")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert SENTENCES[language] in page
    assert 'value="あとに書いたもの"' in page
    assert "<dd>先に書いたもの</dd>" in page
    assert texts(installed) == before


@pytest.mark.parametrize("kind", KINDS)
def test_saving_once_more_keeps_ones_own(installed: Cast, two: tuple[Client, Client], kind: str) -> None:
    quick, slow = (OpenForm(client, kind, installed) for client in two)
    quick.save("先に書いたもの")
    slow.read(slow.save("あとに書いたもの"))

    assert slow.save("あとに書いたもの").status_code == 302
    assert "あとに書いたもの" in texts(installed)
    assert "先に書いたもの" not in texts(installed)


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_sent_twice_is_saved_once(installed: Cast, two: tuple[Client, Client], kind: str) -> None:
    form = OpenForm(two[0], kind, installed)
    form.save("一度だけ")

    assert form.save("一度だけ").status_code == 302


def test_the_questions_of_a_format_are_part_of_what_was_seen(installed: Cast, two: tuple[Client, Client]) -> None:
    quick, slow = (OpenForm(client, "format", installed) for client in two)
    quick.data["form-0-ja"] = ["先に聞きたいこと。"]
    quick.save(quick.data["ja"][0])

    answer = slow.save("名前だけ")

    assert answer.status_code == 409
    assert "先に聞きたいこと。" in answer.content.decode()
    assert "名前だけ" not in texts(installed)


def test_a_form_without_its_sign_is_taken_for_an_old_one(installed: Cast, two: tuple[Client, Client]) -> None:
    form = OpenForm(two[0], "response", installed)
    del form.data["seen"]

    assert form.save("どこから来たか分からないもの").status_code == 409
