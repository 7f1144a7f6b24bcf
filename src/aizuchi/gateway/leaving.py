"""What holds for people who leave by the word of another system, whether a directory or a file said so."""

import datetime

from aizuchi.people.models import Person

FEW = 3
"""So many may always leave within a day: of ten people, five percent would be nobody."""


def last_day_of(person: Person, today: datetime.date) -> datetime.date:
    yesterday = today - datetime.timedelta(days=1)
    return max(yesterday, person.joined_on) if person.joined_on else yesterday
