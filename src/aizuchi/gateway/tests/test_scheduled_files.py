"""A file a day, from an address or a folder."""

import datetime
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.audit.models import AuditEntry
from aizuchi.gateway import fetching
from aizuchi.gateway.models import ScheduledFile
from aizuchi.gateway.operations import scheduled_files
from aizuchi.gateway.operations.scheduled_files import (
    ScheduledFileFacts,
    keep_scheduled_file,
    list_due_files,
    run_scheduled_file,
)
from aizuchi.gateway.queries import say_fault
from aizuchi.kernel.outgoing import Bounds
from aizuchi.notifications.models import Notice
from aizuchi.people.importing.presets import choose_as_known, list_undecided
from aizuchi.people.importing.reading import read_sheet, read_table
from aizuchi.people.models import Person, StoredImport

DATA = Path(__file__).parents[2] / "people" / "tests" / "data"
FORM = {
    "is_on": "on",
    "name": "人事",
    "place": "folder",
    "address": "people.csv",
    "hour": 6,
    "mode": "shows",
    "most_leaving": 5,
}
HEAD = "社員番号,姓,名,メールアドレス,部署,退職日\n"


@pytest.fixture
def folder(cast: Cast, settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    folder = fetching.folder_of(cast.organization.pk)
    folder.mkdir(parents=True)
    return folder


def keep(cast: Cast, **facts: Any) -> ScheduledFile:
    usual = {"name": "人事", "place": "folder", "address": "people.csv", "mode": "acts"}
    secret = facts.pop("secret", "")
    return keep_scheduled_file(
        facts=ScheduledFileFacts(**{**usual, **facts}), secret=secret, actor=cast.administrator, now=timezone.now()
    )


def run(scheduled: ScheduledFile) -> ScheduledFile:
    run_scheduled_file(scheduled_id=scheduled.pk, now=timezone.now())
    scheduled.refresh_from_db()
    return scheduled


class TestFolder:
    def test_new_people_come_and_the_record_names_the_file(self, cast: Cast, folder: Path) -> None:
        (folder / "people.csv").write_text(HEAD + "0042,佐倉,澪,mio@example.jp,ミナモ精機/人事部,\n")

        scheduled = run(keep(cast))

        assert (scheduled.state, scheduled.fault_detail) == ("imported", "")
        assert scheduled.summary["added"] == 1
        entry = AuditEntry.objects.get(action="people.person.added")
        assert (entry.actor_id, entry.detail["by"]) == (None, "人事")

    @pytest.mark.database
    def test_an_unchanged_file_does_nothing(self, cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / "people.csv").write_text(HEAD + "0042,佐倉,澪,mio@example.jp,ミナモ精機/人事部,\n")
        scheduled = run(keep(cast))
        monkeypatch.setattr(scheduled_files, "run_import", lambda *_, **__: 1 / 0)

        assert run(scheduled).state == "unchanged"

    def test_at_first_it_is_only_shown_on_the_page_of_imports(self, cast: Cast, folder: Path) -> None:
        (folder / "people.csv").write_text(HEAD + "0042,佐倉,澪,mio@example.jp,ミナモ精機/人事部,\n")

        scheduled = run(keep(cast, mode="shows"))

        assert scheduled.state == "waits"
        assert StoredImport.objects.get(pk=scheduled.waiting_id).state == "waiting"
        assert not Person.objects.filter(email="mio@example.jp").exists()

    @pytest.mark.database
    def test_more_than_may_leave_wait_and_nothing_else_is_imported(self, cast: Cast, folder: Path) -> None:
        today = cast.organization.today(timezone.now())
        gone = today - datetime.timedelta(days=1)
        rows = [
            f"{person.employee_number or number},{person.family_name},{person.given_name},{person.email},,{gone}"
            for number, person in enumerate([cast.member, cast.peer, cast.colleague, cast.mentor], start=100)
        ]
        (folder / "people.csv").write_text(HEAD + "\n".join([*rows, "0042,佐倉,澪,mio@example.jp,ミナモ精機/人事部,"]))

        scheduled = run(keep(cast))

        assert scheduled.state == "waits"
        assert Person.objects.get(pk=cast.member.pk).left_on is None
        assert not Person.objects.filter(email="mio@example.jp").exists()
        assert Notice.objects.filter(notification_type="connector").count() == 1

    @pytest.mark.database
    def test_another_address_for_who_decides_about_others_waits_for_an_administrator(
        self, cast: Cast, folder: Path, client_for: Callable[[Person], Client], run_jobs: Callable[[], None]
    ) -> None:
        cast.hr.set_unusable_password()
        cast.hr.employee_number = "0007"
        cast.hr.save()
        (folder / "people.csv").write_text(
            "社員番号,姓,名,メールアドレス,部署\n0007,藤代,由紀,thief@example.jp,\n0042,佐倉,澪,mio@example.jp,ミナモ精機/人事部\n"
        )

        scheduled = run(keep(cast))

        assert (scheduled.state, scheduled.fault_detail) == ("waits", "")
        assert Person.objects.get(pk=cast.hr.pk).email == cast.hr.email
        page = f"/people/manage/import/{scheduled.waiting_id}/"
        client_for(cast.administrator).post(f"{page}apply/")
        run_jobs()
        assert Person.objects.get(pk=cast.hr.pk).email == "thief@example.jp"

    @pytest.mark.database
    def test_a_failure_is_told_once_and_again_after_it_went_well(self, cast: Cast, folder: Path) -> None:
        scheduled = keep(cast)
        for _day in range(3):
            run(scheduled)
        assert (scheduled.state, scheduled.fault) == ("failed", "no_file")
        assert Notice.objects.count() == 1

        (folder / "people.csv").write_text(HEAD + "0042,佐倉,澪,mio@example.jp,ミナモ精機/人事部,\n")
        assert run(scheduled).failing_since is None
        (folder / "people.csv").unlink()
        run(scheduled)
        assert Notice.objects.count() == 2

    def test_what_lies_elsewhere_is_not_read(self, cast: Cast, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "secret.csv").write_text(HEAD + "0042,佐倉,澪,mio@example.jp,ミナモ精機/人事部,\n")
        (folder / "link.csv").symlink_to(tmp_path / "secret.csv")

        for address in ("link.csv", "../secret.csv", "../../secret.csv", "."):
            scheduled = ScheduledFile(organization=cast.organization, place="folder", address=address)
            with pytest.raises(fetching.NotFetched):
                fetching.fetch(scheduled)

    def test_a_column_that_may_say_who_left_is_asked_about(self, cast: Cast, folder: Path) -> None:
        (folder / "people.csv").write_text("社員番号,姓,名,退職区分メモ\n0042,佐倉,澪,退職\n")

        scheduled = run(keep(cast))

        assert (scheduled.state, scheduled.fault) == ("failed", "columns")
        assert "退職区分メモ" in scheduled.fault_detail

    def test_lines_that_do_not_fit_are_named(self, cast: Cast, folder: Path) -> None:
        broken = [
            "0042,佐倉,澪,no address,ミナモ精機/人事部,\n",
            "0043,佐倉,玲,rei@example.jp,ミナモ精機/人事部,someday\n",
        ]
        (folder / "people.csv").write_text(HEAD + "".join(broken))

        scheduled = run(keep(cast))

        assert "2行目（メールアドレス）、3行目（退職日）" in say_fault(scheduled.fault, scheduled.fault_detail)
        assert "no address" not in scheduled.fault_detail  # what a cell holds is about somebody

    def test_many_lines_are_told_by_the_first_and_their_number(self, cast: Cast, folder: Path) -> None:
        (folder / "people.csv").write_text(HEAD + "".join(f"{n},佐倉,澪,no address,,\n" for n in range(100, 112)))

        scheduled = run(keep(cast))

        told = say_fault(scheduled.fault, scheduled.fault_detail)
        assert "4行目" in told
        assert "9行目" not in told

    def test_what_is_wrong_with_all_of_it_is_said_in_a_sentence(self, cast: Cast, folder: Path) -> None:
        (folder / "people.csv").write_bytes(b"PK\x03\x04 and more of a workbook")

        scheduled = run(keep(cast))

        assert "Excel" in say_fault(scheduled.fault, scheduled.fault_detail)
        assert "workbook" not in say_fault(scheduled.fault, scheduled.fault_detail)

    @pytest.mark.database
    def test_it_is_due_once_a_day_from_its_hour(self, cast: Cast, folder: Path) -> None:
        keep(cast, hour=6)
        before = datetime.datetime(2026, 6, 15, 20, 30, tzinfo=datetime.UTC)  # 5:30 of the next day in Tokyo
        after = before + datetime.timedelta(hours=1)

        assert list_due_files(now=before) == []
        (due,) = list_due_files(now=after)
        run_scheduled_file(scheduled_id=due.pk, now=after)
        assert list_due_files(now=after + datetime.timedelta(hours=5)) == []
        assert len(list_due_files(now=after + datetime.timedelta(days=1))) == 1


class Answering(BaseHTTPRequestHandler):
    status, body, seen = 200, b"", list[str]()

    def do_GET(self) -> None:
        type(self).seen.append(self.headers.get("X-Key", ""))
        self.send_response(self.status)
        if self.status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_about: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[type[Answering], str]]:
    """Beside us, which only this test allows."""
    monkeypatch.setattr(fetching, "BOUNDS", Bounds(size=1000, seconds=5, public_only=False))
    answering = type("Fresh", (Answering,), {"seen": []})
    served = HTTPServer(("127.0.0.1", 0), answering)
    thread = threading.Thread(target=served.serve_forever)
    thread.start()
    yield answering, f"http://127.0.0.1:{served.server_port}/people.csv"
    served.shutdown()
    thread.join()
    served.server_close()


