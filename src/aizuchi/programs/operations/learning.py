"""One line of learning after a talk: written, read and thrown away by one person alone."""

import datetime
import uuid

from django.db import transaction
from django.shortcuts import get_object_or_404

from aizuchi.kernel.keys import data_key_made_for
from aizuchi.people.models import Person
from aizuchi.programs.learning_lines import LONGEST_LINE, seal_line
from aizuchi.programs.models import LearningLine
from aizuchi.programs.operations.partners import access_own_match
from aizuchi.programs.refusals import LineTooLong, NothingWritten


@transaction.atomic
def keep_learning_line(*, actor: Person, match_id: uuid.UUID, words: str, now: datetime.datetime) -> LearningLine:
    """Raises Http404, NothingWritten, LineTooLong."""
    own = access_own_match(viewer=actor, match_id=match_id)
    said = " ".join(words.split())
    if not said:
        raise NothingWritten
    if len(said) > LONGEST_LINE:
        raise LineTooLong
    line = LearningLine(person=actor, match=own.match, written_on=actor.today(now))
    key = data_key_made_for(owner=actor.pk, organization_id=actor.organization_id, now=now)
    line.sealed = seal_line(line, said, key=key)
    line.save()
    return line


@transaction.atomic
def remove_learning_line(*, actor: Person, line_id: uuid.UUID) -> None:
    """Raises Http404."""
    get_object_or_404(LearningLine.objects.visible_to(actor), pk=line_id).delete()
