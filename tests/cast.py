"""The people whom tests talk about, in the small company they work for.

    ミナモ精機 ── 開発本部 ─┬─ 制御ソフト課: 森川 (head, manager), 小野寺 (member), 三宅 (peer)
               │         └─ 機構設計課: 瀬川 (head, mentor)
               ├─ 人事部: 藤代 (hr), 早川 (administrator)
               └─ 営業部: 八木 (colleague without any relation)

御園 (executive) heads the company. 三島 (stranger) works for another organization.
"""

import datetime
from dataclasses import dataclass

from aizuchi.people.models import Organization, Person, RoleGrant, Unit
from tests.factories import (
    MembershipFactory,
    OrganizationFactory,
    PersonFactory,
    ReportingLineFactory,
    RoleGrantFactory,
    UnitFactory,
)

SINCE = datetime.date(2024, 4, 1)


@dataclass(frozen=True)
class Cast:
    organization: Organization
    company: Unit
    development: Unit
    control: Unit
    mechanics: Unit
    personnel: Unit
    sales: Unit

    member: Person
    manager: Person
    mentor: Person
    peer: Person
    hr: Person
    executive: Person
    administrator: Person
    colleague: Person
    stranger: Person

    @property
    def everybody(self) -> list[Person]:
        return [value for value in vars(self).values() if isinstance(value, Person)]


def make_cast() -> Cast:
    organization = OrganizationFactory(name="株式会社ミナモ精機", name_en="Minamo Seiki")
    company = UnitFactory(organization=organization, code="MINAMO", name="ミナモ精機", name_en="Minamo Seiki")
    development = UnitFactory(parent=company, code="DEV", name="開発本部", name_en="Development")
    control = UnitFactory(parent=development, code="CTRL", name="制御ソフト課", name_en="Control Software")
    mechanics = UnitFactory(parent=development, code="MECH", name="機構設計課", name_en="Mechanics")
    personnel = UnitFactory(parent=company, code="HR", name="人事部", name_en="Personnel")
    sales = UnitFactory(parent=company, code="SALES", name="営業部", name_en="Sales")

    executive = _join(company, "御園 貴子", "みその たかこ", "Takako Misono", is_head=True)
    manager = _join(control, "森川 拓海", "もりかわ たくみ", "Takumi Morikawa", is_head=True, supervisor=executive)
    mentor = _join(mechanics, "瀬川 ひかり", "せがわ ひかり", "Hikari Segawa", is_head=True, supervisor=executive)
    hr = _join(personnel, "藤代 由紀", "ふじしろ ゆき", "Yuki Fujishiro", supervisor=executive)
    administrator = _join(personnel, "早川 蓮", "はやかわ れん", "Ren Hayakawa", supervisor=hr)
    RoleGrantFactory(person=executive, role=RoleGrant.Role.EXECUTIVE)
    RoleGrantFactory(person=hr, role=RoleGrant.Role.HR)
    RoleGrantFactory(person=administrator, role=RoleGrant.Role.ADMINISTRATOR)

    elsewhere = UnitFactory(organization=OrganizationFactory(name="株式会社となり"), code="TONARI", name="となり")
    return Cast(
        organization=organization,
        company=company,
        development=development,
        control=control,
        mechanics=mechanics,
        personnel=personnel,
        sales=sales,
        member=_join(control, "小野寺 葵", "おのでら あおい", "Aoi Onodera", supervisor=manager),
        manager=manager,
        mentor=mentor,
        peer=_join(control, "三宅 遼", "みやけ りょう", "Ryo Miyake", supervisor=manager),
        hr=hr,
        executive=executive,
        administrator=administrator,
        colleague=_join(sales, "八木 さくら", "やぎ さくら", "Sakura Yagi", supervisor=executive),
        stranger=_join(elsewhere, "三島 直樹", "みしま なおき", "Naoki Mishima"),
    )


def _join(
    unit: Unit, name: str, kana: str, romaji: str, *, is_head: bool = False, supervisor: Person | None = None
) -> Person:
    family, given = name.split()
    family_kana, given_kana = kana.split()
    given_romaji, family_romaji = romaji.split()
    person = PersonFactory(
        organization=unit.organization,
        email=f"{given_romaji}.{family_romaji}@example.jp".lower(),
        family_name=family,
        given_name=given,
        family_kana=family_kana,
        given_kana=given_kana,
        family_romaji=family_romaji,
        given_romaji=given_romaji,
    )
    MembershipFactory(person=person, unit=unit, is_head=is_head, starts_on=SINCE)
    if supervisor:
        ReportingLineFactory(person=person, supervisor=supervisor, starts_on=SINCE)
    return person
