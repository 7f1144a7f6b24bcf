"""Whether it fits: asked of both, alone; read by nobody else, and nobody sees whether there is an answer."""

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.scene import Scene

from aizuchi.programs.fit_answers import Fit, read_fit
from aizuchi.programs.models import FitAnswer, Match, PartnerChange
from aizuchi.programs.operations import partners
from aizuchi.programs.operations.drafts import begin_draft, work_out_draft
from aizuchi.programs.operations.rematching import free_for_another
from aizuchi.programs.refusals import IsOver, NotAskedYet
from aizuchi.programs.tests.programs import take_part


@pytest.fixture
def match(cast: Cast) -> Match:
    return Scene(cast).program_match


def rows_of(match: Match) -> list[FitAnswer]:
    return list(FitAnswer.objects.filter(match=match).select_related("participant__program"))


@pytest.mark.parametrize("fit", Fit.values)
def test_an_answer_is_read_again_by_whoever_gave_it(match: Match, fit: str) -> None:
    partners.say_fit(actor=match.mentee.person, match_id=match.pk, fit=fit, now=timezone.now())

    said = {row.participant_id: read_fit(row, now=timezone.now()) for row in rows_of(match)}
    assert said == {match.mentee_id: fit, match.mentor_id: ""}


def test_a_row_is_there_before_an_answer_and_of_the_same_size_after_it(match: Match) -> None:
    before = {row.pk: bytes(row.sealed) for row in rows_of(match)}

    partners.say_fit(actor=match.mentee.person, match_id=match.pk, fit="not", now=timezone.now())

    after = {row.pk: bytes(row.sealed) for row in rows_of(match)}
    assert before.keys() == after.keys()
    assert {len(sealed) for sealed in [*before.values(), *after.values()]} == {len(next(iter(before.values())))}
    assert not [field for field in FitAnswer._meta.get_fields() if field.name.endswith(("_at", "_on"))]


def test_the_other_and_hr_find_nothing_of_it_on_any_page(match: Match, client_for, cast: Cast) -> None:
    pages = [reverse("programs:partner", args=[match.pk]), reverse("programs:running", args=[match.program_id])]
    viewers = {"mentor": pages[0], "hr": pages[1]}
    before = {who: client_for(getattr(cast, who)).get(address).content for who, address in viewers.items()}

    partners.say_fit(actor=cast.member, match_id=match.pk, fit="not", now=timezone.now())

    for who, address in viewers.items():
        assert without_tokens(client_for(getattr(cast, who)).get(address).content) == without_tokens(before[who])


def without_tokens(content: bytes) -> list[bytes]:
    return [line for line in content.splitlines() if b"csrf" not in line and b"nonce" not in line]


def test_only_after_a_not_is_another_partner_offered_and_only_a_press_tells_hr(
    match: Match, client_for, cast: Cast
) -> None:
    client, address = client_for(cast.member), reverse("programs:partner", args=[match.pk])
    offer = reverse("programs:ask_for_another", args=[match.pk])
    client.post(reverse("programs:say_fit", args=[match.pk]), {"fit": "not_sure"})
    assert offer not in client.get(address).content.decode()

    client.post(reverse("programs:say_fit", args=[match.pk]), {"fit": "not"})
    assert offer in client.get(address).content.decode()
    assert not PartnerChange.objects.exists()

    for _press in range(2):
        client.post(offer)
    assert PartnerChange.objects.count() == 1
    seen_by_hr = client_for(cast.hr).get(reverse("programs:running", args=[match.program_id])).content.decode()
    assert "小野寺 葵さんが、相手を変えたいと伝えています。" in seen_by_hr


def test_nobody_else_answers_and_nobody_before_it_is_asked_or_after_it_is_over(match: Match, cast: Cast) -> None:
    def say(person) -> None:
        partners.say_fit(actor=person, match_id=match.pk, fit="fits", now=timezone.now())

    with pytest.raises(Http404):
        say(cast.hr)
    Match.objects.filter(pk=match.pk).update(fit_asked_at=None)
    with pytest.raises(NotAskedYet):
        say(cast.member)
    Match.objects.filter(pk=match.pk).update(ended_at=timezone.now())
    with pytest.raises(IsOver):
        say(cast.member)


def test_home_says_that_something_is_asked_whatever_was_answered(match: Match, client_for, cast: Cast) -> None:
    address = reverse("programs:partner", args=[match.pk])
    partners.say_fit(actor=cast.member, match_id=match.pk, fit="fits", now=timezone.now())

    assert address in client_for(cast.member).get("/").content.decode()
    assert address in client_for(cast.mentor).get("/").content.decode()
    assert address not in client_for(cast.manager).get("/").content.decode()


def test_who_asked_for_another_is_freed_and_not_matched_with_the_same_again(match: Match, cast: Cast) -> None:
    now = timezone.now()
    take_part(match.program, cast.colleague, "mentor")
    partners.ask_for_another_partner(actor=cast.member, match_id=match.pk, now=now)
    change = PartnerChange.objects.get()

    with pytest.raises(Http404):
        free_for_another(actor=cast.manager, change_id=change.pk, now=now)
    for _press in range(2):
        free_for_another(actor=cast.hr, change_id=change.pk, now=now)

    match.refresh_from_db()
    assert match.ended_at is not None
    draft = work_out_draft(draft_id=begin_draft(actor=cast.hr, program_id=match.program_id, now=now).pk, now=now)
    assert draft is not None
    assert [one.mentor.person for one in draft.matches.filter(mentee=match.mentee)] == [cast.colleague]
