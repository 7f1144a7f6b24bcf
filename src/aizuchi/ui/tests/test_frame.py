"""The frame around every page, before any page is in it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from aizuchi.ui.frame import NavItem, PairLink, ShellFrame


def render(source: str, **context: object) -> str:
    request = RequestFactory().get("/somewhere/?page=2")
    request.user = context.pop("user", AnonymousUser())
    return engines["django"].from_string(source).render(context, request)


SHELL = '{% extends "ui/shell.html" %}{% block title %}Home{% endblock %}{% block main %}<h1>Hello</h1>{% endblock %}'
ROOM = '{% extends "ui/room.html" %}{% block title %}Talk{% endblock %}{% block main %}<h1>Hello</h1>{% endblock %}'


@pytest.mark.parametrize("source", [SHELL, ROOM])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_page_without_anybody_signed_in_has_a_frame(source, language):
    with translation.override(language):
        html = render(source)

    assert f'<html lang="{language}">' in html
    assert '<main class="' in html
    assert 'id="account-menu"' not in html


def test_the_frame_shows_where_one_can_go_and_with_whom_one_meets():
    frame = ShellFrame(
        nav=[NavItem("Home", "/", "house", is_current=True), NavItem("Actions", "/actions/", "circle-check", count=4)],
        pairs=[PairLink("小野寺 葵", "小", 255, "/pairs/1/", "supervisor", "上司")],
    )

    html = render(SHELL, frame=frame)

    assert '<a href="/" aria-current="page">' in html
    assert 'class="side__count"><span aria-hidden="true">4</span>' in html
    assert 'data-hue="255"' in html
    assert 'aria-label="上司"' in html


def places(count: int, *, current: int = 0) -> ShellFrame:
    return ShellFrame(
        nav=[NavItem(f"Place {n}", f"/{n}/", "house", is_current=n == current) for n in range(1, count + 1)]
    )


def test_five_places_all_lie_at_the_thumb():
    html = render(SHELL, frame=places(5))

    assert "far-menu" not in html
    assert "side__far" not in html


def test_of_more_places_a_thumb_finds_four_and_the_way_to_the_others():
    frame = places(8)

    html = render(SHELL, frame=frame)

    assert [item.label for item in frame.near] == ["Place 1", "Place 2", "Place 3", "Place 4"]
    assert html.count('<li class="side__far">') == 4
    assert 'popovertarget="far-menu">' in html
    menu = html.partition('id="far-menu"')[2].partition("</nav>")[0]
    assert all(f'href="/{n}/"' in menu for n in (5, 6, 7, 8))
    assert 'href="/4/"' not in menu


def test_the_way_to_the_others_is_marked_on_their_pages():
    assert 'popovertarget="far-menu" aria-current="true"' in render(SHELL, frame=places(8, current=7))
    assert 'popovertarget="far-menu">' in render(SHELL, frame=places(8, current=2))


@pytest.mark.parametrize("source", [SHELL, ROOM])
def test_a_frame_needs_neither_inline_styles_nor_inline_scripts(source):
    html = render(source)

    assert "style=" not in html
    assert "<style" not in html
    assert " onclick" not in html
