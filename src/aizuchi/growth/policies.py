"""Who may write the words to keep in mind: the two, while they meet."""

import datetime

from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person


def may_keep_in_mind(actor: Person, pair: Pair, today: datetime.date) -> bool:
    return pair.has(actor) and pair.is_open_on(today)
