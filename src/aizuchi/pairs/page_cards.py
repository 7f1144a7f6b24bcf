"""What pairs bring to pages that many apps fill."""

from dataclasses import dataclass

from aizuchi.pairs.models import Pair
from aizuchi.pairs.navigation import ASKED
from aizuchi.pairs.queries import PairCard, ProposalCard, card_of, proposals_waiting_for
from aizuchi.people.models import Person
from aizuchi.ui.cards import Context, HomeCard, PairPageCard


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why the two meet, in their words."""

    purpose: str
    care: str
    wish: str
    mentee: Person
    mentor: Person
    is_mentee: bool


def pair_card(context: Context) -> PairCard:
    return card_of(context.subject, viewer=context.viewer, on=context.today)


def list_asked(context: Context) -> list[ProposalCard] | None:
    """Who asked the viewer for 1on1s and waits for an answer."""
    return proposals_waiting_for(context.viewer, on=context.today) or None


def get_why(context: Context) -> Why | None:
    pair: Pair = context.subject
    if not (pair.purpose or pair.care or pair.wish):
        return None
    return Why(
        purpose=pair.purpose,
        care=pair.care,
        wish=pair.wish,
        mentee=pair.mentee,
        mentor=pair.mentor,
        is_mentee=pair.mentee_id == context.viewer.pk,
    )


CARDS = (
    HomeCard(area="main", order=10, template="pairs/cards/asked.html", query=list_asked, only_if=ASKED),
    PairPageCard(area="top", order=50, template="pairs/cards/why.html", query=get_why),
)
