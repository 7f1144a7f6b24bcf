"""Sheets of paper. The library that makes them is heavy and may lack what it needs from the system."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from threading import BoundedSemaphore
from typing import Any

from django.template.loader import render_to_string

from aizuchi.ui.build import read_styles

LONGEST_SECONDS = 30
MOST_WAITING = 5
_printers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pdf")
_places = BoundedSemaphore(MOST_WAITING)  # a long sheet holds its place until it is done, whoever waits for it


class NoPaper(Exception):
    """This installation cannot make a PDF just now; the page itself can still be printed."""


def make_pdf(template: str, context: dict[str, Any], *, styles: str) -> bytes:
    """In the page's own styles. Raises NoPaper where the libraries are missing, it takes too long, or many wait."""
    html = render_to_string(template, context)
    if not _places.acquire(blocking=False):
        raise NoPaper("many wait")
    sheet = _printers.submit(_print, html, read_styles(styles))
    sheet.add_done_callback(lambda _sheet: _places.release())
    try:
        return sheet.result(timeout=LONGEST_SECONDS)
    except (ImportError, OSError, TooSlow) as reason:
        raise NoPaper from reason


def _print(html: str, styles: str) -> bytes:
    """A sheet loads nothing from anywhere, whatever somebody wrote into a note."""
    from weasyprint import CSS, HTML  # takes a second, and fails where Pango is missing: nobody else shall wait for it
    from weasyprint.urls import URLFetcher

    nothing = URLFetcher(allowed_protocols=())
    return bytes(
        HTML(string=html, url_fetcher=nothing).write_pdf(stylesheets=[CSS(string=styles, url_fetcher=nothing)])
    )
