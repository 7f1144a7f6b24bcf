"""What cannot be done with a hint, as a sentence for the form that asked for it."""

from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal


class NothingSaid(Refusal):
    field = "body"
    sentence = _("Please write what you do or say, in one to three sentences.")


class SaidAlready(Refusal):
    field = "body"
    sentence = _("Exactly this hint is there already.")


class NotPublished(Refusal):
    sentence = _("This hint is no longer public.")
