from aizuchi.gateway.models.connector import Connector, ConnectorToken
from aizuchi.gateway.models.provisioning import ConnectorChange, HeldChange, Misfit, ProvisionedPerson

__all__ = [
    "Connector",
    "ConnectorChange",
    "ConnectorToken",
    "HeldChange",
    "Misfit",
    "ProvisionedPerson",
]
