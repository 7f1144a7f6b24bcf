"""A whole import: a column nobody knows, what would end, the second question, and a week to take it back."""

from collections.abc import Callable

from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import DESKTOP, Site

SignIn = Callable[..., Page]
PEOPLE = 8


def _file(*, leaving: bool) -> FilePayload:
    lines = ["社員番号,姓,名,部署,最終在籍日"]
    day = "2020/03/31" if leaving else ""
    lines += [f"J{number},旅,{number}子,ミナモ精機/旅行部,{day}" for number in range(PEOPLE)]
    return {"name": "人.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode("cp932")}


def _choose(page: Page, *, leaving: bool) -> None:
    page.goto("/people/manage/import/")
    page.locator("input[type=file]").set_input_files([_file(leaving=leaving)])
    page.get_by_role("button", name="先に中身を見る").click()


def _take_over(page: Page) -> None:
    page.get_by_role("button", name="取り込む", exact=True).click()
    expect(page.get_by_role("heading", name="すべて取り込みました")).to_be_visible(timeout=60_000)


def test_people_come_in_leave_and_are_back_with_one_press(
    sign_in: SignIn, site: Site, check_access: Callable[[Page], None]
) -> None:
    page = sign_in("hr", viewport=DESKTOP, forgives="422")  # the second question, unanswered
    _choose(page, leaving=False)
    unknown = page.locator(".is-look")
    expect(unknown).to_contain_text("最終在籍日")
    check_access(page)
    unknown.get_by_role("combobox").select_option(label="退職日")
    page.get_by_role("button", name="変わることを見る").click()
    check_access(page)
    _take_over(page)

    _choose(page, leaving=True)  # how the column is read is remembered: nobody is asked again
    expect(page.get_by_role("heading", name=f"{PEOPLE}人が退職になります")).to_be_visible()
    page.get_by_role("button", name="取り込む", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    check_access(page)
    page.locator("[name=sure][value=yes]").check()
    page.locator("#count").fill(str(PEOPLE))
    _take_over(page)
    check_access(page)

    page.get_by_role("button", name="この取り込みを元に戻す").click()
    expect(page.get_by_role("heading", name="元に戻しました")).to_be_visible()
    left = site.run_python(
        "from aizuchi.people.models import Person\n"
        "print(Person.objects.filter(employee_number__startswith='J', left_on__isnull=False).count())"
    )
    assert left.strip() == "0"
