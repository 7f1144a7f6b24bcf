from aizuchi.kernel.personal_data import FOREVER, ByRule, Delete, Keep, NotPersonal, PersonalData, With, of
from aizuchi.surveys.models import (
    AnswerSheet,
    AnswerSums,
    ClarityReading,
    ClarityWish,
    OwnCurvePause,
    OwnCurveShare,
    OwnReading,
    Participant,
    PulsePlan,
    SupportContact,
    Survey,
    SurveyGroup,
    SurveyRevision,
    TextAnswer,
    ToolMapping,
    UnitAgreement,
)
from aizuchi.surveys.tasks import destroy_old_curves

_OWN = ByRule(destroy_old_curves, "so many years after the person left, as their private notes: `notes.Retention`")

PERSONAL_DATA = [
    PersonalData(model=Survey, export=of("created_by"), erasure=Keep("others answer it"), retention=FOREVER),
    PersonalData(model=Survey.units.through, export=NotPersonal("which units a survey asks"), retention=With("survey")),
    PersonalData(model=Survey.people.through, export=of("person"), erasure=Delete(), retention=With("survey")),
    PersonalData(model=SurveyRevision, export=NotPersonal("what a draft was before"), retention=With("survey")),
    PersonalData(model=PulsePlan, export=of("started_by"), erasure=Keep("others answer it"), retention=With("survey")),
    PersonalData(model=SurveyGroup, export=NotPersonal("how many were asked in a unit"), retention=With("survey")),
    PersonalData(model=Participant, export=of("person"), erasure=Delete(), retention=With("survey")),
    PersonalData(model=AnswerSheet, export=of("participant__person"), erasure=Delete(), retention=With("participant")),
    PersonalData(model=AnswerSums, export=NotPersonal("sums over groups"), retention=With("group")),
    PersonalData(
        model=TextAnswer, export=NotPersonal("whose words they are is not kept with them"), retention=With("group")
    ),
    PersonalData(
        model=UnitAgreement,
        export=of("written_by"),
        erasure=Keep("a unit agreed on it"),
        retention=With("survey"),
    ),
    PersonalData(
        model=ToolMapping, export=NotPersonal("what the columns of another tool's table are"), retention=FOREVER
    ),
    PersonalData(
        model=SupportContact, export=NotPersonal("to whom people of an organization can turn"), retention=FOREVER
    ),
    PersonalData(model=ClarityReading, export=of("person"), erasure=Delete(), retention=_OWN),
    PersonalData(model=ClarityWish, export=NotPersonal("whether an organization asks"), retention=FOREVER),
    PersonalData(model=OwnReading, export=of("person"), erasure=Delete(), retention=_OWN),
    PersonalData(model=OwnCurveShare, export=of("person"), erasure=Delete(), retention=With("pair")),
    PersonalData(model=OwnCurvePause, export=of("person"), erasure=Delete(), retention=_OWN),
]
