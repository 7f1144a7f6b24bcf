from aizuchi.feedback.mailbox import ALIAS
from aizuchi.feedback.models import (
    AnswerWindow,
    Band,
    Block,
    Comment,
    Eligibility,
    EligibleCell,
    GroupSize,
    MentorSums,
    OrganizationSums,
    Spreads,
    UnitResult,
    WindowKey,
)
from aizuchi.feedback.tasks import release_what_groups_said
from aizuchi.kernel.personal_data import (
    FOREVER,
    ByRule,
    Delete,
    Keep,
    NotPersonal,
    OutsideTable,
    PersonalData,
    With,
    of,
)

_GROUPS = NotPersonal("sums of groups, in which nobody is told")
_NOBODYS = NotPersonal("nobody can find out whose answer it is")
_RELEASED = ByRule(release_what_groups_said, "until its quarter is released: box and key are destroyed then")

PERSONAL_DATA = [
    PersonalData(model=GroupSize, export=NotPersonal("a rule of the organization"), retention=FOREVER),
    PersonalData(model=AnswerWindow, export=NotPersonal("a fortnight"), retention=FOREVER),
    PersonalData(
        model=WindowKey,
        export=of("mentor", without=["signing_private", "sealing_private"]),
        erasure=Keep("answers of others are sealed to it until their quarter is released"),
        retention=_RELEASED,
    ),
    PersonalData(
        model=Block,
        export=of("mentor"),
        erasure=Keep("if sums of many moved as one mentor goes, the difference would tell what was said of that one"),
        retention=FOREVER,
    ),
    PersonalData(model=Band, export=of("mentor"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=Comment, export=of("mentor"), erasure=Delete(), retention=FOREVER),
    PersonalData(
        model=Eligibility,
        export=of("mentee"),
        erasure=Keep("a group would become smaller than was promised when others were asked"),
        retention=FOREVER,
        mentions=["mentor"],
    ),
    PersonalData(
        model=EligibleCell,
        export=of("eligibility__mentee"),
        erasure=With("eligibility"),
        retention=With("eligibility"),
    ),
    PersonalData(
        model=MentorSums,
        export=of("mentor"),
        erasure=Keep("made from the blocks, night by night"),
        retention=FOREVER,
    ),
    PersonalData(model=OrganizationSums, export=_GROUPS, retention=FOREVER),
    PersonalData(model=Spreads, export=_GROUPS, retention=FOREVER),
    PersonalData(model=UnitResult, export=_GROUPS, retention=FOREVER),
    PersonalData(model=OutsideTable("sealed_answer", ALIAS), export=_NOBODYS, retention=_RELEASED),
    PersonalData(model=OutsideTable("arriving_answer", ALIAS), export=_NOBODYS, retention=_RELEASED),
    PersonalData(
        model=OutsideTable("token_count", ALIAS),
        export=NotPersonal("how many browsers fetched a token, under a name that only the server can make"),
        retention=ByRule(release_what_groups_said, "until its fortnight takes no answers any more"),
    ),
]
