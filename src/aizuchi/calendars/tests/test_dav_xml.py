"""WebDAV's XML: measured before it is parsed, and not believed."""

import pytest

from aizuchi.calendars.adapters import NotUnderstood, dav_xml


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><d:multistatus xmlns:d="DAV:">&a;</d:multistatus>',
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b"not xml",
        b"",
    ],
)
def test_hostile_xml_is_not_understood(body: bytes) -> None:
    with pytest.raises(NotUnderstood):
        dav_xml.parse(body)


@pytest.mark.parametrize(
    "body",
    [
        b"<a>" * 40_000 + b"</a>" * 40_000,
        b'<d:multistatus xmlns:d="DAV:">' + b"<a/>" * 1_000_001 + b"</d:multistatus>",
        b"<a " + b" ".join(b'a%d="x"' % number for number in range(2000)) + b">",
    ],
)
def test_xml_too_deep_or_too_much_is_not_even_parsed(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dav_xml.etree, "fromstring", lambda *_args: pytest.fail("it was parsed"))

    with pytest.raises(NotUnderstood):
        dav_xml.parse(body)


def test_a_status_that_is_no_number_is_none() -> None:
    response = "<d:response><d:href>/a</d:href><d:status>HTTP/1.1 ²²² x</d:status></d:response>"
    body = f'<d:multistatus xmlns:d="DAV:">{response}</d:multistatus>'

    (told,) = dav_xml.read_multistatus(dav_xml.parse(body.encode()))

    assert told.status == 200
