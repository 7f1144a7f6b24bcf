from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.kernel.web_addresses import NotAWebAddress, is_web_address, lies_at, read_web_address

PUSH = ["push.example", ".notify.example"]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("https://meet.example/abc?pwd=1#x", "https://meet.example/abc?pwd=1#x"),
        ("HTTPS://Meet.Example", "https://meet.example/"),
        ("https://meet.example:443?x", "https://meet.example/?x"),
        ("https://meet.example:8443/", "https://meet.example:8443/"),
        ("https://192.0.2.7/", "https://192.0.2.7/"),
        ("https://[2001:DB8::1]:8443/a", "https://[2001:db8::1]:8443/a"),
        ("https://meet.example/会議?名=森", "https://meet.example/会議?名=森"),
        ("https://meet.example/@team/x", "https://meet.example/@team/x"),
        ("https://meet.example#@evil.example:1@/", "https://meet.example/#@evil.example:1@/"),
    ],
)
def test_what_is_one_address_to_everybody_is_read(text: str, called: str) -> None:
    assert str(read_web_address(text)) == called


@pytest.mark.parametrize(
    "text",
    [
        r"https://127.0.0.1\@push.example/",
        r"https://evil\@good/",
        r"https:\\push.example/",
        r"https://push.example/a\b",
        "https://me@push.example/",
        "https://me:secret@push.example/",
        "http://push.example/",
        "//push.example/",
        "https:push.example",
        "https:///push.example",
        "https://",
        "https://:443/",
        "https://push.example:0/",
        "https://push.example:65536/",
        "https://push.example:4４3/",
        "https://push.example: 443/",
        "https://push.exa\tmple/",
        "https://push.example/\n",
        " https://push.example/",
        "https://push.example/\u202egpj.exe",
        "https://push\u3002example/",
        "https://ｐush.example/",
        "https://push..example/",
        "https://-push.example/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://[::1/",
        "https://[::1%25eth0]/",
        "https://[v1.x]/",
        "https://%70ush.example/",
        "javascript:alert(1)",
        "https://push.example/" + "a" * 2000,
        "https://push.example/\ud800",
    ],
)
def test_what_two_readers_read_in_two_ways_is_no_address(text: str) -> None:
    with pytest.raises(NotAWebAddress):
        read_web_address(text)


def test_a_host_is_known_whole_or_by_its_end() -> None:
    assert lies_at(read_web_address("https://Push.Example/x"), PUSH)
    assert lies_at(read_web_address("https://a.notify.example/x"), PUSH)
    assert not lies_at(read_web_address("https://push.example.evil.example/x"), PUSH)
    assert not lies_at(read_web_address("https://evilnotify.example/x"), PUSH)


@given(st.text("ahtps:/\\@[]%?#.0x1\t ：。-", max_size=40).map("https://".__add__))
def test_what_is_read_is_read_the_same_by_pythons_own_reader(text: str) -> None:
    if not is_web_address(text):
        return
    ours, theirs = read_web_address(text), urlsplit(text)
    assert (ours.host, ours.port) == (theirs.hostname, theirs.port or 443)
    assert str(read_web_address(str(ours))) == str(ours)


def test_an_origin_is_written_as_browsers_write_it() -> None:
    assert read_web_address("https://A.example:443/x").origin == "https://a.example"
    assert read_web_address("http://a.example:8000/", schemes=["http"]).origin == "http://a.example:8000"
    assert read_web_address("https://[::1]:8000/").origin == "https://[::1]:8000"
