"""Every job that comes back is given one bad thing among good ones: the good ones are done, and the bad one is told."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from aizuchi.anonymous_answers.models import AnswerWindow
from aizuchi.anonymous_answers.operations import keys
from aizuchi.anonymous_answers.periods import quarter_start
from aizuchi.feedback import tasks as feedback
from aizuchi.gateway import tasks as gateway
from aizuchi.gateway.models import ScheduledFile
from aizuchi.hints.operations import rank
from aizuchi.kernel.jobs.each import SomeFailed
from aizuchi.kernel.jobs.schedule import list_schedule
from aizuchi.notifications import notification_types
from aizuchi.notifications import tasks as notifications
from aizuchi.pairs import tasks as pairs
from aizuchi.people import tasks as people
from aizuchi.people.models import AddressChange, Organization
from aizuchi.programs import tasks as programs
from aizuchi.programs.models import Program
from aizuchi.single_sign_on import tasks as single_sign_on
from aizuchi.single_sign_on.models import ProviderDomain
from aizuchi.surveys import tasks as surveys
from aizuchi.surveys.models import PulsePlan, Survey
from aizuchi.surveys.operations import old_curves
from tests.cast import Cast

pytestmark = pytest.mark.database

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "aizuchi"
# Whose room asks the same with things that take more than a name to break: a note, a mail, a chain.
ELSEWHERE = {
    "compact_notes": (
        "notes/tests/test_compaction.py",
        "test_one_note_that_cannot_be_summed_up_does_not_hold_up_the_others",
    ),
    "destroy_old_notes": (
        "notes/tests/test_retention.py",
        "test_one_circle_that_cannot_be_destroyed_does_not_keep_the_others_alive",
    ),
    "read_answers": (
        "calendars/tests/test_replies.py",
        "test_whatever_breaks_on_one_mail_the_others_are_taken",
    ),
    "exchange_written_replies": (
        "anonymous_answers/tests/group_windows/test_replies.py",
        "test_a_board_that_breaks_keeps_no_other_waiting",
    ),
    "release_closed_windows": (
        "anonymous_answers/tests/group_windows/test_released.py",
        "test_a_window_that_breaks_keeps_no_other_waiting",
    ),
    "remove_orphaned_files": (
        "kernel/files/tests/test_orphans.py",
        "test_one_file_that_cannot_be_destroyed_keeps_no_other",
    ),
    "seal_audit_entries": (
        "audit/tests/test_record.py",
        "test_one_organization_that_cannot_be_sealed_does_not_stop_the_others",
    ),
}
# One statement, or a job of its own for each thing: tests/test_poisoned_rows.py has rows for these.
ONE_THING = {
    *(
        "forget_finished_jobs",
        "forget_old_impressions",
        "forget_talks",
        "forget_imports",
        "forget_what_is_over",
        "forget_old_changes",
        "clear_sessions_and_tallies",
        "settle_mailbox",
    ),
    *("extend_all_series", "sync_due_connections"),
}


class Some:
    """Two of anything, whatever is asked for."""

    def __init__(self, *things: Any) -> None:
        self.objects, self._things = self, things or ("bad", "good")

    def filter(self, *args: Any, **kwargs: Any) -> Any:
        return self

    values = distinct = order_by = values_list = due_to_open = filter

    def list_subjects(self) -> Any:
        return set(self._things)

    def __iter__(self) -> Any:
        return iter(self._things)


class Work:
    """Breaks on the first thing, as no code of ours means to, and notes all of them."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.seen.append((args, kwargs))
        if len(self.seen) == 1:
            raise RecursionError
        return ()


Poison = Callable[[pytest.MonkeyPatch, Work], None]


def poison_pairs(patch: pytest.MonkeyPatch, work: Work) -> None:
    patch.setattr(pairs.Organization, "objects", Some())
    patch.setattr(pairs, "open_and_close_due_pairs", work)


def poison_sums(patch: pytest.MonkeyPatch, work: Work) -> None:
    patch.setattr(feedback.Organization, "objects", Some())
    patch.setattr(feedback, "_sum_up", work)


def poison_keys(patch: pytest.MonkeyPatch, work: Work) -> None:
    window = AnswerWindow(organization=Organization(), starts_on=timezone.now().date())
    patch.setattr(window.__class__, "takes_answers_on", lambda *_: True)
    patch.setattr(window.__class__, "keys", Some(uuid.uuid4()))
    patch.setattr(window.__class__, "eligibilities", Some(uuid.uuid4(), uuid.uuid4()))
    patch.setattr(keys.AnswerWindow, "objects", Some(window))
    patch.setattr(keys, "ensure_key", work)


def poison_quarters(patch: pytest.MonkeyPatch, work: Work) -> None:
    from aizuchi.anonymous_answers.operations.run_release import run_release

    names = run_release.__globals__
    quarter_on = quarter_start(timezone.now().date())
    patch.setitem(names, "_unreleased", lambda: Some((uuid.uuid4(), quarter_on), (uuid.uuid4(), quarter_on)))
    patch.setitem(names, "_release_if_due", work)
    patch.setattr(names["mailbox"], "rewrite", lambda: None)
    patch.setattr(names["mailbox"], "destroy_sealed_answers", lambda _windows: None)


