"""Who may open what: one line per address, in `tests/access.py` of its app. One without a line fails the tests.

For each of the cast an address is open, or seen but forbidden (403), or invisible (404). Whoever is not signed in is
sent to the entrance, unless the line says ANYBODY. A test about a state ("only while it is planned") belongs beside the
operation; here everything is in the state in which `tests/scene.py` makes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

CAST = frozenset(
    [
        "member",
        "manager",
        "mentor",
        "peer",
        "hr",
        "executive",
        "administrator",
        "colleague",
        "stranger",
    ]  # as in tests/cast.py
)
COLLEAGUES = CAST - {"stranger"}
ANYBODY = CAST | {"nobody"}
NOBODY: frozenset[str] = frozenset()
THE_TWO = frozenset({"member", "manager"})
ADMIN = frozenset({"hr", "administrator"})
HR = frozenset({"hr"})
NO_KEY = "=00000000-0000-4000-8000-000000000000"  # a thing there is none of


@dataclass(frozen=True)
class Access:
    open_to: frozenset[str]
    forbidden_to: frozenset[str] = NOBODY
    methods: frozenset[str] = frozenset({"get"})
    keys: Mapping[str, str] = field(default_factory=dict)
    """What stands in the address where the name of a parameter does not say it: a name in the scene, or =TEXT."""
    data: Mapping[str, str] = field(default_factory=dict)
    """Without which the address would not know what is meant."""
    by_token: bool = False
    """Another system comes in here, with a token of its own: being signed in helps nobody."""

    def saying(self, **data: str) -> "Access":
        return replace(self, data=data)


def page(open_to: frozenset[str], forbidden_to: frozenset[str] = NOBODY, **keys: str) -> Access:
    return Access(open_to, forbidden_to, frozenset({"get"}), keys)


def form(open_to: frozenset[str], forbidden_to: frozenset[str] = NOBODY, **keys: str) -> Access:
    return Access(open_to, forbidden_to, frozenset({"get", "post"}), keys)


def act(open_to: frozenset[str], forbidden_to: frozenset[str] = NOBODY, **keys: str) -> Access:
    return Access(open_to, forbidden_to, frozenset({"post"}), keys)


def machine() -> Access:
    return Access(NOBODY, methods=frozenset({"get", "post"}), by_token=True)


def only(*who: str) -> frozenset[str]:
    return frozenset(who)
