"""A link in a mail by which one person answers one survey, once, without signing in.

Only where the survey is named and asks nothing delicate. It writes, and shows nothing that was answered before: whoever
gets hold of the mail can answer in that person's place, as with a paper form, and read nothing of theirs.
"""

import datetime
import uuid
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from aizuchi.kernel.addresses import absolute
from aizuchi.surveys.models import Survey

SALT = "aizuchi.surveys.answer"
LONGEST = datetime.timedelta(days=92)
"""Sooner it ends with its survey."""


class BrokenAnswerLink(ValueError):
    """It was changed, or made for something else."""


class AnswerLinkOver(BrokenAnswerLink):
    """It is too old."""


@dataclass(frozen=True)
class AnswerLink:
    survey_id: uuid.UUID
    person_id: uuid.UUID


def may_be_answered_by_link(survey: Survey) -> bool:
    """Never without names: who opened a link is known. Never how somebody is."""
    return survey.is_anonymous is False and survey.kind != Survey.Kind.CONDITION and not survey.read().asks_condition


def make_answer_link(*, survey_id: uuid.UUID, person_id: uuid.UUID) -> str:
    token = signing.dumps([str(survey_id), str(person_id)], salt=SALT)
    return absolute(reverse("surveys:quick_answer", args=[token]))


def read_answer_link(token: str) -> AnswerLink:
    """Whether it is still good, the survey tells. Raises BrokenAnswerLink, AnswerLinkOver."""
    try:
        survey_id, person_id = map(uuid.UUID, signing.loads(token, salt=SALT, max_age=LONGEST))
    except signing.SignatureExpired as over:
        raise AnswerLinkOver from over
    except (signing.BadSignature, ValueError, TypeError, AttributeError) as broken:
        raise BrokenAnswerLink from broken
    return AnswerLink(survey_id, person_id)
