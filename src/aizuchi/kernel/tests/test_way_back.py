"""After something was done people are where they were, and never with another host."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse
from tests.cast import Cast

from aizuchi.kernel.addresses import way_back


def test_the_form_says_it_first() -> None:
    asked = _asked(next="/actions/?by=day#one", referer="http://testserver/people/")

    assert way_back(asked, "/") == "/actions/?by=day#one"


def test_else_it_is_the_page_the_form_stood_on() -> None:
    assert way_back(_asked(referer="http://testserver/people/?q=a"), "/") == "/people/?q=a"


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "http://testserver//elsewhere.example/", "people"]
)
def test_it_never_leads_elsewhere(address: str) -> None:
    assert way_back(_asked(next=address, referer=address), "/home/") == "/home/"


def test_the_form_itself_is_no_way_back() -> None:
    assert way_back(_asked(referer="http://testserver/done/?page=2"), "/home/") == "/home/"


def test_the_entrance_is_a_way_back_for_visitors_only(cast: Cast) -> None:
    entrance = reverse("account_login")
    visitor, member = _asked(referer=f"http://testserver{entrance}"), _asked(referer=f"http://testserver{entrance}")
    member.user = cast.member

    assert (way_back(visitor, "/"), way_back(member, "/")) == (entrance, "/")


def _asked(*, referer: str = "", **posted: str) -> HttpRequest:
    request = RequestFactory().post("/done/", posted, headers={"Referer": referer} if referer else {})
    request.user = AnonymousUser()
    return request
