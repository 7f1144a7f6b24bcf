"""A note that takes no more: what was typed stays, and it goes on by itself once something was deleted."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site

SignIn = Callable[..., Page]

MAKE = """
from django.utils import timezone
from aizuchi.notes import log, operations
from aizuchi.notes.sync.room import LARGEST_NOTE
from aizuchi.notes.tree import document_of
from aizuchi.people.models import Person
two, now = list(Person.objects.filter(pk__in={writers})), timezone.now()
circle = operations.make_circle(organization_id=two[0].organization_id, writers=two, now=now)
document = operations.make_document(circle=circle, now=now)
def write(text):
    operations.write_text(document=document, text=text, actor=two[0], now=now)
    return len(document_of(log.load_updates([document])[document.pk]).get_update())
size = write("\\n\\n".join([f"{{place}} " + "長い話。" * 500 for place in range(345)]))
write("x" * (LARGEST_NOTE - size - 200))
print(document.pk)
"""
TYPED = "あふれた言葉。" * 20


def test_a_full_note_keeps_what_is_typed_and_goes_on_once_something_was_deleted(site: Site, sign_in: SignIn) -> None:
    writers = [site.people[who]["id"] for who in ("member", "manager")]
    address = f"/notes/{site.run_python(MAKE.format(writers=writers)).strip()}/"
    page = sign_in("member", reduced_motion="reduce")
    page.goto(address)
    lines, full = page.locator("[contenteditable=true] p"), page.locator("[data-state=full]")
    lines.last.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(TYPED)
    expect(full).to_be_visible(timeout=90_000)

    page.reload()
    expect(full).to_be_visible(timeout=90_000)
    expect(lines.last).to_contain_text(TYPED)

    lines.nth(3).click(click_count=3)
    page.keyboard.press("Backspace")
    expect(page.locator("[data-state=saved]")).to_be_visible(timeout=90_000)
    expect(full).to_be_hidden()

    partner = sign_in("manager", reduced_motion="reduce")
    partner.goto(address)
    expect(partner.locator("[contenteditable=true] p").last).to_contain_text(TYPED, timeout=90_000)
