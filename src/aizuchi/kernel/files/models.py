import re

from django.db import models

from aizuchi.kernel.files.kinds import Kind
from aizuchi.kernel.models import UUIDModel

_PLACE = re.compile(r"([0-9a-f]{2})/[0-9a-f]{30}\1")


def is_place(text: str) -> bool:
    """Whether a file of ours could lie there: no other name may ever be made a path of."""
    return _PLACE.fullmatch(text) is not None


class StoredFile(UUIDModel):
    """Bytes that somebody gave us, sealed under a key of their own.

    It knows neither a name nor whom it belongs to: whoever keeps a file refers to it by a foreign key (PROTECT) and
    says everything else. A file to which no row refers is destroyed within two days, see `orphans.py`.
    """

    organization_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    size = models.PositiveBigIntegerField(help_text="Bytes as they are read, not as they lie sealed.")
    created_at = models.DateTimeField(db_index=True)

    @property
    def place(self) -> str:
        """Where its sealed bytes lie in the storage. The end of a time-ordered id is random."""
        return f"{self.pk.hex[-2:]}/{self.pk.hex}"
