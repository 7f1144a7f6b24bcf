"""Forged assertions beside signed ones, and documents that are more than they seem."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from tests.cast import Cast

from aizuchi.single_sign_on.tests.saml.entering import Post, refuses
from aizuchi.single_sign_on.tests.saml_provider import (
    NS,
    Saml,
    sign,
)

# --- signature wrapping: eight places for a forged assertion, after Somorovsky et al. (2012) ---


def evil(saml: Saml, cast: Cast, *, id_: str = "_evil") -> Any:
    forged = copy.copy(saml)
    forged.assertion_id, forged.attributes = id_, {"uid": ["u-9"], "mail": [cast.administrator.email or ""]}
    return forged.assertion()


def d(tag: str) -> str:
    return f"{{{NS['d']}}}{tag}"


def xsw1(saml: Saml, forged: Any) -> Any:
    """The signed response, copied into the signature of a forged one."""
    return around_response(saml, forged, into_signature=True)


def xsw2(saml: Saml, forged: Any) -> Any:
    """The signed response before the signature of a forged one."""
    return around_response(saml, forged, into_signature=False)


def around_response(saml: Saml, forged: Any, *, into_signature: bool) -> Any:
    original = sign(saml.answer())
    response = copy.deepcopy(original)
    signature = response.find(d("Signature"))
    inner = copy.deepcopy(original)
    inner.remove(inner.find(d("Signature")))
    response.set("ID", "_evil_response")
    response.replace(response.find("a:Assertion", NS), forged)
    if into_signature:
        etree.SubElement(signature, d("Object")).append(inner)
    else:
        signature.addprevious(inner)
    return response


def xsw3(saml: Saml, forged: Any) -> Any:
    """A forged assertion before the signed one."""
    response = saml.answer()
    response.find("a:Assertion", NS).addprevious(forged)
    return response


def xsw4(saml: Saml, forged: Any) -> Any:
    """The signed one inside the forged one."""
    response = saml.answer()
    signed = response.find("a:Assertion", NS)
    response.replace(signed, forged)
    forged.append(signed)
    return response


def xsw5(saml: Saml, forged: Any) -> Any:
    """The signature in the forged one, the signed one at the end."""
    response = saml.answer()
    signed = response.find("a:Assertion", NS)
    signature = signed.find(d("Signature"))
    signed.remove(signature)
    forged.insert(1, signature)
    signed.addprevious(forged)
    return response


def xsw6(saml: Saml, forged: Any) -> Any:
    """As before, the signed one inside the signature."""
    response = xsw5(saml, forged)
    signed = response.findall("a:Assertion", NS)[1]
    forged.find(d("Signature")).append(signed)
    return response


def xsw7(saml: Saml, forged: Any) -> Any:
    """The forged one in an extension."""
    response = saml.answer()
    extension = etree.Element(f"{{{NS['p']}}}Extensions")
    extension.append(forged)
    response.find("p:Status", NS).addprevious(extension)
    return response


def xsw8(saml: Saml, forged: Any) -> Any:
    """The signed one in an object of the signature, which stands in the forged one."""
    response = xsw5(saml, forged)
    signed = response.findall("a:Assertion", NS)[1]
    etree.SubElement(forged.find(d("Signature")), d("Object")).append(signed)
    return response


def same_id(saml: Saml, forged: Any) -> Any:
    """Which of the two does the signature mean?"""
    response = saml.answer()
    signed = response.find("a:Assertion", NS)
    forged.set("ID", signed.get("ID"))
    response.replace(signed, forged)
    signature = signed.find(d("Signature"))
    signed.remove(signature)
    forged.insert(1, signature)
    etree.SubElement(signature, d("Object")).append(signed)
    return response


def xml_id(saml: Saml, forged: Any) -> Any:
    response = same_id(saml, forged)
    moved = response.find(f".//{d('Object')}")[0]
    moved.set("{http://www.w3.org/XML/1998/namespace}id", moved.attrib.pop("ID"))
    return response


def changed(saml: Saml, forged: Any) -> Any:
    response = saml.answer()
    response.findall(".//a:AttributeValue", NS)[0].text = "u-9"
    return response


WRAPPINGS = [xsw1, xsw2, xsw3, xsw4, xsw5, xsw6, xsw7, xsw8, same_id, xml_id, changed]


@pytest.mark.parametrize("wrap", WRAPPINGS, ids=lambda one: one.__name__)
def test_what_was_not_signed_opens_nothing(
    cast: Cast, saml: Saml, post: Post, browser: Client, wrap: Callable[[Saml, Any], Any]
) -> None:
    assert refuses(post(wrap(saml, evil(saml, cast))), browser)


@pytest.mark.parametrize("wrap", WRAPPINGS, ids=lambda one: one.__name__)
def test_neither_does_it_where_only_one_of_the_two_readers_looks(
    cast: Cast,
    saml: Saml,
    post: Post,
    browser: Client,
    monkeypatch: pytest.MonkeyPatch,
    wrap: Callable[[Saml, Any], Any],
) -> None:
    """What our own look at the shape lets pass, python3-saml has to refuse; it does, for all but what it may read."""
    monkeypatch.setattr("aizuchi.single_sign_on.saml.answers._check_reach", lambda *_args, **_more: None)
    monkeypatch.setattr("aizuchi.single_sign_on.saml.answers._check_ids", lambda *_args: None)

    assert refuses(post(wrap(saml, evil(saml, cast))), browser)


def test_a_comment_in_a_name_opens_nothing(cast: Cast, saml: Saml, post: Post, browser: Client) -> None:
    """Canonical XML knows no comments: put in after signing, the signature still holds, and readers stop at it."""
    saml.attributes["mail"] = [f"{cast.administrator.email}.evil.example"]
    text = etree.tostring(saml.answer()).decode()
    cut = text.replace(".evil.example", "<!-- -->.evil.example")

    assert refuses(post(cut), browser)


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE a SYSTEM "http://169.254.169.254/">',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/"> %x;]>',
        '<?xml-stylesheet href="http://169.254.169.254/"?>',
    ],
    ids=["XXE", "bomb", "external type", "parameter entity", "instruction"],
)
def test_documents_that_read_other_documents_open_nothing(saml: Saml, post: Post, browser: Client, head: str) -> None:
    text = etree.tostring(saml.answer()).decode()

    assert refuses(post(head + text), browser)


def test_deep_and_long_documents_are_not_read(saml: Saml, post: Post, browser: Client) -> None:
    assert refuses(post("<a>" * 50_000 + "</a>" * 50_000), browser)
    assert refuses(post("<a>" + "<b/>" * 30_000 + "</a>"), browser)