class TestAddress:
    def test_the_secret_is_sent_and_lies_sealed(self, cast: Cast, server: tuple[type[Answering], str]) -> None:
        answering, address = server
        answering.body = (HEAD + "0042,佐倉,澪,mio@example.jp,ミナモ精機/人事部,\n").encode()

        scheduled = run(keep(cast, place="address", address=address, header="X-Key", secret="s3cret-of-hr"))

        assert scheduled.state == "imported"
        assert answering.seen == ["s3cret-of-hr"]
        assert b"s3cret" not in bytes(scheduled.secret)

    @pytest.mark.parametrize(("status", "body"), [(302, b""), (500, b"x"), (404, b""), (200, b"x" * 2000)])
    def test_whatever_else_it_answers_is_told(
        self, cast: Cast, server: tuple[type[Answering], str], status: int, body: bytes
    ) -> None:
        answering, address = server
        answering.status, answering.body = status, body

        scheduled = run(keep(cast, place="address", address=address, header="X-Key", secret="s3cret-of-hr"))

        assert (scheduled.state, scheduled.fault) == ("failed", "answer")
        assert len(answering.seen) == 1  # nobody is followed with the secret

    def test_no_address_of_this_network_is_asked(self, cast: Cast) -> None:
        scheduled = run(keep(cast, place="address", address="https://127.0.0.1/people.csv"))

        assert scheduled.fault == "inside"

    @pytest.mark.database
    def test_another_address_gets_no_secret_of_the_former(self, cast: Cast) -> None:
        scheduled = keep(cast, place="address", address="https://a.example/", header="X-Key", secret="s3cret-of-hr")

        keep_scheduled_file(
            facts=ScheduledFileFacts(name="人事", place="address", address="https://b.example/", header="X-Key"),
            secret="",
            actor=cast.administrator,
            now=timezone.now(),
            scheduled_id=scheduled.pk,
        )

        scheduled.refresh_from_db()
        assert (bytes(scheduled.secret), scheduled.header) == (b"", "")


