from aizuchi.kernel.personal_data import FOREVER, Delete, DestroyKey, Keep, NotPersonal, PersonalData, With, of
from aizuchi.programs.models import (
    Agreement,
    Application,
    DirectoryEntry,
    EndChoice,
    FitAnswer,
    FlowStep,
    LearningLine,
    Match,
    MatchDraft,
    OfferedSlot,
    Participant,
    PartnerChange,
    Program,
    ProgramGathering,
    ProgramSurvey,
    ProgramTheme,
    Unmatched,
    Wish,
)

OURS = With("program")

PERSONAL_DATA = [
    PersonalData(
        model=Program, export=of("created_by", "owner"), erasure=Keep("others take part in it"), retention=FOREVER
    ),
    PersonalData(model=Program.topics.through, export=NotPersonal("what a program is about"), retention=OURS),
    PersonalData(model=Program.target_units.through, export=NotPersonal("whom a program is for"), retention=OURS),
    PersonalData(model=Program.counterpart_units.through, export=NotPersonal("whom a program is for"), retention=OURS),
    PersonalData(model=FlowStep, export=NotPersonal("how units work together"), retention=OURS),
    PersonalData(model=ProgramTheme, export=NotPersonal("what people gather around"), retention=OURS),
    PersonalData(
        model=Participant,
        export=of("person", without=("sealed_vetoes",)),
        erasure=DestroyKey("id"),
        retention=OURS,
    ),
    PersonalData(
        model=Participant.topics.through,
        export=of("participant__person"),
        erasure=Delete(),
        retention=With("participant"),
    ),
    PersonalData(
        model=Participant.responses.through,
        export=of("participant__person"),
        erasure=Delete(),
        retention=With("participant"),
    ),
    PersonalData(
        model=Participant.themes.through,
        export=of("participant__person"),
        erasure=Delete(),
        retention=With("participant"),
    ),
    PersonalData(model=Wish, export=of("participant__person"), erasure=Delete(), retention=With("participant")),
    PersonalData(model=OfferedSlot, export=of("mentor__person"), erasure=Delete(), retention=With("mentor")),
    PersonalData(
        model=Application,
        export=of("mentee__person"),
        erasure=Delete(),
        retention=With("mentee"),
    ),
    PersonalData(model=DirectoryEntry, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(
        model=DirectoryEntry.topics.through,
        export=of("directoryentry__person"),
        erasure=Delete(),
        retention=With("directoryentry"),
    ),
    PersonalData(
        model=DirectoryEntry.responses.through,
        export=of("directoryentry__person"),
        erasure=Delete(),
        retention=With("directoryentry"),
    ),
    PersonalData(model=MatchDraft, export=of("created_by"), erasure=Keep("others are in it"), retention=OURS),
    PersonalData(
        model=Match,
        export=of("mentee__person", "mentor__person", without=("reasons", "because")),
        erasure=Keep("the other was in it, too"),
        retention=OURS,
    ),
    PersonalData(model=Unmatched, export=of("participant__person"), erasure=Delete(), retention=With("participant")),
    PersonalData(model=FitAnswer, export=of("participant__person"), erasure=Delete(), retention=With("participant")),
    PersonalData(
        model=PartnerChange, export=of("participant__person"), erasure=Delete(), retention=With("participant")
    ),
    PersonalData(
        model=Agreement,
        export=of("match__mentee__person", "match__mentor__person"),
        erasure=Keep("it is the other's, too"),
        retention=With("match"),
    ),
    PersonalData(model=EndChoice, export=of("participant__person"), erasure=Delete(), retention=With("participant")),
    PersonalData(model=ProgramGathering, export=NotPersonal("when people of a program come together"), retention=OURS),
    PersonalData(model=ProgramSurvey, export=NotPersonal("which surveys a program has"), retention=OURS),
    PersonalData(model=LearningLine, export=of("person", without=("sealed",)), erasure=Delete(), retention=FOREVER),
]
