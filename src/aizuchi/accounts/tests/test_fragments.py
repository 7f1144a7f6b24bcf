"""What a fragment's request gets once the session has ended."""

import pytest
from django.conf import settings
from django.urls import reverse


def test_a_fragment_is_not_led_to_the_sign_in_page(cast, client):
    response = client.get(reverse("home"), headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert response.content == b""


def test_a_page_is(cast, client):
    response = client.get(reverse("home"))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_fragment_of_somebody_signed_in_is_answered(cast, client_for):
    assert client_for(cast.member).get(reverse("home"), headers={"HX-Request": "true"}).status_code == 200


def test_another_persons_page_that_stayed_open_changes_nothing_here(cast, client_for):
    client = client_for(cast.member)

    answer = client.get(reverse("home"), headers={"HX-Request": "true", "X-Viewer": str(cast.peer.pk)})
    assert answer.status_code == 401

    own = client.get(reverse("home"), headers={"HX-Request": "true", "X-Viewer": str(cast.member.pk)})
    assert own.status_code == 200


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Sec-Fetch-Mode": "cors"}])
def test_the_page_says_that_the_session_has_ended_though_a_part_of_another_asked_first(cast, client_for, headers):
    client = client_for(cast.member)
    client.session.flush()

    part = client.get(reverse("home"), headers=headers)
    page = client.get(reverse("home"))

    assert part.status_code == 401
    assert not part.cookies, "took away the cookie by which the page knows"
    assert page["Location"].endswith("ended=1")
    assert page.cookies[settings.SESSION_COOKIE_NAME].value == ""
