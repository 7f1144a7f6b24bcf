from tests.access import ADMIN, ANYBODY, CAST, COLLEAGUES, NOBODY, Access, act, form, only, page

TABLE: dict[str, Access] = {
    "calendars:settings": page(CAST),
    "calendars:set_preferences": act(CAST),
    "calendars:feed": page(NOBODY, token="=forged"),  # whoever has a token that stands; calendars/tests tell the rest
    "calendars:connect_google": form(CAST),
    "calendars:back_from_google": page(CAST),
    "calendars:connect_microsoft": form(CAST),
    "calendars:back_from_microsoft": page(CAST),
    "calendars:connect_caldav": form(CAST),
    "calendars:connect_more": form(only("member"), connection_id="calendar_connection"),
    "calendars:try_again": act(only("member"), connection_id="calendar_connection"),
    "calendars:write_here": act(only("member"), connection_id="calendar_connection"),
    "calendars:disconnect": act(only("member"), connection_id="calendar_connection"),
    "calendars:answer": act(only("member"), question_id="calendar_question"),
    "calendars:push_google": act(ANYBODY),  # says the same to everybody
    "calendars:push_microsoft": act(ANYBODY),
    "calendars:renew_feed": act(CAST),
    "calendars:stop_feed": act(CAST),
    "calendars:connect_space_caldav": form(only("administrator"), COLLEAGUES, space_id="meeting_space"),
    "calendars:connect_space": act(NOBODY, COLLEAGUES - {"administrator"}, space_id="meeting_space", kind="=google"),
    "calendars:name_1on1s": act(ADMIN, CAST),
}
