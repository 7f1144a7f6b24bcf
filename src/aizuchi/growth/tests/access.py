from tests.access import THE_TWO, Access, act, only

TABLE: dict[str, Access] = {
    "growth:keep-in-mind": act(THE_TWO),
    "growth:outcome": act(THE_TWO),
    "growth:write-thank-you-note": act(THE_TWO, meeting_id="held_meeting").saying(text="ありがとうございました"),
    "growth:take-back-thank-you-note": act(only("member"), only("manager"), note_id="thank_you_note"),
    "growth:keep-thank-you-note": act(only("manager"), only("member"), note_id="thank_you_note"),
}
