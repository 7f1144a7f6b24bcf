"""Which files browsers keep for ever."""

from wsgiref.headers import Headers

import pytest

from aizuchi.config.static_files import keep_for_ever


def cache_control(url: str) -> str | None:
    headers = Headers([("Cache-Control", "max-age=3600, public")])
    keep_for_ever(headers, "", url)
    return headers["Cache-Control"]


@pytest.mark.parametrize("url", ["/static/dist/base.b50c55eecfca.js", "/static/dist/icons.63d32de14c49.svg"])
def test_a_name_that_carries_its_content_is_kept_for_ever(url):
    assert "immutable" in cache_control(url)


@pytest.mark.parametrize("url", ["/static/dist/manifest.json", "/static/ui/icon.svg", "/static/dist/base.js"])
def test_a_name_that_may_change_its_content_is_asked_for_again(url):
    assert "immutable" not in cache_control(url)
