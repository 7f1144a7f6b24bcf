"""People and groups as scim2-server reads and writes them."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext_noop
from scim2_models import (
    ConflictException,
    ForbiddenException,
    InvalidFilterException,
    InvalidValueException,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    SCIMException,
    SearchRequest,
    UniquenessException,
)
from scim2_server.storage import ScimStorage, SearchPage

from aizuchi.audit.operations import acting_as
from aizuchi.gateway.models import Connector, ProvisionedPerson
from aizuchi.gateway.scim import groups
from aizuchi.gateway.scim.changes import Changes, HeldBack, OnlyShown
from aizuchi.gateway.scim.filters import MOST_LETTERS, MOST_TERMS, GroupConditions, UserConditions, as_key, count_terms
from aizuchi.gateway.scim.keeping import keep_held, keep_misfits, settle_misfits
from aizuchi.gateway.scim.people_read import PersonState, as_user, read_states
from aizuchi.gateway.scim.people_write import Writing, create_user, delete_user, update_user
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Group, Organization, Person
from aizuchi.people.operations import LatestAdministrator, PersonExists

READING = {"GET", "HEAD"}


class PeopleStorage(ScimStorage):
    """Of one connector, for one request.

    Whatever is done about one resource is one transaction. What fails leaves a line on the page of the connector.
    """

    def __init__(self, connector: Connector, *, now: datetime.datetime, writes: bool) -> None:
        self.connector, self.now, self.writes = connector, now, writes
        self.organization: Organization = connector.organization
        self.changes = Changes(connector=connector, now=now)
        self.subject = ("", "")

    @property
    def today(self) -> datetime.date:
        return self.organization.today(self.now)

    @contextmanager
    def operation(self) -> Iterator[None]:
        if not self.writes:
            yield
            return
        self.changes, self.subject = Changes(connector=self.connector, now=self.now), ("", "")
        try:
            with transaction.atomic(), acting_as(self.connector.name):
                self._lock()
                yield
                self.changes.finish()
                settle_misfits(self.connector, self.subject, self.changes.misses, now=self.now)
        except (HeldBack, OnlyShown) as held:
            keep_held(self.connector, held, now=self.now)
            raise
        except (SCIMException, Refusal, IntegrityError, Http404, PermissionDenied) as fault:
            told = _as_scim(fault)
            keep_misfits(self.connector, self.subject, told, fault, now=self.now)
            raise told from fault

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        if resource_type.name == "Group":
            return _group_resource(self._group(resource_id), with_members=_wants_members(response_parameters))
        return self._as_user(self._person(resource_id))

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        """Types one after the other, each in the order in which they came."""
        start, count = search_request.start_index_0 or 0, search_request.count
        total, found = 0, list[Resource[Any]]()
        for resource_type in resource_types:
            rows = self._rows(resource_type, search_request, alone=len(resource_types) == 1)
            matching = rows.count()
            first = max(0, start - total)
            left = None if count is None else count - len(found)
            if first < matching and left != 0:
                last = matching if left is None else first + left
                found += self._as_resources(resource_type, list(rows[first:last]), search_request)
            total += matching
        return SearchPage(total, found)

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        said: Any = resource.model_copy(deep=True)
        if resource_type.name == "Group":
            self.subject = (f"group:{said.display_name or ''}", said.display_name or "")
            return _group_resource(groups.create(self._writing(), said))
        self.subject = (f"user:{said.user_name or ''}", said.user_name or "")
        return self._as_user(create_user(self._writing(), said))

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        said: Any = resource.model_copy(deep=True)
        if resource_type.name == "Group":
            group = self._group(str(said.id))
            self.subject = (f"group:{group.name}", group.name)
            _check_version(groups.version_of(group), expected_version)
            return _group_resource(groups.update(self._writing(), group, said))
        person = self._person(str(said.id))
        self.subject = (f"user:{said.user_name or ''}", said.user_name or "")
        state = self._state(person)
        _check_version(as_user(state).meta.version, expected_version)
        update_user(self._writing(), state, said)
        return self._as_user(Person.objects.get(pk=person.pk))

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        if resource_type.name == "Group":
            group = self._group(resource_id)
            self.subject = (f"group:{group.name}", group.name)
            _check_version(groups.version_of(group), expected_version)
            groups.delete(self._writing(), group)
            return
        state = self._state(self._person(resource_id))
        user = as_user(state)
        self.subject = (f"user:{user.user_name}", user.user_name)
        _check_version(user.meta.version, expected_version)
        delete_user(self._writing(), state, user.user_name)

    def _lock(self) -> None:
        """One request at a time per organization, and the connector as it stands now."""
        Organization.objects.select_for_update().get(pk=self.organization.pk)
        fresh = Connector.objects.only("mode", "held_at", "stopped_at", "most_leaving").get(pk=self.connector.pk)
        if fresh.stopped_at:
            raise ForbiddenException(detail=gettext_noop("An administrator has stopped this connection"))
        for name in ("mode", "held_at", "most_leaving"):
            setattr(self.connector, name, getattr(fresh, name))

    def _writing(self) -> Writing:
        return Writing(connector=self.connector, organization=self.organization, now=self.now, changes=self.changes)

    def _people(self) -> Any:
        links = ProvisionedPerson.objects.filter(connector=self.connector, person=OuterRef("pk"))
        gone = links.filter(deleted_at__isnull=False)
        return Person.objects.filter(~Exists(gone), organization=self.organization)

    def _groups(self) -> Any:
        return Group.objects.filter(organization=self.organization, source=self.connector.source)

    def _person(self, resource_id: str) -> Person:
        key = as_key(resource_id)
        person: Person | None = self._people().filter(pk=key).first() if key else None
        if person is None:
            raise NotFoundException(detail="There is no such user")
        return person

    def _group(self, resource_id: str) -> Group:
        key = as_key(resource_id)
        group: Group | None = self._groups().filter(pk=key).first() if key else None
        if group is None:
            raise NotFoundException(detail="There is no such group")
        return group

    def _state(self, person: Person) -> PersonState:
        return read_states([person], connector=self.connector, today=self.today)[0]

    def _as_user(self, person: Person) -> Resource[Any]:
        made: Resource[Any] = as_user(self._state(person))
        return made

    def _rows(self, resource_type: ResourceType, search_request: SearchRequest[Any], *, alone: bool) -> Any:
        is_group = resource_type.name == "Group"
        rows = self._groups() if is_group else self._people()
        if search_request.filter is not None:
            conditions = GroupConditions() if is_group else UserConditions(self.connector, self.today)
            rows = rows.filter(_condition(conditions, search_request.filter, alone=alone))
        return rows.order_by("pk")

    def _as_resources(
        self, resource_type: ResourceType, rows: list[Any], search_request: SearchRequest[Any]
    ) -> list[Resource[Any]]:
        if resource_type.name == "Group":
            wants = _wants_members(search_request)
            return [_group_resource(group, with_members=wants) for group in rows]
        return [as_user(state) for state in read_states(rows, connector=self.connector, today=self.today)]


def _group_resource(group: Group, *, with_members: bool = True) -> Resource[Any]:
    made: Resource[Any] = groups.as_resource(group, with_members=with_members)
    return made


def _condition(conditions: Any, said: Any, *, alone: bool) -> Q:
    node = said.ast
    if len(str(said)) > MOST_LETTERS:
        raise InvalidFilterException(detail=f"A filter has at most {MOST_LETTERS} letters")
    if count_terms(node) > MOST_TERMS:
        raise InvalidFilterException(detail=f"A filter has at most {MOST_TERMS} comparisons")
    try:
        found: Q = conditions.visit(node)
    except InvalidFilterException:
        if alone:
            raise
        return Q(pk=None)  # what one type does not know matches none of it (RFC 7644, 3.4.2.1)
    return found


def _wants_members(parameters: Any) -> bool:
    """A group may have thousands, and directories often look for its name only."""
    if parameters is None:
        return True
    excluded = {str(path).casefold() for path in parameters.excluded_attributes or ()}
    included = {str(path).casefold() for path in parameters.attributes or ()}
    if any(path.endswith("members") for path in excluded):
        return False
    return not included or any("members" in path for path in included)


def _check_version(version: str | None, expected: str | None) -> None:
    if expected is not None and expected != version:
        raise PreconditionFailedException(detail="It was changed meanwhile")


def _as_scim(fault: Exception) -> SCIMException:
    if isinstance(fault, SCIMException):
        return fault
    if isinstance(fault, PersonExists):
        return UniquenessException(detail=str(fault))
    if isinstance(fault, LatestAdministrator):
        return ConflictException(detail=str(fault))
    if isinstance(fault, Refusal):
        return InvalidValueException(detail=str(fault))
    if isinstance(fault, IntegrityError):
        return UniquenessException(detail=gettext_noop("Somebody else wrote the same at this moment"))
    if isinstance(fault, PermissionDenied):
        return ForbiddenException(detail=gettext_noop("That is not for a connection to do"))
    return NotFoundException(detail="It is not there")
