from dataclasses import replace

from tests.access import CAST, Access, machine, only, page

TABLE: dict[str, Access] = {
    "scim()": machine(),
    "scim(path)": replace(machine(), keys={"path": "=Users"}),
    "gateway:connectors": page(only("administrator"), CAST),
}
