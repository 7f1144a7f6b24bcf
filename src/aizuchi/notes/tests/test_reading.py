import pytest
from django.utils import timezone
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from aizuchi.notes import operations
from aizuchi.notes.markdown import parse_markdown
from aizuchi.notes.models import Snapshot, Update
from aizuchi.notes.queries import read_document
from aizuchi.notes.rendering import render_html, render_markdown, render_text
from aizuchi.notes.tree import document_of, read_tree
from aizuchi.notes.writing import append_tree

NOW = timezone.now()
NOTE = """## 惹かれたきっかけ

4月のお客さま訪問。**なぜ要るのか**を*直接*聞けた（[記録](<https://example.jp/a>)）

- 要件定義に加わる
- 設計レビューに入る

1. ひとつめ
2. ふたつめ

- [x] 手順書を直す
- [ ] 要件レビューに同席する

> 急がなくていい
"""


def through_yjs(markdown: str):
    """What another server reads after the words travelled as an update."""
    update = append_tree(Doc(), parse_markdown(markdown))
    return read_tree(document_of([update]))


def test_a_note_comes_back_as_the_markdown_it_was_written_in():
    assert render_markdown(through_yjs(NOTE)) == NOTE


def test_a_note_is_shown_as_html_with_every_kind_of_block():
    html = render_html(through_yjs(NOTE))

    assert "<h4>惹かれたきっかけ</h4>" in html
    assert "<strong>なぜ要るのか</strong>" in html
    assert "<em>直接</em>" in html
    assert '<a href="https://example.jp/a"' in html
    assert "<ul><li><p>要件定義に加わる</p></li>" in html
    assert "<ol><li><p>ひとつめ</p></li>" in html
    assert html.count("checked") == 1
    assert "<blockquote><p>急がなくていい</p></blockquote>" in html


def test_a_note_is_readable_as_plain_text():
    assert "・要件定義に加わる\n・設計レビューに入る\n1. ひとつめ\n2. ふたつめ\n☑ 手順書を直す" in render_text(
        through_yjs(NOTE)
    )


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "a < b & c > d", '"><img src=x onerror=alert(1)>', "</p><h1>"]
)
def test_markup_in_words_stays_words(words):
    html = render_html(through_yjs(words))

    assert "<script" not in html
    assert "<img" not in html
    assert "<h1" not in html
    assert render_text(through_yjs(words)) == words.strip()


def test_a_hostile_client_gets_neither_scripts_nor_strange_elements_shown():
    document: Doc = Doc()
    fragment = document.get("prosemirror", type=XmlFragment)
    strange = XmlElement("script", {"onclick": "alert(1)"})
    fragment.children.append(strange)
    strange.children.append(XmlText("words in a strange place"))
    paragraph = XmlElement("paragraph", {"style": "position:fixed"})
    fragment.children.append(paragraph)
    text = XmlText()
    paragraph.children.append(text)
    text.insert(0, "here", {"link": {"href": "javascript:alert(1)"}})

    html = render_html(read_tree(document))

    assert html == "words in a strange place<p>here</p>"


def test_nesting_without_end_is_cut():
    document: Doc = Doc()
    parent = document.get("prosemirror", type=XmlFragment)
    for _ in range(500):
        child = XmlElement("blockquote")
        parent.children.append(child)
        parent = child

    assert render_html(read_tree(document)).count("<blockquote>") < 30


def test_an_empty_note_says_so(cast):
    circle = operations.private_circle_of(person=cast.member, now=NOW)
    document = operations.make_document(circle=circle, now=NOW)

    note = read_document(document.pk, viewer=cast.member)

    assert note.is_empty
    assert note.html == ""
    assert note.excerpt == ""


def test_the_excerpt_is_the_beginning_in_one_line(cast):
    circle = operations.private_circle_of(person=cast.member, now=NOW)
    document = operations.make_document(circle=circle, now=NOW)
    operations.write_text(document_id=document.pk, text="# 題\n\n一行目\n\n" + "長" * 200, actor=cast.member, now=NOW)

    excerpt = read_document(document.pk, viewer=cast.member).excerpt

    assert excerpt.startswith("題 一行目 長長")
    assert len(excerpt) == 80


def test_words_lie_sealed_in_the_database(cast):
    circle = operations.private_circle_of(person=cast.member, now=NOW)
    document = operations.make_document(circle=circle, now=NOW)

    operations.write_text(document_id=document.pk, text="ひみつのことば", actor=cast.member, now=NOW)

    assert "ひみつ".encode() not in bytes(Update.objects.get().payload)
    assert not Snapshot.objects.exists()


def test_an_update_moved_to_another_note_does_not_open(cast):
    circle = operations.private_circle_of(person=cast.member, now=NOW)
    here, there = (operations.make_document(circle=circle, now=NOW) for _ in range(2))
    operations.write_text(document_id=here.pk, text="ここだけの話", actor=cast.member, now=NOW)

    Update.objects.update(document=there)

    moved = read_document(there.pk, viewer=cast.member)

    assert not moved.is_whole
    assert "ここだけ" not in moved.html


def test_lines_leave_the_signs_of_lists_to_the_page(cast):
    circle = operations.private_circle_of(person=cast.member, now=NOW)
    document = operations.make_document(circle=circle, now=NOW)
    operations.write_text(document_id=document.pk, text="# 題\n\n- ひとつ\n- ふたつ", actor=cast.member, now=NOW)

    assert read_document(document.pk, viewer=cast.member).lines == ("題", "ひとつ", "ふたつ")


@pytest.mark.parametrize("level", [float("inf"), float("-inf"), float("nan"), 2**60, -5, 2.5, "2", None, [1], True])
def test_a_heading_of_any_level_is_readable_everywhere(level):
    document: Doc = Doc()
    heading = XmlElement("heading", {"level": level} if level is not None else {}, [XmlText("見出し")])
    document.get("prosemirror", type=XmlFragment).children.append(heading)

    tree = read_tree(document)

    assert tree.children[0].level in (1, 2, 3)
    assert render_html(tree).count("見出し") == render_markdown(tree).count("見出し") == 1
    assert render_text(tree) == "見出し"


@pytest.mark.parametrize("href", [None, 5, [], {"a": 1}, "https://example.jp/" + "a" * 20_000])
def test_a_link_that_is_none_leaves_its_words(href):
    document: Doc = Doc()
    paragraph = XmlElement("paragraph")
    document.get("prosemirror", type=XmlFragment).children.append(paragraph)
    text = XmlText()
    paragraph.children.append(text)
    text.insert(0, "ことば", {"link": {"href": href}})

    assert render_html(read_tree(document)) == "<p>ことば</p>"
