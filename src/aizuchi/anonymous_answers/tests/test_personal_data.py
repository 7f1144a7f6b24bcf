from pathlib import Path

import pytest
from django.db import connections

from aizuchi.anonymous_answers import mailbox as box_store
from aizuchi.kernel.personal_data import OutsideTable
from aizuchi.kernel.personal_data.rows import list_rules

pytestmark = pytest.mark.database


def test_the_tables_of_the_mailbox_have_rules(mailbox: Path) -> None:
    box_store.make_mailbox()

    with connections[box_store.ALIAS].cursor() as cursor:
        there = {table.name for table in connections[box_store.ALIAS].introspection.get_table_list(cursor)}

    told = {rule.model.name for rule in list_rules() if isinstance(rule.model, OutsideTable)}
    assert there & told
    assert {name for name in there if name.endswith("_answer")} <= told
