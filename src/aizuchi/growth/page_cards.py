"""What words and thank-you notes bring to pages that many apps fill."""

import uuid
from dataclasses import dataclass

from django.db.models import Exists

from aizuchi.growth import queries
from aizuchi.growth.queries import ThankYouRow, Words
from aizuchi.meetings.page_cards import following, history
from aizuchi.pairs.page_cards import pair_card
from aizuchi.people.queries.cards import PersonCard
from aizuchi.ui.cards import BriefCard, Context, HomeCard, PairPageCard
from aizuchi.ui.facts import Fact

WORDS_SHOWN = 3
ARRIVED = Fact(lambda asking: Exists(queries.arrived_for(asking.viewer)))


@dataclass(frozen=True, kw_only=True)
class WordsCard:
    words: list[Words]
    to_prepare: uuid.UUID | None
    """The 1on1 to come, in which the first could be found."""

    @property
    def recent(self) -> list[Words]:
        """What the two try now, and the latest they tried."""
        return self.words[:WORDS_SHOWN]

    @property
    def earlier(self) -> list[Words]:
        return self.words[WORDS_SHOWN:]


@dataclass(frozen=True, kw_only=True)
class ThankYouCard:
    thank_you_notes: list[ThankYouRow]
    partner: PersonCard
    to_write_to: uuid.UUID | None
    """The latest 1on1, while the viewer has written nothing to the other after it."""


def list_arrived(context: Context) -> list[ThankYouRow] | None:
    """What others wrote to the viewer, until they put it with what they keep."""
    return queries.list_arrived(viewer=context.viewer) or None


def get_latest_words(context: Context) -> Words | None:
    meeting = context.subject
    return queries.get_latest_words(
        viewer=context.viewer, pair_id=meeting.pair_id, other_than_of=meeting.pk, until=meeting.closed_at
    )


def get_words(context: Context) -> WordsCard:
    coming = context.once(following)
    words = queries.list_words(viewer=context.viewer, pair_id=context.subject.pk)
    return WordsCard(words=words, to_prepare=coming.id if coming else None)


def get_thank_you_notes(context: Context) -> ThankYouCard | None:
    notes = queries.list_thank_you_notes(viewer=context.viewer, pair_id=context.subject.pk)
    pair, past = context.once(pair_card), context.once(history).meetings
    latest = past[0].id if past and pair.is_open else None
    has_written = any(note.is_mine and note.meeting_id == latest for note in notes)
    to_write_to = None if has_written else latest
    if not notes and not to_write_to:
        return None
    return ThankYouCard(thank_you_notes=notes, partner=pair.partner, to_write_to=to_write_to)


CARDS = (
    HomeCard(area="main", order=70, template="growth/cards/arrived.html", query=list_arrived, only_if=ARRIVED),
    BriefCard(area="memory", order=10, template="growth/cards/latest_words.html", query=get_latest_words),
    PairPageCard(area="main", order=10, template="growth/cards/words.html", query=get_words),
    PairPageCard(area="main", order=20, template="growth/cards/thank_you_notes.html", query=get_thank_you_notes),
)
