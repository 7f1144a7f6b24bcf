from aizuchi.gateway.models import (
    Connector,
    ConnectorChange,
    ConnectorToken,
    HeldChange,
    Misfit,
    ProvisionedPerson,
    ScheduledFile,
)
from aizuchi.gateway.tasks import forget_old_changes
from aizuchi.kernel.personal_data import FOREVER, ByRule, Delete, NotPersonal, PersonalData, With, of

_MONTH = "30 days"

PERSONAL_DATA = [
    PersonalData(
        model=Connector,
        export=NotPersonal("another system that says who works here"),
        retention=FOREVER,
        mentions=["created_by"],
    ),
    PersonalData(
        model=ConnectorToken,
        export=NotPersonal("how it comes in"),
        retention=With("connector"),
        mentions=["created_by"],
    ),
    PersonalData(model=ProvisionedPerson, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(
        model=ConnectorChange, export=of("person"), erasure=Delete(), retention=ByRule(forget_old_changes, _MONTH)
    ),
    PersonalData(
        model=HeldChange,
        export=of("person"),
        erasure=Delete(),
        retention=ByRule(forget_old_changes, f"until somebody decides, at most {_MONTH}"),
    ),
    PersonalData(
        model=Misfit,
        export=NotPersonal("names of another system that belong to nobody here"),
        retention=ByRule(forget_old_changes, f"until it fits, at most {_MONTH}"),
    ),
    PersonalData(
        model=ScheduledFile,
        export=NotPersonal("where a file of people is fetched from"),
        retention=FOREVER,
        mentions=["created_by"],
    ),
]
