"""When A happens, then B: the one place where rooms are joined. Read it to know what follows what."""

import datetime
from collections.abc import Mapping, Sequence

from aizuchi.audit.tasks import seal_audit_entries
from aizuchi.calendars import appointments
from aizuchi.calendars import events as calendar_events
from aizuchi.calendars import reminders as slot_reminders
from aizuchi.calendars.tasks import read_answers, sync_due_connections
from aizuchi.catalogue import reactions as catalogue
from aizuchi.config import calendar_entries, screens, unit_numbers
from aizuchi.feedback import events as feedback_events
from aizuchi.feedback import reactions as feedback
from aizuchi.feedback.reminders import ANSWER
from aizuchi.feedback.tasks import (
    make_window_keys,
    release_what_groups_said,
    settle_mailbox,
    sum_up_all_voices,
)
from aizuchi.growth import events as growth
from aizuchi.hints import reactions as hints
from aizuchi.hints.tasks import forget_old_showings, weigh_hints
from aizuchi.kernel import events, live
from aizuchi.kernel.jobs import schedule
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.jobs.tasks import forget_finished_jobs
from aizuchi.meetings import events as meeting_events
from aizuchi.meetings import reactions as meetings
from aizuchi.meetings import reminders as meeting_reminders
from aizuchi.meetings.policies import may_follow_meeting
from aizuchi.meetings.queries.endings import foretell_endings
from aizuchi.meetings.tasks import extend_all_series
from aizuchi.notes.tasks import compact_notes, destroy_old_notes
from aizuchi.notifications import reactions as notifications
from aizuchi.notifications import sorts
from aizuchi.notifications.tasks import remind, tidy_notices
from aizuchi.pairs import events as pair_events
from aizuchi.pairs import reactions as pairs
from aizuchi.pairs import reminders as pair_reminders
from aizuchi.pairs.tasks import turn_over_all_pairs
from aizuchi.people import endings
from aizuchi.people import events as people
from aizuchi.people.tasks import begin_import
from aizuchi.todos import events as todos
from aizuchi.todos.reminders import PROMISES

# In the same transaction as the fact itself: kept together or not at all.
REACTIONS: events.Table = {
    people.OrganizationCreated: [catalogue.install_for_new_organization, hints.install_for_new_organization],
    people.SupervisorsChanged: [pairs.follow_new_supervisors],
    people.PeopleLeft: [pairs.end_pairs_of_those_who_leave],
    pair_events.PairsStarted: [meetings.give_new_pairs_a_next_meeting],
    meeting_events.MeetingClosed: [feedback.let_the_mentee_answer],
    feedback_events.QuarterReleased: [feedback.sum_up_what_was_released, unit_numbers.keep_hint_usage],
    pair_events.PairsEnded: [meetings.cancel_what_was_planned, calendar_entries.take_ended_pairs_out_of_calendars],
    pair_events.ProposalMade: [pair_reminders.tell_who_is_asked],
    pair_events.ProposalAnswered: [pair_reminders.tell_who_asked],
    calendar_events.SlotsProposed: [slot_reminders.tell_who_may_choose],
    people.ImportConfirmed: [begin_import],
    people.PersonInvited: [notifications.mail_invitation],
    people.PasswordForgotten: [notifications.mail_password_link],
    meeting_events.MeetingScheduled: [calendar_entries.show_in_calendars],
    meeting_events.MeetingsLaid: [calendar_entries.show_many_in_calendars],
    meeting_events.MeetingMoved: [calendar_entries.show_in_calendars],
    meeting_events.MeetingRestored: [calendar_entries.show_in_calendars],
    meeting_events.MeetingCancelled: [calendar_entries.take_out_of_calendars],
    calendar_events.MovedInCalendar: [calendar_entries.move_as_in_calendar],
    calendar_events.OtherTimeWanted: [calendar_entries.offer_time_from_calendar],
    calendar_events.CalledOffFromCalendar: [calendar_entries.call_off_as_in_calendar],
}

# After commit: sockets and caches. What must reach the outside world is a job, which a reaction enqueues.
ANNOUNCEMENTS: events.Table = {
    todos.PromisesChanged: [screens.show_promises],
    growth.SparkChanged: [screens.show_words],
    growth.LetterChanged: [screens.show_letters],
}

# Who may follow which topic live, by its kind: "meeting:KEY" asks LIVE_TOPICS["meeting"](person, KEY).
LIVE_TOPICS: Mapping[str, live.MayFollow] = {
    "meeting": may_follow_meeting,
}

# Jobs that come back.
SCHEDULE: Sequence[Every] = [
    Every(datetime.timedelta(hours=1), forget_finished_jobs),
    Every(datetime.timedelta(minutes=1), seal_audit_entries),
    Every(datetime.timedelta(minutes=15), turn_over_all_pairs),
    Every(datetime.timedelta(days=1), extend_all_series, offset=datetime.timedelta(hours=16)),  # 1 at night in Tokyo
    Every(datetime.timedelta(minutes=5), compact_notes),
    Every(datetime.timedelta(hours=6), destroy_old_notes),
    Every(datetime.timedelta(minutes=1), sync_due_connections),
    Every(datetime.timedelta(minutes=3), read_answers),
    Every(datetime.timedelta(minutes=10), weigh_hints),
    Every(datetime.timedelta(days=1), forget_old_showings),
    Every(datetime.timedelta(days=1), sum_up_all_voices, offset=datetime.timedelta(hours=17)),  # 2 at night in Tokyo
    Every(datetime.timedelta(minutes=5), make_window_keys),
    Every(datetime.timedelta(hours=1), settle_mailbox),
    # Counted from a Thursday: in the night to Tuesday in Japan, after a window's last Sunday everywhere.
    Every(datetime.timedelta(days=7), release_what_groups_said, offset=datetime.timedelta(days=4, hours=18)),
    Every(datetime.timedelta(minutes=1), remind),
    Every(datetime.timedelta(hours=1), tidy_notices),
]

# What people are told by mail, chat or browser, each in its own words and at its own time.
NOTICES: Sequence[sorts.Sort] = [
    *meeting_reminders.SORTS,
    ANSWER,
    PROMISES,
    pair_reminders.ASKED,
    slot_reminders.OFFERED,
]


def install() -> None:
    events.install(reactions=REACTIONS, announcements=ANNOUNCEMENTS)
    live.install(LIVE_TOPICS)
    schedule.install(SCHEDULE)
    appointments.install(list_coming=calendar_entries.list_coming)
    sorts.install(NOTICES)
    endings.install(foretell_endings)
