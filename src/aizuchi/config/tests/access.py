from tests.access import ANYBODY, NOBODY, Access, page

TABLE: dict[str, Access] = {
    "health": page(ANYBODY),
    "readiness": page(ANYBODY),
    "metrics": page(NOBODY),
    "configuration": page(NOBODY),
}
