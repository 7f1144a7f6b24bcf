from aizuchi.anonymous_answers.tasks import release_what_groups_said
from aizuchi.feedback.models import (
    SCALE,
    Band,
    Block,
    Comment,
    EligibleCell,
    MentorSums,
    OrganizationSums,
    Spreads,
    UnitResult,
    WaitingAnswers,
)
from aizuchi.kernel.personal_data import (
    FOREVER,
    ByRule,
    Delete,
    Keep,
    NotPersonal,
    PersonalData,
    With,
    of,
)

# Nobody is told how many answered, nor how often which answer came: no page shows it, and so no file does.
COUNTS_OF_A_BLOCK = ["answers", "people", *(f"{asked}_{level}" for asked in ("met", "moved") for level in SCALE)]
COUNTS_OF_SUMS = [f"{when}{what}" for when in ("", "year_", "before_") for what in ("answers", "total")]

_GROUPS = NotPersonal("sums of groups, in which nobody is told")

PERSONAL_DATA = [
    PersonalData(
        model=Block,
        export=of("mentor", without=COUNTS_OF_A_BLOCK),
        erasure=Keep("if sums of many moved as one mentor goes, the difference would tell what was said of that one"),
        retention=FOREVER,
    ),
    PersonalData(
        model=WaitingAnswers,
        export=of("mentor"),
        erasure=Keep("answers of others wait until they are told together, or for a year"),
        retention=ByRule(release_what_groups_said, "until what waits is told, or for a year"),
    ),
    PersonalData(model=Band, export=of("mentor"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=Comment, export=of("mentor"), erasure=Delete(), retention=FOREVER),
    PersonalData(
        model=EligibleCell,
        export=of("eligibility__person"),
        erasure=With("eligibility"),
        retention=With("eligibility"),
    ),
    PersonalData(
        model=MentorSums,
        export=of("mentor", without=COUNTS_OF_SUMS),
        erasure=Keep("made from the blocks, night by night"),
        retention=FOREVER,
    ),
    PersonalData(model=OrganizationSums, export=_GROUPS, retention=FOREVER),
    PersonalData(model=Spreads, export=_GROUPS, retention=FOREVER),
    PersonalData(model=UnitResult, export=_GROUPS, retention=FOREVER),
]