@pytest.mark.parametrize("name", ["24_smarthr.csv", "25_kaonavi.csv", "26_freee.csv"])
def test_exports_of_known_systems_are_read_as_they_are(name: str) -> None:
    table = read_table((DATA / name).read_bytes())

    system, choice = choose_as_known(table, remembered={})

    assert system in name
    assert list_undecided(table, choice) == []


def test_a_name_at_work_goes_before_the_legal_one_where_somebody_has_one() -> None:
    """As SmartHR writes it: for most people it is empty."""
    head = (
        "社員番号,姓,名,ビジネスネーム：姓,ビジネスネーム：名,メールアドレス,社用メールアドレス,在籍状況,入社年月日\n"
    )
    rows = "A1,甲,一,,,home@example.net,a1@example.jp,在職中,\nA2,乙,二,旧姓,,,,在職中,\n"
    content = (head + rows).encode()

    _system, choice = choose_as_known(read_table(content), remembered={})
    sheet = read_sheet(content, choice)

    assert [problem.sentence for problem in sheet.problems] == []
    assert [(row.cells["family_name"], row.cells["given_name"]) for row in sheet.rows] == [("甲", "一"), ("旧姓", "二")]
    assert sheet.rows[0].cells["email"] == "a1@example.jp"


class TestForm:
    @pytest.mark.database
    @pytest.mark.parametrize(
        ("place", "address"),
        [
            ("address", "http://a.example/x.csv"),
            ("address", "https://user:secret@a.example/"),
            ("address", "people.csv"),
            ("folder", "../people.csv"),
            ("folder", "a/b.csv"),
        ],
    )
    def test_an_address_that_is_none_is_refused(
        self, cast: Cast, client_for: Callable[[Person], Client], place: str, address: str
    ) -> None:
        told = {"name": "x", "place": place, "address": address, "hour": 6, "mode": "shows", "most_leaving": 5}

        answer = client_for(cast.administrator).post("/connections/files/new/", told)

        assert answer.status_code == 422
        assert not ScheduledFile.objects.exists()

    def test_the_folder_is_made_and_the_file_may_come_later(
        self, cast: Cast, client_for: Callable[[Person], Client], settings: Any, tmp_path: Path
    ) -> None:
        settings.HOME = tmp_path
        client = client_for(cast.administrator)

        answer = client.post("/connections/files/new/", FORM, follow=True)

        assert ScheduledFile.objects.get().name == "人事"
        assert fetching.folder_of(cast.organization.pk).stat().st_mode & 0o077 == 0
        assert "その名前のファイルが、フォルダーにありません" in answer.content.decode()

    @pytest.mark.database
    def test_it_is_kept_and_its_secret_is_never_shown(self, cast: Cast, client_for: Callable[[Person], Client]) -> None:
        told = {"name": "x", "place": "address", "address": "https://a.example/x.csv", "hour": 6, "mode": "shows"}
        told |= {"most_leaving": 5, "header": "X-Key", "secret": "s3cret-of-hr", "is_on": "on"}
        client = client_for(cast.administrator)

        client.post("/connections/files/new/", told)

        scheduled = ScheduledFile.objects.get()
        assert "s3cret" not in client.get(f"/connections/files/{scheduled.pk}/").content.decode()


