from aizuchi.feedback.models import Block, MentorSums
from aizuchi.feedback.personal_data import PERSONAL_DATA
from aizuchi.kernel.personal_data.rows import exported_columns


def test_no_export_tells_a_mentor_how_many_answered_or_how() -> None:
    told = {rule.model: set(exported_columns(rule)) for rule in PERSONAL_DATA if rule.model in (Block, MentorSums)}

    assert told == {
        Block: {"id", "organization_id", "mentor_id", "quarter_on", "level", "topic_id", "response_id"},
        MentorSums: {"id", "mentor_id", "topic_id", "response_id"},
    }
