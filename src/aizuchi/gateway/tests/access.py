from dataclasses import replace

from tests.access import CAST, COLLEAGUES, Access, act, form, machine, only, page

ADMINISTRATOR = only("administrator")

TABLE: dict[str, Access] = {
    "scim()": machine(),
    "scim(path)": replace(machine(), keys={"path": "=Users"}),
    "gateway:connectors": page(ADMINISTRATOR, CAST),
    "gateway:add": form(ADMINISTRATOR, CAST),
    "gateway:give_role": act(ADMINISTRATOR, CAST),
    "gateway:take_role": act(ADMINISTRATOR, CAST),
    "gateway:connector": page(ADMINISTRATOR, COLLEAGUES, connector_id="connector"),
    "gateway:change": form(ADMINISTRATOR, COLLEAGUES, connector_id="connector"),
    "gateway:rotate": act(ADMINISTRATOR, COLLEAGUES, connector_id="connector"),
    "gateway:stop": act(ADMINISTRATOR, COLLEAGUES, connector_id="connector"),
    "gateway:start": act(ADMINISTRATOR, COLLEAGUES, connector_id="connector"),
    "gateway:let_through": form(ADMINISTRATOR, COLLEAGUES, connector_id="connector"),
    "gateway:files": page(ADMINISTRATOR, CAST),
    "gateway:add_file": form(ADMINISTRATOR, CAST),
    "gateway:change_file": form(ADMINISTRATOR, COLLEAGUES, file_id="scheduled_file"),
    "gateway:look_now": act(ADMINISTRATOR, COLLEAGUES, file_id="scheduled_file"),
    "gateway:remove_file": act(ADMINISTRATOR, COLLEAGUES, file_id="scheduled_file"),
    "gateway:forget": act(ADMINISTRATOR, COLLEAGUES, connector_id="connector"),
}
