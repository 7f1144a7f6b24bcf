"""By the company's account, in a real browser, with a provider that others wrote."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from aizuchi.calendars.tests.servers import free_port
from aizuchi.single_sign_on.tests.peers import IS_THERE, running_peer
from tests.journeys.conftest import REPORT_BREACHES, Site

pytestmark = pytest.mark.skipif(not IS_THERE, reason="npm's oidc-provider is not installed (npm ci)")

ENTER = """
from django.utils import timezone
from aizuchi.people.models import Person
from aizuchi.single_sign_on.linking import link_account
from aizuchi.single_sign_on.operations.domains import confirm_domain
from aizuchi.single_sign_on.operations.providers import add_provider, offer_provider
administrator, now = Person.objects.get(email="{administrator}"), timezone.now()
settings = {{
    "name": "ミナモ精機", "domains": ("example.jp",), "issuer": "{url}", "client_id": "aizuchi",
    "client_secret": "a secret: with signs & more", "sign_in_url": "{url}/auth",
}}
made = add_provider(actor=administrator, kind="oidc", settings=settings, now=now)
made.tried_at = now
made.save(update_fields=["tried_at"])
made = offer_provider(actor=administrator, provider_id=made.pk, is_on=True, now=now)
confirm_domain(organization=administrator.organization, domain="example.jp", now=now)
person = Person.objects.get(email="{person}")
link_account(made, person, "sub of {person}", proved_by="own_means", now=now)
print(made.pk)
"""


@dataclass(frozen=True)
class Company:
    url: str
    provider_id: str


@pytest.fixture(scope="module")
def company(site: Site) -> Iterator[Company]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    person = site.people["colleague"]["email"]
    entered = ENTER.format(administrator=site.people["administrator"]["email"], person=person, url=url)
    key = site.run_python(entered).split()[-1]
    here = f"{site.url}/sign-in/company/{key}"
    settings = {"redirect_uris": [f"{here}/answer/"], "logout_uri": f"{here}/logout/"}
    with running_peer("oidc", port, person=person, **settings):
        yield Company(url, key)
    site.run_python(
        f"from aizuchi.single_sign_on.models import IdentityProvider\nIdentityProvider.objects.get(pk='{key}').delete()"
    )


@pytest.fixture
def context(site: Site, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.url, locale="ja-JP")
    context.add_init_script(REPORT_BREACHES)
    yield context
    context.close()


def go_in(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_role("link", name="会社アカウントでログイン").click()
    page.get_by_role("button", name="ミナモ精機で進む").click()


def test_the_form_leads_to_the_provider_and_back(site: Site, company: Company, context: BrowserContext) -> None:
    page, faults = context.new_page(), list[str]()
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)

    go_in(page)

    page.wait_for_url(f"{site.url}/")
    expect(page.locator("h1")).to_be_visible()
    assert faults == []


def test_without_the_name_of_the_provider_the_browser_stops_the_form(
    site: Site, company: Company, context: BrowserContext
) -> None:
    """Or the policy of that page would be needed by nobody."""

    def take_the_name_out(route: Route) -> None:
        answer = route.fetch()
        policy = answer.headers["content-security-policy"].replace(f" {company.url}", "")
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    page, faults = context.new_page(), list[str]()
    page.on("console", lambda message: faults.append(message.text))
    page.route("**/sign-in/company/", take_the_name_out)

    go_in(page)

    expect(page).to_have_url(f"{site.url}/sign-in/company/")
    page.wait_for_timeout(500)
    assert any("form-action" in fault for fault in faults)


def test_signed_out_at_the_provider_signed_out_here(site: Site, company: Company, context: BrowserContext) -> None:
    page = context.new_page()
    go_in(page)
    page.wait_for_url(f"{site.url}/")

    there = context.new_page()
    there.goto(f"{company.url}/session/end")
    there.get_by_role("button", name="Yes, sign me out").click()
    there.wait_for_load_state("networkidle")

    page.goto("/people/")
    expect(page).to_have_url(f"{site.url}/sign-in/?next=/people/&ended=1")
