from tests.access import ADMIN, CAST, NOBODY, THE_TWO, Access, act, form, page

TABLE: dict[str, Access] = {
    "notes:note": page(THE_TWO),
    "notes:history": page(THE_TWO),
    "notes:go_back": act(NOBODY),  # to a version that never was; notes/tests tell the rest
    "notes:search": form(CAST),
    "notes:keeping": form(ADMIN, CAST).saying(years="2"),
}
