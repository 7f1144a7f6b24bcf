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
FOCUSED = (
    '{% extends "ui/focused.html" %}{% block title %}Talk{% endblock %}{% block main %}<h1>Hello</h1>{% endblock %}'
)


@pytest.mark.parametrize("source", [SHELL, FOCUSED])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_page_without_anybody_signed_in_has_a_frame(source, language):
    with translation.override(language):
        html = render(source)

    assert f'<html lang="{language}">' in html
    assert '<main class="' in html
    assert 'id="account-menu"' not in html


def test_the_frame_shows_where_one_can_go_and_with_whom_one_meets():
    frame = ShellFrame(
        doors=[NavItem("Home", "/", "house", current="page"), NavItem("Actions", "/todos/", "circle-check", count=4)],
        pairs=[PairLink("小野寺 葵", "小", 255, "/pairs/1/", "supervisor", "上司")],
        search=NavItem("Search", "/people/", "search"),
    )

    html = render(SHELL, frame=frame)

    assert '<a href="/" aria-current="page">' in html
    assert 'class="side__count"><span aria-hidden="true">4</span>' in html
    assert 'data-hue="255"' in html
    assert 'aria-label="上司"' in html
    assert html.count('href="/people/" aria-label="Search"') == 2  # beside the menu, and in the bar of a phone


def test_a_door_shows_its_tabs_and_what_waits_behind_them():
    waiting = NavItem("Looking after hints", "/hints/", count=2, count_label="2 reported")
    frame = ShellFrame(
        tabs=[NavItem("Rooms", "/rooms/", current="page"), waiting], tabs_label="Settings", waiting=[waiting]
    )

    with translation.override("en"):
        html = render(SHELL, frame=frame)

    assert 'class="tabs" aria-label="Settings"' in html
    assert '<a href="/rooms/" aria-current="page">' in html
    assert '<a class="link" href="/hints/">Looking after hints: 2 reported</a>' in html


def test_a_page_that_lies_behind_no_door_has_no_tabs():
    assert 'class="tabs"' not in render(SHELL, frame=ShellFrame())


@pytest.mark.parametrize("source", [SHELL, FOCUSED])
def test_a_frame_needs_neither_inline_styles_nor_inline_scripts(source):
    html = render(source)

    assert "style=" not in html
    assert "<style" not in html
    assert " onclick" not in html
