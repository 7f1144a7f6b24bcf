"""What other apps lead to from the page where a file is imported by hand."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from aizuchi.kernel.manifests import gather
from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class ImportDoor:
    """A sentence that leads to another way by which files come in."""

    url: str
    label: str | Promise
    may_open: Callable[[Person, datetime.date], bool]


def list_import_doors(viewer: Person, *, on: datetime.date) -> list[ImportDoor]:
    return [door for door in gather(ImportDoor) if door.may_open(viewer, on)]
