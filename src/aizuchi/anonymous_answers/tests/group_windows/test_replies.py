"""Replying to what somebody wrote without a name, and being answered by them."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from tests.cast import Cast

from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility, ReplyBoard, ReplyRound, ThreadMessage
from aizuchi.anonymous_answers.operations import NewThread, exchange_replies, release_closed, start_threads, write_reply
from aizuchi.anonymous_answers.operations import exchange as crossing
from aizuchi.anonymous_answers.operations.replies import (
    MOST_REPLIES,
    BoardOver,
    EnoughReplies,
    HoldsLink,
    NothingWritten,
    ReplyTooLong,
    TooFewAuthors,
)
from aizuchi.anonymous_answers.sizes import sealed_size
from aizuchi.anonymous_answers.tests.attacks.timing import watch_threads
from aizuchi.anonymous_answers.tests.group_windows.authors import Author, write_box
from aizuchi.anonymous_answers.tests.group_windows.polls import DAY, OVER, SALES, SUPPORT, Fill, Open, rights_of
from aizuchi.anonymous_answers.thread_keys import LONGEST_MESSAGE, ThreadKeys
from aizuchi.kernel.jobs.each import SomeFailed
from aizuchi.people.models import Person

pytestmark = pytest.mark.database

THEN = OVER + 2 * DAY


@dataclass
class Talk:
    """What two people of the same group wrote, and those who reply."""

    cast: Cast
    window: AnswerWindow
    authors: tuple[Author, Author]
    threads: list[uuid.UUID]
    fill: Fill

    def reply(
        self, text: str = "もう少し聞かせてください。", *, thread: int = 0, now: datetime.datetime = THEN
    ) -> ThreadMessage:
        return write_reply(actor=self.cast.hr, thread_id=self.threads[thread], about="忙しいです", text=text, now=now)

    @property
    def board(self) -> ReplyBoard:
        return ReplyBoard.objects.get()

    @property
    def sealed(self) -> list[bytes]:
        """As every browser of whoever was asked fetches it."""
        return [bytes(one.sealed) for one in ThreadMessage.objects.exclude(sealed=b"")]

    def read(self, author: int = 0) -> list[dict[str, Any]]:
        found = [self.authors[author].open(one, self.board.pk) for one in self.sealed]
        return [one for one in found if one]

    def cross(self, *, now: datetime.datetime = THEN) -> ReplyRound:
        exchange_replies(now=now)
        return ReplyRound.objects.order_by("-pk")[0]

    def answer(self, *answers: object, now: datetime.datetime = THEN) -> None:
        """From a browser of somebody of the group: which of them it is shows nowhere."""
        right = rights_of(ReplyRound.objects.order_by("-pk")[0].window)[0]
        self.fill(right, write_box(*answers), now=now).drop(now=now)

    def end_round(self, *, after: datetime.timedelta = 15 * DAY) -> None:
        release_closed(now=THEN + after)
        release_closed(now=THEN + after + DAY)

    @property
    def answers(self) -> list[tuple[uuid.UUID, int, str]]:
        found = ThreadMessage.objects.filter(written_by__isnull=True)
        return list(found.order_by("turn").values_list("thread", "turn", "text"))


@pytest.fixture
def talk(cast: Cast, open_poll: Open, fill: Fill) -> Talk:
    window, authors = open_poll(), (Author(), Author())
    new = [NewThread(one.keys, frozenset({SALES})) for one in authors]
    return Talk(cast, window, authors, start_threads(window_id=window.pk, new=new, on=OVER.date()), fill)


def leave(group: str, window: AnswerWindow, count: int, on: datetime.date) -> None:
    people = [right.person_id for right in rights_of(window, group)[:count]]
    Person.objects.filter(pk__in=people).update(left_on=on)


def test_the_author_reads_a_reply_and_answers_and_nobody_else_can(talk: Talk) -> None:
    talk.reply()
    one = talk.cross()

    (reply,) = talk.read()
    assert (reply["by"], reply["about"], reply["text"]) == (
        talk.cast.hr.full_name,
        "忙しいです",
        "もう少し聞かせてください。",
    )
    assert talk.read(author=1) == []
    stranger = talk.authors[1].answer(reply, "わたしです", round_id=one.window_id)
    talk.answer(stranger, talk.authors[0].answer(reply, "毎週です", round_id=one.window_id))
    assert talk.answers == []
    talk.end_round()

    assert talk.answers == [(talk.threads[0], 1, "毎週です")]


def test_only_the_author_learns_whether_an_answer_was_taken(talk: Talk) -> None:
    """All that lies on the board is sealed anew, so that nothing there shows which was answered."""
    talk.reply()
    talk.reply("こちらも", thread=1)
    one = talk.cross()
    before, (reply,) = set(talk.sealed), talk.read()
    assert (reply["rounds"], reply["answered"]) == (0, False)
    talk.answer(talk.authors[0].answer(reply, "はい", round_id=one.window_id))
    talk.end_round()

    assert [(told["rounds"], told["answered"]) for author in (0, 1) for told in talk.read(author)] == [
        (1, True),
        (1, False),
    ]
    assert not before & set(talk.sealed)
    assert {len(sealed) for sealed in talk.sealed} == {sealed_size(3072)}


def test_both_directions_cross_at_ticks_only(talk: Talk) -> None:
    talk.reply()
    assert (talk.sealed, talk.board.crossed_on) == ([], None)

    one = talk.cross()
    assert talk.board.crossed_on == THEN.date()
    talk.reply("つぎの返信", now=THEN + DAY)
    talk.answer(talk.authors[0].answer(talk.read()[0], "はい", round_id=one.window_id))
    talk.cross(now=THEN + 7 * DAY)  # while the round is open nothing crosses

    assert (len(talk.sealed), talk.answers) == (1, [])
    talk.end_round()
    assert len(talk.answers) == 1
    talk.cross(now=THEN + 21 * DAY)
    assert len(talk.sealed) == 2


def test_what_lies_on_the_board_is_equally_long_whatever_it_says(talk: Talk) -> None:
    talk.reply("は")
    talk.reply("長" * LONGEST_MESSAGE, thread=1)
    talk.cross()

    assert {len(one) for one in talk.sealed} == {sealed_size(3072)}
    assert len(talk.read(author=1)[0]["text"]) == LONGEST_MESSAGE


def test_everybody_who_was_asked_gets_the_same_right_to_answer_it(talk: Talk) -> None:
    talk.reply()
    one = talk.cross()

    asked, again = (
        set(Eligibility.objects.filter(window=of).values_list("person")) for of in (talk.window, one.window)
    )
    assert asked == again
    assert {right.group.key for right in rights_of(one.window)} == {"everybody"}


@pytest.mark.parametrize("fault", ["round", "turn", "text", "signature", "long", "huge"])
def test_nothing_else_is_taken_for_a_thread(talk: Talk, fault: str) -> None:
    talk.reply()
    one = talk.cross()
    (reply,) = talk.read()
    author = talk.authors[0]
    told = {
        "round": author.answer(reply, "はい", round_id=talk.window.pk),
        "turn": author.answer(reply | {"turn": 2}, "はい", round_id=one.window_id),
        "text": author.answer(reply, "はい", round_id=one.window_id) | {"text": "いいえ"},
        "signature": author.answer(reply, "はい", round_id=one.window_id) | {"signature": "AAAA"},
        "long": author.answer(reply, "は" * (LONGEST_MESSAGE + 1), round_id=one.window_id),
        "huge": author.answer(reply | {"turn": 10**30}, "はい", round_id=one.window_id),
    }
    talk.answer(told[fault], {"thread": 1}, 7, None)
    talk.end_round()

    assert talk.answers == []
    assert not AnswerWindow.objects.filter(pk=one.window_id, released_on=None).exists()


def test_a_reply_is_answered_once(talk: Talk) -> None:
    talk.reply()
    one = talk.cross()
    (reply,) = talk.read()
    first, second = (talk.authors[0].answer(reply, text, round_id=one.window_id) for text in ("一", "二"))
    talk.answer(first, second)
    talk.end_round()
    talk.reply("また", now=THEN + 20 * DAY)
    again = talk.cross(now=THEN + 21 * DAY)
    talk.answer(talk.authors[0].answer(reply, "三", round_id=again.window_id), now=THEN + 21 * DAY)
    talk.end_round(after=36 * DAY)

    assert talk.answers == [(talk.threads[0], 1, "一")]


def test_where_too_few_possible_authors_are_left_the_exchange_ends(talk: Talk) -> None:
    """Six could have written it. Of two who left, one may be the author: four are fewer than the five promised."""
    leave(SUPPORT, talk.window, 3, THEN.date())  # nobody of whom the author may be
    leave(SALES, talk.window, 1, THEN.date())
    talk.reply()
    leave(SALES, talk.window, 2, THEN.date())

    with pytest.raises(TooFewAuthors):
        talk.reply("もう一度", now=THEN + DAY)
    exchange_replies(now=THEN + DAY)

    assert talk.sealed == []
    assert not ReplyRound.objects.exists()


def test_rounds_do_not_narrow_down_who_the_author_is(talk: Talk) -> None:
    """Whoever had no right in a round in which the author answered is not the author."""
    talk.reply()
    one = talk.cross()
    (reply,) = talk.read()
    talk.answer(talk.authors[0].answer(reply, "一", round_id=one.window_id))
    talk.end_round()
    two = [right.person_id for right in rights_of(talk.window, SALES)[:2]]
    Eligibility.objects.filter(window=one.window, person__in=two).delete()  # as if they had been on leave all the time

    with pytest.raises(TooFewAuthors):
        talk.reply("また", now=THEN + 20 * DAY)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("  ", NothingWritten),
        ("長" * (LONGEST_MESSAGE + 1), ReplyTooLong),
        ("https://forms.example/x を見て", HoldsLink),
        ("bit.ly/abc", HoldsLink),
    ],
)
def test_a_reply_is_plain_words(talk: Talk, text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        talk.reply(text)


def test_until_it_crosses_it_is_written_anew_and_there_is_an_end(talk: Talk) -> None:
    talk.reply("はじめ")
    talk.reply("なおした")
    assert ThreadMessage.objects.get().text == "なおした"

    for turn in range(1, MOST_REPLIES + 1):
        ThreadMessage.objects.filter(sealed=b"").update(sealed=b"crossed")
        if turn < MOST_REPLIES:
            talk.reply("つぎ")
    with pytest.raises(EnoughReplies):
        talk.reply("まだある")
    with pytest.raises(BoardOver):
        talk.reply("遅い", now=THEN + 400 * DAY)


def test_after_a_year_nothing_is_fetched_and_rights_of_rounds_are_forgotten(talk: Talk) -> None:
    talk.reply()
    one = talk.cross()

    exchange_replies(now=THEN + 370 * DAY)

    assert talk.sealed == []
    assert not Eligibility.objects.filter(window=one.window).exists()
    assert Eligibility.objects.filter(window=talk.window).exists()


def test_a_board_that_breaks_keeps_no_other_waiting(
    talk: Talk, open_poll: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_poll(subject_key="poll-2")
    new = [NewThread(Author().keys, frozenset({SUPPORT}))]
    (thread,) = start_threads(window_id=other.pk, new=new, on=OVER.date())
    talk.reply()
    write_reply(actor=talk.cast.hr, thread_id=thread, about="", text="はい", now=THEN)
    usual, broken = crossing.seal_reply, []

    def seal(*args: Any, **kwargs: Any) -> bytes:
        if not broken:
            broken.append(True)
            raise RecursionError
        return usual(*args, **kwargs)

    monkeypatch.setattr(crossing, "seal_reply", seal)
    with pytest.raises(SomeFailed):
        exchange_replies(now=THEN)

    assert ThreadMessage.objects.exclude(sealed=b"").count() == 1
    exchange_replies(now=THEN)
    assert ThreadMessage.objects.exclude(sealed=b"").count() == 2
    assert ReplyRound.objects.count() == 2


@pytest.mark.parametrize("odd", [None, 7, "", "AAAA", "!" * 88, "A" * 88, ["x"]])
def test_what_is_no_pair_of_keys_makes_no_thread(odd: object) -> None:
    assert ThreadKeys.read(odd) is None


def test_keys_come_through_as_a_browser_sends_them() -> None:
    author = Author()

    assert ThreadKeys.read(author.sent) == author.keys


def test_fetching_is_the_same_for_everybody(
    talk: Talk, cast: Cast, client_for: Callable[[Person], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.reply()
    talk.cross()
    talk.window.asking = "surveys"
    talk.window.save(update_fields=["asking"])
    address, nowhere = (f"/surveys/answers/board/{key}/" for key in (talk.board.pk, uuid.uuid4()))
    pages = [client.get(address) for client in (Client(), client_for(cast.member), client_for(cast.hr))]

    assert len({page.content for page in pages}) == 1
    assert len(pages[0].json()["replies"]) == 1
    assert not any(page.cookies for page in pages)
    assert Client().get(nowhere).json() == {"replies": []}


def test_when_an_answer_shows_does_not_tell_whose_it_is() -> None:
    at_once, each_day, by_rounds = watch_threads(rounds=400, people=10, seed=2)

    assert at_once.success > 0.7
    assert each_day.success > by_rounds.success
    assert by_rounds.success < 0.14
