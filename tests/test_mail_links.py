"""What follows links in mails begins with HEAD (RFC 9110, 9.1), before the person who reads them opens one."""

from collections.abc import Callable

import pytest
from django.test import Client

from aizuchi.accounts.invitation_links import make_invitation_link
from aizuchi.meetings.quick_links import Purpose, make_quick_link
from aizuchi.notifications.stopping import make_stop_link
from aizuchi.surveys.answer_links import make_answer_link
from tests.cast import Cast
from tests.scene import Scene

LINKS: dict[str, Callable[[Scene], str]] = {
    "topics": lambda s: make_quick_link(Purpose.TOPICS, person=s.cast.member, meeting=s.meeting),
    "another time": lambda s: make_quick_link(Purpose.MOVE, person=s.cast.member, meeting=s.meeting),
    "no more of these": lambda s: make_stop_link(s.cast.member, "invite", "mail"),
    "a survey": lambda s: make_answer_link(survey_id=s.survey.pk, person_id=s.cast.member.pk),
    "an invitation": lambda s: make_invitation_link(s.cast.peer),
}


@pytest.mark.parametrize("link", sorted(LINKS))
def test_a_link_in_a_mail_answers_head_as_it_answers_get(link: str, cast: Cast) -> None:
    url = LINKS[link](Scene(cast))

    head, got = Client().head(url), Client().get(url)

    assert (head.status_code, got.status_code) == (200, 200)
