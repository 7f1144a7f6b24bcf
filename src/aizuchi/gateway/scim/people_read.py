"""People as users of SCIM, a page of them in a handful of statements."""

import datetime
import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scim2_models import Meta

from aizuchi.gateway.models import Connector, ProvisionedPerson
from aizuchi.gateway.scim.schema import Email, EnterpriseUser, GroupOfUser, Manager, Name, UserWithWork
from aizuchi.people.models import Employment, GroupMembership, Membership, Person, ReportingLine

Said = dict[str, Any]


@dataclass(kw_only=True)
class PersonState:
    """What holds today of one person, and what the directory said of them."""

    person: Person
    link: ProvisionedPerson | None
    employment: Employment | None
    membership: Membership | None
    line: ReportingLine | None
    groups: Sequence[tuple[uuid.UUID, str]]
    today: datetime.date

    @property
    def said(self) -> Said:
        return self.link.wishes if self.link else {}

    @property
    def is_active(self) -> bool:
        """Who began and was let go on one day stays until midnight, and is gone all the same."""
        return self.person.is_still_here_on(self.today) and not self.said.get("gone")

    @property
    def user_type(self) -> str:
        if self.employment is None:
            return ""
        usual = self.employment.kind == Employment.Kind.PERMANENT
        return self.employment.kind_name or ("" if usual else self.employment.kind)

    @property
    def department(self) -> str:
        """As the directory calls it, for as long as that is where they are or nobody knows where it is."""
        said, unit = self.said.get("department"), self.membership.unit if self.membership else None
        if said is not None and self._still_holds("unit", unit.pk if unit else None):
            return str(said)
        return unit.name if unit else ""

    @property
    def manager(self) -> str:
        said, line = self.said.get("manager"), self.line
        if said is not None and self._still_holds("supervisor", line.supervisor_id if line else None):
            return str(said)
        return str(line.supervisor_id) if line else ""

    def _still_holds(self, name: str, key: uuid.UUID | None) -> bool:
        """Of whoever is gone nothing holds any more; what was said waits for their return."""
        return not self.is_active or self.said.get(name) in (None, str(key) if key else None)


def read_states(people: Sequence[Person], *, connector: Connector, today: datetime.date) -> list[PersonState]:
    ids = [person.pk for person in people]
    links = {link.person_id: link for link in ProvisionedPerson.objects.filter(connector=connector, person__in=ids)}
    main = Membership.objects.on(today).filter(person__in=ids, is_main=True).select_related("unit")
    groups: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = defaultdict(list)
    rows = GroupMembership.objects.filter(person__in=ids, group__source=connector.source).order_by("group__name")
    for person_id, group_id, name in rows.values_list("person", "group", "group__name"):
        groups[person_id].append((group_id, name))
    employments = _by_person(Employment.objects.on(today).filter(person__in=ids))
    memberships = _by_person(main)
    lines = _by_person(ReportingLine.objects.on(today).filter(person__in=ids))
    return [
        PersonState(
            person=person,
            link=links.get(person.pk),
            employment=employments.get(person.pk),
            membership=memberships.get(person.pk),
            line=lines.get(person.pk),
            groups=groups.get(person.pk, ()),
            today=today,
        )
        for person in people
    ]


def as_user(state: PersonState) -> Any:
    person, link, said = state.person, state.link, state.said
    made: Any = UserWithWork(
        id=str(person.pk),
        external_id=(link.external_id or None) if link else None,
        user_name=link.user_name if link else person.email or person.employee_number or str(person.pk),
        name=_name(state),
        display_name=said.get("displayName"),
        title=(state.employment.title or None) if state.employment else None,
        user_type=state.user_type or None,
        active=None if state.said.get("untold") else state.is_active,
        emails=_emails(state),
        groups=[
            GroupOfUser(value=str(pk), ref=f"Groups/{pk}", display=name)  # type: ignore[arg-type]
            for pk, name in state.groups
        ]
        or None,
    )
    work = _work(state)
    if work:
        made[EnterpriseUser] = work
    changed = max(link.changed_at, person.created_at) if link else person.created_at
    made.meta = Meta(resource_type="User", created=person.created_at, last_modified=changed, version=version_of(made))
    return made


def version_of(resource: Any) -> str:
    """The same for as long as the resource says the same, whoever changes it and where."""
    told = resource.model_dump(exclude={"meta"})
    digest = hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
    return f'W/"{digest[:20]}"'


def _name(state: PersonState) -> Any:
    if state.said.get("unnamed"):
        return None
    return Name(family_name=state.person.family_name or None, given_name=state.person.given_name or None)


def _emails(state: PersonState) -> list[Any] | None:
    """As the directory said them. The one by which somebody signs in may be another, see `people_write`."""
    if "emails" in state.said:
        return [Email(**entry) for entry in state.said["emails"]] or None
    if state.person.email:
        return [Email(value=state.person.email, type=Email.Type.work, primary=True)]
    return None


def _work(state: PersonState) -> Any:
    supervisor = str(state.line.supervisor_id) if state.line else state.said.get("supervisor")
    ref: Any = f"Users/{supervisor}" if state.manager == supervisor else None
    manager = Manager(value=state.manager, ref=ref) if state.manager else None
    number, department = state.person.employee_number or None, state.department or None
    if not (number or department or manager):
        return None
    return EnterpriseUser(employee_number=number, department=department, manager=manager)


def _by_person(rows: Iterable[Any]) -> dict[uuid.UUID, Any]:
    return {row.person_id: row for row in rows}
