"""Nobody learns of a veto: not from what is stored, nor from what is done to store it."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast

from aizuchi.programs.models import Participant
from aizuchi.programs.tests.programs import make_program, take_part
from aizuchi.programs.vetoes import MOST_VETOES, TooManyVetoes, read_vetoes, seal_vetoes


def _save(participant: Participant, cast: Cast, *vetoed: uuid.UUID) -> bytes:
    seal_vetoes(participant, vetoed, organization_id=cast.organization.pk, now=timezone.now())
    participant.save(update_fields=["sealed_vetoes"])
    return bytes(Participant.objects.get(pk=participant.pk).sealed_vetoes)


def test_vetoes_are_read_in_bulk_by_whoever_wrote_them(cast: Cast) -> None:
    program = make_program(cast.hr)
    one, other = take_part(program, cast.member, "mentee"), take_part(program, cast.peer, "mentee")
    _save(one, cast, cast.mentor.pk, cast.colleague.pk)
    _save(other, cast)

    found = read_vetoes(Participant.objects.all())

    assert found == {(cast.member.pk, cast.mentor.pk), (cast.member.pk, cast.colleague.pk)}


def test_sizes_and_statements_are_the_same_with_and_without(cast: Cast) -> None:
    participant = take_part(make_program(cast.hr), cast.member, "mentee")
    _save(participant, cast)
    seen = []
    for vetoed in ([], [cast.mentor.pk], [uuid.uuid4() for _ in range(MOST_VETOES)], [cast.mentor.pk], []):
        with CaptureQueriesContext(
            connection,
        ) as statements:
            sealed = _save(participant, cast, *vetoed)
        seen.append((len(sealed), len(statements.captured_queries), sealed))

    assert {(size, count) for size, count, _sealed in seen} == {(seen[0][0], seen[0][1])}
    assert len({sealed for _size, _count, sealed in seen}) == len(seen), "each save writes other bytes"
    assert not any(cast.mentor.pk.bytes in sealed for _size, _count, sealed in seen)


def test_more_than_fit_are_refused(cast: Cast) -> None:
    participant = take_part(make_program(cast.hr), cast.member, "mentee")

    with pytest.raises(TooManyVetoes):
        _save(participant, cast, *(uuid.uuid4() for _ in range(MOST_VETOES + 1)))


def test_a_blob_of_somebody_else_opens_nothing(cast: Cast) -> None:
    program = make_program(cast.hr)
    one, other = take_part(program, cast.member, "mentee"), take_part(program, cast.peer, "mentee")
    _save(other, cast)
    other.sealed_vetoes = _save(one, cast, cast.mentor.pk)

    assert read_vetoes([other]) == set()
