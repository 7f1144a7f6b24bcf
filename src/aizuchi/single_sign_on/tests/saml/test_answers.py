"""By SAML: what opens, and all that does not."""

import copy
import datetime
import logging
from collections.abc import Callable
from typing import Any

import pytest
import xmlsec
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from tests.cast import Cast

from aizuchi.single_sign_on.models import IdentityProvider, PendingSignIn, ProviderAccount, SeenOnce
from aizuchi.single_sign_on.sealed_settings import SealedSettings, seal_settings
from aizuchi.single_sign_on.tests.conftest import is_signed_in
from aizuchi.single_sign_on.tests.saml.entering import Post, begin, enter, refuses
from aizuchi.single_sign_on.tests.saml_provider import (
    DAY,
    NS,
    PAIR,
    SECOND,
    STRANGER,
    KeyPair,
    Saml,
    make_pair,
    pack,
    read_request,
    sign,
)


def test_a_signed_assertion_opens(cast: Cast, saml: Saml, post: Post, browser: Client) -> None:
    response = post(saml.answer())

    assert response.status_code == 302
    assert browser.session["_auth_user_id"] == str(cast.member.pk)
    assert ProviderAccount.objects.get().uid == "u-1"


def test_whoever_began_comes_in_as_nobody_who_was_sent_to_their_address(
    provider: IdentityProvider, saml: Saml, browser: Client
) -> None:
    """Somebody begins, sends another the provider's address, and waits until they have answered there."""
    victim = Client()
    answer: Any = victim.post(
        reverse("single_sign_on:saml_answer", args=[provider.pk]), {"SAMLResponse": pack(saml.answer())}
    )

    for goes_on in (browser, victim):
        assert goes_on.get(answer["Location"]).status_code == 403
        assert not is_signed_in(goes_on)


def test_a_signed_response_around_it_opens(saml: Saml, post: Post, browser: Client) -> None:
    post(sign(saml.answer()))

    assert is_signed_in(browser)


@pytest.mark.parametrize("seconds", [-50, 50])
def test_clocks_may_be_most_of_a_minute_apart(saml: Saml, post: Post, browser: Client, seconds: float) -> None:
    saml.made, saml.begins, saml.ends = seconds, seconds, seconds + 120

    post(saml.answer())

    assert is_signed_in(browser)


def test_the_request_says_who_we_are_and_where_to_answer(saml: Saml, provider: IdentityProvider) -> None:
    assert saml.recipient == f"http://testserver/sign-in/company/{provider.pk}/saml/"
    assert saml.audience == f"http://testserver/sign-in/company/{provider.pk}/metadata.xml"


def test_our_metadata_say_so_too_and_want_assertions_signed(provider: IdentityProvider, saml: Saml) -> None:
    answer = Client().get(reverse("single_sign_on:saml_metadata", args=[provider.pk]))

    told = etree.fromstring(answer.content)
    assert told.get("entityID") == saml.audience
    role = told[0]
    assert role.get("WantAssertionsSigned") == "true"
    assert role.find("{*}AssertionConsumerService").get("Location") == saml.recipient


def say(**others: Any) -> Callable[[Saml], Any]:
    def change(saml: Saml) -> Any:
        for name, said in others.items():
            setattr(saml, name, said)
        return saml.answer()

    return change


def say_attributes(**others: list[str]) -> Callable[[Saml], Any]:
    def change(saml: Saml) -> Any:
        saml.attributes |= others
        return saml.answer()

    return change


WRONG: dict[str, Callable[[Saml], Any]] = {
    "unsigned": lambda saml: saml.wrap(saml.assertion()),
    "only the response is signed": lambda saml: sign(saml.wrap(saml.assertion())),
    "somebody else's key": lambda saml: saml.answer(STRANGER),
    "signed with SHA-1": lambda saml: saml.wrap(
        sign(saml.assertion(), method=xmlsec.constants.TransformRsaSha1, digest=xmlsec.constants.TransformSha1)
    ),
    "wrong audience": say(audience="https://another.example/"),
    "wrong recipient": lambda saml: elsewhere(saml, "https://another.example/acs"),
    "a recipient that begins like ours": lambda saml: elsewhere(saml, saml.recipient + "more/"),
    "wrong destination": say(destination="https://another.example/acs"),
    "a destination that begins like ours": lambda saml: say(destination=saml.recipient + "more/")(saml),
    "wrong issuer": say(issuer="https://evil.example/"),
    "another issuer of the response": say(issuer_of_response="https://evil.example/"),
    "expired": say(begins=-600, made=-600, ends=-61),
    "not yet valid": say(begins=120),
    "made in two minutes": say(made=120),
    "good for years and made yesterday": say(made=-86_400, ends=10**8),
    "an answer to something else": say(asked_as="_" + "0" * 32),
    "an answer to nothing": say(asked_as=""),
    "its own answer to something else": say(confirmation_asked_as="_" + "0" * 32),
    "refused there": say(status="urn:oasis:names:tc:SAML:2.0:status:Responder"),
    "no uid": say_attributes(uid=[]),
    "an empty uid": say_attributes(uid=[""]),
    "a uid of spaces": say_attributes(uid=["  "]),
    "two uids": say_attributes(uid=["u-1", "u-2"]),
    "a uid without end": say_attributes(uid=["u" * 256]),
    "no address": say_attributes(mail=[]),
    "an address of another domain": say_attributes(mail=["aoi@elsewhere.jp"]),
    "nobody we know": say_attributes(mail=["nobody@example.jp"]),
    "nothing": lambda saml: b"",
    "no xml": lambda saml: b"<html>",
    "another document": lambda saml: saml.assertion(),
}


