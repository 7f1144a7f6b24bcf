"""Who a program is for, and who the partners are: a rule over the facts of work."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

ROLES = ("", "heads", "members")


@dataclass(frozen=True, kw_only=True)
class PeopleRule:
    """Everything that is empty asks for nothing. Which units it is about stands beside it, in the program."""

    tenure_from_months: int | None = None
    """At least so long here."""
    tenure_to_months: int | None = None
    """Shorter than so long here."""
    grades: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    role: str = ""
    """heads: heads of units; members: everybody but heads."""

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            tenure_from_months=kept.get("tenure_from_months"),
            tenure_to_months=kept.get("tenure_to_months"),
            grades=tuple(kept.get("grades", ())),
            sites=tuple(kept.get("sites", ())),
            role=kept.get("role", ""),
        )

    def write(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value}
