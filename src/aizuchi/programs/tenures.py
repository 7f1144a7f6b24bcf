"""How long somebody has been here, as one chooses it and as one says it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.programs.people_rules import PeopleRule

Span = tuple[int | None, int | None]

TENURES: list[tuple[str, str | Promise, Span]] = [
    ("", _("however long they have been here"), (None, None)),
    ("first", _("in their first year"), (None, 12)),
    ("second", _("in their second year"), (12, 24)),
    ("to_3", _("less than three years here"), (None, 36)),
    ("from_3", _("three years here or longer"), (36, None)),
    ("from_5", _("five years here or longer"), (60, None)),
    ("from_10", _("ten years here or longer"), (120, None)),
]
_BY_KEY = {key: span for key, _name, span in TENURES}
_BY_SPAN = {span: (key, name) for key, name, span in TENURES}


def span_of(key: str) -> Span:
    return _BY_KEY[key]


def key_of(rule: PeopleRule) -> str:
    return _BY_SPAN.get((rule.tenure_from_months, rule.tenure_to_months), ("", ""))[0]


def name_tenure(rule: PeopleRule) -> str:
    """Empty where the rule does not ask for it."""
    key, name = _BY_SPAN.get((rule.tenure_from_months, rule.tenure_to_months), ("", ""))
    return str(name) if key else ""
