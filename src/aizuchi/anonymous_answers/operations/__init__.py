"""What can be done with anonymous answers.

open_fortnight(asking, organization, now)   the fortnight we are in
sign_blinded_token(actor, eligibility_id, blinded, now)   a signature that nobody can recognise later
submit_sealed_answer(...)                   takes a sealed answer from nobody in particular
open_window(asking, ..., groups, ...)       a window about something that is nobody, with whom is asked, by groups
release_closed(now)                         every day: what groups said goes whole to the app that asked
start_threads, write_reply, exchange_replies   answering what was written: see exchange.py
run_release(now)                            once a week: boxes are opened, given to the app that asked, and destroyed
"""

from aizuchi.anonymous_answers.operations.access import WindowClosed, access_eligibility, find_right
from aizuchi.anonymous_answers.operations.exchange import exchange_replies
from aizuchi.anonymous_answers.operations.open_window import open_window
from aizuchi.anonymous_answers.operations.release_window import release_closed
from aizuchi.anonymous_answers.operations.replies import NewThread, start_threads, write_reply
from aizuchi.anonymous_answers.operations.run_release import run_release
from aizuchi.anonymous_answers.operations.sign import (
    KeyNotReady,
    TooManyTokens,
    get_public_keys,
    sign_blinded_token,
)
from aizuchi.anonymous_answers.operations.submit import NotASealedAnswer, TokenForged, submit_sealed_answer
from aizuchi.anonymous_answers.operations.windows import open_fortnight

__all__ = [
    "KeyNotReady",
    "NewThread",
    "NotASealedAnswer",
    "TokenForged",
    "TooManyTokens",
    "WindowClosed",
    "access_eligibility",
    "exchange_replies",
    "find_right",
    "get_public_keys",
    "open_fortnight",
    "open_window",
    "release_closed",
    "run_release",
    "sign_blinded_token",
    "start_threads",
    "submit_sealed_answer",
    "write_reply",
]
