"""One line of learning is its author's alone."""

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.scene import Scene

from aizuchi.programs.models import LearningLine, Program
from aizuchi.programs.operations.learning import keep_learning_line, remove_learning_line


def test_a_line_is_kept_sealed_and_read_by_its_author_alone(cast: Cast, client_for) -> None:
    match = Scene(cast).program_match
    Program.objects.filter(pk=match.program_id).update(aim="broaden")

    client_for(cast.member).post(reverse("programs:learn", args=[match.pk]), {"words": " まず、\n聞く "})

    line = LearningLine.objects.get()
    assert "まず".encode() not in bytes(line.sealed)
    for address in (reverse("programs:partner", args=[match.pk]), reverse("programs:learned")):
        assert "まず、 聞く" in client_for(cast.member).get(address).content.decode()
        assert "まず、 聞く" not in client_for(cast.mentor).get(address).content.decode()


def test_nobody_else_writes_into_it_or_throws_it_away(cast: Cast) -> None:
    match, now = Scene(cast).program_match, timezone.now()
    line = keep_learning_line(actor=cast.member, match_id=match.pk, words="聞く", now=now)

    with pytest.raises(Http404):
        keep_learning_line(actor=cast.hr, match_id=match.pk, words="見る", now=now)
    with pytest.raises(Http404):
        remove_learning_line(actor=cast.mentor, line_id=line.pk)


@pytest.mark.parametrize("words", ["", "　 ", "あ" * 201])
def test_nothing_and_too_much_are_answered_kindly(words: str, cast: Cast, client_for) -> None:
    match = Scene(cast).program_match

    answer = client_for(cast.member).post(reverse("programs:learn", args=[match.pk]), {"words": words}, follow=True)

    assert answer.status_code == 200
    assert not LearningLine.objects.exists()
