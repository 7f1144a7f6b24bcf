"""Two changes whose rows cross, each with a connection of its own: neither may wait for the record of the other."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone
from tests.cast import make_cast

from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import lines
from aizuchi.pairs.operations import settings as pair_settings
from aizuchi.people.operations import reporting

pytestmark = pytest.mark.database


@pytest.mark.django_db(transaction=True)
def test_a_new_supervisor_and_new_settings_at_the_same_time_both_come_through(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time anyway")
    cast, now = make_cast(), timezone.now()
    lines.follow_reporting_lines(organization=cast.organization, person_ids=[cast.member.pk], actor=None, now=now)
    pair = Pair.objects.get(mentee=cast.member)
    arrived = threading.Barrier(2)
    meet_at(monkeypatch, lines, "_compare", arrived)  # the new supervisor is recorded, the pair not yet locked
    meet_at(monkeypatch, pair_settings, "_change", arrived)  # the pair is locked, its settings not yet recorded

    errors = side_by_side(
        lambda: reporting.change_supervisor(
            actor=cast.hr,
            person_id=cast.member.pk,
            supervisor_id=cast.mentor.pk,
            on=cast.organization.today(now),
            now=now,
        ),
        lambda: pair_settings.edit_settings(
            actor=cast.manager,
            pair_id=pair.pk,
            cadence="weekly",
            minutes=45,
            words={},
            version=pair.version,
            now=now,
        ),
    )

    assert errors == []
    pair.refresh_from_db()
    assert pair.until_on == cast.organization.today(now)
    assert pair.cadence == "weekly"


def meet_at(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, arrived: threading.Barrier) -> None:
    plain = getattr(module, name)

    def wait_for_the_other(*args: Any, **kwargs: Any) -> Any:
        arrived.wait(10)
        return plain(*args, **kwargs)

    monkeypatch.setattr(module, name, wait_for_the_other)


def side_by_side(*changes: Callable[[], object]) -> list[str]:
    errors: list[str] = []

    def work(change: Callable[[], object]) -> None:
        try:
            change()
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[change]) for change in changes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return errors
