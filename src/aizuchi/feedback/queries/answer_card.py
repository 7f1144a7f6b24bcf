"""What the mentee reads before answering. Nothing here knows, or could know, whether they did."""

import datetime
import json
import uuid
from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from aizuchi.anonymous_answers.models import Eligibility
from aizuchi.feedback.asking import ASKING
from aizuchi.feedback.queries.eligibilities import Asked, OpenEligibility, list_open_eligibilities
from aizuchi.feedback.queries.entitled import count_entitled
from aizuchi.people.models import Person

DAY = datetime.timedelta(days=1)
LINE_LENGTH = 200

MET_LEVELS = (
    (5, pgettext_lazy("met as hoped", "Yes")),
    (4, pgettext_lazy("met as hoped", "Mostly")),
    (3, pgettext_lazy("met as hoped", "Half and half")),
    (2, pgettext_lazy("met as hoped", "Hardly")),
    (1, pgettext_lazy("met as hoped", "No")),
)
MOVED_LEVELS = (
    (5, pgettext_lazy("moved forward", "A lot")),
    (4, pgettext_lazy("moved forward", "Yes")),
    (3, pgettext_lazy("moved forward", "A little")),
    (2, pgettext_lazy("moved forward", "Not yet")),
    (1, pgettext_lazy("moved forward", "Less sure")),
)
PHRASES = (
    gettext_lazy("It helped that you listened to the end."),
    gettext_lazy("Thinking it through together helped."),
    gettext_lazy("I'd like a bit more time to talk."),
    gettext_lazy("I'd like to hear a concrete idea, too."),
    gettext_lazy("I'd be glad if we took our time before a conclusion."),
)


@dataclass(frozen=True, kw_only=True)
class AnswerCardCell:
    """One thing to answer about."""

    topic_id: uuid.UUID | None
    response_id: uuid.UUID | None
    topic: str
    response: str

    @property
    def is_whole(self) -> bool:
        return self.topic_id is None


@dataclass(frozen=True, kw_only=True)
class AnswerCard:
    eligibility: OpenEligibility
    viewer: Person
    cells: tuple[AnswerCardCell, ...]
    is_too_small: bool
    """So few people could answer about the mentor that nothing can be shown."""

    met_levels = MET_LEVELS
    moved_levels = MOVED_LEVELS
    phrases = PHRASES
    line_length = LINE_LENGTH

    @property
    def word_on(self) -> datetime.date:
        """The day on which the window's answers can first count for the word about the whole."""
        return self.eligibility.answers_until + DAY

    @property
    def names_json(self) -> str:
        """The names of the two in every spelling: what a line should not hold. Of others the page knows nothing."""
        names = (*self.viewer.name_spellings, *self.eligibility.mentor.name_spellings)
        return json.dumps(list(dict.fromkeys(names)), ensure_ascii=False)


def get_answer_card(*, viewer: Person, eligibility_id: uuid.UUID, now: datetime.datetime) -> AnswerCard | None:
    """None once the time to answer is over. Http404 for everybody but whose right it is."""
    get_object_or_404(Eligibility.objects.visible_to(viewer).of(ASKING), pk=eligibility_id)
    found = [
        eligibility
        for eligibility in list_open_eligibilities(viewer=viewer, now=now)
        if eligibility.id == eligibility_id
    ]
    return _finish(found[0], viewer, now) if found else None


def find_answer_card(
    *, viewer: Person, mentor: Person, closed_at: datetime.datetime, now: datetime.datetime
) -> AnswerCard | None:
    """What there is to answer about the two weeks in which a 1on1 with this mentor was closed."""
    day = viewer.organization.today(closed_at)
    eligibilities = list_open_eligibilities(viewer=viewer, now=now, mentor_id=mentor.pk)
    found = [eligibility for eligibility in eligibilities if eligibility.starts_on <= day <= eligibility.ends_on]
    return _finish(found[0], viewer, now) if found else None


def _finish(eligibility: OpenEligibility, viewer: Person, now: datetime.datetime) -> AnswerCard:
    return AnswerCard(
        eligibility=eligibility,
        viewer=viewer,
        cells=tuple(_cell(asked) for asked in eligibility.asked),
        is_too_small=count_entitled(eligibility.mentor, viewer.organization.today(now)).are_too_few,
    )


def _cell(asked: Asked) -> AnswerCardCell:
    if asked.topic is None or asked.response is None:
        return AnswerCardCell(topic_id=None, response_id=None, topic=gettext("The 1on1 as a whole"), response="")
    return AnswerCardCell(
        topic_id=asked.topic.id,
        response_id=asked.response.id,
        topic=asked.topic.label,
        response=asked.response.label,
    )
