"""When A happens, then B: the one place where apps are joined. Read it to know what follows what."""

from aizuchi.accounts import events as accounts
from aizuchi.actions import events as actions
from aizuchi.availability import events as availability_events
from aizuchi.calendars import appointments
from aizuchi.calendars import events as calendar_events
from aizuchi.calendars.operations import preparation
from aizuchi.catalogue import reactions as catalogue
from aizuchi.feedback import events as feedback_events
from aizuchi.feedback import reactions as feedback
from aizuchi.flows import calendar_entries, live_parts, unit_hint_usage
from aizuchi.growth import events as growth
from aizuchi.hints import reactions as hints
from aizuchi.kernel import events
from aizuchi.kernel.events import on
from aizuchi.meetings import events as meeting_events
from aizuchi.meetings import reactions as meetings
from aizuchi.meetings.queries.endings import foretell_endings
from aizuchi.meetings.reminders import begun, slots, talk
from aizuchi.notifications import reactions as notifications
from aizuchi.pairs import events as pair_events
from aizuchi.pairs import reactions as pairs
from aizuchi.pairs import reminders as pair_reminders
from aizuchi.pairs import rhythm_notices
from aizuchi.people import endings
from aizuchi.people import events as people
from aizuchi.people.tasks import begin_import

# In the same transaction as the fact itself: kept together or not at all.
REACTIONS = [
    on(people.OrganizationCreated, catalogue.install_for_new_organization, hints.install_for_new_organization),
    on(people.SupervisorsChanged, pairs.follow_new_supervisors),
    on(people.PeopleLeft, pairs.end_pairs_of_those_who_leave),
    on(pair_events.PairsStarted, meetings.give_new_pairs_a_next_meeting),
    on(meeting_events.TalkAskedFor, talk.tell_who_is_asked),
    on(meeting_events.TalkAnswered, talk.tell_who_asked),
    on(meeting_events.MeetingStarted, begun.tell_who_did_not_press),
    on(meeting_events.MeetingNotBegun, begun.tell_who_was_told),
    on(meeting_events.MeetingEnded, calendar_entries.take_old_date_out_of_calendars),
    on(meeting_events.MeetingClosed, calendar_entries.take_old_date_out_of_calendars, feedback.let_the_mentee_answer),
    on(feedback_events.QuarterReleased, feedback.sum_up_what_was_released, unit_hint_usage.keep_hint_usage),
    on(pair_events.PairsEnded, meetings.cancel_what_was_planned, calendar_entries.take_ended_pairs_out_of_calendars),
    on(pair_events.PairsResumed, meetings.bring_back_what_was_planned),
    on(pair_events.RhythmsChanged, rhythm_notices.tell_the_two),
    on(pair_events.RhythmsRestored, rhythm_notices.tell_that_all_is_as_before),
    on(pair_events.ProposalMade, pair_reminders.tell_who_is_asked),
    on(pair_events.ProposalAnswered, pair_reminders.tell_who_asked),
    on(meeting_events.SlotsProposed, slots.tell_who_may_choose),
    on(availability_events.PreparationTimeChanged, preparation.book_preparations_anew),
    on(people.ImportConfirmed, begin_import),
    on(accounts.PersonInvited, notifications.mail_invitation),
    on(accounts.PasswordForgotten, notifications.mail_password_link),
    on(people.AddressAsked, notifications.mail_both_addresses),
    on(people.AddressChanged, notifications.tell_former_address),
    on(meeting_events.MeetingScheduled, calendar_entries.show_in_calendars),
    on(meeting_events.MeetingsScheduled, calendar_entries.show_many_in_calendars),
    on(meeting_events.MeetingsTakenBack, calendar_entries.take_many_out_of_calendars),
    on(meeting_events.MeetingMoved, calendar_entries.show_in_calendars),
    on(meeting_events.MeetingRestored, calendar_entries.show_in_calendars),
    on(meeting_events.MeetingCancelled, calendar_entries.take_out_of_calendars),
    on(calendar_events.MovedInCalendar, calendar_entries.move_as_in_calendar),
    on(calendar_events.OtherTimeWanted, calendar_entries.offer_time_from_calendar),
    on(calendar_events.CalledOffFromCalendar, calendar_entries.call_off_as_in_calendar),
]

# After commit: sockets and caches. What must reach the outside world is a job, which a reaction enqueues.
ANNOUNCEMENTS = [
    on(actions.ActionsChanged, live_parts.show_actions),
    on(growth.SparkChanged, live_parts.show_words),
    on(growth.ThankYouNoteChanged, live_parts.show_thank_you_notes),
]


def install() -> None:
    events.install(reactions=REACTIONS, announcements=ANNOUNCEMENTS)
    appointments.install(list_coming=calendar_entries.list_coming)
    endings.install(foretell_endings)
