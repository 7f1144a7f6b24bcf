"""Who may answer about whom, and when; what they say is sealed to keys that die. Read docs/anonymity.md first.

GroupSize    how many people a group has at least in this organization: raised, never lowered
AnswerWindow a time in which one app asks, with the sizes frozen for it: two weeks of feedback, or a survey; answers are
             taken until `answers_until`
AnswerGroup  people who are asked together about something that is nobody, frozen when the window opens
Eligibility  this person MAY answer about that one, or in that group, in this window. Never whether they did: nothing
             says so. What they may be asked is the business of the app that asks.
WindowKey    the signing key of who is answered about (or of a group) and a window, and the key that boxes are sealed
             to; both die
ReplyBoard   where replies to what was written in a window lie, sealed to keys that came with the words: `ReplyThread`
ReplyRound   a window in which authors may answer them; with `PossibleAuthors`, never fewer than its smallest group
ThreadMessage a reply, or an answer to it
(Box)        one sealed answer: no model, but a table in a database of its own, see mailbox.py
"""

from aizuchi.anonymous_answers.models.eligibility import Eligibility
from aizuchi.anonymous_answers.models.replies import (
    PossibleAuthors,
    ReplyBoard,
    ReplyRound,
    ReplyThread,
    ThreadMessage,
)
from aizuchi.anonymous_answers.models.window import ABOUT, AnswerGroup, AnswerWindow, GroupSize, WindowKey

__all__ = [
    "ABOUT",
    "AnswerGroup",
    "AnswerWindow",
    "Eligibility",
    "GroupSize",
    "PossibleAuthors",
    "ReplyBoard",
    "ReplyRound",
    "ReplyThread",
    "ThreadMessage",
    "WindowKey",
]
