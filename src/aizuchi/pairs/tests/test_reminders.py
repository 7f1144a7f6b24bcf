from tests.cast import Cast

from aizuchi.notifications.models import Notice
from aizuchi.pairs import reminders
from aizuchi.pairs.operations import accept_proposal, withdraw_proposal
from aizuchi.pairs.tests.conftest import NOW
from aizuchi.pairs.tests.test_proposals import ask

WHY = "転職を考えているので"


def list_told() -> dict[str, str]:
    notices = list(Notice.objects.filter(notification_type="proposal").select_related("person__organization"))
    said = reminders.compose(notices, NOW)
    return {notice.person.email: str(said[notice.pk]) for notice in notices if notice.pk in said}


def test_who_is_asked_hears_that_and_not_why(cast: Cast) -> None:
    ask(cast.member, cast.mentor, words=WHY)

    told = list_told()
    assert list(told) == [cast.mentor.email]
    assert "小野寺さんから、1on1のお誘いです" in told[cast.mentor.email]
    assert WHY not in told[cast.mentor.email]


def test_who_asked_hears_of_a_yes(cast: Cast) -> None:
    proposal = ask(cast.member, cast.mentor)
    accept_proposal(actor=cast.mentor, proposal_id=proposal.pk, now=NOW)

    told = list_told()
    assert list(told) == [cast.member.email]
    assert "瀬川さんが、1on1のお誘いを受けてくれました" in told[cast.member.email]


def test_what_was_taken_back_is_not_told(cast: Cast) -> None:
    proposal = ask(cast.member, cast.mentor)
    withdraw_proposal(actor=cast.member, proposal_id=proposal.pk, now=NOW)

    assert list_told() == {}
