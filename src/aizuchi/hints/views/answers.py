"""Where to go after something was done."""

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from aizuchi.people.requests import Request


def go_back(request: Request, otherwise: str) -> HttpResponseRedirect:
    """To the page that asked, if it is one of ours."""
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=False)
    return HttpResponseRedirect(asked if is_ours else otherwise)
