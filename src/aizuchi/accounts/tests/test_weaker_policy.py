"""Whoever asks less of those who sign in is on record with what was asked before, and all administrators hear of it."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from tests.cast import Cast
from tests.factories import RoleGrantFactory

from aizuchi.accounts.models import SignInPolicy
from aizuchi.accounts.operations.policy import set_sign_in_policy
from aizuchi.accounts.tests.factors import give_app
from aizuchi.accounts.tests.test_policy import DAY, ask_for
from aizuchi.audit.models import AuditEntry
from aizuchi.people.models import RoleGrant

RunJobs = Callable[[], None]


@pytest.fixture(autouse=True)
def other_administrator(cast: Cast) -> None:
    give_app(cast.administrator)
    give_app(cast.peer)
    RoleGrantFactory(person=cast.peer, role=RoleGrant.Role.ADMINISTRATOR)


def change(cast: Cast, policy: SignInPolicy, **told: Any) -> None:
    as_before = {
        "second_factor_for": policy.second_factor_for,
        "second_factor_from": policy.second_factor_from,
        "only_company_sign_in": policy.only_company_sign_in,
        "glass": [cast.administrator.pk],
    }
    set_sign_in_policy(actor=cast.administrator, now=timezone.now(), **as_before | told)


def in_days(cast: Cast, days: int) -> datetime.date:
    return cast.organization.today(timezone.now()) + days * DAY


def told() -> list[str]:
    return sorted(sent.to[0] for sent in mail.outbox)


def test_the_record_has_both(cast: Cast) -> None:
    change(cast, ask_for(cast, "everybody", in_days=5), second_factor_for="administrators_and_hr")

    detail = AuditEntry.objects.get(action="accounts.policy.set").detail
    assert (detail["for_before"], detail["for"]) == ("everybody", "administrators_and_hr")
    assert detail["from_before"] == detail["from"] == in_days(cast, 5).isoformat()
    assert (detail["only_company_before"], detail["only_company"]) == (False, False)


@pytest.mark.parametrize("whom", ["administrators_and_hr", "nobody"])
def test_of_fewer_people(cast: Cast, run_jobs: RunJobs, whom: str) -> None:
    change(cast, ask_for(cast, "everybody", in_days=5), second_factor_for=whom)
    run_jobs()

    assert told() == sorted([cast.administrator.email, cast.peer.email])
    assert cast.administrator.full_name in str(mail.outbox[0].body)


def test_only_later_also_where_more_are_asked(cast: Cast, run_jobs: RunJobs) -> None:
    policy = ask_for(cast, "administrators_and_hr")
    change(cast, policy, second_factor_for="everybody", second_factor_from=in_days(cast, 14))
    run_jobs()

    assert len(told()) == 2


def test_other_means_than_the_company_sign_in(cast: Cast, run_jobs: RunJobs) -> None:
    change(cast, ask_for(cast, "everybody", only_company_sign_in=True), only_company_sign_in=False)
    run_jobs()

    assert len(told()) == 2


def test_a_further_account_behind_glass(cast: Cast, run_jobs: RunJobs) -> None:
    policy = ask_for(cast, "everybody", only_company_sign_in=True)
    change(cast, policy)
    run_jobs()
    mail.outbox.clear()

    change(cast, policy, glass=[cast.administrator.pk, cast.peer.pk])
    run_jobs()

    assert len(told()) == 2


def test_of_what_asks_more_nobody_is_told(cast: Cast, run_jobs: RunJobs) -> None:
    policy = ask_for(cast, "administrators_and_hr", in_days=5)
    change(cast, policy, second_factor_for="everybody", second_factor_from=in_days(cast, 2))
    run_jobs()

    assert told() == []
