"""Who may open a note: the members of its circle and nobody else, whatever their role."""

import datetime

from aizuchi.notes.models import CircleMember, Document
from aizuchi.people.models import Person
from aizuchi.people.policies import is_administrator, is_hr


def may_write(viewer: Person, document: Document) -> bool:
    return CircleMember.objects.filter(circle=document.circle_id, person=viewer, may_write=True).exists()


def may_set_retention(actor: Person, *, on: datetime.date) -> bool:
    """How long words are kept is the organization's rule; it opens none of them."""
    return is_hr(actor, on=on) or is_administrator(actor, on=on)
