"""HR replies to what somebody wrote without a name, and whoever wrote it answers: both cross as any others do."""

import base64
import datetime
import json
import random
import uuid

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from aizuchi.anonymous_answers.asking_app import ClosedWindow, GroupAnswer
from aizuchi.anonymous_answers.models import AnswerWindow, ReplyRound, ReplyThread
from aizuchi.anonymous_answers.operations import exchange_replies
from aizuchi.anonymous_answers.operations.exchange import EVERYBODY, take_round
from aizuchi.anonymous_answers.thread_keys import NUMBER_BYTES, bind_answer
from aizuchi.demo.content.voices import ANSWER_TO_REPLY, REPLY_TO_WORDS
from aizuchi.demo.staffing import Company
from aizuchi.surveys.models import Survey, TextAnswer
from aizuchi.surveys.operations import reply_to_words


class Author:
    """What the browser of whoever wrote something keeps."""

    def __init__(self, rng: random.Random) -> None:
        self.opening, self.signing = (ec.derive_private_key(rng.getrandbits(250) + 1, ec.SECP256R1()) for _ in range(2))

    @property
    def sent(self) -> str:
        """As it travels inside the sealed answer."""
        return base64.b64encode(_compress(self.opening) + _compress(self.signing)).decode()

    def answer(self, thread_id: uuid.UUID, text: str, *, round_id: uuid.UUID) -> bytes:
        signed = self.signing.sign(bind_answer(text, round_id, thread_id, 1), ec.ECDSA(SHA256()))
        signature = b"".join(number.to_bytes(NUMBER_BYTES) for number in decode_dss_signature(signed))
        told = {"thread": str(thread_id), "turn": 1, "text": text, "signature": base64.b64encode(signature).decode()}
        return json.dumps({"answers": [told]}).encode()


def talk_about(company: Company, survey: Survey, author: Author, *, now: datetime.datetime) -> None:
    """Nothing where too few wrote for words to be kept, as in a very small company."""
    threads = ReplyThread.objects.filter(signing_public=_compress(author.signing))
    words = TextAnswer.objects.filter(thread__in=threads, group__survey=survey).first()
    if words is None or words.thread_id is None:
        return
    hr = company.cast["fujishiro"]
    reply_to_words(actor=hr, survey_id=survey.pk, thread_id=words.thread_id, text=REPLY_TO_WORDS, now=now)
    exchange_replies(now=now)
    for one in ReplyRound.objects.filter(board__threads=words.thread_id).select_related("board__window", "window"):
        said = author.answer(words.thread_id, ANSWER_TO_REPLY, round_id=one.window_id)
        _release(one, said, company.organization.today(now + datetime.timedelta(days=16)))


def _release(one: ReplyRound, said: bytes, on: datetime.date) -> None:
    """As the daily tick does, but that nothing was sealed."""
    closed = ClosedWindow(
        window_id=one.window_id,
        organization_id=one.window.organization_id,
        subject_key=one.window.subject_key,
        k=one.window.k_mean,
        groups={},
        answers=[GroupAnswer(group=EVERYBODY, said=said)],
    )
    take_round(one, closed)
    AnswerWindow.objects.filter(pk=one.window_id).update(released_on=on)


def _compress(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
