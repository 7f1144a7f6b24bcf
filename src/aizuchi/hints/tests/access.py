from tests.access import CAST, COLLEAGUES, OFFICE, Access, act, form, only, page

TABLE: dict[str, Access] = {
    # The hint of the scene was written by the manager
    "hints:hint_list": page(CAST),
    "hints:write": form(CAST),
    "hints:answer_invitation": act(CAST),
    "hints:told": act(CAST),
    "hints:hint": page(COLLEAGUES),
    "hints:edit": form(only("manager"), COLLEAGUES),
    "hints:retire": act(only("manager"), COLLEAGUES),
    "hints:restore": act(only("manager"), COLLEAGUES),
    "hints:bookmark": act(COLLEAGUES),
    "hints:try": act(COLLEAGUES),
    "hints:answer_trial": act(only("manager")),
    "hints:report": form(COLLEAGUES - {"manager"}, COLLEAGUES),
    "hints:moderation": page(OFFICE, CAST),
    "hints:keep": act(OFFICE, COLLEAGUES),
    "hints:hide": act(OFFICE, COLLEAGUES),
    "hints:show_again": act(OFFICE, COLLEAGUES),
    "hints:packs": form(OFFICE, CAST),
    "hints:export": act(OFFICE, CAST),
    "hints:pack": page(OFFICE, COLLEAGUES),
    "hints:take_pack": act(OFFICE, COLLEAGUES),
    "hints:discard_pack": act(OFFICE, COLLEAGUES),
}
