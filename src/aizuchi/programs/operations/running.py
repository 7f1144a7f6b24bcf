"""What comes by itself while a program runs: questions to the two, the end of what fell silent, the end of all."""

import datetime
import uuid

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest

from aizuchi.meetings.models import Meeting
from aizuchi.meetings.queries.meetings import TOOK_PLACE
from aizuchi.pairs.operations import close_pairs
from aizuchi.programs.models import Match, Program
from aizuchi.programs.models.match import ENDING_ASKED, MatchQuerySet
from aizuchi.programs.operations.access import record_step
from aizuchi.programs.running_notices import CLOSED, ENDING, FIT, MIDDLE, SILENCE, tell_both

AGAIN = datetime.timedelta(days=28)
SILENT = datetime.timedelta(days=90)
CLOSES_AFTER = datetime.timedelta(days=28)
MIDDLE_LASTS = datetime.timedelta(days=7)
AGAIN_KEY = "2"


@transaction.atomic
def look_after_program(*, program_id: uuid.UUID, now: datetime.datetime) -> None:
    """Asks and closes what is due. Running it again changes nothing."""
    program = Program.objects.select_for_update(of=("self",)).select_related("organization").get(pk=program_id)
    if program.state != Program.State.RUNNING:
        return
    lasting = _lasting(program)
    _ask_whether_it_fits(lasting, now)
    _tell_middle(program, lasting, now)
    _ask_the_silent(lasting, now)
    _close_the_silent(program, lasting, now)
    _ask_before_the_end(lasting, program.organization.today(now), now)
    _end_if_over(program, now)


def _lasting(program: Program) -> MatchQuerySet:
    found: MatchQuerySet = program.matches.lasting().filter(pair__isnull=False)
    return found.select_related("mentee", "mentor", "pair")


def _ask_whether_it_fits(lasting: MatchQuerySet, now: datetime.datetime) -> None:
    """After their first 1on1, and once more four weeks later: both, whatever either said."""
    took_place = Meeting.objects.filter(pair=OuterRef("pair"), state__in=TOOK_PLACE)
    for match in lasting.filter(Exists(took_place), fit_asked_at__isnull=True):
        _mark(match, "fit_asked_at", now)
        tell_both(match, FIT, now=now)
    for match in lasting.filter(fit_asked_at__lte=now - AGAIN, fit_asked_again_at__isnull=True):
        _mark(match, "fit_asked_again_at", now)
        tell_both(match, FIT, now=now, again=AGAIN_KEY)


def _tell_middle(program: Program, lasting: MatchQuerySet, now: datetime.datetime) -> None:
    today = program.organization.today(now)
    if program.middle_on and program.middle_on <= today < program.middle_on + MIDDLE_LASTS:
        for match in lasting:
            tell_both(match, MIDDLE, now=now)  # a notice of one key is written down once


def _quiet_since(lasting: MatchQuerySet, since: datetime.datetime) -> MatchQuerySet:
    """Neither held a 1on1 since then, nor has a date for one, nor said that they go on."""
    ahead = Meeting.objects.filter(pair=OuterRef("pair"), state=Meeting.State.PLANNED, starts_at__gte=since)
    last = Max("pair__meetings__starts_at", filter=Q(pair__meetings__state__in=TOOK_PLACE))
    begun = Coalesce("kept_at", "published_at")
    found: MatchQuerySet = lasting.annotate(last=Coalesce(last, "published_at")).filter(
        ~Exists(ahead), published_at__lt=since
    )
    return found.annotate(quiet=Greatest("last", begun)).filter(quiet__lt=since)


def _ask_the_silent(lasting: MatchQuerySet, now: datetime.datetime) -> None:
    for match in _quiet_since(lasting, now - SILENT).filter(silence_asked_at__isnull=True):
        _mark(match, "silence_asked_at", now)
        tell_both(match, SILENCE, now=now, again="" if match.kept_at is None else AGAIN_KEY)


def _close_the_silent(program: Program, lasting: MatchQuerySet, now: datetime.datetime) -> None:
    quiet = list(_quiet_since(lasting, now - SILENT).filter(silence_asked_at__lte=now - CLOSES_AFTER))
    if not quiet:
        return
    for match in quiet:
        tell_both(match, CLOSED, now=now)
    Match.objects.filter(pk__in=[match.pk for match in quiet]).update(ended_at=now)
    pair_ids = [match.pair_id for match in quiet if match.pair_id]
    close_pairs(organization=program.organization, pair_ids=pair_ids, actor=None, now=now)


def _ask_before_the_end(lasting: MatchQuerySet, today: datetime.date, now: datetime.datetime) -> None:
    for match in lasting.filter(pair__until_on__gt=today, pair__until_on__lte=today + ENDING_ASKED):
        tell_both(match, ENDING, now=now)


def _end_if_over(program: Program, now: datetime.datetime) -> None:
    if program.is_evergreen or program.ends_on is None or program.organization.today(now) <= program.ends_on:
        return
    program.matches.lasting().update(ended_at=now)
    program.state, program.ended_at, program.version = Program.State.ENDED, now, F("version") + 1
    program.save(update_fields=["state", "ended_at", "version"])
    record_step(program, "ended", None, now)


def _mark(match: Match, column: str, now: datetime.datetime) -> None:
    setattr(match, column, now)
    match.save(update_fields=[column])
