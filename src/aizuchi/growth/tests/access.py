from tests.access import THE_TWO, Access, act, only

TABLE: dict[str, Access] = {
    "growth:keep-in-mind": act(THE_TWO),
    "growth:outcome": act(THE_TWO),
    "growth:write-letter": act(THE_TWO, meeting_id="held_meeting").saying(text="ありがとうございました"),
    "growth:take-back-letter": act(only("member"), only("manager")),
    "growth:keep-letter": act(only("manager"), only("member")),
}
