"""On a server without `aizuchi[saml]`: nothing breaks, and what is missing is said."""

import html
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast

from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import IdentityProvider
from aizuchi.single_sign_on.tests.saml import entering
from aizuchi.single_sign_on.tests.saml_provider import PAIR, metadata, pack

SAYS, HOW = "このサーバーは、まだSAMLを使えません。", "aizuchi[saml]"


@pytest.fixture
def provider(cast: Cast) -> IdentityProvider:
    return entering.enter(cast, PAIR)


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("onelogin", "xmlsec"):
        monkeypatch.setitem(sys.modules, name, None)


def test_all_pages_are_there_without_it() -> None:
    told = (
        "import sys; sys.modules |= {'onelogin': None, 'xmlsec': None}; import django; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns; print('there')"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=False)

    assert done.stdout == "there\n", done.stderr


@pytest.mark.usefixtures("missing")
def test_nobody_is_sent_away_in_vain(provider: IdentityProvider) -> None:
    page = Client().post(reverse("single_sign_on:start", args=[provider.pk]))

    assert page.status_code == 403
    assert SAYS in page.content.decode()
    assert HOW in html.unescape(page.content.decode())


@pytest.mark.usefixtures("missing")
def test_an_answer_is_not_read(provider: IdentityProvider) -> None:
    address = reverse("single_sign_on:saml_answer", args=[provider.pk])

    page = Client().post(address, {"SAMLResponse": pack(b"<a/>")})

    assert page.status_code == 403
    assert SAYS in page.content.decode()


@pytest.mark.database
@pytest.mark.usefixtures("missing")
def test_none_is_entered_and_what_was_typed_stays(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    address, typed = reverse("single_sign_on:add", args=["saml"]), {"name": "ミナモ", "domains": "example.jp"}
    admin = client_for(cast.administrator)
    assert SAYS in admin.get(address).content.decode()

    more = {"metadata": metadata(PAIR), "uid_name": "uid", "mail_name": "mail"}
    page: Any = admin.post(address, typed | more)

    assert page.status_code == 422
    assert page.content.decode().count(SAYS) == 2  # above, and where it was refused
    assert 'value="ミナモ"' in page.content.decode()
    assert not IdentityProvider.objects.exists()


@pytest.mark.usefixtures("missing")
def test_a_trial_says_so(cast: Cast, provider: IdentityProvider, client_for: Callable[[Person], Client]) -> None:
    page = client_for(cast.administrator).post(reverse("single_sign_on:try", args=[provider.pk]))

    assert page.status_code == 422
    assert SAYS in page.content.decode()
    assert HOW in html.unescape(page.content.decode())
