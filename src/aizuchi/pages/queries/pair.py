"""What two people share over time, in a number of queries that depends on nothing."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aizuchi.meetings.models import AgendaItem
from aizuchi.meetings.queries.agenda import AgendaRow
from aizuchi.meetings.queries.history import HistoryPage, PastMeeting, list_history
from aizuchi.notes.queries import NoteContent, read_documents
from aizuchi.pairs.operations.access import access_pair
from aizuchi.people.models import Person


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


def get_history(
    *, viewer: Person, pair_id: uuid.UUID, now: datetime.datetime, before: datetime.datetime | None = None
) -> History:
    """Newest first. Http404 for everybody but the two."""
    return read_history(list_history(viewer=viewer, pair=access_pair(viewer, pair_id), now=now, before=before), viewer)


def read_history(page: HistoryPage, viewer: Person) -> History:
    summaries = read_documents([meeting.summary_id for meeting in page.meetings], viewer=viewer)
    meetings = [Past(meeting=meeting, summary=_summary(summaries, meeting.summary_id)) for meeting in page.meetings]
    return History(meetings=meetings, earlier_before=page.earlier_before)


def _summary(summaries: dict[uuid.UUID, NoteContent], key: uuid.UUID | None) -> str:
    summary = summaries.get(key) if key else None
    return summary.excerpt if summary else ""
