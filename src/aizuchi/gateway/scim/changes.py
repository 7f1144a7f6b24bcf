"""What one request changes: counted, held back where too much would end, and undone where it is only to be shown."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Max
from scim2_models import ConflictException

from aizuchi.gateway.leaving import FEW
from aizuchi.gateway.models import Connector, ConnectorChange, HeldChange
from aizuchi.people.models import Organization, Person

WINDOW = datetime.timedelta(days=1)
GUARDED, ELSEWHERE = "address_of_administrator", "address_elsewhere"
"""Why an address is left as it was."""

Kind = ConnectorChange.Kind
ENDINGS = (Kind.LEFT, Kind.UNSUPERVISED)
_HELD_AS = {
    Kind.ADDED: HeldChange.Kind.ADD,
    Kind.CHANGED: HeldChange.Kind.CHANGE,
    Kind.LEFT: HeldChange.Kind.LEAVE,
    Kind.RETURNED: HeldChange.Kind.RETURN,
    Kind.UNSUPERVISED: HeldChange.Kind.UNSUPERVISE,
}


@dataclass(frozen=True, kw_only=True)
class Wish:
    kind: str
    person: Person | None
    key: str
    what: str = ""


@dataclass(frozen=True)
class Miss:
    """What is not taken over of somebody, while all else is."""

    reason: str
    value: str
    person: Person | None = None
    """Whom the record names: nobody, where it is no more than a word that is not understood."""


class OnlyShown(ConflictException):
    """Everything worked, and all of it is taken back."""

    def __init__(self, wishes: list[Wish]) -> None:
        super().__init__(detail="This connection only shows what it would do. An administrator has to release it")
        self.wishes = wishes


class HeldBack(ConflictException):
    """Too many would leave: an administrator is asked first."""

    def __init__(self, wish: Wish) -> None:
        super().__init__(detail="Too many people would leave at once. An administrator has to let it through")
        self.wish = wish


@dataclass(kw_only=True)
class Changes:
    connector: Connector
    now: datetime.datetime
    made: list[tuple[str, Person | None, str]] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)

    @property
    def has_noted(self) -> bool:
        return bool(self.made)

    def note(self, kind: str, person: Person | None, what: str = "") -> None:
        self.made.append((kind, person, what))

    def miss(self, reason: str, value: str, person: Person | None = None) -> None:
        miss = Miss(reason, value, person)
        if miss not in self.misses:
            self.misses.append(miss)

    def find_miss(self, reason: str) -> Miss | None:
        return next((miss for miss in self.misses if miss.reason == reason), None)

    def guard_ending(self, kind: str, person: Person) -> None:
        """Raises HeldBack. Where it is only shown, everything is."""
        if self.connector.mode == Connector.Mode.SHOWS:
            return
        if self.connector.held_at or not may_end_one_more(self.connector, person, now=self.now):
            raise HeldBack(Wish(kind=_HELD_AS[Kind(kind)], person=person, key=str(person.pk)))

    def finish(self) -> None:
        """Raises OnlyShown."""
        if self.connector.mode == Connector.Mode.SHOWS and self.made:
            raise OnlyShown([self._as_wish(kind, person, what) for kind, person, what in self.made])
        ConnectorChange.objects.bulk_create(
            ConnectorChange(connector=self.connector, person=person, kind=kind, at=self.now)
            for kind, person, _what in self.made
            if person
        )

    def _as_wish(self, kind: str, person: Person | None, what: str) -> Wish:
        if kind == Kind.ADDED:  # who is taken back with it
            return Wish(kind=HeldChange.Kind.ADD, person=None, key=what.casefold()[:64], what=what[:200])
        if person is None:
            return Wish(kind=HeldChange.Kind.GROUP, person=None, key=what[:64], what=what[:200])
        return Wish(kind=_HELD_AS[Kind(kind)], person=person, key=str(person.pk))


def may_end_one_more(connector: Connector, person: Person, *, now: datetime.datetime) -> bool:
    """Counted over all connectors of the organization, within a day and since an administrator looked."""
    ended = list_ended(connector.organization, now=now)
    if person.pk in ended:
        return True
    return len(ended) < FEW or _share_allows(connector, len(ended), now=now)


def list_ended(organization: Organization, *, now: datetime.datetime) -> set[object]:
    connectors = Connector.objects.filter(organization=organization)
    looked_at = connectors.aggregate(at=Max("let_through_at"))["at"]
    since = max(now - WINDOW, looked_at) if looked_at else now - WINDOW
    rows = ConnectorChange.objects.filter(connector__in=connectors, kind__in=ENDINGS, at__gt=since)
    return set(rows.values_list("person", flat=True))


def _share_allows(connector: Connector, ended: int, *, now: datetime.datetime) -> bool:
    """Whether one more is within the share of those who were here before. Looks no further than it has to."""
    if not connector.most_leaving:
        return False
    were_here = -(-(ended + 1) * 100 // connector.most_leaving)
    needed = were_here - ended
    here = Person.objects.filter(organization=connector.organization)
    here = here.present_on(connector.organization.today(now)).order_by()
    return needed <= 0 or here[:needed].count() == needed
