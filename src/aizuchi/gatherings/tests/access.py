from tests.access import ADMIN, Access, act, form, only, page

OURS = only("member", "manager", "peer", "hr", "administrator", "executive")
HOLDERS = only("manager", "hr", "administrator", "executive")

TABLE: dict[str, Access] = {
    "gatherings:list": page(
        only("member", "manager", "mentor", "peer", "hr", "executive", "administrator", "colleague", "stranger")
    ),
    "gatherings:create": form(
        only("manager", "mentor", "executive") | ADMIN, only("member", "peer", "colleague", "stranger")
    ),
    "gatherings:show": page(OURS),
    "gatherings:change": form(HOLDERS, only("member", "peer")),
    "gatherings:call_off": act(HOLDERS, only("member", "peer")),
    "gatherings:sign_up": act(OURS),
    "gatherings:withdraw": act(OURS),
    "gatherings:attendance": act(only(), OURS),
}
