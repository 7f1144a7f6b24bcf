"""What programs bring to pages that many apps fill."""

import datetime

from django.db.models import Exists, Q

from aizuchi.programs.models import Match
from aizuchi.programs.models.match import ENDING_ASKED, MatchQuerySet
from aizuchi.ui.cards import Context, HomeCard, PairPageCard
from aizuchi.ui.facts import Asking, Fact

FIT_LASTS = datetime.timedelta(days=14)


def _find_asked(viewer: object, today: datetime.date, now: datetime.datetime) -> MatchQuerySet:
    """Where the two are asked something these days; whether either answered is not looked at."""
    since = now - FIT_LASTS
    asked = Q(fit_asked_at__gt=since) | Q(fit_asked_again_at__gt=since) | Q(silence_asked_at__isnull=False)
    ending = Q(pair__until_on__gt=today, pair__until_on__lte=today + ENDING_ASKED)
    own = Match.objects.lasting().filter(Q(mentee__person=viewer) | Q(mentor__person=viewer))
    found: MatchQuerySet = own.filter(asked | ending)
    return found


def _is_asked(asking: Asking) -> Exists:
    return Exists(_find_asked(asking.viewer, asking.today, asking.now))


ASKED = Fact(_is_asked)


def list_asked_matches(context: Context) -> list[Match] | None:
    found = _find_asked(context.viewer, context.today, context.now)
    return list(found.select_related("program", "mentee__person", "mentor__person").order_by("pk")) or None


def find_match(context: Context) -> Match | None:
    """Of the pair that the page is about."""
    return Match.objects.lasting().filter(pair=context.subject).select_related("program").first()


CARDS = (
    HomeCard(area="main", order=32, template="programs/cards/asked.html", query=list_asked_matches, only_if=ASKED),
    PairPageCard(area="top", order=55, template="programs/cards/of_pair.html", query=find_match),
)
