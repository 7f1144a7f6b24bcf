"""What a question of a kind starts with, so that nobody begins before an empty page."""

from aizuchi.surveys.structure import Choice, Kind, SurveyQuestion, Words

AGREEMENT = tuple(
    Choice(str(number), Words(ja, en))
    for number, (ja, en) in enumerate(
        [
            ("まったくあてはまらない", "Not at all"),
            ("あまりあてはまらない", "Rather not"),
            ("どちらでもない", "Neither"),
            ("あてはまる", "Rather yes"),
            ("とてもあてはまる", "Very much"),
        ],
        1,
    )
)
CODES = {Kind.INFORMATION: "note", Kind.SHORT_TEXT: "words", Kind.LONG_TEXT: "words", Kind.ZERO_TO_TEN: "score"}


def make_question(kind: Kind) -> SurveyQuestion:
    choices = AGREEMENT if kind in {Kind.SCALE, Kind.MATRIX} else ()
    return SurveyQuestion(code=CODES.get(kind, "question"), kind=kind, words=Words(), choices=choices)
