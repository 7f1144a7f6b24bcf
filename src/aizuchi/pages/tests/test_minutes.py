import datetime
import html
import io
import re
import socket
import threading
import unicodedata
from collections import Counter
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from tests.cast import Cast
from tests.factories import ActionItemFactory, AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.growth import operations as growth
from aizuchi.meetings.models import AgendaItem, Meeting, Preparation
from aizuchi.meetings.operations import make_private_note
from aizuchi.notes import operations as notes
from aizuchi.notes.models import Document
from aizuchi.pages import pdf
from aizuchi.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    now = timezone.now()
    two = [cast.member, cast.manager]
    circle = notes.make_circle(organization_id=cast.organization.pk, writers=two, now=now)
    pair = PairFactory(mentee=cast.member, mentor=cast.manager, circle=circle)
    meeting = MeetingFactory(
        pair=pair, state=Meeting.State.CLOSED, starts_at=now, started_at=now, ended_at=now, closed_at=now
    )
    item = AgendaItemFactory(meeting=meeting, title="今後のキャリア", comment="整理から付き合ってほしい")
    item.note = notes.make_document(circle=circle, now=now)
    item.save(update_fields=["note"])
    notes.write_text(document_id=item.note.pk, text="設計レビューに入る案を試す", actor=cast.member, now=now)
    ActionItemFactory(pair=pair, meeting=meeting, text="要件レビューに同席する")
    private = make_private_note(actor=cast.member, meeting_id=meeting.pk, now=now)
    notes.write_text(
        document_id=Document.objects.get(pk=private).pk, text="だれにも見せない気持ち", actor=cast.member, now=now
    )
    assert Preparation.objects.filter(private_note=private).exists()
    return meeting