def test_both_ways_of_bringing_a_file_lead_to_each_other(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    of_administrator, of_hr = client_for(cast.administrator), client_for(cast.hr)
    by_hand = reverse("people:import")

    assert "/connections/files/" in of_administrator.get(by_hand).content.decode()
    assert "/connections/files/" not in of_hr.get(by_hand).content.decode()  # who may not open it
    assert by_hand in of_administrator.get("/connections/files/").content.decode()


class TestLooking:
    def test_somebody_looks_now_and_sees_it_come(
        self, cast: Cast, folder: Path, client_for: Callable[[Person], Client], run_jobs: Callable[[], None]
    ) -> None:
        (folder / "people.csv").write_text(HEAD + "0042,佐倉,澪,mio@example.jp,ミナモ精機/人事部,\n")
        scheduled = run(keep(cast, hour=23))  # of today there is nothing more to come
        (folder / "people.csv").write_text(HEAD + "0043,佐倉,玲,rei@example.jp,ミナモ精機/人事部,\n")
        client = client_for(cast.administrator)

        client.post(f"/connections/files/{scheduled.pk}/look/")
        meanwhile = client.get("/connections/files/")
        run_jobs()
        afterwards = client.get("/connections/files/")

        assert meanwhile["Refresh"] == "2"
        assert "確かめています" in meanwhile.content.decode()
        assert "Refresh" not in afterwards
        assert Person.objects.filter(email="rei@example.jp").exists()

    def test_a_folder_that_cannot_be_made_is_not_accepted(
        self, cast: Cast, folder: Path, client_for: Callable[[Person], Client]
    ) -> None:
        folder.rmdir()
        folder.touch()

        answer = client_for(cast.administrator).post("/connections/files/new/", FORM)

        assert answer.status_code == 422
        assert f"サーバーにフォルダー {folder} がありません。" in answer.content.decode()

    def test_a_file_that_is_not_there_yet_is_told(
        self, cast: Cast, folder: Path, client_for: Callable[[Person], Client]
    ) -> None:
        answer = client_for(cast.administrator).post("/connections/files/new/", FORM, follow=True)

        assert ScheduledFile.objects.exists()
        assert "その名前のファイル" in answer.content.decode()
