"""When A happens, then B: the one place where apps are joined. Read it to know what follows what."""

from aizuchi.accounts import events as accounts
from aizuchi.accounts import reactions as accounts_reactions
from aizuchi.actions import events as actions
from aizuchi.availability import events as availability_events
from aizuchi.calendars import reactions as calendars
from aizuchi.catalogue import reactions as catalogue
from aizuchi.feedback import events as feedback_events
from aizuchi.feedback import reactions as feedback
from aizuchi.flows import calendar_entries, unit_hint_usage
from aizuchi.flows.live_parts import at_latest_meetings, at_meeting, at_meetings, at_talkers, at_the_two, at_wrap_up
from aizuchi.gateway.events import ConnectorHeld, ScheduledFileFailed
from aizuchi.gateway.notices import tell_administrators, tell_of_file
from aizuchi.growth import events as growth
from aizuchi.hints import reactions as hints
from aizuchi.kernel import events
from aizuchi.kernel.events import Event, on
from aizuchi.meetings import events as meeting_events
from aizuchi.meetings import reactions as meetings
from aizuchi.meetings.reminders import begun, slots, talk
from aizuchi.notifications import reactions as notifications
from aizuchi.pairs import events as pair_events
from aizuchi.pairs import reactions as pairs
from aizuchi.pairs import reminders as pair_reminders
from aizuchi.pairs import rhythm_notices
from aizuchi.people import events as people
from aizuchi.people.tasks import begin_import
from aizuchi.programs import events as program_events
from aizuchi.programs import joining_notices as program_joining_notices
from aizuchi.programs import match_notices
from aizuchi.programs import notices as program_notices
from aizuchi.programs import reactions as programs
from aizuchi.single_sign_on import events as single_sign_on
from aizuchi.single_sign_on import reactions as single_sign_on_reactions
from aizuchi.surveys import reactions as surveys

# In the same transaction as the fact itself: kept together or not at all.
REACTIONS = [
    on(people.OrganizationCreated, catalogue.install_for_new_organization, hints.install_for_new_organization),
    on(people.SupervisorsChanged, pairs.follow_new_supervisors),
    on(people.RolesChanged, accounts_reactions.end_sessions_on_other_roles),
    on(people.PeopleLeft, accounts_reactions.end_sessions_of_who_left, pairs.end_pairs_of_those_who_leave),
    on(pair_events.PairsStarted, meetings.give_new_pairs_a_next_meeting),
    on(meeting_events.TalkAskedFor, talk.tell_who_is_asked),
    on(meeting_events.TalkAnswered, talk.tell_who_asked),
    on(meeting_events.MeetingStarted, begun.tell_who_did_not_press),
    on(meeting_events.MeetingNotBegun, begun.tell_who_was_told),
    on(meeting_events.MeetingEnded, calendar_entries.take_old_date_out_of_calendars),
    on(meeting_events.MeetingClosed, calendar_entries.take_old_date_out_of_calendars, feedback.let_the_mentee_answer),
    on(feedback_events.QuarterReleased, feedback.sum_up_what_was_released, unit_hint_usage.keep_hint_usage),
    on(
        pair_events.PairsEnded,
        meetings.cancel_what_was_planned,
        calendar_entries.take_ended_pairs_out_of_calendars,
        surveys.stop_showing_curves,
        programs.end_matches_of_ended_pairs,
    ),
    on(pair_events.PairsResumed, meetings.bring_back_what_was_planned),
    on(pair_events.RhythmsChanged, rhythm_notices.tell_the_two),
    on(pair_events.RhythmsRestored, rhythm_notices.tell_that_all_is_as_before),
    on(pair_events.ProposalMade, pair_reminders.tell_who_is_asked),
    on(pair_events.ProposalAnswered, pair_reminders.tell_who_asked),
    on(meeting_events.SlotsProposed, slots.tell_who_may_choose),
    on(availability_events.PreparationTimeChanged, calendars.book_preparations_anew),
    on(people.ImportConfirmed, begin_import),
    on(program_events.MatchesPublished, match_notices.tell_both),
    on(ConnectorHeld, tell_administrators),
    on(ScheduledFileFailed, tell_of_file),
    on(accounts.PersonInvited, notifications.mail_invitation),
    on(accounts.PasswordForgotten, notifications.mail_password_link),
    on(accounts.FactorsChanged, notifications.mail_change_of_factors),
    on(accounts.NamedBehindGlass, single_sign_on_reactions.unlink_behind_glass),
    on(accounts.PolicyWeakened, notifications.tell_of_weaker_policy),
    on(accounts.CameInBehindGlass, notifications.mail_entry_behind_glass),
    on(accounts.SignedOutByOther, notifications.mail_signing_out),
    on(accounts.FactorsReset, notifications.mail_factor_link),
    on(single_sign_on.LinkAskedFor, notifications.mail_company_link),
    on(single_sign_on.AccountLinked, notifications.tell_of_company_account),
    on(single_sign_on.LinksEnded, notifications.tell_of_ended_links),
    on(single_sign_on.FactorLeftToProvider, notifications.tell_of_factor_left),
    on(single_sign_on.ProviderChanged, notifications.tell_of_changed_provider),
    on(single_sign_on.DomainMissing, notifications.mail_missing_domain),
    on(people.AddressAsked, notifications.mail_both_addresses),
    on(people.AddressChanged, notifications.tell_former_address),
    on(program_events.ProgramOpened, program_notices.tell_whom_it_is_for),
    on(program_events.MentorsInvited, program_joining_notices.tell_whom_hr_asks),
    on(program_events.ApplicationMade, program_joining_notices.tell_mentor_who_asks),
    on(program_events.ApplicationAnswered, program_joining_notices.tell_mentee_of_yes),
    on(program_events.PlaceTaken, program_joining_notices.tell_mentor_who_chose),
    on(meeting_events.MeetingScheduled, calendar_entries.show_in_calendars),
    on(meeting_events.MeetingsScheduled, calendar_entries.show_many_in_calendars),
    on(meeting_events.MeetingsTakenBack, calendar_entries.take_many_out_of_calendars),
    on(meeting_events.MeetingMoved, calendar_entries.show_in_calendars),
    on(meeting_events.MeetingRestored, calendar_entries.show_in_calendars),
    on(meeting_events.MeetingCancelled, calendar_entries.take_out_of_calendars),
]