def read(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def thank_you_notes_of(words: str) -> Counter[str]:
    """Which letters, not where: a PDF knows no order of its own."""
    return Counter(re.sub(r"\s", "", unicodedata.normalize("NFKC", html.unescape(words))))


def test_everything_the_two_kept_stands_on_one_page(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    page = client_for(cast.manager).get(f"/meetings/{meeting.pk}/minutes/").content.decode()

    for words in ("今後のキャリア", "整理から付き合ってほしい", "設計レビューに入る案を試す", "要件レビューに同席する"):
        assert words in page


def test_the_sheet_holds_the_same_in_japanese_letters(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    answer = client_for(cast.member).get(f"/meetings/{meeting.pk}/minutes.pdf")

    text = read(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    for words in ("今後のキャリア", "設計レビューに入る案を試す", "要件レビューに同席する"):
        assert words in text


@pytest.mark.parametrize("who", ["member", "manager"])
def test_a_private_note_is_on_neither(cast: Cast, meeting: Meeting, client_for: SignIn, who: str) -> None:
    client = client_for(getattr(cast, who))

    assert "だれにも見せない" not in client.get(f"/meetings/{meeting.pk}/minutes/").content.decode()
    assert "だれにも見せない" not in read(client.get(f"/meetings/{meeting.pk}/minutes.pdf").content)


def test_the_name_of_the_file_tells_neither_who_nor_what(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    answer = client_for(cast.member).get(f"/meetings/{meeting.pk}/minutes.pdf")

    assert answer["Content-Disposition"] == f'attachment; filename="1on1-{timezone.localdate():%Y-%m-%d}.pdf"'


def test_where_no_paper_can_be_made_it_says_so(
    cast: Cast, meeting: Meeting, client_for: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(sheet: str, styles: str) -> bytes:
        raise OSError("cannot load library 'libpango'")

    monkeypatch.setattr(pdf, "_print", fail)

    answer = client_for(cast.member).get(f"/meetings/{meeting.pk}/minutes.pdf", follow=True)

    assert "いまはPDFを作れません。このページを印刷できます。" in answer.content.decode()


def test_after_the_pair_has_ended_both_still_read_them(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    meeting.pair.until_on = timezone.localdate()
    meeting.pair.save(update_fields=["until_on"])

    for person in (cast.member, cast.manager):
        assert client_for(person).get(f"/meetings/{meeting.pk}/minutes/").status_code == 200


def test_minutes_are_only_looked_at(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    assert client_for(cast.member).post(f"/meetings/{meeting.pk}/minutes/").status_code == 405


def test_page_and_paper_are_one_sheet(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    page = client_for(cast.member).get(f"/meetings/{meeting.pk}/minutes/").content.decode()
    shown = re.sub(r"<svg.*?</svg>|<[^>]+>", "", page[page.index("<article") : page.index("</article>")], flags=re.S)

    printed = re.sub(r"\d+ / \d+", "", read(client_for(cast.member).get(f"/meetings/{meeting.pk}/minutes.pdf").content))

    way_back = f"{cast.manager.short_name}との1on1"
    assert thank_you_notes_of(printed) == thank_you_notes_of(shown.replace(way_back, "", 1))


def test_boxes_are_marks_and_no_form(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    note = AgendaItem.objects.get(meeting=meeting).note
    assert note
    notes.write_text(
        document_id=note.pk, text="- [x] 済んだこと\n- [ ] まだのこと", actor=cast.member, now=timezone.now()
    )

    page = client_for(cast.member).get(f"/meetings/{meeting.pk}/minutes/").content.decode()
    text = read(client_for(cast.member).get(f"/meetings/{meeting.pk}/minutes.pdf").content)

    assert re.findall(r'<li class="note-check([^"]*)">', page) == [" is-done", ""]
    assert all(words in text for words in ("済んだこと", "まだのこと"))


def test_promises_next_date_and_words_close_the_sheet(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    MeetingFactory(pair=meeting.pair, starts_at=timezone.now() + datetime.timedelta(days=14))
    growth.keep_in_mind(actor=cast.manager, meeting_id=meeting.pk, text="試験の言葉に言いかえる", now=timezone.now())

    text = read(client_for(cast.member).get(f"/meetings/{meeting.pk}/minutes.pdf").content)

    order = ("設計レビュー", "要件レビュー", "次の1on1", "試験の言葉に言いかえる")
    assert sorted(order, key=text.index) == list(order)
    assert "日程はまだ決まっていません" not in text


def test_without_a_next_date_it_says_so(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    assert (
        "日程はまだ決まっていません" in client_for(cast.member).get(f"/meetings/{meeting.pk}/minutes/").content.decode()
    )


def test_what_was_written_beforehand_says_by_whom(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    page = client_for(cast.manager).get(f"/meetings/{meeting.pk}/minutes/").content.decode()

    assert f"{AgendaItem.objects.get(meeting=meeting).added_by.short_name}が書いたこと" in page


def test_what_was_written_about_is_not_called_left_and_nothing_is_said_to_move_by_itself(
    cast: Cast, meeting: Meeting, client_for: SignIn
) -> None:
    AgendaItemFactory(meeting=meeting, title="人間関係")

    page = client_for(cast.member).get(f"/meetings/{meeting.pk}/minutes/").content.decode()

    assert page.count("次回へ") == 1
    assert "持ち越しました" not in page
    assert "次の準備で選べます" in page


def test_the_sheet_fetches_nothing_whatever_somebody_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/x.png"
        words = f'<p style="background: url({address})">書いたこと<img src="{address}"><img src="file:///etc/hostname">'
        monkeypatch.setattr(pdf, "render_to_string", lambda template, context: words)

        content = pdf.make_pdf("any.html", {}, styles="minutes")

        with pytest.raises(BlockingIOError):
            listening.accept()
    assert "書いたこと" in unicodedata.normalize("NFKC", PdfReader(io.BytesIO(content)).pages[0].extract_text())
    assert not PdfReader(io.BytesIO(content)).pages[0].images


def test_who_comes_when_many_wait_is_told_so_at_once_and_a_place_comes_free(monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on = threading.Event()
    monkeypatch.setattr(pdf, "render_to_string", lambda template, context: "")
    monkeypatch.setattr(pdf, "read_styles", lambda name: "")
    monkeypatch.setattr(pdf, "_print", lambda html, styles: b"%PDF" if goes_on.wait(10) else b"")
    monkeypatch.setattr(pdf, "LONGEST_SECONDS", 0)
    for _ in range(pdf.MOST_WAITING):
        with pytest.raises(pdf.NoPaper):  # each takes too long, and keeps its place
            pdf.make_pdf("any.html", {}, styles="minutes")

    with pytest.raises(pdf.NoPaper, match="many wait"):
        pdf.make_pdf("any.html", {}, styles="minutes")

    goes_on.set()
    pdf._printers.submit(int).result(10)
    monkeypatch.setattr(pdf, "LONGEST_SECONDS", 10)
    assert pdf.make_pdf("any.html", {}, styles="minutes") == b"%PDF"
