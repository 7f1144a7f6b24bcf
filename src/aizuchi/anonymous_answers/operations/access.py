"""Loading a right, or saying that it is not there."""

import datetime
import uuid

from django.http import Http404

from aizuchi.anonymous_answers import policies
from aizuchi.anonymous_answers.models import Eligibility
from aizuchi.people.models import Person


class WindowClosed(Exception):
    """No answers are taken any more, or not yet."""


def find_right(*, viewer: Person, asking: str, window_id: uuid.UUID, subject_id: uuid.UUID) -> uuid.UUID:
    """The viewer's own; 404 for everybody else. Addresses say about whom (or in which group) and when, which is the
    same for all who may answer: whoever reads them in a log does not learn who was there."""
    rights = Eligibility.objects.visible_to(viewer).of(asking).filter(window=window_id).about(subject_id)
    found = rights.values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return found


def access_eligibility(*, viewer: Person, eligibility_id: uuid.UUID, now: datetime.datetime) -> Eligibility:
    """404 for everybody but whose it is; raises WindowClosed once it is too late."""
    eligibility = Eligibility.objects.visible_to(viewer).select_related("window").filter(pk=eligibility_id).first()
    if eligibility is None:
        raise Http404
    if not policies.may_answer(viewer, eligibility, viewer.organization.today(now)):
        raise WindowClosed
    return eligibility
