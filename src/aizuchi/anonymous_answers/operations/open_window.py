"""Asking groups about something that is nobody: who is asked, and with whom, stands still from here on."""

import datetime
import random
import uuid
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aizuchi.anonymous_answers.asking_app import get_asking_app
from aizuchi.anonymous_answers.models import AnswerGroup, AnswerWindow, Eligibility, GroupSize
from aizuchi.anonymous_answers.models.window import LEAST_FOR_MEANS
from aizuchi.anonymous_answers.periods import quarter_start
from aizuchi.anonymous_answers.sizes import TooLong, choose_size
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Leave, Organization, Person

USUAL_K = 10
MANY = 2000
Groups = Mapping[str, Collection[uuid.UUID]]
"""Who is asked, by the key of their group."""


class GroupTooSmall(Refusal):
    """`groups` are those of too few, by their keys."""

    def __init__(self, groups: Iterable[str], k: int) -> None:
        self.groups = sorted(groups)
        super().__init__(
            _("Each group needs at least %(k)d people who can answer. Put smaller groups together first.") % {"k": k}
        )


class AskedTwice(Refusal):
    sentence = _("Somebody is in two of these groups. Everybody can be asked in one only.")


class NobodyAsked(Refusal):
    sentence = _("Nobody is asked yet. Choose whom to ask first.")


class StrangerAsked(Refusal):
    sentence = _("Somebody in these groups does not belong to this organization.")


class SizeTooSmall(Refusal):
    sentence = _("A group has at least five people, whatever is asked.")


class EndsTooSoon(Refusal):
    sentence = _("The last day cannot be before the first.")


class AlreadyOpened(Refusal):
    sentence = _("This was opened already, and who is asked can no longer change.")


class AnswersTooLong(Refusal):
    sentence = _("All answers together can become too long. Please allow shorter texts, or fewer of them.")


@transaction.atomic
def open_window(
    *,
    asking: str,
    organization: Organization,
    subject_key: str,
    groups: Groups,
    starts_on: datetime.date,
    ends_on: datetime.date,
    longest_answer: int,
    k: int = USUAL_K,
) -> AnswerWindow:
    """All or nothing. `longest_answer` is of how many bytes an answer is at most, whatever is said.

    Those who have left, or are on leave for the whole of it, are not asked, and count for no group. An organization
    that promised larger groups has them here too. Raises the refusals above.
    """
    k = max(_check_size(k), GroupSize.of(organization.pk).k_mean)
    if ends_on < starts_on:
        raise EndsTooSoon
    window = _make_window(asking, organization, subject_key, starts_on, ends_on, longest_answer, k)
    asked = _leave_out_absent(groups, organization, window)
    if small := [key for key, people in asked.items() if len(people) < k]:
        raise GroupTooSmall(small, k)
    _give_rights(window, asked)
    return window


def _check_size(k: int) -> int:
    if k < LEAST_FOR_MEANS:
        raise SizeTooSmall
    return k


def _make_window(
    asking: str,
    organization: Organization,
    subject_key: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    longest_answer: int,
    k: int,
) -> AnswerWindow:
    assert subject_key
    try:
        plain_bytes = choose_size(longest_answer)
    except TooLong as error:
        raise AnswersTooLong from error
    window, is_new = AnswerWindow.objects.get_or_create(
        organization=organization,
        asking=asking,
        subject_key=subject_key,
        starts_on=starts_on,
        defaults={
            "ends_on": ends_on,
            "quarter_on": quarter_start(starts_on),
            "k_band": k,
            "k_mean": k,
            "plain_bytes": plain_bytes,
            "grace_days": get_asking_app(asking).grace.days,
        },
    )
    if not is_new:
        raise AlreadyOpened
    return window


def _leave_out_absent(groups: Groups, organization: Organization, window: AnswerWindow) -> dict[str, set[uuid.UUID]]:
    asked = {key: set(people) for key, people in groups.items()}
    everybody = set[uuid.UUID]().union(*asked.values())
    if not everybody:
        raise NobodyAsked
    if len(everybody) < sum(map(len, asked.values())):
        raise AskedTwice
    ours = Person.objects.filter(organization=organization)
    if not everybody <= set(ours.values_list("pk", flat=True)):
        raise StrangerAsked
    absent = set(ours.filter(_is_absent(window)).values_list("pk", flat=True))
    return {key: people - absent for key, people in asked.items()}


def _is_absent(window: AnswerWindow) -> Q:
    away = Leave.objects.on(window.starts_on).on(window.answers_until)
    return Q(left_on__lt=window.starts_on) | Q(pk__in=away.values("person"))


def _give_rights(window: AnswerWindow, asked: Mapping[str, set[uuid.UUID]]) -> None:
    groups = AnswerGroup.objects.bulk_create(AnswerGroup(window=window, key=key) for key in sorted(asked))
    rights = [
        Eligibility(window_id=window.pk, group_id=group.pk, person_id=one)
        for group in groups
        for one in asked[group.key]
    ]
    random.SystemRandom().shuffle(rights)
    Eligibility.objects.bulk_create(rights, batch_size=MANY)
