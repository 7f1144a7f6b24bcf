"""No metric says who or what it was about; `test_access` looks at them after every address was used by everybody."""

from collections.abc import Callable

import pytest
from django.test import Client

from aizuchi.notes.tasks import compact_note
from aizuchi.people.models import Person
from tests.cast import Cast
from tests.metric_labels import list_names_told, list_strange_labels, read_labels
from tests.scene import Scene
from tests.test_access import list_views


@pytest.mark.database
def test_what_a_database_tells_of_itself_are_words_of_ours(db: None) -> None:
    assert list_strange_labels(read_labels(), list_views()) == []


def test_nor_does_one_of_an_address_that_is_not_there_or_of_a_job(
    cast: Cast, client_for: Callable[[Person], Client], run_jobs: Callable[[], None]
) -> None:
    compact_note.enqueue(str(Scene(cast).key_of("document_id")))
    client_for(cast.colleague).get(f"/nowhere/{cast.member.pk}/{cast.member.email}/", {"q": cast.member.full_name})
    run_jobs()

    told = read_labels()
    assert list_strange_labels(told, list_views()) == list_names_told(told) == []
    assert "aizuchi.notes.tasks.compact_note" in {value for _label, value in told}
