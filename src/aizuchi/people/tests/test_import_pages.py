import datetime
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.kernel.files.models import StoredFile
from aizuchi.people.importing import run_import
from aizuchi.people.models import Person, StoredImport
from aizuchi.people.models.stored_import import KEEP
from aizuchi.people.operations.stored_import import take_over, tidy_imports

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
SignIn = Callable[[Person], Client]
GOOD = "社員番号,姓,名,部署\nA1,汐見,玲,ミナモ精機/広報部\n".encode("cp932")
BAD = "社員番号,姓,名,部署,メール\nA1,汐見,玲,ミナモ精機,x\n".encode()


def choose(client: Client, content: bytes, on: datetime.date = TODAY) -> HttpResponse:
    file = SimpleUploadedFile("人.csv", content)
    return client.post(reverse("people:import"), {"file": file, "on": on}, follow=True)


def test_a_file_is_looked_at_confirmed_and_taken_over_by_a_job(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)

    page = choose(client, GOOD)
    stored = StoredImport.objects.get()
    assert not Person.objects.filter(employee_number="A1").exists()
    assert "汐見" in page.content.decode()
    assert "広報部" in page.content.decode()

    running = client.post(reverse("people:apply_import", args=[stored.pk]), follow=True)
    assert running["Refresh"]
    stored.refresh_from_db()
    take_over(stored=stored, now=NOW)

    done = client.get(reverse("people:show_import", args=[stored.pk]))
    assert Person.objects.filter(employee_number="A1").exists()
    assert done.context["summary"]["added"] == 1
    stored.refresh_from_db()
    assert stored.file is None
    assert not StoredFile.objects.exists()


def test_the_job_may_run_twice(cast: Cast, client_for: SignIn) -> None:
    choose(client_for(cast.hr), GOOD)
    stored = StoredImport.objects.get()
    stored.state = "running"

    take_over(stored=stored, now=NOW)
    take_over(stored=stored, now=NOW)

    assert Person.objects.filter(employee_number="A1").count() == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [(BAD, "email"), (b"", ""), (b"PK\x03\x04", ""), (b"\xff\xfe\x00", ""), ("氏名\n花".encode(), "")],
)
def test_a_file_with_problems_is_kept_and_says_where(cast: Cast, client_for: SignIn, content: bytes, told: str) -> None:
    page = choose(client_for(cast.hr), content)

    assert page.status_code == 200
    if content:
        assert page.context["preview"].problem_count == 1
        assert "人.csv" in page.content.decode()
    assert not Person.objects.filter(employee_number="A1").exists()


