from tests.access import CAST, NOBODY, THE_TWO, Access, act, only, page

TABLE: dict[str, Access] = {
    "todos:list": page(CAST),
    "todos:show": page(THE_TWO),
    "todos:edit": act(THE_TWO),
    "todos:done": act(only("member"), only("manager")),
    "todos:drop": act(only("member"), only("manager")),
    "todos:take-away": act(NOBODY, THE_TWO),  # only in the 1on1 that made it
    "todos:add": act(THE_TWO),
    "todos:begin": page(THE_TWO),
}
