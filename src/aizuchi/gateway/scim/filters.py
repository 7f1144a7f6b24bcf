"""Filters become conditions of the database: nobody is loaded to be looked at."""

import datetime
import functools
import operator
import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Lower
from scim2_models import InvalidFilterException
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)

from aizuchi.gateway.models import Connector, ProvisionedPerson
from aizuchi.gateway.scim.elsewhere import is_held_elsewhere
from aizuchi.kernel.canonical import canonical_address
from aizuchi.people.group_names import read_group_name
from aizuchi.people.models import Employment, Membership, Person, ReportingLine
from aizuchi.people.models.group import GIVES_ROLES

MOST_LETTERS = 2000
MOST_TERMS = 50
_EVERYBODY = ~Q(pk=None)
_NOBODY = Q(pk=None)
_LOOKUPS = {
    CompareOperator.eq: "iexact",
    CompareOperator.co: "icontains",
    CompareOperator.sw: "istartswith",
    CompareOperator.ew: "iendswith",
}
_MOMENTS = {
    CompareOperator.eq: "exact",
    CompareOperator.gt: "gt",
    CompareOperator.ge: "gte",
    CompareOperator.lt: "lt",
    CompareOperator.le: "lte",
}
Condition = Callable[[CompareOperator, Any], Q]


def count_terms(node: FilterNode) -> int:
    if isinstance(node, LogicalExpr):
        return sum(count_terms(term) for term in node.terms)
    if isinstance(node, Not):
        return count_terms(node.expr)
    if isinstance(node, ValuePath):
        return count_terms(node.val_filter)
    return 1


class _Logic(FilterVisitor[Q]):
    """And, or, not."""

    def visit_not(self, node: Not) -> Q:
        return ~self.visit(node.expr)

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        join = operator.and_ if node.op == LogicalOperator.and_ else operator.or_
        return functools.reduce(join, (self.visit(term) for term in node.terms))


class _Conditions(_Logic):
    """Refuses what it cannot ask the database, rather than answer something near it."""

    known: dict[str, Condition]

    def visit_comparison(self, node: Comparison) -> Q:
        condition = self._find(node.attr_path)
        if node.op == CompareOperator.ne:
            return ~condition(CompareOperator.eq, node.value)
        return condition(node.op, node.value)

    def visit_present(self, node: Present) -> Q:
        return ~self._find(node.attr_path)(CompareOperator.eq, None)

    def _find(self, path: AttrPath) -> Condition:
        condition = self.known.get(_name_of(path))
        if condition is None:
            raise InvalidFilterException(detail=f"{path} cannot be filtered by here")
        return condition

    def visit_value_path(self, node: ValuePath) -> Q:
        """emails[type eq "work" and value eq "…"]: there is one address, and it is the one of work."""
        if node.attr_path.attr.casefold() != "emails":
            raise InvalidFilterException(detail=f"{node.attr_path} cannot be filtered by here")
        return _OfEntry(self.known["emails"]).visit(node.val_filter)


class _OfEntry(_Logic):
    def __init__(self, address: Condition) -> None:
        self.address = address

    def visit_comparison(self, node: Comparison) -> Q:
        name = node.attr_path.attr.casefold()
        if name == "value":
            return self.address(node.op, node.value)
        if name == "type" and node.op == CompareOperator.eq:
            return _EVERYBODY if str(node.value).casefold() == "work" else _NOBODY
        if name == "primary" and node.op == CompareOperator.eq:
            return _EVERYBODY if node.value is True else _NOBODY
        raise InvalidFilterException(detail=f"{node.attr_path} cannot be filtered by here")

    def visit_present(self, node: Present) -> Q:
        return ~self.address(CompareOperator.eq, None)


class UserConditions(_Conditions):
    def __init__(self, connector: Connector, today: datetime.date) -> None:
        links = ProvisionedPerson.objects.filter(connector=connector, person=OuterRef("pk"))
        current = Employment.objects.on(today).filter(person=OuterRef("pk"))
        units = Membership.objects.on(today).filter(person=OuterRef("pk"), is_main=True)
        lines = ReportingLine.objects.on(today).filter(person=OuterRef("pk"))
        of_work = f"{_ENTERPRISE_PREFIX}:"
        self.known = {
            "id": _key("pk"),
            "username": _user_name(connector),
            "externalid": _external_id(connector, links),
            "displayname": _of(links, "wishes__displayName"),
            "name.familyname": _text("family_name"),
            "name.givenname": _text("given_name"),
            "title": _of(current, "title"),
            "usertype": _of(current, "kind_name"),
            "active": _active(today),
            "emails": _address_said_by(connector),
            "emails.value": _address_said_by(connector),
            "meta.created": _moment("created_at"),
            "meta.lastmodified": _changed(connector),
            f"{of_work}employeenumber": _employee_number(connector),
            f"{of_work}department": _either(_of(units, "unit__name"), _of(units, "unit__code")),
            f"{of_work}manager": _of_key(lines, "supervisor"),
            f"{of_work}manager.value": _of_key(lines, "supervisor"),
        }


