"""What two people share over time, in a number of queries that depends on nothing."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.actions.queries import PairActions, get_pair_actions
from aizuchi.growth.queries import ThankYouRow, Words, list_thank_you_notes, list_words
from aizuchi.meetings.models import AgendaItem
from aizuchi.meetings.queries.agenda import AgendaRow
from aizuchi.meetings.queries.history import PastMeeting, list_history
from aizuchi.meetings.queries.meetings import MeetingRow, count_by_pair, list_needing_closing, next_by_pair
from aizuchi.meetings.queries.proposals import Offered, list_offered
from aizuchi.meetings.queries.series import list_left_out
from aizuchi.meetings.queries.talks import TalkRow, list_talks
from aizuchi.notes.queries import NoteContent, read_documents
from aizuchi.pairs.operations.access import access_pair
from aizuchi.pairs.queries import PairOverview, pair_overview
from aizuchi.people.models import Person

SHOWN = 5
WORDS_SHOWN = 3
KEPT_LATELY = datetime.timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Past:
    meeting: PastMeeting
    summary: str
    """What it came to in the two's own words; empty where nobody wrote any."""

    @property
    def title(self) -> str:
        """The words they found, or else what they talked about: a missing summary is nobody's fault."""
        return self.summary or self._topics or _("A 1on1 without notes")

    @property
    def topics(self) -> tuple[AgendaRow, ...]:
        """What the title does not say already."""
        return self.meeting.agenda.items if self.summary else ()

    @property
    def _topics(self) -> str:
        return _(", ").join(item.label for item in self.meeting.agenda.items)

    @property
    def left(self) -> list[str]:
        return [item.label for item in self.meeting.agenda.items if item.state == AgendaItem.State.LEFT]


@dataclass(frozen=True, kw_only=True)
class History:
    meetings: list[Past]
    earlier_before: datetime.datetime | None


@dataclass(frozen=True, kw_only=True)
class PairPage:
    overview: PairOverview
    held: int
    following: MeetingRow | None
    to_confirm: list[MeetingRow]
    """Of which nobody knows yet whether they took place."""
    offered: list[Offered]
    talks: list[TalkRow]
    left_out: list[datetime.datetime]
    """Dates that another 1on1 was in the way of, when those that come back were scheduled."""
    words: list[Words]
    thank_you_notes: list[ThankYouRow]
    history: History
    actions: PairActions

    @property
    def recent_words(self) -> list[Words]:
        """What the two try now, and the latest they tried."""
        return self.words[:WORDS_SHOWN]

    @property
    def earlier_words(self) -> list[Words]:
        return self.words[WORDS_SHOWN:]

    @property
    def to_write_to(self) -> uuid.UUID | None:
        """The latest 1on1, while the viewer has written nothing to the other after it."""
        latest = self.history.meetings[0].meeting.id if self.history.meetings and self.overview.card.is_open else None
        return (
            None
            if any(
                thank_you_note.is_mine and thank_you_note.meeting_id == latest
                for thank_you_note in self.thank_you_notes
            )
            else latest
        )

    @property
    def may_ask_for_talk(self) -> bool:
        return may_ask_for_talk(self.overview, self.talks)

    @property
    def further(self) -> int:
        return max(0, self.held - len(self.history.meetings))


def may_ask_for_talk(overview: PairOverview, talks: list[TalkRow]) -> bool:
    return overview.card.is_open and all(talk.answer for talk in talks)


def get_pair_page(*, viewer: Person, pair_id: uuid.UUID, now: datetime.datetime) -> PairPage:
    """Http404 for everybody but the two."""
    overview = pair_overview(pair_id, viewer=viewer, on=timezone.localdate(now))
    return PairPage(
        overview=overview,
        held=count_by_pair(viewer=viewer, pair_ids=[pair_id]).get(pair_id, 0),
        following=next_by_pair(viewer=viewer, pair_ids=[pair_id], now=now).get(pair_id),
        to_confirm=list_needing_closing(viewer=viewer, now=now, pair_id=pair_id),
        offered=list_offered(viewer=viewer, now=now, pair_id=pair_id),
        talks=list_talks(viewer=viewer, now=now, pair_id=pair_id),
        left_out=list_left_out(viewer=viewer, pair_id=pair_id, now=now),
        words=list_words(viewer=viewer, pair_id=pair_id),
        thank_you_notes=list_thank_you_notes(viewer=viewer, pair_id=pair_id),
        history=get_history(viewer=viewer, pair_id=pair_id, now=now),
        actions=get_pair_actions(viewer=viewer, pair_id=pair_id, now=now, with_done_since=now - KEPT_LATELY),
    )


def get_history(
    *, viewer: Person, pair_id: uuid.UUID, now: datetime.datetime, before: datetime.datetime | None = None
) -> History:
    """Newest first. Http404 for everybody but the two."""
    pair = access_pair(viewer, pair_id)
    page = list_history(viewer=viewer, pair=pair, now=now, before=before, limit=SHOWN)
    summaries = read_documents([meeting.summary_id for meeting in page.meetings], viewer=viewer)
    meetings = [Past(meeting=meeting, summary=_summary(summaries, meeting.summary_id)) for meeting in page.meetings]
    return History(meetings=meetings, earlier_before=page.earlier_before)


def _summary(summaries: dict[uuid.UUID, NoteContent], key: uuid.UUID | None) -> str:
    summary = summaries.get(key) if key else None
    return summary.excerpt if summary else ""
