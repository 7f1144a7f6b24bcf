"""Taking a sealed answer from nobody in particular."""

import datetime
import uuid

from aizuchi.anonymous_answers import mailbox
from aizuchi.anonymous_answers.blind_rsa import SIGNATURE_BYTES, TOKEN_BYTES, is_signed
from aizuchi.anonymous_answers.models import WindowKey
from aizuchi.anonymous_answers.operations.access import WindowClosed
from aizuchi.anonymous_answers.operations.keys import load_signing_public
from aizuchi.anonymous_answers.sealed_answers import hash_token
from aizuchi.anonymous_answers.sizes import SIZES, sealed_size

SEALED_BYTES = {sealed_size(size) for size in SIZES}


class NotASealedAnswer(Exception):
    """Not of the size that every box of its window has."""


class TokenForged(Exception):
    """Not signed by us, or for somebody else, another group, another window or another app."""


def submit_sealed_answer(
    *,
    asking: str,
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
    if (len(token), len(signature)) != (TOKEN_BYTES, SIGNATURE_BYTES) or len(sealed) not in SEALED_BYTES:
        raise NotASealedAnswer
    keys = WindowKey.objects.filter(window=window_id, window__asking=asking).about(subject_id)
    key = keys.select_related("window__organization").first()
    if key is None or not is_signed(token, signature, key=load_signing_public(key)):
        raise TokenForged
    if len(sealed) != sealed_size(key.window.plain_bytes):
        raise NotASealedAnswer
    if not key.window.takes_answers_on(key.window.organization.today(now)):
        raise WindowClosed
    mailbox.put(mailbox.SealedAnswer(hash_token(token), subject_id, window_id, sealed))
