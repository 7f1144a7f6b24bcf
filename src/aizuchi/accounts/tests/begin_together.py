"""Four who begin one installation at the same moment; prints how many did. Runs in an installation of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from aizuchi.accounts.operations.installation import (  # noqa: E402
    AlreadyStarted,
    NewAdministrator,
    start_installation,
)
from aizuchi.people.models import Organization, Person  # noqa: E402

together = Barrier(4)


def begin(number: int) -> bool:
    administrator = NewAdministrator(
        family_name="近堂", given_name="岳", email=f"k{number}@example.jp", password="asa no kaze to ame"
    )
    together.wait()
    try:
        start_installation(
            organization_name=f"会社{number}",
            language="ja",
            time_zone="Asia/Tokyo",
            administrator=administrator,
            now=timezone.now(),
        )
    except AlreadyStarted:
        return False
    finally:
        connection.close()
    return True


with ThreadPoolExecutor(4) as pool:
    began = sum(pool.map(begin, range(4)))
print(began, Organization.objects.count(), Person.objects.count())  # noqa: T201
