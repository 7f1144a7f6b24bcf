"""The matching board of a large program: a draft, its page, one mentee of it, and a change with its consequence.

    python -m bench.matching.board [--mentees 2000] [--mentors 600]

An installation of its own on SQLite. Pages are whole requests through Django's own client without the network, in turn
with the bare view.
"""

import argparse
import datetime
import logging
import os
import random
import tempfile
import time
from typing import Any

IN_A_UNIT, WISHES, CHANGES = 22, 3, 5
SINCE = datetime.date(2020, 4, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mentees", type=int, default=2000)
    parser.add_argument("--mentors", type=int, default=600)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aizuchi-board-") as home:
        os.environ |= {"AIZUCHI_HOME": home, "DJANGO_SETTINGS_MODULE": "bench.settings"}
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        logging.disable(logging.INFO)
        settings.ALLOWED_HOSTS = ["*"]
        call_command("migrate", verbosity=0)
        measure(given.mentees, given.mentors)


def measure(mentees: int, mentors: int) -> None:
    from django.utils import timezone

    from aizuchi.programs.operations.drafts import begin_draft, work_out_draft
    from aizuchi.programs.queries.partner_choice import get_panel
    from bench.surveys.product import ask_in_turn, say, sign_in

    now = timezone.now()
    hr, program, taking_part = make_program_of(mentees, mentors)
    draft = begin_draft(actor=hr, program_id=program.pk, now=now)
    say("working out and writing the draft", lambda: work_out_draft(draft_id=draft.pk, now=now))
    print(f"without anybody: {draft.unmatched.count()} of {mentees}")
    client, mentee = sign_in(hr), str(taking_part[mentors + 100].pk)
    board = f"/programs/{program.pk}/board/"
    for name, address in (("board", board), ("one mentee", f"{board}?mentee={mentee}")):
        bare, took = ask_in_turn(client, lambda _number, address=address: address)
        middle = len(took[1]) // 2
        page, beside = sorted(took[1])[middle], sorted(bare[1])[middle]
        queries = client.get(address)["X-Queries"]
        print(f"{name}: {page:.1f} ms of processor time, {queries} statements, {page / beside:.1f} times the bare view")
    panel = get_panel(hr, program.pk, mentee, now=now)
    assert panel
    for other in [one for one in panel.candidates if not one.is_current][:CHANGES]:
        begun = time.perf_counter()
        get_panel(hr, program.pk, mentee, chosen=str(other.participant_id), now=now)
        print(f"a change and what it would do: {time.perf_counter() - begun:.2f} s")


def make_program_of(mentees: int, mentors: int) -> tuple[Any, Any, list[Any]]:
    """Whoever looks after it, the program, and who takes part, mentors first: each mentee wishes for three of them."""
    from django.utils import timezone

    from aizuchi.people.models import Membership, Organization, Person, ReportingLine, RoleGrant, Unit, UnitPlacement
    from aizuchi.programs.models import Participant, Program, Wish

    chance, now = random.Random(1), timezone.now()
    company = Organization.objects.create(name="株式会社ミナモ精機", created_at=now)
    made = {"organization": company, "given_name": "名", "created_at": now, "password": "x"}
    hr = Person.objects.create(**made, family_name="藤代", email="hr@example.com")
    RoleGrant.objects.create(person=hr, role="hr", starts_on=SINCE)
    units = [
        Unit(organization=company, code=f"U{number}", name=f"課{number}", starts_on=SINCE)
        for number in range((mentees + mentors) // IN_A_UNIT + 1)
    ]
    Unit.objects.bulk_create(units)
    placed = ((unit, units[number // 10 - 1] if number >= 10 else None) for number, unit in enumerate(units))
    UnitPlacement.objects.bulk_create(UnitPlacement(unit=unit, parent=above, starts_on=SINCE) for unit, above in placed)
    people = Person.objects.bulk_create(
        Person(
            **made,
            family_name=f"姓{number}",
            email=f"p{number}@example.com",
            joined_on=SINCE + datetime.timedelta(days=chance.randrange(2000)),
        )
        for number in range(mentees + mentors)
    )
    heads = len(units)
    Membership.objects.bulk_create(
        Membership(person=one, unit=units[at % heads], starts_on=SINCE, is_main=True, is_head=at < heads)
        for at, one in enumerate(people)
    )
    ReportingLine.objects.bulk_create(
        ReportingLine(person=one, supervisor=people[at % heads], starts_on=SINCE)
        for at, one in enumerate(people)
        if at >= heads
    )
    program = Program.objects.create(
        organization=company,
        kind="mentor",
        mode="assign",
        aim="deepen",
        state="open",
        apart="unit",
        name="部署をこえるメンター制度",
        owner=hr,
        created_by=hr,
        created_at=now,
    )
    taking_part = Participant.objects.bulk_create(
        Participant(
            program=program,
            person=one,
            side="mentor" if at < mentors else "mentee",
            capacity=chance.choice([2, 4, 5]) if at < mentors else 1,
            state="joined",
            joined_at=now,
        )
        for at, one in enumerate(people)
    )
    Wish.objects.bulk_create(
        Wish(participant=one, wanted=wanted, rank=rank)
        for one in taking_part[mentors:]
        for rank, wanted in enumerate(chance.sample(taking_part[:mentors], WISHES), 1)
    )
    return hr, program, taking_part


if __name__ == "__main__":
    main()
