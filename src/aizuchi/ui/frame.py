"""What the frame around a corridor page shows. config/navigation.py fills it in, because it knows every room."""

from dataclasses import dataclass, field

PLACES = 5  # as many as a thumb tells apart along the foot of a phone


@dataclass(frozen=True)
class NavItem:
    label: str
    address: str
    icon: str
    is_current: bool = False
    count: int = 0
    count_label: str = ""  # what is counted, for those who hear the page: "4 open"


@dataclass(frozen=True)
class PairLink:
    name: str
    initial: str
    hue: int
    address: str
    kind: str  # supervisor, mentor, peer, diagonal
    kind_label: str
    is_current: bool = False


@dataclass(frozen=True)
class ShellFrame:
    """Empty lists are fine: the frame of somebody signed out, or on their first day."""

    nav: list[NavItem] = field(default_factory=list)
    pairs: list[PairLink] = field(default_factory=list)
    account: list[NavItem] = field(default_factory=list)  # links in the account menu, above language and theme
    notice: str = ""  # one slim line above the page, and where it leads
    notice_link: NavItem | None = None
    position: str = ""  # where somebody works: 第2開発課 課長
    search_address: str = ""
    home_address: str = "/"

    @property
    def near(self) -> list[NavItem]:
        """What lies at the thumb on a phone; where not all do, the last place is the way to the others."""
        return self.nav if len(self.nav) <= PLACES else self.nav[: PLACES - 1]

    @property
    def far(self) -> list[NavItem]:
        return self.nav[len(self.near) :]

    @property
    def is_far(self) -> bool:
        """Whether the page one is on is among the others."""
        return any(item.is_current for item in self.far)
