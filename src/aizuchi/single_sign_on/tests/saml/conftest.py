"""A provider on offer, a browser that asked it, and its answers."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.tests.conftest import never_used
from aizuchi.single_sign_on.tests.saml.entering import Post, begin, enter
from aizuchi.single_sign_on.tests.saml_provider import (
    PAIR,
    Saml,
    pack,
)


@pytest.fixture
def provider(cast: Cast) -> IdentityProvider:
    never_used(cast.member)
    return enter(cast, PAIR)


@pytest.fixture
def browser() -> Client:
    return Client()


@pytest.fixture
def saml(provider: IdentityProvider, browser: Client, cast: Cast) -> Saml:
    """As the answer to what that browser has just asked."""
    return begin(provider, browser, cast)


@pytest.fixture
def post(provider: IdentityProvider, browser: Client) -> Post:
    """The provider's form: it brings no cookie along. Then the browser goes on by itself."""

    def send(response: Any, *, by: Client | None = None) -> HttpResponse:
        address = reverse("single_sign_on:saml_answer", args=[provider.pk])
        form = Client()
        answer: Any = form.post(address, {"SAMLResponse": pack(response)})
        if answer.status_code != 303:
            return answer
        goes_on = by or browser
        goes_on.cookies.update(form.cookies)
        return goes_on.get(answer["Location"])

    return send
