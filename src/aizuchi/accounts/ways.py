"""Ways of signing in that other apps bring, such as the company's own account."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from aizuchi.kernel.manifests import gather


@dataclass(frozen=True, kw_only=True)
class SignInWay:
    """A button of the sign-in page. What it leads to ends in `sign_in.sign_in_person`."""

    label: Any
    """Translated when it is shown."""
    icon: str
    address: str
    """The name of the page where it begins."""
    order: int
    may_offer: Callable[[HttpRequest], bool]
    proves_anew: str = ""
    """The name of a page on which whoever is signed in can prove once more who they are; see `step_up`."""
    may_prove_for: Callable[[Any], bool] = lambda _person: True
    """Whether that page can prove anything of this person."""
    is_strong_for: Callable[[Any], bool] = lambda _person: False
    """Whether what that page proves of this person is as good as a second factor."""


@dataclass(frozen=True)
class CompanySignIn:
    """What says whether the company's own sign-in works, before others have nothing else."""

    has_let_in: Callable[[Any], bool]
    """Whether that administrator has come in by one that is on offer, with its present settings."""
    is_offered_to: Callable[[Any], bool]
    """Whether that person's organization has one on offer."""


@dataclass(frozen=True)
class SecuritySection:
    """A part of the page “Sign-in and security” that another app fills, where it has anything to say."""

    template: str
    read: Callable[[Any], Any]
    """Of the person; the template finds it as `told`."""


def list_sections(person: Any) -> list[tuple[str, Any]]:
    read = [(section.template, section.read(person)) for section in gather(SecuritySection)]
    return [(template, told) for template, told in read if told]


def has_company_let_in(administrator: Any) -> bool:
    return any(brought.has_let_in(administrator) for brought in gather(CompanySignIn))


def is_company_offered_to(person: Any) -> bool:
    return any(brought.is_offered_to(person) for brought in gather(CompanySignIn))


def list_ways(request: HttpRequest) -> list[SignInWay]:
    """Those to offer to whoever asks, in order."""
    ways = sorted(gather(SignInWay), key=lambda way: way.order)
    return [way for way in ways if way.may_offer(request)]
