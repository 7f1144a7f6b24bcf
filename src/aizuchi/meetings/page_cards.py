"""What 1on1s bring to pages that many apps fill."""

from collections import Counter

from aizuchi.meetings.queries.coming import Coming, describe_coming
from aizuchi.meetings.queries.meetings import MeetingRow
from aizuchi.meetings.queries.near import COMING_SHOWN, NearMeetings, list_near_meetings
from aizuchi.meetings.queries.proposals import Offered, list_offered
from aizuchi.meetings.queries.talks import TalkRow, list_talks
from aizuchi.ui.cards import Context, HomeCard


def near(context: Context) -> NearMeetings:
    return list_near_meetings(viewer=context.viewer, now=context.now)


def coming(context: Context) -> list[Coming]:
    """What is ahead, with how far the two are: dated ones first."""
    return describe_coming(viewer=context.viewer, meetings=context.once(near).ahead, now=context.now)


def talks(context: Context) -> list[TalkRow]:
    """Ten minutes somebody asks for, or that were answered."""
    return list_talks(viewer=context.viewer, now=context.now)


def list_begun(context: Context) -> list[MeetingRow] | None:
    """What runs, and what the other has just said has not begun after all."""
    ahead = [one.row for one in context.once(near).ahead]
    return [row for row in ahead if row.is_running or row.not_begun_at] or None


def list_open_talks(context: Context) -> list[TalkRow] | None:
    return context.once(talks) or None


def list_times_offered(context: Context) -> list[Offered] | None:
    offered = list_offered(viewer=context.viewer, now=context.now)
    return [one for one in offered if not one.is_mine] or None


def list_to_confirm(context: Context) -> list[MeetingRow] | None:
    return [one.row for one in context.once(near).to_confirm] or None


def list_to_wrap_up(context: Context) -> list[MeetingRow] | None:
    return [one.row for one in context.once(near).to_wrap_up] or None


def list_whom_to_ask(context: Context) -> list[tuple[MeetingRow, str]] | None:
    """One of each pair, by names that tell them apart, without those between whom something waits."""
    waiting = {talk.pair_id for talk in context.once(talks) if not talk.answer}
    rows = [one.row for one in context.once(near).ahead]
    by_pair = {row.pair_id: row for row in reversed(rows) if row.may_arrange}
    to_ask = [row for row in by_pair.values() if row.pair_id not in waiting][:COMING_SHOWN]
    called = Counter(row.partner.short_name for row in to_ask)
    return [
        (row, row.partner.short_name if called[row.partner.short_name] == 1 else row.partner.full_name)
        for row in to_ask
    ] or None


CARDS = (
    HomeCard(area="now", order=10, template="meetings/cards/begun.html", query=list_begun, is_live=True),
    HomeCard(area="now", order=20, template="meetings/cards/talks.html", query=list_open_talks, is_live=True),
    HomeCard(area="main", order=20, template="meetings/cards/offered.html", query=list_times_offered),
    HomeCard(area="main", order=40, template="meetings/cards/to_confirm.html", query=list_to_confirm),
    HomeCard(area="main", order=50, template="meetings/cards/to_wrap_up.html", query=list_to_wrap_up),
    HomeCard(area="aside", order=20, template="meetings/cards/ask_for_talk.html", query=list_whom_to_ask),
)
