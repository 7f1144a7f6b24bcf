"""What a person asked for and cannot have, told so that they know what to do next."""

from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal


class IsOver(Refusal):
    sentence = _("The two of you no longer meet in this program. What you kept stays with you.")


class NotAskedYet(Refusal):
    sentence = _("It is too early for that. You are asked when the time has come.")


class NothingWritten(Refusal):
    sentence = _("Nothing was written yet.")
    field = "words"


class LineTooLong(Refusal):
    sentence = _("One line of up to 200 letters, please.")
    field = "words"
