from tests.access import ADMIN, CAST, COLLEAGUES, Access, act, form

TABLE: dict[str, Access] = {
    "spaces:list": form(ADMIN, CAST),
    "spaces:space": form(ADMIN, COLLEAGUES, space_id="meeting_space"),
    "spaces:retire": act(ADMIN, COLLEAGUES, space_id="meeting_space"),
    "spaces:reopen": act(ADMIN, COLLEAGUES, space_id="meeting_space"),
}
