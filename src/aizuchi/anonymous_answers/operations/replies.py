"""Replying to what somebody wrote without a name. Who may reply is the business of the app that asked.

A reply lies here until the next weekly crossing; until then it can be written anew. What may be said, and to how many
people it may be said, is decided here.
"""

import datetime
import random
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aizuchi.anonymous_answers.models import (
    AnswerWindow,
    Eligibility,
    PossibleAuthors,
    ReplyBoard,
    ReplyThread,
    ThreadMessage,
)
from aizuchi.anonymous_answers.thread_keys import LONGEST_ABOUT, LONGEST_MESSAGE, ThreadKeys
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person

LASTS = datetime.timedelta(days=365)
MOST_REPLIES = 6
"""In one thread."""
MOST_ON_BOARD = 500
"""Every browser of whoever was asked fetches all of them."""
MANY = 1000
_LINK = re.compile(
    r"\w+:\s*//|\bwww\.|[\w-]+\.(?:com|net|org|jp|io|co|dev|me|to|ly|gl|be|info|biz|app|page|link|site)\b",
    re.IGNORECASE,
)


class NothingWritten(Refusal):
    field = "text"
    sentence = _("Nothing is written yet.")


class ReplyTooLong(Refusal):
    field = "text"

    def __init__(self) -> None:
        super().__init__(_("Please keep it to %(most)d characters.") % {"most": LONGEST_MESSAGE})


class HoldsLink(Refusal):
    field = "text"
    sentence = _("A reply holds no address: whoever opened it could be seen to. Please say it in words.")


class TooFewAuthors(Refusal):
    sentence = _(
        "Too few of those who may have written this are still here, so an answer could tell who it was. "
        "This exchange has come to its end."
    )


class BoardOver(Refusal):
    sentence = _("The year in which this could be replied to is over.")


class EnoughReplies(Refusal):
    sentence = _("This exchange has as many replies as there can be.")


class BoardFull(Refusal):
    sentence = _("This survey has as many replies as browsers can fetch. No more can be added.")


@dataclass(frozen=True, slots=True)
class NewThread:
    keys: ThreadKeys
    groups: frozenset[str]
    """Keys of the groups in which anybody may have written the words."""


def start_threads(*, window_id: uuid.UUID, new: Sequence[NewThread], on: datetime.date) -> list[uuid.UUID]:
    """In the transaction of the release; the ids are in the order of `new`, and lie in one of chance."""
    if not new:
        return []
    board = ReplyBoard.objects.create(window_id=window_id, ends_on=on + LASTS)
    authors = {groups: _name_authors(board, groups) for groups in {one.groups for one in new}}
    threads = [
        ReplyThread(
            board=board,
            authors=authors[one.groups],
            sealing_public=one.keys.sealing,
            signing_public=one.keys.signing,
        )
        for one in new
    ]
    ReplyThread.objects.bulk_create(random.SystemRandom().sample(threads, len(threads)), batch_size=MANY)
    return [thread.pk for thread in threads]


def _name_authors(board: ReplyBoard, groups: Iterable[str]) -> PossibleAuthors:
    authors = PossibleAuthors.objects.create(board=board)
    authors.groups.set(board.window.groups.filter(key__in=list(groups)))
    return authors


@transaction.atomic
def write_reply(*, actor: Person, thread_id: uuid.UUID, about: str, text: str, now: datetime.datetime) -> ThreadMessage:
    """`about` is what it replies to. Changes the one that has not crossed yet.

    The app that asks has looked whether the actor may. Raises the refusals above.
    """
    words = check_words(text)
    # The board is what a crossing locks: what is written here crosses whole, or the next time.
    board = ReplyBoard.objects.select_for_update().get(threads=thread_id)
    check_thread(thread_id=thread_id, on=actor.organization.today(now))
    replies = ThreadMessage.objects.filter(thread=thread_id, written_by__isnull=False)
    waiting = replies.filter(sealed=b"").first()
    if waiting:
        waiting.text, waiting.written_by = words, actor
        waiting.save(update_fields=["text", "written_by"])
        return waiting
    turn = replies.count() + 1
    if turn > MOST_REPLIES:
        raise EnoughReplies
    if ThreadMessage.objects.filter(thread__board=board, written_by__isnull=False).count() >= MOST_ON_BOARD:
        raise BoardFull
    return ThreadMessage.objects.create(
        thread_id=thread_id, turn=turn, about=about[:LONGEST_ABOUT], text=words, written_by=actor
    )


def check_words(text: str) -> str:
    """Raises NothingWritten, ReplyTooLong, HoldsLink."""
    words = check_length(text)
    if _LINK.search(words):
        raise HoldsLink
    return words


def check_length(text: str) -> str:
    """Raises NothingWritten, ReplyTooLong."""
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise NothingWritten
    if len(words) > LONGEST_MESSAGE:
        raise ReplyTooLong
    return words


def check_thread(*, thread_id: uuid.UUID, on: datetime.date) -> None:
    """Raises BoardOver, TooFewAuthors where it can be replied to no more."""
    thread = ReplyThread.objects.select_related("board__window").get(pk=thread_id)
    if on > thread.board.ends_on:
        raise BoardOver
    here = list_possible_authors(thread).exclude(left_on__lt=on)
    if here.count() < thread.board.window.k_mean:
        raise TooFewAuthors


def list_possible_authors(thread: ReplyThread, *further: AnswerWindow) -> "QuerySet[Person]":
    """Who may have written it, and answered in each round in which its author did, and in these."""
    groups = thread.authors.groups.values("pk")
    people: QuerySet[Person] = Person.objects.filter(
        pk__in=Eligibility.objects.filter(group__in=groups).values("person")
    )
    answered = thread.messages.filter(round__isnull=False).values_list("round__window", flat=True)
    for window_id in {*answered, *(window.pk for window in further)}:
        people = people.filter(pk__in=Eligibility.objects.filter(window=window_id).values("person"))
    return people
