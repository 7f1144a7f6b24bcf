"""Addresses for mails and other places outside a request."""

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def absolute(path: str) -> str:
    """How people reach a path of ours from wherever they are."""
    return f"{settings.PUBLIC_URL}{path}"


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page the form says, or the one it stood on, as a path of ours.

    Neither the address of the form itself, to which a refused one or a link in a mail leads directly, nor, for whoever
    is signed in, the entrance they came by.
    """
    not_there = {request.path}
    if request.user.is_authenticated:
        not_there.add(resolve_url(settings.LOGIN_URL))
    for address in (request.POST.get("next"), request.GET.get("next"), request.headers.get("Referer")):
        path = _path_of(address) if address and is_own_page(address, request) else ""
        if is_own_page(path, request) and urlsplit(path).path not in not_there:
            return path
    return otherwise


def go_back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(way_back(request, otherwise))


def _path_of(address: str) -> str:
    return urlunsplit(("", "", *urlsplit(address)[2:]))


def is_own_page(address: str | None, request: HttpRequest) -> bool:
    """Whether a form or a link may send somebody there: a path of ours, or one with our host before it.

    A word alone would be taken for a page's name by some and for a path beside the present one by others.
    """
    if not address or not address.startswith(("/", "https://", "http://")) or not address.isprintable():
        return False
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
