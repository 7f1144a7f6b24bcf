from tests.access import CAST, NOBODY, THE_TWO, Access, act, only, page

TABLE: dict[str, Access] = {
    "actions:list": page(CAST),
    "actions:show": page(THE_TWO),
    "actions:edit": act(THE_TWO),
    "actions:done": act(only("member"), only("manager")),
    "actions:drop": act(only("member"), only("manager")),
    "actions:take-away": act(NOBODY, THE_TWO),  # only in the 1on1 that made it
    "actions:add": act(THE_TWO),
    "actions:begin": page(THE_TWO),
}
