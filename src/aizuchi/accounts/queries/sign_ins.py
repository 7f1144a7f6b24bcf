"""When and how people came in, and where it was tried in vain: to the hour, as sessions."""

import datetime
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from aizuchi.accounts.models import SignIn
from aizuchi.accounts.queries.sessions import say_device
from aizuchi.people.models import Organization, Person
from aizuchi.people.search import fold_query

PAGE_SIZE = 50
OWN_SHOWN = 10


@dataclass(frozen=True)
class SignInLine:
    person: Person
    hour: datetime.datetime
    way: str
    second_check: str
    device: str
    came_in: bool
    times: int


def list_own_sign_ins(viewer: Person) -> list[SignInLine]:
    latest = SignIn.objects.filter(person=viewer).select_related("person").order_by("-hour", "-pk")
    return [_in_words(row) for row in latest[:OWN_SHOWN]]


def list_sign_ins(
    organization: Organization, *, name: str, only_failed: bool, number: int
) -> tuple[list[SignInLine], "Page[SignIn]"]:
    rows: QuerySet[SignIn] = SignIn.objects.filter(person__organization=organization).select_related("person")
    if only_failed:
        rows = rows.filter(came_in=False)
    for word in fold_query(name):
        rows = rows.filter(person__search_text__contains=word)
    page = Paginator(rows.order_by("-hour", "-pk"), PAGE_SIZE).get_page(number)
    return [_in_words(row) for row in page], page


def _in_words(row: SignIn) -> SignInLine:
    return SignInLine(
        person=row.person,
        hour=row.hour,
        way=row.get_way_display(),
        second_check=row.get_second_check_display() if row.second_check else "",
        device=say_device(row.device),
        came_in=row.came_in,
        times=row.times,
    )
