"""Taking a sealed answer from nobody in particular."""

import datetime
import uuid

from aizuchi.anonymous_answers import mailbox
from aizuchi.anonymous_answers.blind_rsa import SIGNATURE_BYTES, TOKEN_BYTES, is_signed
from aizuchi.anonymous_answers.models import WindowKey
from aizuchi.anonymous_answers.operations.access import WindowClosed
from aizuchi.anonymous_answers.operations.keys import load_signing_public
from aizuchi.anonymous_answers.sealed_answers import SEALED_BYTES, hash_token


class NotASealedAnswer(Exception):
    """Not of the size that every box has."""


class TokenForged(Exception):
    """Not signed by us, or for somebody else or another window."""


def submit_sealed_answer(
    *,
    subject_id: uuid.UUID,
    window_id: uuid.UUID,
    token: bytes,
    signature: bytes,
    sealed: bytes,
    now: datetime.datetime,
) -> None:
    """Keeps the box under the hash of its token, and nothing else: no time, no address, no person.

    The same box again is fine, because answers to requests get lost. Raises NotASealedAnswer, TokenForged,
    WindowClosed and mailbox.TokenUsed.
    """
    if (len(token), len(signature), len(sealed)) != (TOKEN_BYTES, SIGNATURE_BYTES, SEALED_BYTES):
        raise NotASealedAnswer
    key = WindowKey.objects.select_related("window__organization").filter(window=window_id, subject=subject_id).first()
    if key is None or not is_signed(token, signature, key=load_signing_public(key)):
        raise TokenForged
    if not key.window.takes_answers_on(key.window.organization.today(now)):
        raise WindowClosed
    mailbox.put(mailbox.SealedAnswer(hash_token(token), subject_id, window_id, sealed))
