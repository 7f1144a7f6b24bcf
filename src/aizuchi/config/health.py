"""/healthz and /readyz: for load balancers and for whoever watches the machine. They say nothing about people.

The first asks whether this process works at all, the second whether people should be sent to it just now.
"""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from aizuchi import __version__
from aizuchi.config.look_briefly import (
    LOCKED,
    OK,
    UNREACHABLE,
    briefly,
    look_at_disk,
    look_at_mailbox,
    name_trouble,
)  # fmt: skip
from aizuchi.config.probe_sentences import say_what_to_do
from aizuchi.config.serving import Phase, serving
from aizuchi.kernel import key_file
from aizuchi.kernel.jobs.queue import read_clock
from aizuchi.kernel.jobs.readings import list_late
from aizuchi.kernel.keys import key_path
from aizuchi.kernel.models import OrganizationKey
from aizuchi.notifications.mail_queue import is_mail_late

PROBES = ("/healthz", "/readyz", "/metrics")


class AnyHostMiddleware:
    """Machines ask by an address of ours, as nobody's browser does; what they are told is the same under any name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in PROBES:
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]
            request.META.pop("HTTP_X_FORWARDED_HOST", None)
        return self.get_response(request)


@require_safe
def show_health(request: HttpRequest) -> JsonResponse:
    """503 without a database; late jobs and a full disk are reported, but pages can still be read."""
    database = _look_at_database()
    facts = {"database": database["database"], "disk": look_at_disk(), "jobs": database["jobs"]}
    is_well = all(fact == OK for fact in facts.values())
    is_good = database["database"] not in {LOCKED, UNREACHABLE}
    return _answer({"status": OK if is_well else "degraded"} | facts, is_good=is_good)


@require_safe
def show_readiness(request: HttpRequest) -> JsonResponse:
    """503 while people had better go to another node. What waits for a machine of others, such as mail, is only told:
    every node would say the same, and nobody would be served."""
    facts = _look_at_database() | {
        "mailbox": look_at_mailbox(),
        "disk": look_at_disk(),
        "jobs_process": _look_at_jobs_process(),
    }
    is_ready = serving.phase is Phase.SERVING and all(facts[what] == OK for what in ("database", "keys", "disk"))
    status = "ready" if is_ready else "not ready" if serving.phase is Phase.SERVING else str(serving.phase)
    return _answer({"status": status} | facts, is_good=is_ready)


def are_jobs_late() -> bool:
    return list_late(now=read_clock()).exists()


def _look_at_database() -> dict[str, str]:
    unknown = {"keys": "unknown", "jobs": "unknown", "mail": "unknown"}
    try:
        with briefly(DEFAULT_DB_ALIAS):
            if is_database_behind():
                return {"database": "waits for migrations"} | unknown
            return {
                "database": OK,
                "keys": OK if are_keys_readable() else "unreadable",
                "jobs": _say_late(are_jobs_late()),
                "mail": _say_late(is_mail_late(now=read_clock())),
            }
    except DatabaseError as error:
        return {"database": name_trouble(error)} | unknown


def is_database_behind() -> bool:
    """Migrations that this program does not know are no reason to stop: while nodes are upgraded one by one, the
    first has brought the database up to date and the others still serve."""
    return not _list_migrations() <= set(MigrationRecorder(connection).applied_migrations())


@cache
def _list_migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).disk_migrations or ())


def are_keys_readable() -> bool:
    """An installation that has sealed nothing yet needs none."""
    try:
        key_file.read_keys(key_path())
    except key_file.KeyFileMissing:
        return not OrganizationKey.objects.exists()
    except key_file.KeyFileUnreadable:
        return False
    return True


def _look_at_jobs_process() -> str:
    if not settings.JOB_THREADS:
        return "apart"
    if serving.jobs is None:
        return "unknown"
    return OK if serving.jobs.is_alive else "gone"


def _say_late(is_late: bool) -> str:
    return "late" if is_late else OK


def _answer(facts: dict[str, str], *, is_good: bool) -> JsonResponse:
    advice = say_what_to_do(facts)
    told = facts | {"version": __version__} | ({"what_to_do": advice} if advice else {})
    answer = JsonResponse(told, status=200 if is_good else 503)
    answer["Cache-Control"] = "no-store"
    return answer
