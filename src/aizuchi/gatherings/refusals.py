"""What a person asked for and cannot have, told so that they know what to do next."""

from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal


class SignUpOver(Refusal):
    sentence = _("Signing up is over. Please ask whoever holds it.")


class HasBegun(Refusal):
    sentence = _("It has begun already.")


class EndsTooLate(Refusal):
    field = "sign_up_until"
    sentence = _("Signing up has to end before it begins.")


class TooFewPlaces(Refusal):
    field = "places"
    sentence = _("More people have a place already. Please give at least as many places.")


class NotYourUnit(Refusal):
    field = "unit"
    sentence = _("Please choose a unit that you head, or one below it.")
