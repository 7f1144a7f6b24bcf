"""Passkeys, codes and what an organization asks for, with Chromium's own virtual authenticator."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from aizuchi.accounts.tests.factors import code_now
from tests.journeys.conftest import PHONE, Site, watch

CheckAccess = Callable[[Page], None]
FORGET = "from allauth.mfa.models import Authenticator; Authenticator.objects.all().delete()"


@contextmanager
def open_entrance(site: Site, browser: Browser, **options: object) -> Iterator[Page]:
    """By name rather than by number: no passkey is made for the number of a machine."""
    url = site.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=url, locale="ja-JP", **options)  # type: ignore[arg-type]
    faults = watch(context, url)
    page = context.new_page()
    page.goto("/sign-in/")
    try:
        yield page
    finally:
        context.close()
        site.run_python(FORGET)
    assert [fault for fault in faults if "WebSocket" not in fault] == []  # sockets know one address only


def give_password(site: Site, page: Page, who: str) -> None:
    summary = page.locator(".entrance__more > summary")
    if summary.is_visible():
        summary.click()
    page.locator("[name=login]").fill(site.people[who]["email"])
    page.locator("[name=password]").fill(site.password)
    page.locator(".entrance__more button.button--primary").click()


def plug_in_authenticator(page: Page) -> None:
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    both = {"isUserVerified": True, "automaticPresenceSimulation": True}
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options | both})


def sign_out(page: Page) -> None:
    page.locator("form[action*='sign-out'] button").first.evaluate("button => button.form.requestSubmit()")
    page.wait_for_url("**/sign-in/**")


def test_a_passkey_is_made_and_opens_alone(site: Site, browser: Browser, check_access: CheckAccess) -> None:
    with open_entrance(site, browser) as page:
        give_password(site, page, "colleague")
        plug_in_authenticator(page)
        page.goto("/account/security/")
        check_access(page)
        page.locator(".page-head a.button--primary").click()
        page.locator("[name=name]").fill("わたしの電話")
        check_access(page)

        page.locator("main form button.button--primary").click()
        expect(page.locator(".codes li")).to_have_count(10)
        check_access(page)
        page.locator("main a.button--primary").click()
        expect(page.locator(".keyrow").first).to_contain_text("わたしの電話")
        sign_out(page)
        page.wait_for_url(lambda url: "/sign-in/" not in url)  # the browser suggests it, and its owner nods

        page.goto("/account/security/")
        page.locator(".keyrow a").nth(1).click()
        page.locator("main button.button--danger").click()
        expect(page.locator(".keyrow").first).not_to_contain_text("わたしの電話")


def test_an_app_is_set_up_on_the_phone_and_a_lost_one_replaced_by_a_code(
    site: Site, browser: Browser, check_access: CheckAccess
) -> None:
    with open_entrance(site, browser, viewport=PHONE) as page:
        give_password(site, page, "colleague")
        page.goto("/account/security/app/")
        page.locator("main details > summary").click()
        secret = page.locator(".typed-secret").inner_text().replace(" ", "")
        check_access(page)
        page.locator("[name=code]").fill(code_now(secret))
        page.locator("main button.button--primary").click()
        expect(page.locator(".codes li")).to_have_count(10)
        spare = page.locator(".codes code").first.inner_text()
        sign_out(page)

        give_password(site, page, "colleague")
        page.wait_for_url("**/sign-in/code/")
        check_access(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.locator("[name=code]").fill("000000")
        page.locator("main button.button--primary").click()
        expect(page.locator(".field__error").first).to_be_visible()
        page.locator("[name=code]").fill(spare)
        page.locator("main button.button--primary").click()

        page.wait_for_url(lambda url: "/sign-in/" not in url)


def test_whoever_must_have_one_sets_it_up_before_they_come_in(
    site: Site, browser: Browser, check_access: CheckAccess
) -> None:
    site.run_python(
        "import datetime\n"
        "from aizuchi.accounts.models import SignInPolicy; from aizuchi.people.models import Person\n"
        f"person = Person.objects.get(email={site.people['colleague']['email']!r})\n"
        "SignInPolicy.objects.create(organization=person.organization, second_factor_for='everybody',"
        " second_factor_from=datetime.date(2026, 1, 1))"
    )
    try:
        with open_entrance(site, browser) as page:
            give_password(site, page, "colleague")
            page.wait_for_url("**/sign-in/set-up/")
            check_access(page)
            page.goto("/")
            page.wait_for_url("**/sign-in/set-up/**")
            plug_in_authenticator(page)
            page.locator("main form button.button--primary").first.click()
            expect(page.locator(".codes li")).to_have_count(10)
            page.locator("main form button.button--primary").click()
            page.wait_for_url(lambda url: "/sign-in/" not in url)
    finally:
        site.run_python("from aizuchi.accounts.models import SignInPolicy; SignInPolicy.objects.all().delete()")
