"""HR or a head replies to what somebody wrote without a name."""

import datetime
import uuid

from django.db import transaction

from aizuchi.anonymous_answers.models import ThreadMessage
from aizuchi.anonymous_answers.operations import write_reply
from aizuchi.people.models import Person
from aizuchi.surveys.operations.access import record_step
from aizuchi.surveys.queries.replies import access_thread


@transaction.atomic
def reply_to_words(
    *, actor: Person, survey_id: uuid.UUID, thread_id: uuid.UUID, text: str, now: datetime.datetime
) -> ThreadMessage:
    """By whoever reads the words. Raises Http404, and the refusals of `anonymous_answers.operations.replies`."""
    survey, words = access_thread(actor, survey_id, thread_id, now=now)
    message = write_reply(actor=actor, thread_id=thread_id, about=words.text, text=text, now=now)
    record_step(survey, "replied", actor, now)
    return message
