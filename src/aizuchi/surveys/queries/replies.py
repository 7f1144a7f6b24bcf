"""Replies to what was written: for those who read it, and for the browsers of those who were asked."""

import datetime
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from aizuchi.anonymous_answers.models import Eligibility, ReplyBoard, ReplyRound, ReplyThread, ThreadMessage
from aizuchi.anonymous_answers.operations.replies import MOST_REPLIES, check_thread
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person
from aizuchi.surveys.asking import ASKING
from aizuchi.surveys.models import Survey, TextAnswer
from aizuchi.surveys.queries.result_access import access_results

SHOWN = 4
"""Of the messages of a thread; those before are folded."""


@dataclass(frozen=True, kw_only=True)
class BoardLine:
    """What a browser needs to fetch a board, the same for everybody who was asked but for their own rights."""

    id: uuid.UUID
    title: str
    crossed_on: datetime.date
    rounds: int
    """So many have ended: with each, all that lies there is sealed anew."""
    own: Eligibility
    """Under which the viewer could answer the survey: by it the browser knows what it kept."""
    right: Eligibility | None
    """To answer replies, where there is time for it."""


@dataclass(frozen=True, kw_only=True)
class ReplyPage:
    survey: Survey
    group_id: uuid.UUID
    question: str
    text: str
    thread: ReplyThread
    messages: list[ThreadMessage]
    waiting: ThreadMessage | None
    """A reply that has not crossed yet, and can be written anew."""
    hindrance: str
    """Why there can be no further reply."""
    open_until: datetime.date | None
    """The last day on which the author can answer, where there is time for it now."""

    @property
    def earlier(self) -> list[ThreadMessage]:
        """Folded, so that a long thread ends on the screen."""
        return self.messages[:-SHOWN] if len(self.messages) > SHOWN + 1 else []

    @property
    def latest(self) -> list[ThreadMessage]:
        return self.messages[len(self.earlier) :]


def list_boards(viewer: Person, *, now: datetime.datetime) -> list[BoardLine]:
    today = viewer.organization.today(now)
    boards = ReplyBoard.objects.fetched_by(viewer, today).filter(window__asking=ASKING)
    ended = Count("rounds", filter=Q(rounds__window__released_on__isnull=False))
    found = list(boards.annotate(ended=ended).select_related("window").order_by("pk"))
    own = Eligibility.objects.visible_to(viewer).filter(window__board__in=found).select_related("window", "group")
    by_window = {right.window_id: right for right in own}
    open_now = ReplyRound.objects.filter(board__in=found, window__released_on=None)
    rights = Eligibility.objects.visible_to(viewer).filter(window__reply_round__in=open_now)
    by_board = {
        right.window.reply_round.board_id: right
        for right in rights.select_related("window__reply_round", "group")
        if right.window.takes_answers_on(today)
    }
    titles = {str(one.pk): one.title for one in _list_surveys(found)}
    return [
        BoardLine(
            id=board.pk,
            title=titles.get(board.window.subject_key, ""),
            crossed_on=board.crossed_on,
            rounds=board.ended,  # type: ignore[attr-defined]  # annotated above
            own=by_window[board.window_id],
            right=by_board.get(board.pk),
        )
        for board in found
        if board.crossed_on
    ]


def _list_surveys(boards: Collection[ReplyBoard]) -> list[Survey]:
    keys = [board.window.subject_key for board in boards]
    return list(Survey.objects.filter(pk__in=keys).select_related("organization").defer("definition"))


def access_thread(
    viewer: Person, survey_id: uuid.UUID, thread_id: uuid.UUID, *, now: datetime.datetime
) -> tuple[Survey, TextAnswer]:
    """For whoever reads the words. Raises Http404."""
    access = access_results(viewer, survey_id, now=now)
    texts = TextAnswer.objects.filter(group__in=access.with_words, group__survey=access.survey)
    return access.survey, get_object_or_404(texts.select_related("thread__board__window"), thread=thread_id)


def get_reply_page(
    viewer: Person, survey_id: uuid.UUID, thread_id: uuid.UUID, *, language: str, now: datetime.datetime
) -> ReplyPage:
    """Raises Http404."""
    survey, text = access_thread(viewer, survey_id, thread_id, now=now)
    question = survey.read().find(text.question.partition(".")[0])
    if text.thread is None or question is None:
        raise Http404
    messages = list(text.thread.messages.select_related("written_by", "round"))
    today = viewer.organization.today(now)
    return ReplyPage(
        survey=survey,
        group_id=text.group_id,
        question=question.words.in_language(language),
        text=text.text,
        thread=text.thread,
        messages=sorted(messages, key=lambda one: (one.turn, one.written_by_id is None)),
        waiting=next((one for one in messages if one.written_by_id and not one.sealed), None),
        hindrance=_find_hindrance(text.thread, messages, today),
        open_until=_find_open_until(text.thread, today),
    )


def _find_hindrance(thread: ReplyThread, messages: Collection[ThreadMessage], today: datetime.date) -> str:
    try:
        check_thread(thread_id=thread.pk, on=today)
    except Refusal as refusal:
        return str(refusal)
    crossed = sum(1 for one in messages if one.written_by_id and one.sealed)
    return "full" if crossed >= MOST_REPLIES else ""


def _find_open_until(thread: ReplyThread, today: datetime.date) -> datetime.date | None:
    rounds = ReplyRound.objects.filter(board=thread.board_id, window__released_on=None).select_related("window")
    return next((one.window.answers_until for one in rounds if one.window.takes_answers_on(today)), None)


def list_states(threads: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """Of those that have one: "replied", or "answered" where the author was the last to say something."""
    found: dict[uuid.UUID, str] = {}
    messages = ThreadMessage.objects.filter(thread__in=threads)
    for message in sorted(messages, key=lambda one: (one.turn, one.written_by_id is None)):
        found[message.thread_id] = "replied" if message.written_by_id else "answered"
    return found
