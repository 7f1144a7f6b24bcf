import uuid

import pytest
from django.http import Http404

from aizuchi.kernel.ids import new_id, read_key, read_known_key

KEY = uuid.UUID("01890000-0000-7000-8000-000000000000")


def test_keys_follow_one_another() -> None:
    assert new_id() < new_id()


def test_a_key_is_read_as_pages_write_it() -> None:
    assert read_key(str(KEY)) == read_known_key(str(KEY)) == KEY


@pytest.mark.parametrize("text", ["", "1", "x" * 36, None, "0" * 5000])
def test_what_is_no_key_is_none_and_not_found(text: object) -> None:
    assert read_key(text) is None
    with pytest.raises(Http404):
        read_known_key(text)