def test_a_file_that_was_fine_at_first_is_not_taken_over_when_it_no_longer_is(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    choose(client, BAD.replace(b",x", b",rei@example.jp"))
    stored = StoredImport.objects.get()
    client.post(reverse("people:apply_import", args=[stored.pk]))
    Person.objects.filter(pk=cast.stranger.pk).update(email="rei@example.jp")
    stored.refresh_from_db()

    take_over(stored=stored, now=NOW)

    page = client.get(reverse("people:show_import", args=[stored.pk]))
    assert page.context["preview"].problem_count == 1
    assert stored.file is None
    assert not StoredFile.objects.exists()
    assert stored.problems[0]["reason"] == "email_taken"
    assert not Person.objects.filter(employee_number="A1").exists()


def test_a_file_of_another_organization_does_not_exist(cast: Cast, client_for: SignIn) -> None:
    stored = StoredImport.objects.create(
        organization=cast.stranger.organization, actor=cast.stranger, file_name="x.csv", on=TODAY, created_at=NOW
    )
    client = client_for(cast.hr)

    assert client.get(reverse("people:show_import", args=[stored.pk])).status_code == 404
    assert client.post(reverse("people:apply_import", args=[stored.pk])).status_code == 404
    assert client.post(reverse("people:discard_import", args=[stored.pk])).status_code == 404


@pytest.mark.parametrize("who", ["member", "manager"])
def test_nobody_else_sees_or_applies_a_file(cast: Cast, client_for: SignIn, who: str) -> None:
    choose(client_for(cast.hr), GOOD)
    stored, client = StoredImport.objects.get(), client_for(getattr(cast, who))

    assert client.get(reverse("people:show_import", args=[stored.pk])).status_code == 403
    assert client.post(reverse("people:apply_import", args=[stored.pk])).status_code == 403
    assert client.post(reverse("people:import"), {}).status_code == 403
    assert client.get(reverse("people:apply_import", args=[stored.pk])).status_code == 405


def test_whoever_left_a_preview_finds_the_way_back(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    choose(client, GOOD)
    address = reverse("people:show_import", args=[StoredImport.objects.get().pk])

    assert address in client.get(reverse("people:import")).content.decode()

    StoredImport.objects.update(state="waiting", organization=cast.stranger.organization)
    assert address not in client.get(reverse("people:import")).content.decode()


def test_an_address_that_waits_for_its_owner_is_told_before_and_after(cast: Cast, client_for: SignIn) -> None:
    told = "本人が確認してから"
    member, client = cast.member, client_for(cast.hr)
    member.set_password("kawa no nagare")
    member.save()
    rest = f"{member.family_name},{member.given_name},ミナモ精機/開発本部/制御ソフト課"
    page = choose(client, f"社員番号,姓,名,部署,メール\n{member.employee_number},{rest},new@example.jp\n".encode())
    stored = StoredImport.objects.get()
    assert told in page.content.decode()

    stored.state = "running"
    stored.save()
    take_over(stored=stored, now=NOW)

    assert told in client.get(reverse("people:show_import", args=[stored.pk])).content.decode()


def test_a_file_is_forgotten_when_another_is_chosen_or_after_a_day(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    choose(client, GOOD)
    client.post(reverse("people:discard_import", args=[StoredImport.objects.get().pk]))
    assert not StoredImport.objects.exists()
    assert not StoredFile.objects.exists()

    choose(client, GOOD)
    StoredImport.objects.update(created_at=NOW - 2 * KEEP)
    choose(client, BAD)
    tidy_imports(now=NOW)

    assert StoredImport.objects.count() == 1


def test_every_end_of_an_import_is_told_and_its_content_goes(
    cast: Cast, client_for: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_args: object, **_kwargs: object) -> None:
        raise IntegrityError

    client = client_for(cast.hr)
    choose(client, GOOD)
    stored = StoredImport.objects.get()
    client.post(reverse("people:apply_import", args=[stored.pk]))
    stored.refresh_from_db()
    monkeypatch.setattr("aizuchi.people.operations.stored_import.run_import_for_undo", break_down)

    take_over(stored=stored, now=NOW)

    stored.refresh_from_db()
    assert (stored.state, stored.file) == ("failed", None)
    page = client.get(reverse("people:show_import", args=[stored.pk]))
    assert "IntegrityError" in page.content.decode()


def test_an_import_whose_worker_died_ends_after_two_hours(cast: Cast, client_for: SignIn) -> None:
    choose(client_for(cast.hr), GOOD)
    StoredImport.objects.update(state="running", confirmed_at=NOW - datetime.timedelta(hours=3))

    tidy_imports(now=NOW)

    stored = StoredImport.objects.get()
    assert (stored.state, stored.file) == ("failed", None)


def test_unknown_columns_are_matched_first_and_remembered(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    content = "社員番号,姓,名,部署,離職の日付,備考\nA1,汐見,玲,ミナモ精機,2020-01-31,x\n".encode()

    page = choose(client, content)

    assert [column.name for _, column in page.context["columns"]][:2] == ["離職の日付", "備考"]
    assert page.context["columns"][0][1].is_dangerous
    places = {column.name: place for place, column in page.context["columns"]}
    told = {f"c{place}": column.key for place, column in page.context["columns"]}
    told[f"c{places['離職の日付']}"] = "left_on"
    address = reverse("people:map_import", args=[StoredImport.objects.get().pk])
    preview = client.post(address, {**told, "source": "own"}, follow=True)
    assert preview.context["preview"].unused == ["備考"]
    assert "備考" in preview.content.decode()
    again = choose(client, content)
    assert again.context["preview"].people[0].changes[-1].after == "2020年1月31日"


def test_an_export_of_a_known_system_is_read_as_it_is(cast: Cast, client_for: SignIn) -> None:
    head = "社員番号,姓,名,ビジネスネーム：姓,ビジネスネーム：名,メールアドレス,社用メールアドレス,在籍状況,部署\n"
    content = (head + "A1,汐見,玲,,,home@example.net,rei@minamo.example,在職中,ミナモ精機\n").encode()

    page = choose(client_for(cast.hr), content)

    changes = {change.label: change.after for change in page.context["preview"].people[0].changes}
    assert "rei@minamo.example" in changes.values()
    assert "home@example.net" not in changes.values()


def test_a_file_is_read_anew_as_from_the_system_that_somebody_names(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    page = choose(client, "Employee ID,Last Name,First Name,Business Title,備考\nA1,汐見,玲,部長,x\n".encode())
    assert page.context["shown_as"] == "own"
    address = reverse("people:map_import", args=[StoredImport.objects.get().pk])

    page = client.post(address, {"read_as": "own", "source": "workday", "again": "1"}, follow=True)

    read = {column.name: (column.key, column.is_known) for _, column in page.context["columns"]}
    assert read["Business Title"] == ("title", True)
    assert read["備考"] == ("", False)
    assert StoredImport.objects.get().source == "own"


def test_all_problems_come_as_a_file(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    lines = "".join(f"A{number},汐見,玲,ミナモ精機,x\n" for number in range(250))
    choose(client, ("社員番号,姓,名,部署,メール\n" + lines).encode())

    answer = client.get(reverse("people:import_problems", args=[StoredImport.objects.get().pk]))

    assert answer.getvalue().decode("utf-8-sig").count("\n") == 251


def test_more_endings_than_usual_are_asked_about_again(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    header = "社員番号,姓,名,部署,退職日\n"
    people = [f"L{number},姓,{number},ミナモ精機" for number in range(9)]
    choose(client, (header + "".join(f"{line},\n" for line in people)).encode())
    first = StoredImport.objects.get()
    client.post(reverse("people:apply_import", args=[first.pk]))
    first.refresh_from_db()
    take_over(stored=first, now=NOW)
    gone = (header + "".join(f"{line},{TODAY}\n" for line in people)).encode()

    page = choose(client, gone)
    stored = StoredImport.objects.get(state="waiting")
    address = reverse("people:apply_import", args=[stored.pk])

    assert page.context["preview"].ends.asks == 9
    assert client.post(address).status_code == 422
    assert client.post(address, {"sure": "yes", "count": "8"}).status_code == 422
    client.post(address, {"sure": "missing"})
    stored.refresh_from_db()
    take_over(stored=stored, now=NOW)
    assert not Person.objects.filter(employee_number__startswith="L", left_on__isnull=False).exists()

    choose(client, gone)
    stored = StoredImport.objects.get(state="waiting")
    client.post(reverse("people:apply_import", args=[stored.pk]), {"sure": "yes", "count": " ９ "})
    stored.refresh_from_db()
    take_over(stored=stored, now=NOW)
    assert Person.objects.filter(employee_number__startswith="L", left_on=TODAY).count() == 9

    undone = client.post(reverse("people:undo_import", args=[stored.pk]), follow=True)
    assert not Person.objects.filter(employee_number__startswith="L", left_on__isnull=False).exists()
    assert undone.context["stored"].state == "undone"


def test_a_dangerous_column_says_how_many_would_come_in_as_staff(cast: Cast, client_for: SignIn) -> None:
    lines = [
        "社員番号,姓,名,部署,最終在籍日",
        "A1,甲,一,広報部,2020/03/31",
        "A2,乙,二,広報部,",
        "A3,丙,三,広報部,9999/12/31",
    ]

    page = choose(client_for(cast.hr), "\n".join(lines).encode())

    assert [column.at_risk for _, column in page.context["columns"] if column.is_dangerous] == [1]


def test_the_places_for_one_reason_come_as_a_file_of_their_own(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    choose(client, "社員番号,姓,名,部署,メール\nA1,甲,一,広報部,x\nA2,,二,広報部,\n".encode())
    address = reverse("people:import_problems", args=[StoredImport.objects.get().pk])

    lines = client.get(address, {"reason": "email", "column": "email"}).getvalue().decode().splitlines()

    assert len(lines) == 2
    assert len(client.get(address).getvalue().decode().splitlines()) == 3


def test_what_ends_is_told_unit_by_unit(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    header = "社員番号,姓,名,部署,退職日\n"
    people = [f"L{number},姓,{number},ミナモ精機/{'甲課' if number < 3 else '乙課'}" for number in range(5)]
    choose(client, (header + "".join(f"{line},\n" for line in people)).encode())
    take_over(stored=_confirmed(client), now=NOW)

    gone = "".join(f"{line},{TODAY - datetime.timedelta(days=1)}\n" for line in people[:4])
    page = choose(client, (header + gone).encode())

    ends = page.context["preview"].ends
    assert [(group.label, group.people, group.is_emptied) for group in ends.by_unit] == [
        ("甲課", 3, True),
        ("乙課", 1, False),
    ]


def test_of_what_ends_no_unit_is_left_out_and_no_sign_stands_alone(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    header = "社員番号,姓,名,部署,退職日\n"
    people = [f"L{number},姓,{number},ミナモ精機/第{number}課" for number in range(31)]
    choose(client, (header + "".join(f"{line},\n" for line in people)).encode())
    take_over(stored=_confirmed(client), now=NOW)

    gone = "".join(f"{line},{TODAY - datetime.timedelta(days=1)}\n" for line in people)
    page = choose(client, (header + gone).encode()).content.decode()

    told = page[page.index("部署ごとの、終わること") :]
    assert all(f"<strong>第{number}課" in told for number in range(31))
    assert "ほかの1部署" in told
    assert '<span class="fine"> ·' not in told


def test_an_import_that_cannot_be_taken_back_says_why_and_what_to_do(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    choose(client, "社員番号,姓,名,部署\nA1,甲,一,広報部\n".encode())
    stored = _confirmed(client)
    take_over(stored=stored, now=NOW)
    StoredImport.objects.update(ended_at=NOW - datetime.timedelta(days=8))

    late = client.post(reverse("people:undo_import", args=[stored.pk]), follow=True).content.decode()
    StoredImport.objects.update(ended_at=NOW)
    client.post(reverse("people:undo_import", args=[stored.pk]))
    again = client.post(reverse("people:undo_import", args=[stored.pk]), follow=True).content.decode()

    assert "7日が過ぎたので、元に戻しませんでした。" in late
    assert "もう元に戻してあります。" in again


def test_who_begins_anew_is_said_to_come_back(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    header = "Employee #,First Name,Last Name,Department,Hire Date,Termination Date\n"
    choose(client, f"{header}9002,Ben,O'Neil,Research,2022-07-01,2026-01-31\n".encode())
    take_over(stored=_confirmed(client), now=NOW)
    cast.hr.language = "en"
    cast.hr.save(update_fields=["language"])

    page = choose(client_for(cast.hr), f"{header}9002,Ben,O'Neil,Research,{TODAY},\n".encode())

    (line,) = page.context["preview"].people
    assert (line.kind, line.name) == ("back", "Ben O'Neil")
    assert "Comes back" in page.content.decode()
    assert "The first hundred are shown." not in page.content.decode()


def _confirmed(client: Client) -> StoredImport:
    stored = StoredImport.objects.get()
    client.post(reverse("people:apply_import", args=[stored.pk]))
    stored.refresh_from_db()
    return stored


def test_the_demo_company_asks_for_no_file(cast: Cast, client_for: SignIn) -> None:
    """Its doors stand open: whoever comes next would read the names."""
    assert 'type="file"' in client_for(cast.hr).get(reverse("people:import")).content.decode()
    cast.organization.is_demo = True
    cast.organization.save(update_fields=["is_demo"])

    assert 'type="file"' not in client_for(cast.hr).get(reverse("people:import")).content.decode()


@pytest.mark.parametrize(
    ("before", "after", "said"), [("", "○", "部門長になります"), ("○", "", "部門長ではなくなります")]
)
def test_who_heads_a_unit_is_said_in_a_sentence(
    before: str, after: str, said: str, cast: Cast, client_for: SignIn
) -> None:
    head, client = "社員番号,姓,名,部署,部門長\nA1,汐見,玲,ミナモ精機/広報部,{}\n", client_for(cast.hr)
    run_import(head.format(before).encode(), organization=cast.organization, actor=None, now=NOW)

    page = choose(client, head.format(after).encode()).content.decode()

    assert f"<td>{said}</td>" in page
