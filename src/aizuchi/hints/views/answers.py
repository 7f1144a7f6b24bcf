"""Where to go after something was done."""

from django.http import HttpResponseRedirect

from aizuchi.kernel.addresses import is_own_page
from aizuchi.people.requests import Request


def go_back(request: Request, otherwise: str) -> HttpResponseRedirect:
    """To the page that asked, if it is one of ours."""
    asked = request.POST.get("next", "")
    return HttpResponseRedirect(asked if is_own_page(asked, request) else otherwise)
