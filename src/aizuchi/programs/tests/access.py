from tests.access import CAST, Access, page

TABLE: dict[str, Access] = {
    "programs:list": page(CAST),
}
