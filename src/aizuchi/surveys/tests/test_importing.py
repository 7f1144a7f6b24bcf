"""A survey comes from a file by way of a page that tells what was understood."""

import html
import json
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from aizuchi.people.models import Person
from aizuchi.surveys.exchange.document import FORMAT, write_document
from aizuchi.surveys.exchange.remark_words import SENTENCES
from aizuchi.surveys.exchange.remarks import RemarkKind
from aizuchi.surveys.library import get_library_set
from aizuchi.surveys.models import Survey
from aizuchi.surveys.tests.limesurvey_files import Lime
from aizuchi.surveys.tests.test_xlsform import BOTH, repacked, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(cast: Cast, client_for: Callable[[Person], Client]) -> Client:
    return client_for(cast.hr)


def upload(client: Client, name: str, raw: bytes) -> tuple[int, str]:
    answer = client.post(reverse("surveys:import"), {"kind": "free", "file": SimpleUploadedFile(name, raw)})
    return answer.status_code, html.unescape(answer.content.decode())


def make_draft(client: Client, page: str) -> Survey:
    found = re.search(r'<textarea name="document" hidden>(.*?)</textarea>', page, re.DOTALL)
    assert found
    answer = client.post(reverse("surveys:import"), {"kind": "free", "document": found[1]})
    survey = Survey.objects.get()
    assert answer.headers["Location"] == reverse("surveys:build", args=[survey.pk])
    return survey


@pytest.mark.parametrize(
    ("name", "raw", "codes"),
    [
        ("a.xlsx", workbook(BOTH), ["load", "why", "more"]),
        ("a.lss", Lime().ask("Load", "L", answers="A1 A2").write(), ["Load"]),
        ("a.lsq", b"\xef\xbb\xbf" + Lime().ask("Load", "5").write(kind="Question"), ["Load"]),
        ("a.json", write_document(get_library_set("recommendation")), ["recommend", "recommend_why"]),
        ("wrong.txt", write_document(get_library_set("recommendation")), ["recommend", "recommend_why"]),
    ],
)
def test_a_file_is_looked_at_and_becomes_a_draft(hr: Client, name: str, raw: bytes, codes: list[str]) -> None:
    status, page = upload(hr, name, raw)

    assert status == 200
    assert not Survey.objects.exists()
    assert "すべて取り込めます。" in page
    assert [one.code for one in make_draft(hr, page).read().list_questions()] == codes


def test_a_survey_without_a_title_is_called_like_its_file(hr: Client) -> None:
    _, page = upload(hr, "六月の調査.lss", Lime().ask("Load", "5").write())

    assert make_draft(hr, page).title_ja == "六月の調査"


def test_what_could_not_be_kept_is_told_with_its_place(hr: Client) -> None:
    table = "| survey |\n| | type | name | label |\n| | text | one | 一つ目 |\n| | geopoint | where | どこ |\n"

    _, page = upload(hr, "a.xlsx", workbook(table))

    assert "シート「survey」の3行目" in page
    assert "この質問はここではたずねられないため、取り込みません：where (geopoint)" in page


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"{", "このファイルは開けませんでした。"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><document>&b;</document>", "このファイルは開けませんでした。"),
        (b"\xd0\xcf\x11\xe0", "古い形式のExcelブックです。"),
        (workbook(BOTH)[:900], "このファイルは開けませんでした。"),
        (b"<document/>", "ここでたずねられる質問が見つかりませんでした。"),
        ("💐".encode(), "このファイルは開けませんでした。"),
    ],
)
def test_what_is_no_survey_is_said_in_a_sentence(hr: Client, raw: bytes, sentence: str) -> None:
    status, page = upload(hr, "a.lss", raw)

    assert status == 422
    assert sentence in page
    assert not Survey.objects.exists()


@pytest.mark.parametrize("typed", [{"document": "{"}, {"document": "{\0}", "kind": "free"}, {"document": ""}])
def test_a_document_that_was_changed_on_the_way_makes_no_draft(hr: Client, typed: dict[str, str]) -> None:
    answer = hr.post(reverse("surveys:import"), typed)

    assert answer.status_code == 422
    assert not Survey.objects.exists()


def ask_in_a_circle() -> bytes:
    """Each of two asks after the other, and one code is there twice."""
    steps = [{"code": code, "words": {"ja": code, "en": code}} for code in "12"]
    questions = [
        {"code": code, "kind": "scale", "words": {"ja": code, "en": code}, "choices": steps,
         "condition": {"all": [{"question": other, "operator": "is", "value": "1"}]}}
        for code, other in ("ab", "ba", "ab")
    ]  # fmt: skip
    sections = [{"code": "all", "questions": questions}]
    return json.dumps({"format": FORMAT, "title": {"ja": "x", "en": "x"}, "sections": sections}).encode()


BOMB = b"<!DOCTYPE a [<!ENTITY b 'cc'><!ENTITY d '&b;&b;'>]><document>&d;</document>"
MANY = Lime()
for number in range(1_001):
    MANY.ask(f"Q{number}", "5")
SENTENCES_OF_FILES: list[tuple[str, bytes, str, str]] = [
    ("a bomb of XML", BOMB, "このファイルは開けませんでした。", "We can't read this file."),
    ("half a file", workbook(BOTH)[:900], "このファイルは開けませんでした。", "We can't read this file."),
    ("letters of nobody", b"\xff\xfe\xfd\x00", "このファイルは開けませんでした。", "We can't read this file."),
    ("more than can be asked", MANY.write(), "200問", "200 questions"),
    ("a bomb as a workbook", repacked("xl/big.bin", b"0" * 10_000_000), "200問", "200 questions"),
    ("a circle", ask_in_a_circle(), "この質問より後にあります", "comes later"),
    ("a code twice", ask_in_a_circle(), "同じコード", "the same code: a"),
]


@pytest.mark.parametrize(("raw", "japanese", "english"), [one[1:] for one in SENTENCES_OF_FILES],
                         ids=[one[0] for one in SENTENCES_OF_FILES])  # fmt: skip
def test_a_hostile_file_is_answered_with_a_sentence_in_both_languages(
    cast: Cast, hr: Client, raw: bytes, japanese: str, english: str
) -> None:
    assert japanese in upload(hr, "a.lss", raw)[1]
    Person.objects.filter(pk=cast.hr.pk).update(language="en")
    assert english in upload(hr, "a.lss", raw)[1]
    assert not Survey.objects.exists()


def test_every_remark_has_a_sentence() -> None:
    assert set(SENTENCES) == set(RemarkKind)
