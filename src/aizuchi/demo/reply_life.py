"""HR replies to what somebody wrote without a name, and whoever wrote it answers."""

import base64
import datetime
import random

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from aizuchi.anonymous_answers.models import AnswerWindow, ReplyRound, ThreadMessage
from aizuchi.anonymous_answers.operations import exchange_replies
from aizuchi.demo.content.voices import ANSWER_TO_REPLY, REPLY_TO_WORDS
from aizuchi.demo.staffing import Company
from aizuchi.surveys.models import Survey, TextAnswer
from aizuchi.surveys.operations import reply_to_words


def make_thread_keys(rng: random.Random) -> str:
    """As a browser sends them inside the sealed answer; the halves that open are kept nowhere."""
    keys = (ec.derive_private_key(rng.getrandbits(250) + 1, ec.SECP256R1()).public_key() for _ in range(2))
    return base64.b64encode(
        b"".join(key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint) for key in keys)
    ).decode()


def talk_about(company: Company, survey: Survey, text: str, *, now: datetime.datetime) -> None:
    """Nothing where too few wrote for words to be kept, as in a very small company."""
    words = TextAnswer.objects.filter(group__survey=survey, text=text).first()
    if words is None or words.thread_id is None:
        return
    hr = company.cast["fujishiro"]
    reply_to_words(actor=hr, survey_id=survey.pk, thread_id=words.thread_id, text=REPLY_TO_WORDS, now=now)
    exchange_replies(now=now)
    for one in ReplyRound.objects.filter(board__threads=words.thread_id):
        ThreadMessage.objects.create(thread_id=words.thread_id, turn=1, text=ANSWER_TO_REPLY, round=one)
        over = company.organization.today(now + datetime.timedelta(days=16))
        AnswerWindow.objects.filter(pk=one.window_id).update(released_on=over)
