import random
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import timezone

from aizuchi.demo.staffing import Company, Founder
from aizuchi.people.models import Membership, Person, ReportingLine, Unit

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker) -> Iterator[Company]:
    """Founded once for this file: everything here only looks."""
    with django_db_blocker.unblock(), transaction.atomic():
        founder = Founder(people=260, rng=random.Random(1), now=NOW, progress=lambda _share, _what: None)
        yield founder.found()
        transaction.set_rollback(True)


def test_more_of_the_same_units_come_by_a_list(company: Company) -> None:
    people = Person.objects.filter(organization=company.organization)

    assert 200 < people.count() < 320
    assert people.count() == len(list(company.everybody))
    assert Unit.objects.filter(code="B-001", organization=company.organization).exists()


def test_everybody_has_a_unit_and_reports_to_its_head(company: Company) -> None:
    for section in company.sections.values():
        here = Membership.objects.filter(unit=section.unit, is_main=True).values_list("person", flat=True)
        assert set(here) == {section.head.pk, *(person.pk for person in section.members)}
        lines = ReportingLine.objects.filter(person__in=[person.pk for person in section.members])
        assert list(lines.values_list("supervisor", flat=True)) == [section.head.pk] * len(section.members)


def test_the_list_holds_from_the_day_of_the_founding(company: Company) -> None:
    assert set(Membership.objects.values_list("starts_on", flat=True)) == {company.organization.today(NOW)}
