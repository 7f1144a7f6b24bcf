import pytest

from aizuchi.config.socket_origin import is_own_origin


@pytest.mark.parametrize(
    ("public", "told", "is_own"),
    [
        ("https://1on1.example.jp", "https://1on1.example.jp", True),
        ("https://1on1.example.jp:443", "https://1on1.example.jp", True),
        ("https://1on1.example.jp/aizuchi", "https://1on1.example.jp", True),
        ("https://1on1.example.jp", "https://1on1.example.jp:8443", False),
        ("https://1on1.example.jp", "http://1on1.example.jp", False),
        ("https://1on1.example.jp", "https://evil.1on1.example.jp", False),
        ("https://1on1.example.jp", r"https://1on1.example.jp\@evil.example", False),
        ("https://1on1.example.jp", "https://me@1on1.example.jp", False),
        ("https://1on1.example.jp", "null", False),
        ("https://1on1.example.jp", "", False),
        ("https://1on1.example.jp", "http://localhost", False),
        ("http://127.0.0.1:8000", "http://localhost:8000", True),
        ("http://127.0.0.1:8000", "http://[::1]:8000", True),
        ("http://0.0.0.0:8000", "http://localhost:8000", True),
        ("http://127.0.0.1:8000", "http://localhost:9000", False),
    ],
)
def test_a_socket_is_opened_by_pages_of_the_same_origin_only(settings, public: str, told: str, is_own: bool) -> None:
    settings.PUBLIC_URL = public

    assert is_own_origin(told) is is_own
