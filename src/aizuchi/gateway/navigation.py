"""The door to everything by which other systems come in. Other apps add their tabs to it."""

import datetime

from django.utils.translation import gettext_lazy, pgettext_lazy

from aizuchi.gateway.policies import may_keep_connectors
from aizuchi.people.import_doors import ImportDoor
from aizuchi.people.models import Person
from aizuchi.ui.navigation import Door, Tab


def _keeps_connectors(viewer: Person, on: datetime.date) -> bool:
    return may_keep_connectors(viewer, on=on)


IMPORT_DOOR = ImportDoor(
    url="gateway:files", label=gettext_lazy("Let a file be fetched every day"), may_open=_keeps_connectors
)

ENTRIES = (
    Door(name="connections", label=pgettext_lazy("menu", "Connections"), icon="key-round", order=75, weight=65),
    Tab(door="connections", url="gateway:connectors", label=gettext_lazy("SCIM"), order=30, may_see=_keeps_connectors),
    Tab(
        door="connections", url="gateway:files", label=gettext_lazy("Daily files"), order=35, may_see=_keeps_connectors
    ),
)