class GroupConditions(_Conditions):
    def __init__(self) -> None:
        self.known = {
            "id": _key("pk"),
            "displayname": _group_name,
            "externalid": _text("external_id", exactly=True),
            "members": _member,
            "members.value": _member,
            "meta.created": _moment("created_at"),
            "meta.lastmodified": _moment("changed_at"),
        }

    def visit_value_path(self, node: ValuePath) -> Q:
        inner = node.val_filter
        is_of_members = node.attr_path.attr.casefold() == "members" and isinstance(inner, Comparison)
        if is_of_members and inner.attr_path.attr.casefold() == "value":  # type: ignore[attr-defined]
            return _member(inner.op, inner.value)  # type: ignore[attr-defined]
        raise InvalidFilterException(detail=f"{node} cannot be filtered by here")


_ENTERPRISE_PREFIX = "enterprise"


def _name_of(path: AttrPath) -> str:
    name = f"{path.attr}.{path.sub_attr}" if path.sub_attr else path.attr
    of_work = path.uri is not None and ":enterprise:" in path.uri.casefold()
    return f"{_ENTERPRISE_PREFIX}:{name}".casefold() if of_work else name.casefold()


def _as_text(value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidFilterException(detail="Text is compared with text")
    return value


def _text(column: str, *, exactly: bool = False) -> Condition:
    def condition(op: CompareOperator, value: Any) -> Q:
        if value is None:
            return Q(**{column: ""})
        lookup = _lookup(op)
        if exactly:
            lookup = lookup.removeprefix("i")
        return Q(**{f"{column}__{lookup}": _as_text(value)})

    return condition


def _group_name(op: CompareOperator, value: Any) -> Q:
    """To the letter, case included: a directory would take the group it finds for its own, and fill it."""
    if op != CompareOperator.eq or value is None:
        return _text("name")(op, value)
    name, said_as = read_group_name(_as_text(value))
    return Q(name=name, said_as=said_as) if said_as else Q(name=name, said_as__in=GIVES_ROLES)


def _lookup(op: CompareOperator) -> str:
    lookup = _LOOKUPS.get(op)
    if lookup is None:
        raise InvalidFilterException(detail=f"{op.value} compares days and times only")
    return lookup


def _address(op: CompareOperator, value: Any) -> Q:
    if value is None:
        return Q(email__isnull=True)
    if op == CompareOperator.eq:
        return Q(email=canonical_address(_as_text(value)))
    return Q(**{f"email__{_lookup(op)}": _as_text(value)})


def _address_said_by(connector: Connector) -> Condition:
    """Whoever cannot have the address that their directory says, is found by it all the same, and by no other."""
    own = ProvisionedPerson.objects.filter(connector=connector)
    claims = own.filter(person=OuterRef("pk"), wishes__has_key="elsewhere")

    def condition(op: CompareOperator, value: Any) -> Q:
        stored = _address(op, value) & ~Q(Exists(claims))
        if value is None:
            return stored
        if op != CompareOperator.eq:
            said = claims.filter(**{f"wishes__elsewhere__{_lookup(op)}": value})
            return stored | Q(Exists(said))
        address = canonical_address(value)
        if address and is_held_elsewhere(connector.organization, address):
            return _found(own.claiming(address), "person")
        return stored

    return condition


def _of(rows: Any, column: str, *, exactly: bool = False) -> Condition:
    of_column = _text(column, exactly=exactly)

    def condition(op: CompareOperator, value: Any) -> Q:
        if value is None:
            return ~Q(Exists(rows.exclude(of_column(CompareOperator.eq, None))))
        return Q(Exists(rows.filter(of_column(op, value))))

    return condition


def _either(first: Condition, second: Condition) -> Condition:
    return lambda op, value: (
        first(op, value) & second(op, value) if value is None else first(op, value) | second(op, value)
    )


def _of_key(rows: Any, column: str) -> Condition:
    of_column = _key(column)

    def condition(op: CompareOperator, value: Any) -> Q:
        return ~Q(Exists(rows)) if value is None else Q(Exists(rows.filter(of_column(op, value))))

    return condition


def _key(column: str) -> Condition:
    def condition(op: CompareOperator, value: Any) -> Q:
        if op != CompareOperator.eq:
            raise InvalidFilterException(detail="An id is compared with eq and ne")
        key = as_key(value)
        return Q(**{column: key}) if key else _NOBODY

    return condition


def as_key(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if isinstance(value, str) and len(value) == 36 else None
    except ValueError:
        return None


def _member(op: CompareOperator, value: Any) -> Q:
    if op != CompareOperator.eq:
        raise InvalidFilterException(detail="A member is compared with eq and ne")
    if value is None:
        return Q(memberships__isnull=True)
    key = as_key(value)
    return Q(memberships__person=key) if key else _NOBODY


def _user_name(connector: Connector) -> Condition:
    """As that system calls them; whoever it has not met yet is found by their address."""
    links = ProvisionedPerson.objects.filter(connector=connector)
    unmet = ~Q(Exists(links.filter(person=OuterRef("pk"))))

    def condition(op: CompareOperator, value: Any) -> Q:
        if value is None:
            return _NOBODY
        text = _as_text(value)
        if op == CompareOperator.eq:
            return _found(links.named(text), "person") | (unmet & _address(op, text))
        lookup = _lookup(op).removeprefix("i")
        folded = links.annotate(folded=Lower("user_name")).filter(**{f"folded__{lookup}": text.lower()})
        return Q(pk__in=folded.values("person")) | (unmet & _address(op, text))

    return condition


def _external_id(connector: Connector, links: Any) -> Condition:
    own = ProvisionedPerson.objects.filter(connector=connector)
    usual = _of(links, "external_id", exactly=True)
    return _looked_up(usual, lambda text: _found(own.filter(external_id=text), "person"))


def _found(rows: Any, column: str) -> Q:
    """Looked up now: what is asked within a larger question makes a database look at everybody."""
    return Q(pk__in=list(rows.values_list(column, flat=True)))


def _employee_number(connector: Connector) -> Condition:
    people = Person.objects.filter(organization=connector.organization_id)
    folded = people.annotate(folded_number=Lower("employee_number"))
    return _looked_up(
        _text("employee_number"), lambda text: _found(folded.filter(folded_number=Lower(Value(text))), "pk")
    )


def _looked_up(usual: Condition, find: Callable[[str], Q]) -> Condition:
    """Who has exactly that, which is what directories ask for each of theirs."""

    def condition(op: CompareOperator, value: Any) -> Q:
        return find(_as_text(value)) if op == CompareOperator.eq and value else usual(op, value)

    return condition


def _active(today: datetime.date) -> Condition:
    def condition(op: CompareOperator, value: Any) -> Q:
        if op != CompareOperator.eq:
            raise InvalidFilterException(detail="active is compared with eq and ne")
        here = Q(left_on__isnull=True) | Q(left_on__gte=today)
        if value is None:
            return _NOBODY
        return here if value in (True, "true", "True") else ~here

    return condition


def _moment(column: str) -> Condition:
    def condition(op: CompareOperator, value: Any) -> Q:
        if value is None:
            return _NOBODY
        return Q(**{f"{column}__{_moment_lookup(op)}": _as_moment(value)})

    return condition


def _moment_lookup(op: CompareOperator) -> str:
    lookup = _MOMENTS.get(op)
    if lookup is None:
        raise InvalidFilterException(detail="Times are compared with eq, gt, ge, lt and le")
    return lookup


def _as_moment(value: Any) -> datetime.datetime:
    try:
        moment = value if isinstance(value, datetime.datetime) else datetime.datetime.fromisoformat(_as_text(value))
    except ValueError as error:
        raise InvalidFilterException(detail="That is no time") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _changed(connector: Connector) -> Condition:
    links = ProvisionedPerson.objects.filter(connector=connector, person=OuterRef("pk"))
    created = _moment("created_at")

    def condition(op: CompareOperator, value: Any) -> Q:
        if value is None:
            return _NOBODY
        found = links.filter(**{f"changed_at__{_moment_lookup(op)}": _as_moment(value)})
        return Q(Exists(found)) | (~Q(Exists(links)) & created(op, value))

    return condition
