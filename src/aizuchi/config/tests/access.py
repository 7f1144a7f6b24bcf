from tests.access import ANYBODY, NOBODY, Access, page

TABLE: dict[str, Access] = {
    "health": page(ANYBODY),
    "configuration": page(NOBODY),
}
