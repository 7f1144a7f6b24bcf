import datetime

import pytest
from django.utils import timezone, translation
from tests.cast import Cast

from aizuchi.kernel.export.csv_writing import write_csv
from aizuchi.people.importing import plan_import, run_import
from aizuchi.people.models import Employment, Person
from aizuchi.people.queries.roster import make_roster

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
FILE = """社員番号,姓,名,部署,兼務部署,部門長,雇用区分,上司の社員番号,退職日
0012,=姓,,社/営業\\/販売,,1,嘱託,,
0013,乙,二,社/開発,社/営業\\/販売,,パート,0012,2099-03-31
0014,丙,三,社,,,出向,0013,
"""


@pytest.mark.database
@pytest.mark.parametrize("language", ["ja", "en"])
def test_taken_over_again_it_changes_nothing(cast: Cast, language: str) -> None:
    run_import(FILE.encode(), organization=cast.organization, actor=cast.hr, now=NOW)
    Employment.objects.filter(person=cast.member).update(kind=Employment.Kind.OTHER)

    with translation.override(language):
        content = "".join(write_csv(make_roster(cast.organization, on=TODAY))).encode()
    plan = plan_import(content, organization=cast.organization, viewer=cast.hr, now=NOW)

    assert [problem.sentence for problem in plan.problems] == []
    assert [(one.row.number, one.changes) for one in plan.touched] == []
    assert plan.changes_nothing


@pytest.mark.database
def test_whoever_left_is_not_in_it(cast: Cast) -> None:
    run_import(FILE.encode(), organization=cast.organization, actor=cast.hr, now=NOW)
    Person.objects.filter(employee_number="0014").update(left_on=TODAY - datetime.timedelta(days=1))

    assert "0014" not in "".join(write_csv(make_roster(cast.organization, on=TODAY)))
