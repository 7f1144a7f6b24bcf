"""A survey by name of many people and forty questions, from its opening to the page of its result.

    python -m bench.surveys.product [--people 10000]

An installation of its own on SQLite, whole requests through Django's own client without the network, beside the bare
view in the same run. Requests come one after the other: a second of one core takes a thousand by the median.
"""

import argparse
import datetime
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any, TypeVar

QUESTIONS, IN_A_UNIT, ANSWERING = 40, 10, 0.8
SENDING, LOOKING, WARM_UP = 105, 40, 5

T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory(prefix="aizuchi-surveys-") as home:
        os.environ |= {"AIZUCHI_HOME": home, "DJANGO_SETTINGS_MODULE": "bench.settings"}
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS = ["*"]
        call_command("migrate", verbosity=0)
        measure(people)


def measure(people: int) -> None:
    from django.utils import timezone

    from aizuchi.surveys import notices
    from aizuchi.surveys.operations import close_survey, open_survey

    now = timezone.now()
    hr, asked = make_company(people)
    survey = settle(hr, now)
    say("opening", lambda: open_survey(survey_id=survey.pk, now=now))
    say("finding whom to invite", lambda: list(notices.find(now)))
    client = sign_in(hr)
    bare = ask(client, "/_hello")
    print(f"bare view: median {statistics.median(bare):.1f} ms, p99 {p99(bare):.1f} ms")
    sent = send(survey, asked[:SENDING])
    ratio = statistics.median(sent) / statistics.median(bare)
    print(f"one submission: median {statistics.median(sent):.1f} ms, p99 {p99(sent):.1f} ms, {ratio:.1f} times bare")
    answer_all(survey, now)
    say("closing", lambda: close_survey(survey_id=survey.pk, now=survey.closes_at))
    bare = ask(client, "/_hello")
    for name, path in (("result", f"/surveys/{survey.pk}/results/"), ("list", "/surveys/")):
        took = ask(client, path)
        queries = client.get(path)["X-Queries"]
        ratio = statistics.median(took) / statistics.median(bare)
        print(f"{name}: median {statistics.median(took):.1f} ms, {queries} statements, {ratio:.1f} times bare")


def say(name: str, do: Callable[[], T]) -> T:
    begun, busy = time.perf_counter(), time.process_time()
    found = do()
    took, busy = time.perf_counter() - begun, time.process_time() - busy
    print(f"{name}: {took:.1f} s, {busy:.1f} s of processor time", flush=True)
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


def settle(hr: Any, now: datetime.datetime) -> Any:
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
    terms = SurveyTerms(opens_at=now, closes_at=now + datetime.timedelta(days=14))
    return say("settling", lambda: settle_survey(actor=hr, survey_id=survey.pk, terms=terms, now=now))


def sign_in(person: Any) -> Any:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(person, backend="aizuchi.accounts.backends.PersonBackend")
    return client


def ask(client: Any, path: str) -> list[float]:
    return [timed(lambda: client.get(path), 200) for _ in range(WARM_UP + LOOKING)][WARM_UP:]


def send(survey: Any, people: list[Any]) -> list[float]:
    answers = {f"q{n}": str(1 + n % 5) for n in range(QUESTIONS)}
    path = f"/surveys/{survey.pk}/"
    took, client = [], sign_in(people[0])
    for person in people:
        client.force_login(person, backend="aizuchi.accounts.backends.PersonBackend")
        took.append(timed(lambda: client.post(path, {**answers, "send": "1"}), 302))
    return took[WARM_UP:]


def timed(do: Callable[[], Any], status: int) -> float:
    begun = time.perf_counter()
    answer = do()
    took = (time.perf_counter() - begun) * 1000
    if answer.status_code != status:
        raise SystemExit(f"answered {answer.status_code}")
    return took


def p99(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.99)]


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


if __name__ == "__main__":
    main()
