"""The lines of a meeting's table of actions, as inputs show them: saved, just begun, or with a mistake."""

import datetime
import uuid
from dataclasses import dataclass, replace
from typing import Self

from django.urls import reverse

from aizuchi.actions.forms import ActionForm, sign_key
from aizuchi.actions.queries import ActionRow
from aizuchi.kernel.ids import new_id
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class ActionLine:
    id: uuid.UUID
    signature: str = ""
    meeting_id: uuid.UUID | None
    owner: Person
    other: Person
    """Who the action would go to, if it is handed over."""
    is_own: bool
    text: str = ""
    due: str = ""
    due_on: datetime.date | None = None
    support: str = ""
    version: int = 0
    save_at: str
    may_change: bool = True
    may_take_away: bool = False
    is_open: bool = True
    mistake: str = ""

    @classmethod
    def of(cls, action: ActionRow, viewer: Person) -> Self:
        return cls(
            id=action.id,
            meeting_id=action.meeting_id,
            owner=action.owner,
            other=action.partner if action.is_own else viewer,
            is_own=action.is_own,
            text=action.text,
            due=action.due_on.isoformat() if action.due_on else "",
            due_on=action.due_on,
            support=action.support,
            version=action.version,
            save_at=action.save_at,
            may_change=action.may_change,
            may_take_away=action.may_take_away,
            is_open=action.is_open,
        )

    @classmethod
    def blank(cls, meeting: Meeting, viewer: Person) -> Self:
        """Its key is chosen now, so that saving it twice makes one action."""
        key = new_id()
        return cls(
            id=key,
            signature=sign_key(key, meeting.pair_id),
            meeting_id=meeting.pk,
            owner=viewer,
            other=meeting.pair.partner_of(viewer),
            is_own=True,
            save_at=reverse("actions:add", args=[meeting.pair_id]),
        )

    @classmethod
    def begun(cls, form: ActionForm, viewer: Person) -> Self:
        """A line that is not saved yet because something about it is wrong."""
        key = form.own_key or new_id()
        return cls(
            id=key,
            signature=sign_key(key, form.pair.pk),
            meeting_id=form.cleaned_data.get("meeting"),
            owner=viewer,
            other=form.pair.partner_of(viewer),
            is_own=True,
            save_at=reverse("actions:add", args=[form.pair.pk]),
        ).as_typed(form)

    def as_typed(self, form: ActionForm) -> Self:
        """What the person wrote, with what is wrong about it."""
        mistakes = [str(mistake) for field in form.errors.values() for mistake in field]
        return replace(
            self,
            text=form.data.get("text", ""),
            due=form.data.get("due_on", ""),
            support=form.data.get("support", ""),
            mistake=" ".join(mistakes),
        )
