from tests.access import ADMIN, CAST, COLLEAGUES, Access, act, form, only, page

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
    "hints:moderation": page(ADMIN, CAST),
    "hints:keep": act(ADMIN, COLLEAGUES),
    "hints:hide": act(ADMIN, COLLEAGUES),
    "hints:show_again": act(ADMIN, COLLEAGUES),
    "hints:packs": form(ADMIN, CAST),
    "hints:export": act(ADMIN, CAST),
    "hints:pack": page(ADMIN, COLLEAGUES),
    "hints:take_pack": act(ADMIN, COLLEAGUES),
    "hints:discard_pack": act(ADMIN, COLLEAGUES),
}
