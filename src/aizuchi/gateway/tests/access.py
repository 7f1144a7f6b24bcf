from tests.access import CAST, Access, only, page

TABLE: dict[str, Access] = {
    "gateway:connectors": page(only("administrator"), CAST),
}
