"""Who may open a note: the members of its circle and nobody else, whatever their role."""

from aizuchi.notes.models import CircleMember, Document
from aizuchi.people.models import Person


def may_read(viewer: Person, document: Document) -> bool:
    return CircleMember.objects.filter(circle=document.circle_id, person=viewer).exists()


def may_write(viewer: Person, document: Document) -> bool:
    return CircleMember.objects.filter(circle=document.circle_id, person=viewer, may_write=True).exists()
