"""Both directions of a thread cross at ticks only.

Once a week replies go onto their board, sealed, and a round opens: a window like any other, in which every browser of
whoever was asked fetches a token, and the authors' answer. When it is released, what came is put beside the replies,
and every reply on the board is sealed anew, with whether its author's answer was taken: nobody else may learn that one
was dropped. Whoever holds everything that is kept sees of an answer the round, never the day.
"""

import base64
import binascii
import datetime
import random
import uuid
from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from django.db import transaction

from aizuchi.anonymous_answers.asking_app import ClosedWindow
from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility, ReplyBoard, ReplyRound, ThreadMessage
from aizuchi.anonymous_answers.operations.open_window import GroupTooSmall, NobodyAsked, open_window
from aizuchi.anonymous_answers.operations.replies import MANY, MOST_REPLIES, check_length, list_possible_authors
from aizuchi.anonymous_answers.thread_keys import Reply, is_signed_by_author, seal_reply
from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, read_json
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person

LASTS = datetime.timedelta(days=14)
MOST_ANSWERS = 6
"""In one box: somebody may have written several things, and answers all of them at once."""
LONGEST_ROUND = 12_000
EVERYBODY = "everybody"
LIMITS = Limits(size=65_536, depth=4, values=100)


def exchange_replies(*, now: datetime.datetime) -> None:
    """Once a week. A board that breaks keeps no other waiting. Raises SomeFailed."""
    aside = FailedItems()
    waiting = ThreadMessage.objects.filter(written_by__isnull=False, sealed=b"").values("thread__board")
    for_each(ReplyBoard.objects.filter(pk__in=waiting).order_by("pk"), partial(_cross, now=now), aside=aside)
    lately = (now - datetime.timedelta(days=1)).date()  # any wall: over everywhere
    over = ReplyBoard.objects.filter(ends_on__lt=lately, rounds__window__eligibilities__isnull=False)
    for_each(over.order_by("pk").distinct(), _end, aside=aside)
    aside.tell()


@transaction.atomic
def _cross(board: ReplyBoard, *, now: datetime.datetime) -> None:
    """Replies wait while a round is open: an answer is to what everybody could have read from its first day on."""
    board = ReplyBoard.objects.select_for_update(of=("self",)).select_related("window__organization").get(pk=board.pk)
    today = board.window.organization.today(now)
    if today > board.ends_on or board.rounds.filter(window__released_on=None).exists():
        return
    with transaction.atomic():
        window = _open_round(board, today)
        if window is None or not _put_on_board(board, window):
            transaction.set_rollback(True)  # nothing crossed: no round either
            return
    board.crossed_on = today
    board.save(update_fields=["crossed_on"])


def _open_round(board: ReplyBoard, today: datetime.date) -> AnswerWindow | None:
    """None where too few of those who were asked are left."""
    asked = Eligibility.objects.filter(window=board.window).values("person")
    try:
        window = open_window(
            asking=board.window.asking,
            organization=board.window.organization,
            subject_key=f"{board.pk}:{board.rounds.count() + 1}",
            groups={EVERYBODY: set(Person.objects.filter(pk__in=asked).values_list("pk", flat=True))},
            starts_on=today,
            ends_on=today + LASTS,
            longest_answer=LONGEST_ROUND,
            k=board.window.k_mean,
        )
    except (GroupTooSmall, NobodyAsked):
        return None
    ReplyRound.objects.create(board=board, window=window)
    return window


def _put_on_board(board: ReplyBoard, window: AnswerWindow) -> int:
    waiting = ThreadMessage.objects.filter(thread__board=board, written_by__isnull=False, sealed=b"")
    crossing = []
    for message in waiting.select_related("thread", "written_by"):
        if list_possible_authors(message.thread, window).count() >= board.window.k_mean:
            crossing.append(message)
    _seal(board, crossing, rounds=board.rounds.exclude(window__released_on=None).count())
    return len(crossing)


def _seal(board: ReplyBoard, messages: Collection[ThreadMessage], *, rounds: int) -> None:
    """With their threads and writers loaded. `rounds`: so many have ended."""
    answers = ThreadMessage.objects.filter(thread__board=board, written_by__isnull=True)
    answered = set(answers.values_list("thread", "turn"))
    for message in messages:
        assert message.written_by
        reply = Reply(
            thread_id=message.thread.pk,
            turn=message.turn,
            by=message.written_by.full_name,
            about=message.about,
            text=message.text,
            rounds=rounds,
            is_answered=(message.thread_id, message.turn) in answered,
        )
        message.sealed = seal_reply(reply, sealing=bytes(message.thread.sealing_public), board_id=board.pk)
    ThreadMessage.objects.bulk_update(messages, ["sealed"], batch_size=MANY)


def find_round(window: AnswerWindow) -> ReplyRound | None:
    return ReplyRound.objects.select_related("board__window", "window").filter(window=window).first()


def take_round(one: ReplyRound, closed: ClosedWindow) -> None:
    """In the transaction that marks the round as released: what fits is kept, all else was never there."""
    found = [message for answer in closed.answers for message in _read_box(one, answer.said)]
    first = {(message.thread_id, message.turn): message for message in reversed(found)}
    messages = list(first.values())
    random.SystemRandom().shuffle(messages)
    ThreadMessage.objects.bulk_create(messages, batch_size=MANY)
    on_board = ThreadMessage.objects.filter(thread__board=one.board_id, written_by__isnull=False).exclude(sealed=b"")
    ended = one.board.rounds.exclude(window__released_on=None).exclude(pk=one.pk).count() + 1
    _seal(one.board, list(on_board.select_related("thread", "written_by")), rounds=ended)


def _read_box(one: ReplyRound, said: bytes) -> Iterator[ThreadMessage]:
    """Whoever made a box may have put anything into it."""
    try:
        content = read_json(said, LIMITS)
    except (NotReadable, TooMuch):
        return
    listed = content.get("answers") if isinstance(content, dict) else None
    for given in listed[:MOST_ANSWERS] if isinstance(listed, list) else ():
        if isinstance(given, dict) and (message := _read_answer(one, given)):
            yield message


def _read_answer(one: ReplyRound, given: dict[str, Any]) -> ThreadMessage | None:
    """None unless the author signed it, to a reply that has no answer yet, and so many may be the author as was said
    that there would be."""
    try:
        thread_id, turn, text = uuid.UUID(given["thread"]), int(given["turn"]), str(given["text"])
        signature = base64.b64decode(given["signature"], validate=True)
        words = check_length(text)
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error, Refusal):
        return None
    if not 1 <= turn <= MOST_REPLIES:
        return None
    replies = ThreadMessage.objects.filter(thread=thread_id, thread__board=one.board_id, turn=turn)
    reply = replies.filter(written_by__isnull=False).exclude(sealed=b"").select_related("thread").first()
    if reply is None or replies.filter(written_by__isnull=True).exists():
        return None
    signing, window_id = bytes(reply.thread.signing_public), one.window_id
    if not is_signed_by_author(text, signature, signing=signing, round_id=window_id, thread_id=thread_id, turn=turn):
        return None
    if list_possible_authors(reply.thread, one.window).count() < one.board.window.k_mean:
        return None
    return ThreadMessage(thread=reply.thread, turn=turn, text=words, round=one)


@transaction.atomic
def _end(board: ReplyBoard) -> None:
    """After a year nothing is to be fetched any more, and who could have answered is forgotten."""
    ThreadMessage.objects.filter(thread__board=board).exclude(sealed=b"").update(sealed=b"")
    Eligibility.objects.filter(window__reply_round__board=board).delete()
