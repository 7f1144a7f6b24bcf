from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal

_TAKEN = {
    "email": _("This mail address already belongs to somebody else."),
    "employee_number": _("This employee number already belongs to somebody else."),
}


class PersonExists(Refusal):
    """`field` is what somebody else has."""

    def __init__(self, field: str) -> None:
        super().__init__(_TAKEN[field], field=field)
