from tests.access import NOBODY, Access, page

TABLE: dict[str, Access] = {
    "elements": page(NOBODY),  # the catalogue of elements is for those who develop or look at the demo
}
