"""A survey from its draft to what is told of it.

Survey         what is asked, of whom, on which terms; from its opening on nothing changes
SurveyRevision what a draft was before a step, so that the step can be taken back, or after one that was
SurveyGroup    all, a unit with what lies below it, or a smaller group: of whom something may be told together
Participant    who is asked, in the smallest of these groups
AnswerSheet    what one person answered; only of a survey that is not anonymous
AnswerSums     how a group answered one question: pages read these, never sheets
TextAnswer     what somebody wrote, by group and question, never by person
PulsePlan      every month some of the questions of a draft go out
ToolMapping    what the columns of another tool's table are, for the next time
UnitAgreement  what a unit wants to try after it read its result
OwnReading     how one person is and grows, month by month: theirs alone
OwnCurveShare  to whom of their partners they show it
ClarityReading how clear somebody feels after a 1on1; ClarityWish: that their organization asks it
SupportContact to whom people can turn who are not well
OwnCurvePause  that they do not want to be asked for a while
"""

from aizuchi.surveys.models.agreements import UnitAgreement
from aizuchi.surveys.models.clarity import ClarityReading, ClarityWish
from aizuchi.surveys.models.groups import AnswerSums, SurveyGroup, TextAnswer
from aizuchi.surveys.models.own_readings import OwnCurvePause, OwnCurveShare, OwnReading
from aizuchi.surveys.models.participants import AnswerSheet, Participant
from aizuchi.surveys.models.plans import PulsePlan
from aizuchi.surveys.models.support_contacts import SupportContact
from aizuchi.surveys.models.survey import Survey, SurveyRevision
from aizuchi.surveys.models.tool_mappings import ToolMapping

__all__ = [
    "AnswerSheet",
    "AnswerSums",
    "ClarityReading",
    "ClarityWish",
    "OwnCurvePause",
    "OwnCurveShare",
    "OwnReading",
    "Participant",
    "PulsePlan",
    "SupportContact",
    "Survey",
    "SurveyGroup",
    "SurveyRevision",
    "TextAnswer",
    "ToolMapping",
    "UnitAgreement",
]
