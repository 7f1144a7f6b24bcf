"""Whatever job dies after any of its steps, and is done again, comes to the same as one that did not die."""

import datetime
import pkgutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from unittest import mock

import pytest
from django.utils import timezone
from django_tasks.base import Task

import aizuchi
from aizuchi.anonymous_answers.blind_rsa import make_signing_key
from aizuchi.anonymous_answers.operations import keys
from aizuchi.audit.tasks import seal_audit_entries
from aizuchi.calendars.reactions import book_all_preparations
from aizuchi.calendars.tasks import mail_invitations
from aizuchi.feedback.tasks import make_window_keys
from aizuchi.flows.calendar_entries import show_later
from aizuchi.hints.models import Impression
from aizuchi.hints.tasks import update_hint_scores
from aizuchi.meetings.models import Series
from aizuchi.meetings.tasks import extend_all_series
from aizuchi.notes.operations import close_circle
from aizuchi.notes.tasks import destroy_old_notes
from aizuchi.people.tasks import rename_units
from tests.dying import Work, count_steps, state_after
from tests.factories import DocumentFactory, MeetingFactory
from tests.scene import Scene

PACKAGE = Path(aizuchi.__file__).parent
DAY = datetime.timedelta(days=1)

# One transaction, one statement, or one mail: there is nothing to die between, or the mail comes twice.
ONE_STEP = {
    *("deliver_message", "deliver_password_link", "deliver_address_changed"),
    *(
        "deliver_factor_left",
        "deliver_policy_weakened",
        "deliver_provider_changed",
        "deliver_factors_changed",
        "deliver_factors_reset",
        "deliver_signed_out",
        "deliver_company_link",
        "deliver_company_linked",
        "deliver_links_ended",
        "deliver_links_ended_to_administrators",
        "deliver_domain_missing",
        "deliver_entry_behind_glass",
        "compact_note",
    ),
    *("work_out_large_draft", "publish_large_draft"),
    *("forget_finished_jobs", "forget_talks", "extend_one_series", "make_window_key"),
}
# Each step is one of its kind, and asks anew which are left: rows that are old, one change, organization or quarter.
ASKS_WHAT_IS_LEFT = {
    *("clear_sessions_and_tallies", "forget_old_impressions", "forget_imports", "remove_orphaned_files"),
    *("settle_address_changes", "open_and_close_all_due_pairs", "sum_up_all_feedback", "sum_up_feedback_of"),
    *("compact_notes", "tidy_notices", "forget_old_changes", "forget_what_is_over"),
    "sync_due_connections",  # moves them on by five minutes first: whatever it did not enqueue is due again then
    "fetch_due_files",  # a file that was imported changes nothing the second time
    "deliver_address_change",  # the first of its two mails comes twice, and stops the same change
    "open_rounds_of_plans",  # each plan moves on, and its round opens, in one transaction
    "exchange_written_replies",  # each board crosses, or ends, by one transaction
    "destroy_old_curves",  # those of one organization by one transaction
    "look_after_running_programs",  # each program is looked after by one transaction
    "open_and_close_due_surveys",  # each survey is opened, or closed, by one transaction
    "look_at_domains",  # each domain is settled by one transaction after DNS was asked
    "deliver_invitation",  # the mail comes twice, with a link to the same invitation
}
ELSEWHERE = {
    "release_what_groups_said": (
        "anonymous_answers/tests/test_run_release.py",
        "test_a_tick_that_dies_while_destroying_is_finished_by_the_next",
    ),
    "release_closed_windows": (
        "anonymous_answers/tests/group_windows/test_released.py",
        "test_a_tick_that_dies_while_destroying_is_finished_by_the_next_day",
    ),
    "settle_mailbox": (
        "anonymous_answers/tests/test_power_cut.py",
        "test_whenever_the_power_goes_answers_are_there_until_their_sums_are",
    ),
    "remind": ("notifications/tests/test_outbox.py", "test_what_is_due_arrives_once_however_often_it_is_found"),
    "deliver_batch": (
        "notifications/tests/test_outbox.py",
        "test_what_a_dead_worker_had_in_hand_is_sent_after_a_while",
    ),
    "sync_connection": (
        "calendars/tests/clouds/test_clouds.py",
        "test_a_job_that_died_after_writing_does_not_double_it",
    ),
    "read_answers": ("calendars/tests/test_replies.py", "test_a_declined_one_asks_the_person_and_cancels_nothing"),
    "take_over_import": ("kernel/tests/staging/test_killed.py", "test_a_kill_leaves_nothing_or_everything"),
}


