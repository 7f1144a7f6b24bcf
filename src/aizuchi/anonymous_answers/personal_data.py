from aizuchi.anonymous_answers.mailbox import ALIAS
from aizuchi.anonymous_answers.models import (
    AnswerGroup,
    AnswerWindow,
    Eligibility,
    GroupSize,
    PossibleAuthors,
    ReplyBoard,
    ReplyRound,
    ReplyThread,
    ThreadMessage,
    WindowKey,
)
from aizuchi.anonymous_answers.tasks import release_what_groups_said
from aizuchi.kernel.personal_data import FOREVER, ByRule, Keep, NotPersonal, OutsideTable, PersonalData, With, of

_NOBODYS = NotPersonal("nobody can find out whose answer it is")
_RELEASED = ByRule(release_what_groups_said, "until its quarter or survey is released: box and key are destroyed then")
_ANSWERED = ByRule(release_what_groups_said, "until its fortnight or survey takes no answers any more")

PERSONAL_DATA = [
    PersonalData(model=GroupSize, export=NotPersonal("a rule of the organization"), retention=FOREVER),
    PersonalData(model=AnswerWindow, export=NotPersonal("a fortnight, or the time of a survey"), retention=FOREVER),
    PersonalData(model=AnswerGroup, export=NotPersonal("a name for people who are asked together"), retention=FOREVER),
    PersonalData(
        model=WindowKey,
        export=of("subject", without=["signing_private", "sealing_private"]),
        erasure=Keep("answers of others are sealed to it until their quarter is released"),
        retention=_RELEASED,
    ),
    PersonalData(
        model=Eligibility,
        export=of("person"),
        erasure=Keep("a group would become smaller than was promised when others were asked"),
        retention=FOREVER,
        mentions=["subject"],
    ),
    PersonalData(model=ReplyBoard, export=NotPersonal("where sealed replies lie"), retention=With("window")),
    PersonalData(model=PossibleAuthors, export=NotPersonal("groups of people"), retention=With("board")),
    PersonalData(
        model=PossibleAuthors.groups.through, export=NotPersonal("groups of people"), retention=With("possibleauthors")
    ),
    PersonalData(
        model=ReplyThread, export=NotPersonal("whose words they are is not kept with them"), retention=With("board")
    ),
    PersonalData(model=ReplyRound, export=NotPersonal("a time in which is answered"), retention=With("board")),
    PersonalData(
        model=ThreadMessage,
        export=of("written_by", without=["sealed"]),
        erasure=Keep("somebody was told it, and may have answered"),
        retention=With("thread"),
    ),
    PersonalData(model=OutsideTable("sealed_answer", ALIAS), export=_NOBODYS, retention=_RELEASED),
    PersonalData(model=OutsideTable("arriving_answer", ALIAS), export=_NOBODYS, retention=_RELEASED),
    PersonalData(
        model=OutsideTable("token_count", ALIAS),
        export=NotPersonal("how many browsers fetched a token, under a name that only the server can make"),
        retention=_ANSWERED,
    ),
    PersonalData(
        model=OutsideTable("signed_message", ALIAS),
        export=NotPersonal("which blinded tokens were signed, under names that only the server can make"),
        retention=_ANSWERED,
    ),
]
