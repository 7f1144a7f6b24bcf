"""Long words are folded, and never without a way to read them."""

import pytest
from django.template import engines
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from aizuchi.ui.folding import takes_more_lines_than


@pytest.mark.parametrize(
    ("text", "is_long"),
    [
        ("", False),
        ("短いことば", False),
        ("あ" * 26 * 3, False),
        ("あ" * (26 * 3 + 1), True),
        ("a" * 26 * 6, False),
        ("a" * (26 * 6 + 1), True),
        ("一行\n" * 3, False),
        ("一行\n" * 4, True),
    ],
)
def test_what_is_longer_than_its_lines_by_two_is_long(text: str, is_long: bool) -> None:
    assert takes_more_lines_than(text, 2) == is_long


def show(long: bool) -> str:
    source = CottonCompiler().process('<c-fold :long="long"><p class="fold__text">words</p></c-fold>')
    with translation.override("ja"):
        return engines["django"].from_string(source).render({"long": long})


def test_what_is_folded_can_be_read_whole_without_a_script() -> None:
    assert "<details>" in show(long=True)
    assert "ぜんぶ読む" in show(long=True)


def test_what_is_short_is_never_cut() -> None:
    assert "fold--long" not in show(long=False)
    assert "<details>" not in show(long=False)