def poison_topics(patch: pytest.MonkeyPatch, work: Work) -> None:
    patch.setattr(rank, "_score_topic", lambda *args: len(work(*args)))
    patch.setattr(rank, "_count_impressions", lambda: None)
    patch.setattr(rank, "_count_trials", lambda: None)
    patch.setattr(rank.HintScore, "objects", Some())


def poison_sorts(patch: pytest.MonkeyPatch, work: Work) -> None:
    more = {"label": "For tests.", "explanation": "For tests.", "compose": lambda *_: {}, "find": work}
    both = [
        notification_types.NotificationType(code=code, is_sought_hourly=hourly, **more)
        for code in ("bad", "good")
        for hourly in (True, False)
    ]
    patch.setattr(notification_types, "gather", lambda kind: tuple(both))


def poison_addresses(patch: pytest.MonkeyPatch, work: Work) -> None:
    patch.setattr(people, "list_due_changes", lambda now: [AddressChange(), AddressChange()])
    patch.setattr(people, "let_hold_by_itself", work)


def poison_names(patch: pytest.MonkeyPatch, work: Work) -> None:
    patch.setattr(people.Organization, "objects", Some(Organization(), Organization()))
    patch.setattr(people, "rename_due_units", work)


def poison_files(patch: pytest.MonkeyPatch, work: Work) -> None:
    patch.setattr(gateway, "list_due_files", lambda now: [ScheduledFile(), ScheduledFile()])
    patch.setattr(gateway, "run_scheduled_file", work)


def poison_domains(patch: pytest.MonkeyPatch, work: Work) -> None:
    patch.setattr(single_sign_on, "list_proved", lambda: [ProviderDomain(), ProviderDomain()])
    patch.setattr(single_sign_on, "look_again", work)


def poison_surveys(patch: pytest.MonkeyPatch, work: Work) -> None:
    due = Some(Survey(), Survey())
    patch.setattr(due, "due_to_close", lambda now: (), raising=False)
    patch.setattr(surveys.Survey, "objects", due)
    patch.setattr(surveys, "open_survey", work)


def poison_plans(patch: pytest.MonkeyPatch, work: Work) -> None:
    plans = Some(PulsePlan(), PulsePlan())
    patch.setattr(plans, "due_by", lambda day: plans, raising=False)
    patch.setattr(surveys.PulsePlan, "objects", plans)
    patch.setattr(surveys, "open_round", work)


def poison_curves(patch: pytest.MonkeyPatch, work: Work) -> None:
    patch.setattr(old_curves.Organization, "objects", Some(Organization(), Organization()))
    patch.setattr(old_curves, "_destroy_in", work)


def poison_programs(patch: pytest.MonkeyPatch, work: Work) -> None:
    running = Some(Program(), Program())
    patch.setattr(running, "running", lambda: running, raising=False)
    patch.setattr(programs.Program, "objects", running)
    patch.setattr(programs, "look_after_program", work)


POISONED: dict[str, Poison] = {
    "fetch_due_files": poison_files,
    "look_at_domains": poison_domains,
    "open_and_close_all_due_pairs": poison_pairs,
    "sum_up_all_feedback": poison_sums,
    "make_window_keys": poison_keys,
    "release_what_groups_said": poison_quarters,
    "update_hint_scores": poison_topics,
    "rename_units": poison_names,
    "settle_address_changes": poison_addresses,
    "open_and_close_due_surveys": poison_surveys,
    "open_rounds_of_plans": poison_plans,
    "destroy_old_curves": poison_curves,
    "look_after_running_programs": poison_programs,
    "remind": poison_sorts,
    "tidy_notices": poison_sorts,
}


def test_every_job_that_comes_back_is_asked_here_or_elsewhere() -> None:
    names = {entry.task.name for entry in list_schedule()}

    assert names == set(POISONED) | set(ELSEWHERE) | ONE_THING


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_what_is_said_to_be_asked_elsewhere_is_asked_there(name: str) -> None:
    path, test = ELSEWHERE[name]

    assert f"def {test}(" in (PACKAGE / path).read_text()


@pytest.mark.parametrize("name", sorted(POISONED))
def test_one_bad_thing_keeps_no_other_from_being_done(name: str, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    task = next(entry.task for entry in list_schedule() if entry.task.name == name)
    work = Work()
    with monkeypatch.context() as patch:
        POISONED[name](patch, work)
        with pytest.raises(SomeFailed):
            task.call()

    assert len(work.seen) == 2


def test_the_end_of_a_quarter_is_kept_whatever_broke_in_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from aizuchi.anonymous_answers.operations.run_release import run_release

    ended: list[str] = []
    poison_quarters(monkeypatch, Work())
    monkeypatch.setitem(run_release.__globals__, "_destroy_boxes", lambda now: ended.append("boxes"))
    monkeypatch.setitem(run_release.__globals__, "_destroy_keys", lambda now: ended.append("keys"))
    monkeypatch.setattr(run_release.__globals__["mailbox"], "rewrite", lambda: ended.append("rewritten"))

    with pytest.raises(SomeFailed):
        run_release(now=timezone.now())

    assert ended == ["boxes", "keys", "rewritten"]


def test_old_notices_go_whatever_could_not_be_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tidied: list[bool] = []
    poison_sorts(monkeypatch, Work())
    monkeypatch.setattr(notifications, "pick_up_stranded", lambda **_: tidied.append(True))

    with pytest.raises(SomeFailed):
        notifications.tidy_notices.call()

    assert tidied
