import pytest
from django.test import RequestFactory

from aizuchi.kernel.addresses import is_own_page

REQUEST = RequestFactory().get("/here")


@pytest.mark.parametrize("address", ["/", "/actions/?by=day#one", "http://testserver/people/"])
def test_our_own_pages_are_ours(address: str) -> None:
    assert is_own_page(address, REQUEST)


@pytest.mark.parametrize(
    "address",
    [
        *(
            None,
            "",
            "home",
            "24:61",
            "-1",
            "../",
            "javascript:alert(1)",
            "//elsewhere.example/",
            "/\\elsewhere.example",
        ),
        *(
            "https://elsewhere.example/",
            "http://testserver@elsewhere.example/",
            "http://[",
            "/a\nSet-Cookie: b",
            "/a\0",
        ),
    ],
)
def test_nothing_else_is(address: str | None) -> None:
    assert not is_own_page(address, REQUEST)