# After commit: which parts of which open screens look again. What must reach the outside world is a job, which a
# reaction enqueues.
ANNOUNCEMENTS = [
    on(meeting_events.MeetingScheduled, at_meeting("state"), at_wrap_up("dates")),
    on(meeting_events.MeetingMoved, at_meeting("state"), at_wrap_up("dates")),
    on(meeting_events.MeetingCancelled, at_meeting("state"), at_wrap_up("dates")),
    on(meeting_events.MeetingRestored, at_meeting("state"), at_wrap_up("dates")),
    on(meeting_events.MeetingsScheduled, at_meetings("state")),
    on(meeting_events.MeetingsTakenBack, at_meetings("state")),
    on(meeting_events.DateWishesChanged, at_meeting("dates")),
    on(meeting_events.AgendaChanged, at_meeting("agenda")),
    on(meeting_events.PreQuestionSent, at_meeting("agenda")),
    on(meeting_events.PreparationChanged, at_meeting("preparation")),
    on(meeting_events.PreparationFinished, at_meeting("preparation")),
    on(meeting_events.MeetingStarted, at_meeting("state"), at_the_two("begun")),
    on(meeting_events.MeetingNotBegun, at_meeting("state", "agenda"), at_the_two("begun")),
    on(meeting_events.MeetingEnded, at_meeting("state")),
    on(meeting_events.MeetingResumed, at_meeting("state")),
    on(meeting_events.MeetingClosed, at_meeting("state", "agenda")),
    on(meeting_events.TalkAskedFor, at_talkers("talk")),
    on(meeting_events.TalkAnswered, at_talkers("talk")),
    on(meeting_events.TalkTakenBack, at_talkers("talk")),
    on(actions.ActionsChanged, at_latest_meetings("actions")),
    on(growth.SparkChanged, at_latest_meetings("spark")),
    on(growth.ThankYouNoteChanged, at_latest_meetings("thank_you_notes")),
]

# Nobody hears of these yet.
UNHEARD: list[type[Event]] = [
    pair_events.PairChanged,
    people.PeopleJoined,
    people.PeopleMoved,
    people.LeaveRecorded,
    program_events.ProgramTakenBack,
    program_events.ProgramEnded,
]


def install() -> None:
    events.install(reactions=REACTIONS, announcements=ANNOUNCEMENTS)
