"""/healthz: for load balancers and for whoever watches the machine. Says nothing about people."""

import datetime

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from aizuchi import __version__
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.jobs.queue import read_clock

LATE_AFTER = datetime.timedelta(minutes=2)


@require_safe
def show_health(request: HttpRequest) -> JsonResponse:
    """503 without a database; late jobs are reported, but the pages still work."""
    database, jobs = "ok", "ok"
    try:
        connection.ensure_connection()
        if Job.objects.unfinished().filter(claimable_at__lt=read_clock() - LATE_AFTER).exists():
            jobs = "late"
    except DatabaseError:
        database = jobs = "unreachable"
    facts = {"status": "ok" if database == jobs == "ok" else "degraded", "database": database, "jobs": jobs}
    answer = JsonResponse(facts | {"version": __version__}, status=200 if database == "ok" else 503)
    answer["Cache-Control"] = "no-store"
    return answer
