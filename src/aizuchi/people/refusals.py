"""What an operation would not do, told so that people know what to do next."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.people import operations as done

SENTENCES: dict[type[Exception], str | Promise] = {
    done.AboutAdministrators: _("This is about an administrator's account, so an administrator does it."),
    done.AddressNeeded: _("This person signs in with their address, so there has to be one."),
    done.AlreadyGranted: _("This person already has that role at that time."),
    done.AlreadyMember: _("This person already belongs to that unit at that time."),
    done.DidNotLeave: _("This person hasn't left, so nobody can come back."),
    done.EndsBeforeStart: _("The end is before the beginning. Please look at the dates."),
    done.IsHereAlready: _("Their first day has come. Please set a last day instead."),
    done.LatestAdministrator: _("Somebody has to stay administrator. Please name another one first."),
    done.LeaveOverlaps: _("Another absence is entered for some of these days."),
    done.MainUnitMayNotEnd: _("Everybody has a main unit. Please choose another one instead."),
    done.NotLeaving: _("There is no last day to take back."),
    done.NotPlanned: _("This is no longer planned: its day has come, or somebody has taken it back."),
    done.NothingToVouchFor: _(
        "There is nothing to confirm: the new address hasn't answered yet, or it is another one by now."
    ),
    done.PersonIsGone: _("This person no longer works here on that day."),
    done.ReportingCircle: _("Then somebody would be above themselves. Please choose another supervisor."),
    done.StaleUnit: _(
        "Somebody else changed this unit meanwhile. Please look once more, and save again to keep yours."
    ),
    done.SupervisorIsGone: _("This supervisor no longer works here on that day."),
    done.SupervisorIsNotHereYet: _("This supervisor joins later than that day."),
    done.UnitCircle: _("Then the unit would be below itself. Please choose another place."),
    done.UnitDoesNotStand: _("This unit isn't there on that day."),
    done.UnitExists: _("Another unit has this code."),
    done.UnitIsNotEmpty: _("People or units still belong to it on that day. Please move them first."),
}
REFUSED: tuple[type[Exception], ...] = (*SENTENCES, done.PersonExists)

_TAKEN = {
    "email": _("This mail address already belongs to somebody else."),
    "employee_number": _("This employee number already belongs to somebody else."),
}


def explain(error: Exception) -> tuple[str | None, str]:
    """The field it is about, if any, and the sentence."""
    if isinstance(error, done.PersonExists):
        return error.field, str(_TAKEN[error.field])
    return None, str(SENTENCES[type(error)])