@pytest.fixture
def scene(cast) -> Scene:
    return Scene(cast)


def two_dated(scene: Scene) -> list[str]:
    soon = timezone.now().replace(microsecond=0) + DAY
    return [str(MeetingFactory(pair=scene.pair, starts_at=soon + days * DAY).pk) for days in range(2)]


def show_two(scene: Scene) -> Work:
    meetings = two_dated(scene)
    return lambda: show_later.call(meetings)


def prepare_two(scene: Scene) -> Work:
    show_later.call(two_dated(scene))
    return lambda: book_all_preparations.call(str(scene.cast.manager.pk))


def mail_two(scene: Scene) -> Work:
    from aizuchi.calendars.models import CalendarEntry

    show_later.call(two_dated(scene)[:1])
    (entry,) = CalendarEntry.objects.filter(prepares__isnull=True)
    return lambda: mail_invitations.call(str(entry.pk))


def extend_two(scene: Scene) -> Work:
    now = timezone.now()
    for pair in (scene.pair, scene.mentor_pair):
        Series.objects.create(
            pair=pair,
            rule="FREQ=WEEKLY",
            starts_at=now - DAY,
            time_zone="Asia/Tokyo",
            scheduled_until=now,
            created_by=scene.cast.member,
            created_at=now,
        )
    return extend_all_series.call


def seal_two(scene: Scene) -> Work:
    assert scene.gathering
    return seal_audit_entries.call


def score_two(scene: Scene) -> Work:
    for person in (scene.cast.member, scene.cast.mentor):
        Impression.objects.create(
            hint=scene.hint, viewer=person, day=timezone.localdate(), place="brief", probability=0.5
        )
    assert scene.trial
    return update_hint_scores.call


def rename_two(scene: Scene) -> Work:
    planned = scene.planned_name
    planned.starts_on = timezone.localdate() - DAY
    planned.save()
    return rename_units.call


def make_two_keys(scene: Scene) -> Work:
    assert scene.eligibility
    return make_window_keys.call


def destroy_two(scene: Scene) -> Work:
    long_ago = timezone.now() - 3 * 366 * DAY
    for pair in (scene.pair, scene.mentor_pair):
        DocumentFactory(circle=pair.circle)
        close_circle(circle=pair.circle, now=long_ago)
    return destroy_old_notes.call


DYING: dict[str, Callable[[Scene], Work]] = {
    "show_later": show_two,
    "book_all_preparations": prepare_two,
    "mail_invitations": mail_two,
    "extend_all_series": extend_two,
    "seal_audit_entries": seal_two,
    "update_hint_scores": score_two,
    "rename_units": rename_two,
    "make_window_keys": make_two_keys,
    "destroy_old_notes": destroy_two,
}


@pytest.mark.parametrize("name", sorted(DYING))
def test_a_job_that_died_comes_to_the_same(name: str, scene: Scene) -> None:
    key = make_signing_key()
    with mock.patch.object(keys, "make_signing_key", return_value=key):
        work = DYING[name](scene)
        steps, whole = count_steps(work), state_after(work)

        assert steps
        for step in range(1, steps + 1):
            assert state_after(work, dies_after=step) == whole, step


def test_every_job_is_asked_here_or_elsewhere() -> None:
    assert {task.name for task in every_task()} == {*DYING, *ONE_STEP, *ASKS_WHAT_IS_LEFT, *ELSEWHERE}


@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_what_is_said_to_be_asked_elsewhere_is_asked_there(name: str) -> None:
    path, test = ELSEWHERE[name]

    assert f"def {test}(" in (PACKAGE / path).read_text()


def every_task() -> list[Task]:
    names = [module.name for module in pkgutil.walk_packages(aizuchi.__path__, "aizuchi.")]
    plain = [name for name in names if not {"tests", "migrations", "__main__"} & set(name.split("."))]
    found = [value for name in plain for value in vars(import_module(name)).values() if isinstance(value, Task)]
    return list({id(task): task for task in found}.values())
