import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.catalogue.operations import install_catalogue
from aizuchi.hints.cards import Cell
from aizuchi.hints.models import Hint
from aizuchi.hints.operations import HintDraft, write_hint
from aizuchi.meetings.models import Meeting
from aizuchi.notes import operations as notes
from aizuchi.people.models import Person

Write = Callable[..., Hint]


@pytest.fixture
def catalogue(cast: Cast) -> None:
    install_catalogue(organization_id=cast.organization.pk)


@pytest.fixture
def cell(cast: Cast, catalogue: None) -> Cell:
    """職場の人間関係 × 話を聞いてほしい."""
    return cell_of(cast.manager, "relations", "listen")


def cell_of(person: Person, topic: str, response: str) -> Cell:
    ours = {"organization": person.organization}
    return Topic.objects.get(key=topic, **ours).pk, ExpectedResponse.objects.get(key=response, **ours).pk


@pytest.fixture
def write(cell: Cell) -> Write:
    """A hint in the cell unless another is named; the words say which of several it is."""

    def write_one(author: Person, body: str = "「名前は言わなくていいですよ」と先に伝えます。", **said: Any) -> Hint:
        topic_id, response_id = said.pop("cell", cell)
        draft = HintDraft(topic_id=topic_id, response_id=response_id, body=body, **said)
        return write_hint(actor=author, draft=draft, now=timezone.now())

    return write_one


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """The manager responds to the member, in three days."""
    two = [cast.member, cast.manager]
    circle = notes.make_circle(organization_id=cast.organization.pk, writers=two, now=timezone.now())
    pair = PairFactory(mentee=cast.member, mentor=cast.manager, circle=circle)
    return MeetingFactory(pair=pair, starts_at=timezone.now() + datetime.timedelta(days=3))
