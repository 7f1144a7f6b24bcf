from tests.access import CAST, COLLEAGUES, OFFICE, Access, act, form

TABLE: dict[str, Access] = {
    "spaces:list": form(OFFICE, CAST),
    "spaces:space": form(OFFICE, COLLEAGUES, space_id="meeting_space"),
    "spaces:retire": act(OFFICE, COLLEAGUES, space_id="meeting_space"),
    "spaces:reopen": act(OFFICE, COLLEAGUES, space_id="meeting_space"),
}
