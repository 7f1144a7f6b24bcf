"""Why two were brought together, in words. Names nobody but the two, and tells neither what the other wished for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_stubs_ext import StrOrPromise

from aizuchi.programs.models import Unmatched
from aizuchi.programs.queries import conflicts
from aizuchi.programs.solving import parts, rules

MOST = 3
SOME = 50
"""Of 100: from here on a part is worth being told."""

LABELS: Mapping[str, StrOrPromise] = {
    parts.WISHES: gettext_lazy("Wishes"),
    parts.WISHED: gettext_lazy("Wishes"),
    parts.TOPICS: gettext_lazy("What to talk about"),
    parts.TIMES: pgettext_lazy("of two people", "Times"),
    parts.UNITS: pgettext_lazy("of two people", "Units"),
    parts.LEAD: pgettext_lazy("of two people", "Years here"),
    parts.LANGUAGES: pgettext_lazy("of two people", "Languages"),
    parts.SITE: pgettext_lazy("of two people", "Place"),
}
RULES: Mapping[str, StrOrPromise] = {
    rules.LINE: gettext_lazy("Neither is above the other"),
    rules.APART: gettext_lazy("Far enough apart at work"),
    rules.SAME_TITLE: gettext_lazy("The same kind of work"),
    rules.FORMER: gettext_lazy("Not partners before"),
}
CONFLICTS: Mapping[str, StrOrPromise] = {
    conflicts.LEFT: gettext_lazy("One of them has left"),
    conflicts.LEAVE: gettext_lazy("One of them is on leave"),
    conflicts.OUT: gettext_lazy("One of them takes no part any more"),
    conflicts.LINE: gettext_lazy("In one line since a move"),
    conflicts.PAIRED: gettext_lazy("They have a 1on1 already"),
    conflicts.FULL: gettext_lazy("No place left"),
}
UNMATCHED: Mapping[str, StrOrPromise] = {
    Unmatched.Why.NOBODY_FITS: gettext_lazy("The rules leave nobody"),
    Unmatched.Why.ALL_FULL: gettext_lazy("No place left"),
    Unmatched.Why.ODD: gettext_lazy("An odd number"),
}


@dataclass(frozen=True, kw_only=True)
class Reason:
    label: str
    words: str
    share: int
    """Of 100."""

    @property
    def rest(self) -> int:
        """What the bar leaves empty."""
        return max(100 - self.share, 0)


def list_reasons(kept: Mapping[str, Any], *, mentee: str, mentor: str) -> list[Reason]:
    """For whoever looks after the program: with the wishes of both, by their names."""
    found: dict[str, Reason] = {}
    for name, share in kept.get("parts", ()):
        label = str(LABELS.get(name, name))
        words = _say_ranks(kept, mentee, mentor) if name in (parts.WISHES, parts.WISHED) else _say(name, share)
        if label not in found:
            found[label] = Reason(label=label, words=words, share=share)
    return list(found.values())[:MOST]


def _say_ranks(kept: Mapping[str, Any], mentee: str, mentor: str) -> str:
    of_mentee, of_mentor = kept.get("ranks", (0, 0))
    said = []
    if of_mentee:
        said.append(_("Wish no. %(rank)d of %(name)s") % {"rank": of_mentee, "name": mentee})
    if of_mentor:
        said.append(_("Wish no. %(rank)d of %(name)s") % {"rank": of_mentor, "name": mentor})
    return _(" · ").join(said)


def _say(name: str, share: int) -> str:
    """What the amount means."""
    match name:
        case parts.TOPICS if share >= 99:
            return _("All that is wished for can be talked about.")
        case parts.TOPICS:
            return _("Part of what is wished for can be talked about.")
        case parts.TIMES:
            return _("There is enough time in common.")
        case parts.UNITS if share >= 99:
            return _("They work in different divisions.")
        case parts.UNITS:
            return _("They do not work far apart.")
        case parts.LEAD:
            return _("The years they have been here go together well.")
        case parts.LANGUAGES:
            return _("They share another language.")
        case parts.SITE:
            return _("They can meet in person.")
    return ""


def say_why(kept: Mapping[str, Any], *, is_mentee: bool) -> list[str]:
    """For one of the two. Wishes are told only to whoever had them."""
    said = []
    of_mentee, of_mentor = kept.get("ranks", (0, 0))
    own = of_mentee if is_mentee else of_mentor
    if own:
        said.append(_("You wished for it: no. %(rank)d of your wishes.") % {"rank": own})
    for name, share in kept.get("parts", ()):
        if share >= SOME and name not in (parts.WISHES, parts.WISHED):
            said.append(_say(name, share))
    if is_mentee and kept.get("first_wish") == "not_possible" and own != 1:
        said = said[: MOST - 1]
        said.append(_("Your first wish could not be fulfilled: no place was left, or the rules did not allow it."))
    return [sentence for sentence in said if sentence][:MOST]


def say_rules(names: Sequence[str]) -> list[str]:
    """What a pair has passed. What somebody keeps to themselves has no line of its own."""
    said = [str(RULES[name]) for name in names if name in RULES]
    return [*said, _("Nothing else is against it")]
