"""Surveys of many people and forty questions, by name and without names, from their opening to the page of the result.

    python -m bench.surveys.product [--people 10000] [--rates 25 50 100 200] [--home FOLDER]

An installation of its own on SQLite. Submissions come to a server over real sockets at each rate, for five seconds,
whether or not those before them are answered, beside the bare view in the same run. Pages are whole requests through
Django's own client without the network, one after the other, in turn with the bare view. What a survey without names
releases is made up after it was opened: no key is made, no box opened.

With --home the installation is kept; where it is there already, only the pages of the result are looked at again.
"""

import argparse
import contextlib
import datetime
import json
import logging
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

QUESTIONS, IN_A_UNIT, ANSWERING = 40, 10, 0.8
SECONDS, LOOKING, WARM_UP = 5, 40, 5
TOKEN = "b" * 32

T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rates", type=int, nargs="*", default=[25, 50, 100, 200])
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        home = given.home or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="aizuchi-surveys-")))
        home.mkdir(parents=True, exist_ok=True)
        os.environ |= {"AIZUCHI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "bench.settings"}
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        logging.disable(logging.INFO)
        settings.ALLOWED_HOSTS = ["*"]
        is_new = not (home / "aizuchi.sqlite3").exists()
        call_command("migrate", verbosity=0)
        if is_new:
            measure(given.people, given.rates)
        look()


def measure(people: int, rates: list[int]) -> None:
    from django.utils import timezone

    from aizuchi.surveys import notices
    from aizuchi.surveys.operations import close_survey, open_survey

    now = timezone.now()
    hr, asked = make_company(people)
    survey = settle(hr, now)
    say("opening", lambda: open_survey(survey_id=survey.pk, now=now))
    say("finding whom to invite", lambda: list(notices.find(now)))
    submit_at_rates(survey, asked, rates)
    answer_all(survey, now)
    say("closing", lambda: close_survey(survey_id=survey.pk, now=survey.closes_at))
    release(hr, now)


def look() -> None:
    from aizuchi.surveys.models import Survey, SurveyGroup

    survey = Survey.objects.select_related("created_by").get(is_anonymous=False)
    client = sign_in(survey.created_by)
    largest = list(SurveyGroup.objects.filter(survey=survey, answered__isnull=False).order_by("-asked")[:30])
    result = f"/surveys/{survey.pk}/results/"
    ways: dict[str, Callable[[int], str]] = {
        "result of all": lambda _number: result,
        "results of one unit after the other": lambda number: f"{result}?of={largest[number % len(largest)].pk}",
        "list": lambda _number: "/surveys/",
    }
    for name, choose in ways.items():
        bare, took = ask_in_turn(client, choose)
        queries = client.get(choose(0))["X-Queries"]
        clock, work = (statistics.median(a) / statistics.median(b) for a, b in zip(took, bare, strict=True))
        print(
            f"{name}: {statistics.median(took[0]):.1f} ms, {queries} statements, {clock:.1f} times bare"
            f" ({statistics.median(bare[0]):.1f} ms); {statistics.median(took[1]):.1f} ms of processor time,"
            f" {work:.1f} times bare ({statistics.median(bare[1]):.1f} ms)",
            flush=True,
        )


def ask_in_turn(client: Any, choose: Callable[[int], str]) -> tuple[list[list[float]], list[list[float]]]:
    """Of the bare view and of the page: milliseconds on the clock, and of the processor."""
    bare: list[list[float]] = [[], []]
    page: list[list[float]] = [[], []]
    for number in range(WARM_UP + LOOKING):
        for path, into in (("/_hello", bare), (choose(number), page)):
            begun, busy = time.perf_counter(), time.process_time()
            if client.get(path).status_code != 200:
                raise SystemExit(f"{path} was refused")
            if number >= WARM_UP:
                into[0].append((time.perf_counter() - begun) * 1000)
                into[1].append((time.process_time() - busy) * 1000)
    return bare, page


def say(name: str, do: Callable[[], T]) -> T:
    """How long, how much of the processor, and for how long others could not write."""
    from django.db import connection

    locked_at: list[float] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = execute(sql, params, many, context)
        if sql.startswith("BEGIN"):
            locked_at.append(time.perf_counter())
        return found

    begun, busy = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(watch):
        found = do()
    end, busy = time.perf_counter(), time.process_time() - busy
    locked = f", nobody else could write for {end - locked_at[-1]:.1f} s at the end" if locked_at else ""
    print(f"{name}: {end - begun:.1f} s, {busy:.1f} s of processor time{locked}", flush=True)
    return found


def make_company(people: int) -> tuple[Any, list[Any]]:
    """Ten to a unit, and ten units to each above."""
    from tests.cast import SINCE, make_cast
    from tests.factories import PersonFactory

    from aizuchi.people.models import Membership, Person, Unit, UnitPlacement

    cast = make_cast()
    units, placed = [], []
    parents = [cast.company]
    while 10 * len(parents) * IN_A_UNIT <= people:
        below = [
            Unit(organization=cast.organization, code=f"B{len(units)}-{n}", name=f"部署{n}", starts_on=SINCE)
            for n in range(10 * len(parents))
        ]
        placed += [UnitPlacement(unit=one, parent=parents[n // 10], starts_on=SINCE) for n, one in enumerate(below)]
        units += below
        parents = below
    Unit.objects.bulk_create(units, batch_size=500)
    UnitPlacement.objects.bulk_create(placed, batch_size=500)
    rows = [
        PersonFactory.build(organization=cast.organization, email=f"p{n}@example.jp", password="!")
        for n in range(people)
    ]
    Person.objects.bulk_create(rows, batch_size=500)
    homes = (Membership(person=one, unit=parents[n % len(parents)], starts_on=SINCE) for n, one in enumerate(rows))
    Membership.objects.bulk_create(homes, batch_size=500)
    return cast.hr, rows


def settle(hr: Any, now: datetime.datetime, *, is_anonymous: bool = False) -> Any:
    from aizuchi.surveys.operations import create_survey, settle_survey
    from aizuchi.surveys.operations.opening import SurveyTerms
    from aizuchi.surveys.structure import Choice, Definition, Kind, Section, SurveyQuestion, Words

    steps = tuple(Choice(str(step), Words(ja=str(step), en=str(step))) for step in range(1, 6))
    questions = tuple(
        SurveyQuestion(
            code=f"q{n}",
            kind=Kind.SCALE,
            words=Words(ja=f"質問{n}", en=f"Question {n}"),
            choices=steps,
            theme=f"t{n % 8}",
        )
        for n in range(QUESTIONS)
    )
    definition = Definition(title=Words(ja="調査", en="Survey"), sections=(Section(code="all", questions=questions),))
    survey = create_survey(actor=hr, kind="engagement", definition=definition, now=now)
    terms = SurveyTerms(opens_at=now, closes_at=now + datetime.timedelta(days=14), is_anonymous=is_anonymous)
    return say("settling", lambda: settle_survey(actor=hr, survey_id=survey.pk, terms=terms, now=now))


def sign_in(person: Any) -> Any:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(person, backend="aizuchi.accounts.backends.PersonBackend")
    return client


def submit_at_rates(survey: Any, people: list[Any], rates: list[int]) -> None:
    from bench.surveys.load import put_on, write_get, write_post

    waiting = list(zip(people, make_sessions(people[: SECONDS * sum(rates)]), strict=False))
    path, body = f"/surveys/{survey.pk}/", {f"q{n}": str(1 + n % 5) for n in range(QUESTIONS)}
    form = urlencode({**body, "send": "1", "csrfmiddlewaretoken": TOKEN}).encode()
    with serve() as port:
        for rate in rates:
            cookies = [f"sessionid={session}; csrftoken={TOKEN}" for _, session in waiting[: SECONDS * rate]]
            del waiting[: SECONDS * rate]
            bare = put_on(port, [write_get("/_hello", one) for one in cookies], rate)
            sent = put_on(port, [write_post(path, one, form) for one in cookies], rate)
            for name, load in (("bare view", bare), ("one submission", sent)):
                print(
                    f"{rate} a second, {name}: p50 {load.part(0.5):.1f} ms, p99 {load.part(0.99):.1f} ms,"
                    f" {dict(load.statuses)}",
                    flush=True,
                )


def make_sessions(people: list[Any]) -> list[str]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.db import transaction

    from aizuchi.accounts.session_store import SessionStore

    found = []
    with transaction.atomic():
        for person in people:
            session = SessionStore()
            session[SESSION_KEY] = str(person.pk)
            session[BACKEND_SESSION_KEY] = "aizuchi.accounts.backends.PersonBackend"
            session[HASH_SESSION_KEY] = person.get_session_auth_hash()
            session.create()
            found.append(session.session_key)
    return found


@contextlib.contextmanager
def serve() -> Iterator[int]:
    from bench.pages import await_server, free_port

    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "aizuchi.config.asgi:application", "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen([*command, "--log-level", "error"], env={**os.environ, "PORT": str(port)}, **quiet)
    try:
        await_server(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def answer_all(survey: Any, now: datetime.datetime) -> None:
    from aizuchi.surveys.models import AnswerSheet

    chance = random.Random(1)
    waiting = survey.participants.filter(sheet=None).values_list("pk", flat=True)
    AnswerSheet.objects.bulk_create(
        (
            AnswerSheet(
                participant_id=one,
                answers={f"q{n}": str(chance.randint(1, 5)) for n in range(QUESTIONS)},
                sent_at=now,
                changed_at=now,
            )
            for one in waiting
            if chance.random() < ANSWERING
        ),
        batch_size=500,
    )


def release(hr: Any, now: datetime.datetime) -> None:
    """As the daily tick does it, but for keys and boxes."""
    from django.db import transaction

    from aizuchi.anonymous_answers.asking_app import ClosedWindow, GroupAnswer, GroupCount
    from aizuchi.anonymous_answers.models import AnswerWindow
    from aizuchi.surveys.operations import open_survey
    from aizuchi.surveys.operations.release import put_survey_together

    survey, chance = settle(hr, now, is_anonymous=True), random.Random(2)
    say("opening without names", lambda: open_survey(survey_id=survey.pk, now=now))
    window = AnswerWindow.objects.get(subject_key=survey.window_key)
    counts, answers = {}, []
    for group in window.groups.all():
        entitled = group.eligibilities.count()
        people = sum(chance.random() < ANSWERING for _ in range(entitled))
        counts[group.key] = GroupCount(entitled=entitled, people=people)
        for _ in range(people):
            said = json.dumps({f"q{n}": str(chance.randint(1, 5)) for n in range(QUESTIONS)}).encode()
            answers.append(GroupAnswer(group.key, said))
    closed = ClosedWindow(
        window_id=window.pk,
        organization_id=window.organization_id,
        subject_key=window.subject_key,
        k=window.k_mean,
        groups=counts,
        answers=answers,
    )

    def put_together() -> None:
        keep = put_survey_together(closed, survey.closes_at)
        with transaction.atomic():
            keep()

    say("releasing without names", put_together)


if __name__ == "__main__":
    main()
