"""株式会社ミナモ精機: an invented maker of flow meters for water works, with one service company."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class UnitSpec:
    """A unit, the number of its members without the head, and what stands below it."""

    code: str
    name: str
    name_en: str
    head_title: str = "課長"
    head_title_en: str = "Section manager"
    members: int = 0
    began_months_ago: int = 12
    children: tuple["UnitSpec", ...] = field(default=())


def _section(code: str, name: str, name_en: str, *, members: int, began_months_ago: int) -> UnitSpec:
    return UnitSpec(code, name, name_en, members=members, began_months_ago=began_months_ago)


def _department(code: str, name: str, name_en: str, *children: UnitSpec, began_months_ago: int = 12) -> UnitSpec:
    return UnitSpec(
        code, name, name_en, "部長", "Department head", began_months_ago=began_months_ago, children=children
    )


def _division(code: str, name: str, name_en: str, *children: UnitSpec, began_months_ago: int = 12) -> UnitSpec:
    return UnitSpec(
        code, name, name_en, "本部長", "Division head", began_months_ago=began_months_ago, children=children
    )


NAME, NAME_EN, DOMAIN = "株式会社ミナモ精機", "Minamo Seiki", "minamo.example"

# The 1on1s began with development, and the other divisions followed one by one.
COMPANY = UnitSpec(
    "M",
    NAME,
    NAME_EN,
    "代表取締役社長",
    "President",
    children=(
        _division(
            "D",
            "開発本部",
            "Development Division",
            _department(
                "D1",
                "開発部",
                "Development",
                _section("D11", "第1開発課", "Development Section 1", members=7, began_months_ago=8),
                _section("D12", "第2開発課", "Development Section 2", members=6, began_months_ago=12),
                _section("D13", "第3開発課", "Development Section 3", members=6, began_months_ago=7),
            ),
            _department(
                "D2",
                "品質保証部",
                "Quality Assurance",
                _section("D21", "品質保証課", "Quality Assurance Section", members=6, began_months_ago=6),
                began_months_ago=10,
            ),
        ),
        _division(
            "P",
            "製造本部",
            "Manufacturing Division",
            _department(
                "P1",
                "製造部",
                "Manufacturing",
                _section("P11", "組立課", "Assembly", members=9, began_months_ago=3),
                _section("P12", "加工課", "Machining", members=8, began_months_ago=3),
                began_months_ago=6,
            ),
            _section("P2", "生産管理課", "Production Control", members=5, began_months_ago=3),
            began_months_ago=6,
        ),
        _division(
            "S",
            "営業本部",
            "Sales Division",
            _section("S1", "東日本営業課", "Sales East", members=7, began_months_ago=6),
            _section("S2", "西日本営業課", "Sales West", members=6, began_months_ago=5),
            _section("S3", "海外営業課", "Overseas Sales", members=6, began_months_ago=5),
            began_months_ago=8,
        ),
        _division(
            "A",
            "管理本部",
            "Corporate Division",
            _section("A1", "人事課", "Human Resources", members=5, began_months_ago=7),
            _section("A2", "経理課", "Finance", members=5, began_months_ago=3),
            _section("A3", "情報システム課", "Information Systems", members=5, began_months_ago=6),
            began_months_ago=9,
        ),
        UnitSpec(
            "V",
            "ミナモサービス株式会社",
            "Minamo Service",
            "社長",
            "President",
            began_months_ago=3,
            children=(
                _section("V1", "保守課", "Maintenance", members=7, began_months_ago=2),
                _section("V2", "コールセンター", "Call Centre", members=5, began_months_ago=2),
            ),
        ),
    ),
)


@dataclass(frozen=True)
class Lead:
    """Somebody with a part in the story; everybody else is drawn from the seed."""

    key: str
    unit: str
    is_head: bool
    names: tuple[str, str, str, str, str, str]  # family and given in kanji, kana, Latin letters
    title: str
    title_en: str
    story: str = ""
    story_en: str = ""
    language: str = "ja"
    introduction: str = ""
    role: str = ""


CAST = (
    Lead(
        "president",
        "M",
        True,
        ("汐見", "玲", "しおみ", "れい", "Shiomi", "Rei"),
        "代表取締役社長",
        "President",
        "社長です。だれが何を話したかは見えません。",
        "The president, who can't see what anybody said.",
        role="executive",
    ),
    Lead(
        "kasai",
        "D1",
        True,
        ("葛西", "奈緒子", "かさい", "なおこ", "Kasai", "Naoko"),
        "部長",
        "Department head",
        "開発部の部長。森川さんの上司です。",
        "Heads Development; Takumi reports to her.",
        introduction="現場の「困った」を早めに聞ける部でいたいと思っています。",
    ),
    Lead(
        "morikawa",
        "D12",
        True,
        ("森川", "拓海", "もりかわ", "たくみ", "Morikawa", "Takumi"),
        "課長",
        "Section manager",
        "第2開発課の課長。6人の上司で、ほかの課の人のメンターもしています。",
        "Section manager with six reports, who also mentors and meets a peer.",
        introduction="試作が好きで、気づくと手を動かしています。話すときは結論を急がないのが今年の目標です。",
    ),
    Lead(
        "onodera",
        "D12",
        False,
        ("小野寺", "葵", "おのでら", "あおい", "Onodera", "Aoi"),
        "",
        "",
        "入社4年目。森川さんとの1on1がもうすぐあります。",
        "In her fourth year; her next 1on1 with Takumi is near.",
        introduction="試験チームで流量計の評価をしています。休みの日は川沿いを走っています。",
    ),
    Lead("shibata", "D12", False, ("芝田", "圭", "しばた", "けい", "Shibata", "Kei"), "", ""),
    Lead(
        "segawa",
        "S1",
        False,
        ("瀬川", "ひかり", "せがわ", "ひかり", "Segawa", "Hikari"),
        "",
        "",
        "営業の2年目。森川さんにメンターをお願いしています。",
        "Second year in sales; Takumi is her mentor.",
        introduction="お客さまの浄水場をまわるのが好きです。",
    ),
    Lead(
        "miyake",
        "D21",
        True,
        ("三宅", "智也", "みやけ", "ともや", "Miyake", "Tomoya"),
        "課長",
        "Section manager",
        "品質保証課の課長。森川さんと横の1on1をしています。",
        "Manages Quality Assurance; meets Takumi as a peer.",
    ),
    Lead(
        "hidaka",
        "S3",
        False,
        ("日高", "亮", "ひだか", "りょう", "Hidaka", "Ryo"),
        "",
        "",
        language="en",
        story="海外営業課。画面は英語で使っています。",
        story_en="In overseas sales; reads the screens in English.",
        introduction="I grew up in Penang and came to Minamo for the rivers.",
    ),
    Lead(
        "fujishiro",
        "A1",
        True,
        ("藤代", "真紀", "ふじしろ", "まき", "Fujishiro", "Maki"),
        "課長",
        "HR manager",
        "人事課の課長。1on1が続いているかを見ますが、ことばは見えません。",
        "Heads HR: sees that 1on1s happen, never the words.",
        role="hr",
    ),
    Lead(
        "kondo",
        "A3",
        True,
        ("近堂", "岳", "こんどう", "がく", "Kondo", "Gaku"),
        "課長",
        "IT manager",
        "情報システム課。設定と点検を受け持ちます。",
        "Looks after the system itself.",
        role="administrator",
    ),
)
