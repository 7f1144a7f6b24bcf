import socket

import pytest

from aizuchi.kernel.network import AddressForbidden, HostUnknown, find_public_address, is_public


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "203.0.114.9", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_what_is_out_in_the_open_may_be_called(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
        *(
            "::1",
            "::",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:0:7f00:1",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
            "fec0::1",
        ),
        *("ff02::1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2002:808:808::1"),
        *("2001:0:7f00:1::", "2001:db8::1", "3fff::1", "100::1", "5f00::1", "nothing"),
    ],
)
def test_what_lies_beside_the_server_or_leads_there_may_not(address: str) -> None:
    assert not is_public(address)


def answer_with(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)


def test_one_address_of_a_name_inside_forbids_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, "8.8.8.8", "64:ff9b::7f00:1")
    with pytest.raises(AddressForbidden):
        find_public_address("two.example", 443)


def test_the_address_that_was_looked_at_is_the_one_to_connect_to(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, "8.8.8.8")
    assert find_public_address("one.example", 443) == "8.8.8.8"


def test_a_name_that_cannot_be_is_unknown() -> None:
    with pytest.raises(HostUnknown):
        find_public_address("a" * 300, 443)
