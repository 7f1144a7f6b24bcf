"""Facts about how people come in."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    """HR asked somebody in; again if the first mail went astray. Many go out over some hours: `due_at` tells when."""

    person_id: uuid.UUID
    due_at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class PasswordForgotten(Event):
    """Somebody who may sign in asked for a new password."""

    person_id: uuid.UUID
