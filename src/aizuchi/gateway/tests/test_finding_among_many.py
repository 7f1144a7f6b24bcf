"""What directories ask before each write takes as long among 4,000 people as among ten."""

import datetime
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PersonFactory

from aizuchi.gateway.models import ConnectorChange, ProvisionedPerson
from aizuchi.gateway.scim.changes import may_end_one_more
from aizuchi.gateway.tests.conftest import Directory, as_body
from aizuchi.people.models import Group, GroupMembership, Person

pytestmark = pytest.mark.database

MANY = 4000
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
TABLES = {"people_person", "gateway_provisionedperson", "people_groupmembership"}


@pytest.fixture
def many(directory: Directory, cast: Cast) -> list[Person]:
    now, organization = timezone.now(), cast.organization
    people = Person.objects.bulk_create(
        [
            Person(
                organization=organization,
                email=f"p{number}@example.jp",
                employee_number=f"N{number:05}",
                family_name="佐藤",
                given_name=str(number),
                created_at=now,
            )
            for number in range(MANY)
        ],
        batch_size=1000,
    )
    ProvisionedPerson.objects.bulk_create(
        [
            ProvisionedPerson(
                connector=directory.connector,
                person=person,
                user_name=f"U{number}@example.jp",
                external_id=f"x-{number}",
                changed_at=now,
            )
            for number, person in enumerate(people)
        ],
        batch_size=1000,
    )
    group = Group.objects.create(
        organization=organization, source=directory.connector.source, name="全員", created_at=now, changed_at=now
    )
    GroupMembership.objects.bulk_create(
        [GroupMembership(group=group, person=person, since=now) for person in people], batch_size=1000
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in sorted(TABLES):
                cursor.execute(f"ANALYZE {table}")
    return people


def list_slow_steps(statements: list[str]) -> list[str]:
    return [f"{step}   in   {sql[:1500]}" for sql in statements for step in _slow_steps(sql)]


def _slow_steps(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}".replace("%", "%%"))
            told = cursor.fetchone()[0]
            return _walk((json.loads(told) if isinstance(told, str) else told)[0]["Plan"])
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}".replace("%", "%%"))
        steps = [row[3] for row in cursor.fetchall()]
    names = {alias: name for name, alias in re.findall(r'"(\w+)" (U\d|V\d|T\d)', sql)}
    return [step for step in steps if _touches_all(step, names)]


def _touches_all(step: str, names: dict[str, str]) -> bool:
    """A whole table, or all of an organization, a connector or a group."""
    found = re.match(r"(SCAN|SEARCH) (\w+)(?: USING .*\((.*)\))?", step)
    if not found or names.get(found[2], found[2]) not in TABLES:
        return False
    return found[1] == "SCAN" or found[3] in ("organization_id=?", "connector_id=?", "group_id=?")


def _walk(plan: dict[str, Any]) -> list[str]:
    touched = (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"]
    is_slow = plan.get("Relation Name") in TABLES and touched > 100
    here = [f"{plan['Node Type']} {plan['Relation Name']}: {touched}"] if is_slow else []
    return here + [step for inner in plan.get("Plans", ()) for step in _walk(inner)]


def ask(directory: Directory, method: str, path: str, body: Any = None) -> tuple[Any, list[str]]:
    with CaptureQueriesContext(connection) as captured:
        status, told = directory.ask(method, path, body)
    assert status < 300, told
    statements = [one["sql"].removesuffix(" FOR UPDATE") for one in captured.captured_queries]
    reading = [sql for sql in statements if sql.startswith("SELECT") and any(f'"{name}"' in sql for name in TABLES)]
    assert reading
    return told, reading


def test_one_is_found_by_an_index(directory: Directory, many: list[Person]) -> None:
    slow = []
    for said in (
        'userName eq "u777@EXAMPLE.jp"',
        'externalId eq "x-777"',
        'emails.value eq "P777@example.jp"',
        'emails[type eq "work" and value eq "p777@example.jp"]',
        f'{ENTERPRISE}:employeeNumber eq "n00777"',
    ):
        told, statements = ask(directory, "GET", f"Users?filter={said}")
        assert [one["id"] for one in told["Resources"]] == [str(many[777].pk)], said
        slow += [f"{said}: {step}" for step in list_slow_steps(statements)]
    assert not slow, "\n".join(slow)


def test_the_groups_of_one_are_found_by_an_index(directory: Directory, many: list[Person]) -> None:
    slow = []
    for said in (f'members eq "{many[777].pk}"', f'members[value eq "{many[777].pk}"]'):
        told, statements = ask(directory, "GET", f"Groups?excludedAttributes=members&filter={said}")
        assert told["totalResults"] == 1
        slow += list_slow_steps(statements)
    assert not slow, "\n".join(slow)


def test_one_is_written_without_looking_at_all(directory: Directory, many: list[Person]) -> None:
    work = {"employeeNumber": "N99999", "manager": {"value": "u778@example.jp"}}
    told, statements = ask(
        directory, "POST", "Users", as_body("new@example.jp", externalId="new", **{ENTERPRISE: work})
    )
    body = as_body("new@example.jp", externalId="new", title="主任", **{ENTERPRISE: work})
    _, changing = ask(directory, "PUT", f"Users/{told['id']}", body)

    slow = list_slow_steps(statements + changing)

    assert Person.objects.get(pk=told["id"]).reporting_lines.get().supervisor == many[778]
    assert not slow, "\n".join(slow)


def test_no_more_people_are_counted_than_the_limit_asks_for(directory: Directory, cast: Cast) -> None:
    people = PersonFactory.create_batch(30, organization=cast.organization)
    connector = directory.connector
    connector.most_leaving = 20
    rows = [ConnectorChange(connector=connector, person=person, kind="left", at=timezone.now()) for person in people]

    with CaptureQueriesContext(connection) as few:
        assert may_end_one_more(connector, people[0], now=timezone.now())
    ConnectorChange.objects.bulk_create(rows[:4])
    with CaptureQueriesContext(connection) as many:
        assert may_end_one_more(connector, people[9], now=timezone.now())

    assert not any("COUNT" in query["sql"] for query in few)
    assert "LIMIT 21" in many.captured_queries[-1]["sql"]


@pytest.mark.parametrize(("ended", "may"), [(2, True), (3, True), (7, True), (8, False)])
def test_the_limit_counts_who_was_here_before(ended: int, may: bool, directory: Directory, cast: Cast) -> None:
    here = Person.objects.filter(organization=cast.organization).count()
    people = PersonFactory.create_batch(40 - here, organization=cast.organization)
    connector, now = directory.connector, timezone.now()
    connector.most_leaving = 20
    for person in people[:ended]:
        ConnectorChange.objects.create(connector=connector, person=person, kind="left", at=now)
        Person.objects.filter(pk=person.pk).update(left_on=timezone.localdate(now) - datetime.timedelta(days=1))

    assert may_end_one_more(connector, people[-1], now=now) == may
