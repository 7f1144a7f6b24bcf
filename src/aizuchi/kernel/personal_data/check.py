"""Django's own check, so that neither a migration is made nor a test begins while a table has no rule."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from aizuchi.kernel.personal_data.faults import find_faults


@register
def check_personal_data(**_kwargs: Any) -> list[CheckMessage]:
    return [Error(fault, id="aizuchi.personal_data") for fault in find_faults()]
