"""Loading a right, or saying that it is not there."""

import datetime
import uuid

from django.http import Http404

from aizuchi.feedback import policies
from aizuchi.feedback.models import Right
from aizuchi.people.models import Person


class WindowClosed(Exception):
    """No answers are taken any more, or not yet."""


def access_right(*, viewer: Person, right_id: uuid.UUID, now: datetime.datetime) -> Right:
    """404 for everybody but the mentee it belongs to; raises WindowClosed once it is too late."""
    right = Right.objects.visible_to(viewer).select_related("window").filter(pk=right_id).first()
    if right is None:
        raise Http404
    if not policies.may_answer(viewer, right, viewer.organization.today(now)):
        raise WindowClosed
    return right