def elsewhere(saml: Saml, recipient: str) -> Any:
    saml.destination, saml.recipient = saml.recipient, recipient
    return saml.answer()


@pytest.mark.parametrize("make", WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_opens_nothing(saml: Saml, post: Post, browser: Client, make: Callable[[Saml], Any]) -> None:
    assert refuses(post(make(saml)), browser)


@pytest.mark.database
def test_an_assertion_opens_once(
    provider: IdentityProvider, cast: Cast, saml: Saml, post: Post, browser: Client
) -> None:
    answer = saml.answer()
    post(answer)
    browser.logout()
    again = Client()

    assert post(answer, by=again).status_code == 403
    assert not is_signed_in(again)
    assert SeenOnce.objects.get().ends_at > timezone.now()


@pytest.mark.database
def test_an_assertion_in_another_response_is_the_same_assertion(
    provider: IdentityProvider, saml: Saml, post: Post, browser: Client
) -> None:
    IdentityProvider.objects.update(accepts_unasked=True)
    saml.asked_as = ""
    assertion = sign(saml.assertion())
    post(saml.wrap(copy.deepcopy(assertion)))
    other = Client()

    assert post(saml.wrap(assertion), by=other).status_code == 403


def test_another_browser_does_not_come_in_by_it(saml: Saml, post: Post) -> None:
    victim = Client()

    response = post(saml.answer(), by=victim)

    assert response.status_code == 403
    assert not is_signed_in(victim)


@pytest.mark.database
def test_another_organizations_provider_lets_nobody_in(cast: Cast, saml: Saml, browser: Client) -> None:
    from tests.factories import RoleGrantFactory

    RoleGrantFactory(person=cast.stranger, role="administrator")
    elsewhere = copy.copy(cast)
    object.__setattr__(elsewhere, "administrator", cast.stranger)
    theirs = enter(elsewhere, STRANGER, domains=("tonari.example",))
    forged = begin(theirs, browser, cast)

    address = reverse("single_sign_on:saml_answer", args=[theirs.pk])
    answer = Client().post(address, {"SAMLResponse": pack(forged.answer(STRANGER))})

    assert refuses(answer, browser)
    ours = address.replace(str(theirs.pk), saml.recipient.split("/")[5])
    assert refuses(Client().post(ours, {"SAMLResponse": pack(saml.answer(STRANGER))}), browser)


# --- certificates ---


def test_two_certificates_hold_at_once(provider: IdentityProvider, saml: Saml, post: Post, browser: Client) -> None:
    hold(provider, PAIR, SECOND)

    post(saml.answer(SECOND))

    assert is_signed_in(browser)


def test_one_that_ended_tonight_vouches_for_nobody(
    provider: IdentityProvider, saml: Saml, post: Post, browser: Client
) -> None:
    ended = make_pair(begins=-30 * DAY, ends=-datetime.timedelta(minutes=5))
    hold(provider, ended)

    answer = post(saml.answer(ended))

    assert refuses(answer, browser)
    assert "期限切れ" in answer.content.decode()


@pytest.mark.database
def test_one_that_ended_beside_one_that_holds_vouches_for_nobody_either(
    provider: IdentityProvider, saml: Saml, post: Post, browser: Client
) -> None:
    ended = make_pair(begins=-30 * DAY, ends=-datetime.timedelta(minutes=5))
    hold(provider, ended, SECOND)

    assert refuses(post(saml.answer(ended)), browser)


def hold(provider: IdentityProvider, *pairs: KeyPair) -> None:
    certificates = tuple(pair.certificate.decode() for pair in pairs)
    seal_settings(provider, SealedSettings(certificates=certificates), now=timezone.now())
    provider.save(update_fields=["sealed"])


# --- who it is ---


@pytest.mark.parametrize("kind", ["transient", "unspecified", "emailAddress"])
def test_a_name_that_changes_is_no_uid(
    provider: IdentityProvider, saml: Saml, post: Post, browser: Client, kind: str
) -> None:
    IdentityProvider.objects.update(uid_name="NameID")
    family = "2.0" if kind == "transient" else "1.1"
    saml.name_id_format = f"urn:oasis:names:tc:SAML:{family}:nameid-format:{kind}"

    assert refuses(post(saml.answer()), browser)


@pytest.mark.database
def test_a_persistent_name_is_one_where_that_was_entered(
    provider: IdentityProvider, saml: Saml, post: Post, browser: Client
) -> None:
    IdentityProvider.objects.update(uid_name="NameID")

    post(saml.answer())

    assert ProviderAccount.objects.get().uid == "pairwise-1"


@pytest.mark.database
def test_who_it_is_and_their_groups_are_read_to_the_letter(
    cast: Cast, provider: IdentityProvider, saml: Saml, post: Post, browser: Client
) -> None:
    IdentityProvider.objects.update(groups_name="groups")
    saml.attributes |= {"uid": ["u-1 "], "groups": ["leaders ", "みんな"]}

    post(saml.answer())

    assert ProviderAccount.objects.get().uid == "u-1 "
    assert {group.name_as_said for group in cast.member.groups.all()} == {"leaders ", "みんな"}


def test_a_missing_attribute_is_not_made_up_for_by_the_name(saml: Saml, post: Post, browser: Client) -> None:
    del saml.attributes["uid"]

    assert refuses(post(saml.answer()), browser)


# --- sign-in that begins at the provider ---


def test_unasked_it_opens_where_that_was_allowed(provider: IdentityProvider, saml: Saml, browser: Client) -> None:
    IdentityProvider.objects.update(accepts_unasked=True)
    saml.asked_as = ""
    fresh = Client()

    address = reverse("single_sign_on:saml_answer", args=[provider.pk])
    fresh.post(address, {"SAMLResponse": pack(saml.answer())}, follow=True)

    assert is_signed_in(fresh)


@pytest.mark.database
def test_two_answers_to_one_question_open_once(saml: Saml, post: Post, browser: Client) -> None:
    post(saml.answer())
    browser.logout()
    other = Client()

    assert post(saml.answer(), by=other).status_code == 403
    assert not PendingSignIn.objects.exists()


def test_nothing_of_an_answer_gets_into_the_log(
    saml: Saml, post: Post, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    post(say(audience="https://another.example/")(saml))

    told = "\n".join(record.getMessage() for record in caplog.records)
    assert "proof_refused" in told
    assert not any(word in told for word in (str(cast.member.email), "u-1", "another.example", "pairwise-1"))


# --- proving it once more ---


@pytest.mark.database
@pytest.mark.parametrize(("seconds", "proves"), [(-30, True), (-3600, False)])
def test_a_sign_in_there_this_morning_proves_nothing_anew(
    cast: Cast, saml: Saml, post: Post, browser: Client, provider: IdentityProvider, seconds: int, proves: bool
) -> None:
    IdentityProvider.objects.update(is_strong=True)
    post(saml.answer())
    del browser.cookies["proof"]
    page, again = "/account/password/", reverse("single_sign_on:prove")
    assert again in browser.get(page).content.decode()

    asked: Any = browser.post(again, {"provider": str(provider.pk), "next": page})
    request = read_request(asked["Location"])
    saml.asked_as, saml.proved = request.get("ID"), seconds
    post(saml.answer())

    assert request.get("ForceAuthn") == "true"
    assert (again not in browser.get(page).content.decode()) is proves


def test_single_logout_is_neither_offered_nor_taken(provider: IdentityProvider, saml: Saml, post: Post) -> None:
    told = Client().get(reverse("single_sign_on:saml_metadata", args=[provider.pk])).content.decode()
    request = (
        f'<p:LogoutRequest xmlns:p="{NS["p"]}" xmlns:a="{NS["a"]}" ID="_1" Version="2.0"'
        f' Destination="{saml.recipient}"><a:Issuer>{saml.issuer}</a:Issuer></p:LogoutRequest>'
    )

    assert "SingleLogoutService" not in told
    assert post(sign(etree.fromstring(request))).status_code == 403
