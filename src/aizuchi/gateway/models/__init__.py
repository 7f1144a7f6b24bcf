from aizuchi.gateway.models.connector import Connector, ConnectorToken
from aizuchi.gateway.models.provisioning import ConnectorChange, HeldChange, Misfit, ProvisionedPerson
from aizuchi.gateway.models.scheduled_file import ScheduledFile

__all__ = [
    "Connector",
    "ConnectorChange",
    "ConnectorToken",
    "HeldChange",
    "Misfit",
    "ProvisionedPerson",
    "ScheduledFile",
]
