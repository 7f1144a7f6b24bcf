"""What somebody asked for and cannot have, told so that they know what to do next."""

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


class HasGoneOut(Refusal):
    sentence = _("This program has gone out, so it stays as it was told. You can take it back while nobody has joined.")


class SomeHaveJoined(Refusal):
    sentence = _("Somebody has joined already, so this program can no longer be taken back.")


class NotReady(Refusal):
    sentence = _("Something is still missing before people can be asked. It stands below.")


class NotOut(Refusal):
    sentence = _("This program is not out.")


class HasEnded(Refusal):
    sentence = _("This program has ended.")


class OwnerUnknown(Refusal):
    field = "owner"
    sentence = _("Please choose who answers for it: somebody of HR, or a program owner.")


class NobodyToAsk(Refusal):
    sentence = _("There is nobody left who could be asked. Wider rules may help, or another mode.")
