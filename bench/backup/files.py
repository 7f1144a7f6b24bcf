"""Fills the data folder that AIZUCHI_HOME names with files of 1 to 8 MB, kept as the product keeps them, sealed.

python -m bench.backup.files GIB
"""

import os
import random
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from aizuchi.kernel.files.kinds import Kind  # noqa: E402
from aizuchi.kernel.files.store import keep_bytes  # noqa: E402
from aizuchi.people.models import Organization  # noqa: E402

MIB = 1024 * 1024


def main(gib: float) -> None:
    chance, organization_id, left = random.Random(1), Organization.objects.get().pk, int(gib * 1024 * MIB)
    while left > 0:
        content = os.urandom(min(left, int(chance.uniform(1, 8) * MIB)))
        keep_bytes(content, kind=Kind.PICTURE, organization_id=organization_id, now=timezone.now())
        left -= len(content)


if __name__ == "__main__":
    main(float(sys.argv[1]))
