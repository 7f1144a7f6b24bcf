"""The two of a match begin their 1on1, as the program says: how often, how long, until when."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.days import day_after
from aizuchi.kernel.refusals import Refusal
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import Frame, open_and_close_due_pairs
from aizuchi.pairs.operations.start import InTheChain, add_pair, is_one_above_the_other
from aizuchi.people.models import Person
from aizuchi.programs.facts import add_months
from aizuchi.programs.fit_answers import make_fit_answers
from aizuchi.programs.models import Match, Program


class ProgramIsOver(Refusal):
    sentence = _("This program is over by then.")


@transaction.atomic
def begin_match(match: Match, *, actor: Person, now: datetime.datetime) -> Pair:
    """Running it again changes nothing. For operations that have asked whether the actor may. Raises Refusal."""
    pair = _add(match, actor, now)
    open_and_close_due_pairs(organization=actor.organization, actor=actor, now=now)
    pair.refresh_from_db()
    return pair


@transaction.atomic
def begin_matches(matches: Iterable[Match], *, actor: Person, now: datetime.datetime) -> list[tuple[Match, Refusal]]:
    """Begins all that can begin, and tells why the others cannot; of those nothing is written."""
    refused = []
    for match in matches:
        try:
            _add(match, actor, now)
        except Refusal as refusal:
            refused.append((match, refusal))
    open_and_close_due_pairs(organization=actor.organization, actor=actor, now=now)
    return refused


def _add(match: Match, actor: Person, now: datetime.datetime) -> Pair:
    found = Match.objects.select_for_update(of=("self",))
    locked = found.select_related("program", "mentee__person", "mentor__person", "pair").get(pk=match.pk)
    pair = locked.pair or _add_pair(locked, actor, now)
    locked.pair, locked.published_at = pair, locked.published_at or now
    locked.save(update_fields=["pair", "published_at"])
    make_fit_answers([locked], now=now)
    match.pair, match.published_at = pair, locked.published_at
    return pair


def _add_pair(match: Match, actor: Person, now: datetime.datetime) -> Pair:
    program, mentee, mentor = match.program, match.mentee.person, match.mentor.person
    starts_on, until_on = dates_of(program, today=actor.organization.today(now))
    if is_one_above_the_other(mentee, mentor, on=starts_on):
        raise InTheChain
    return add_pair(
        mentee=mentee,
        mentor=mentor,
        frame=Frame(kind=program.kind, aim=program.aim, cadence=program.cadence, minutes=program.minutes),
        starts_on=starts_on,
        until_on=until_on,
        actor=actor,
        now=now,
        is_chosen=True,
    )


def dates_of(program: Program, *, today: datetime.date) -> tuple[datetime.date, datetime.date | None]:
    """From which day on, and from which day on no longer. Raises ProgramIsOver."""
    if program.is_evergreen:
        return today, months_later(today, program.months)
    starts_on = max(today, program.starts_on or today)
    if program.ends_on and program.ends_on < starts_on:
        raise ProgramIsOver
    return starts_on, day_after(program.ends_on) if program.ends_on else None


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The 31st becomes the 1st of the month after where there is none."""
    later = add_months(day, months)
    return later if later.day == day.day else day_after(later)
