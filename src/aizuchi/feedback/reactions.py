"""What follows in this app when something happens in another."""

from aizuchi.anonymous_answers.operations.keys import find_key
from aizuchi.anonymous_answers.tasks import make_window_key
from aizuchi.feedback.events import QuarterReleased
from aizuchi.feedback.operations import grant_eligibility
from aizuchi.feedback.tasks import sum_up_feedback_of
from aizuchi.meetings.events import MeetingClosed
from aizuchi.meetings.models import Meeting


def let_the_mentee_answer(event: MeetingClosed) -> None:
    closed_at = Meeting.objects.values_list("closed_at", flat=True).get(pk=event.meeting_id)
    if closed_at:
        for eligibility in grant_eligibility(meeting_id=event.meeting_id, now=closed_at):
            if find_key(window_id=eligibility.window_id, subject_id=eligibility.about_id) is None:
                make_window_key.enqueue(str(eligibility.window_id), str(eligibility.about_id))


def sum_up_what_was_released(event: QuarterReleased) -> None:
    sum_up_feedback_of.enqueue(str(event.organization_id))
