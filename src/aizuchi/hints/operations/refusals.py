"""What cannot be done with a hint, as a sentence for the form that asked for it."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class HintRefused(Exception):
    field: ClassVar[str | None] = None
    sentence: ClassVar[Promise]

    def __str__(self) -> str:
        return str(self.sentence)


class NothingSaid(HintRefused):
    field = "body"
    sentence = _("Please write what you do or say, in one to three sentences.")


class SaidAlready(HintRefused):
    field = "body"
    sentence = _("Exactly this hint is there already.")


class ChangedMeanwhile(HintRefused):
    sentence = _("You changed this hint in another window meanwhile. Please look at it again.")


class NotPublished(HintRefused):
    sentence = _("This hint is no longer public.")
