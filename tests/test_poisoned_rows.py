"""Rows as no code of ours writes them, but a crash, an older version or a hand in the database may leave them.

The jobs that tidy, and those that hand each thing to a job of its own: the bad row stops none of the others.
"""

import datetime

import pytest
from django.utils import timezone

from aizuchi.accounts.models import Session
from aizuchi.accounts.tasks import clear_sessions_and_tallies
from aizuchi.calendars.credentials import keep_credentials
from aizuchi.calendars.models import Connection
from aizuchi.calendars.tasks import sync_due_connections
from aizuchi.hints.models import Impression, PackFile
from aizuchi.hints.tasks import forget_old_impressions
from aizuchi.kernel.files.kinds import Kind
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.files.store import file_storage, keep_bytes
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.run import run_waiting_jobs
from aizuchi.kernel.jobs.tasks import forget_finished_jobs
from aizuchi.kernel.models import Tally
from aizuchi.meetings.models import Series, TalkRequest
from aizuchi.meetings.tasks import extend_all_series, forget_talks
from aizuchi.people.models import Person, StoredImport
from aizuchi.people.tasks import forget_imports
from tests.cast import Cast
from tests.factories import PairFactory
from tests.scene import Scene

pytestmark = pytest.mark.database

DAY = datetime.timedelta(days=1)
FIRST, LAST = (datetime.datetime(year, 6, 1, tzinfo=datetime.UTC) for year in (1, 9998))


def now() -> datetime.datetime:
    return timezone.now()


def test_doors_are_tidied(db: None) -> None:
    for key, data, until in (
        ("a", "\udcff".encode(errors="replace").decode(), now() - DAY),
        ("b", "[" * 5000, FIRST),
        ("c", "", now() + DAY),
    ):
        Session.objects.create(session_key=key, session_data=data, expire_date=until)
    for key, until in (("a" * 64, FIRST), ("", now() - DAY), ("c", LAST)):
        Tally.objects.create(key=key, count=2**31 - 1, ends_at=until)

    clear_sessions_and_tallies.call()

    assert Session.objects.count() == 1
    assert [tally.key for tally in Tally.objects.all()] == ["c"]


def test_finished_jobs_are_forgotten(db: None) -> None:
    for number, (ended, task) in enumerate([(FIRST, "no.longer.there"), (now() - 30 * DAY, ""), (now(), "no.such")]):
        Job.objects.create(
            task=task,
            args=[[[{}]]] * number,
            attempts=32767,
            failed=True,
            error="\u202e" * 9,
            claimable_at=LAST,
            enqueued_at=FIRST,
            finished_at=ended,
        )

    forget_finished_jobs.call()

    assert [job.task for job in Job.objects.all()] == ["no.such"]


def test_a_job_of_which_nobody_knows_the_code_stops_no_other(db: None) -> None:
    for task, args in (
        ("no.longer.there", []),
        ("os.system", ["true"]),
        ("aizuchi.accounts.tasks.clear_sessions_and_tallies", [1, 2]),
    ):
        Job.objects.create(task=task, args=args, claimable_at=now() - DAY, enqueued_at=now() - DAY)
    Job.objects.create(
        task="aizuchi.accounts.tasks.clear_sessions_and_tallies", claimable_at=now() - DAY, enqueued_at=now()
    )

    errors = run_waiting_jobs()

    assert len(errors) == 3
    assert Job.objects.filter(failed=False, finished_at__isnull=False).count() == 1


def test_old_showings_and_packs_are_forgotten(cast: Cast) -> None:
    scene = Scene(cast)
    for day, share in ((datetime.date.min, 1), (now().date() - 500 * DAY, 1e-300), (now().date(), 0.5)):
        Impression.objects.create(hint=scene.hint, viewer=cast.member, day=day, place="nowhere", probability=share)
    PackFile.objects.filter(pk=scene.file.pk).update(created_at=FIRST)
    file_storage().delete(scene.file.file.place)

    forget_old_impressions.call()

    assert [impression.probability for impression in Impression.objects.all()] == [0.5]
    assert not PackFile.objects.exists()
    assert not StoredFile.objects.exists()


def test_old_requests_for_a_talk_are_forgotten(cast: Cast) -> None:
    kept = Scene(cast).talk_request
    old = {"asked_by": cast.member, "expires_at": LAST, "answered_at": FIRST}
    for answer, at in (("nonsense", None), ("lapsed", LAST), ("later", FIRST)):
        TalkRequest.objects.create(pair=kept.pair, created_at=FIRST, answer=answer[:9], answer_at=at, **old)

    forget_talks.call()

    assert list(TalkRequest.objects.all()) == [kept]


def test_files_go_and_lost_imports_are_told(cast: Cast) -> None:
    common = {"organization": cast.organization, "actor": cast.hr, "on": now().date(), "created_at": FIRST}
    file = keep_bytes(b"\xff\xfe", kind=Kind.TEXT, organization_id=cast.organization.pk, now=now())
    waiting = StoredImport.objects.create(**common, file=file)
    for at in (FIRST, now() - DAY):
        StoredImport.objects.create(
            **common, state="running", confirmed_at=at, summary=[[[]]], problems={"a": None}, undo=7
        )
    forget_imports.call()

    assert not StoredImport.objects.filter(pk=waiting.pk).exists()
    assert {(one.state, one.summary["fault"]) for one in StoredImport.objects.all()} == {("failed", "WorkerLost")}


def test_other_series_go_on(cast: Cast) -> None:
    def create(mentee: Person, **said: object) -> Series:
        usual = {
            "rule": "FREQ=WEEKLY",
            "starts_at": now() + DAY,
            "time_zone": "Asia/Tokyo",
            "scheduled_until": now() + DAY,
        }
        pair = PairFactory(mentee=mentee, mentor=cast.manager)
        return Series.objects.create(pair=pair, created_by=mentee, created_at=now(), **usual | said)

    good = create(cast.member)
    create(cast.peer, rule="FREQ=DAILY;INTERVAL=0")
    create(cast.colleague, time_zone="Nowhere/Land")
    create(cast.hr, left_out=["never"])
    create(cast.administrator, rule="\u202e" * 200)

    extend_all_series.call()
    errors = run_waiting_jobs()

    assert errors
    assert good.meetings.count() > 5


def test_other_calendars_are_looked_at(cast: Cast) -> None:
    def connect(person: Person, **said: object) -> Connection:
        usual = {"kind": "caldav", "server_url": "https://127.0.0.1/", "calendar": "https://127.0.0.1/"}
        return Connection.objects.create(person=person, next_sync_at=FIRST, created_at=now(), **usual | said)

    connect(cast.peer, credentials=b"\xff" * 40)
    lists = connect(cast.hr)
    keep_credentials(lists, ["no", "object"], now=now())  # type: ignore[arg-type]
    connect(cast.colleague, kind="other")
    connect(cast.mentor, calendar="\0".replace("\0", "\u202e") * 500, claimed_until=FIRST)
    good = connect(cast.member)

    sync_due_connections.call()
    run_waiting_jobs()

    good.refresh_from_db()
    lists.refresh_from_db()
    assert lists.state == Connection.State.REFUSED  # which its owner is told; asking again would not help
    assert (good.state, good.problem) == (Connection.State.REFUSED, Connection.Problem.FORBIDDEN)
    assert not Connection.objects.filter(claimed_until__gt=now()).exists()
