"""What hints bring to pages that many apps fill."""

from django.db.models import Exists

from aizuchi.hints import queries
from aizuchi.hints.models import Impression
from aizuchi.hints.operations import note_shown
from aizuchi.hints.queries import Attempt, HintCard
from aizuchi.hints.queries.hint_list import newly_hidden_of
from aizuchi.hints.queries.trials import trials_to_ask
from aizuchi.meetings.page_cards import coming
from aizuchi.ui.cards import Context, HomeCard
from aizuchi.ui.facts import Fact

HIDDEN = Fact(lambda asking: Exists(newly_hidden_of(asking.viewer)))
ATTEMPTS = Fact(lambda asking: Exists(trials_to_ask(asking.viewer, asking.now)))


def find_hint_of_the_day(context: Context) -> HintCard | None:
    """For what the next partners want to talk about; otherwise for any 1on1. Only for those who respond to somebody."""
    responding = [one for one in context.once(coming) if one.responds]
    if not responding:
        return None
    items = [item for one in responding for item in one.partners_items]
    cells = {(item.topic_id, item.response.id) for item in items if item.topic_id and item.response}
    return queries.hint_of_the_day(viewer=context.viewer, cells=cells, now=context.now)


def note_hint_shown(context: Context, card: HintCard) -> None:
    note_shown(viewer=context.viewer, cards=[card], place=Impression.Place.HOME, now=context.now)


def list_newly_hidden(context: Context) -> list[HintCard] | None:
    return queries.list_newly_hidden(viewer=context.viewer) or None


def list_attempts(context: Context) -> list[Attempt] | None:
    """What was to be tried in a 1on1 that is over: did it help?"""
    return queries.list_attempts_to_ask(viewer=context.viewer, now=context.now) or None


CARDS = (
    HomeCard(area="main", order=60, template="hints/cards/hidden.html", query=list_newly_hidden, only_if=HIDDEN),
    HomeCard(area="aside", order=40, template="hints/cards/attempts.html", query=list_attempts, only_if=ATTEMPTS),
    HomeCard(
        area="aside",
        order=60,
        template="hints/cards/hint.html",
        query=find_hint_of_the_day,
        note_shown=note_hint_shown,
    ),
)
