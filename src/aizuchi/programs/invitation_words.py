"""A program as people read it: an invitation, line by line."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from aizuchi.pairs.models import Pair
from aizuchi.programs.facts import ProgramFacts
from aizuchi.programs.models import Participant, Program
from aizuchi.programs.people_rules import SideRule
from aizuchi.programs.tenures import name_tenure
from aizuchi.ui.formatting import format_day

Side = Participant.Side
TIMES_A_MONTH: Mapping[str, float] = {
    Pair.Cadence.WEEKLY: 52 / 12,
    Pair.Cadence.EVERY_2_WEEKS: 26 / 12,
    Pair.Cadence.MONTHLY: 1,
    Pair.Cadence.EVERY_2_MONTHS: 1 / 2,
    Pair.Cadence.QUARTERLY: 1 / 3,
}


@dataclass(frozen=True, kw_only=True)
class Names:
    """In the reader's language, by key."""

    units: Mapping[uuid.UUID, str]
    topics: Mapping[uuid.UUID, str]


@dataclass(frozen=True, kw_only=True)
class ProgramInvitation:
    heading: str
    words: str
    lines: list[tuple[str, str]]
    """What it is about, and what it says of it."""
    promises: list[str]


def write_invitation(facts: ProgramFacts, names: Names, *, side: str) -> ProgramInvitation:
    """For whoever would be on that side."""
    you, partner = (facts.counterpart, facts.target) if side == Side.MENTOR else (facts.target, facts.rules.counterpart)
    lines = [
        (_("You"), describe_side(you, names)),
        (pgettext("of a program", "Partner"), " ".join([describe_side(partner, names), *_say_apart(facts)])),
        (pgettext("of a program", "Time"), say_time(facts)),
        (_("Days"), say_days(facts)),
        (pgettext("of a program", "Who chooses"), say_mode(facts, side)),
        (_("Begin with"), _join(names.topics[key] for key in names.topics if key in facts.topic_ids)),
    ]
    return ProgramInvitation(
        heading=facts.name_en if get_language() == "en" and facts.name_en else facts.name,
        words=_say_to_mentors(facts) if side == Side.MENTOR else facts.words,
        lines=[(label, text) for label, text in lines if text],
        promises=list_promises(facts),
    )


def _say_to_mentors(facts: ProgramFacts) -> str:
    asked = _("You are asked whether you would be a partner. Whether you raise your hand is up to you.")
    return "\n".join([asked, _("Mentees read: %(words)s") % {"words": facts.words}] if facts.words else [asked])


def describe_side(side: SideRule, names: Names) -> str:
    """Everybody; or those of Sales, in their second year."""
    rule = side.rule
    parts = [
        _join(names.units[key] for key in names.units if key in side.units),
        name_tenure(rule),
        {"heads": _("heads of units"), "members": _("people who head no unit")}.get(rule.role, ""),
        _join(rule.grades),
        _join(rule.sites),
    ]
    return " · ".join(part for part in parts if part) or _("everybody")


def _say_apart(facts: ProgramFacts) -> list[str]:
    if not facts.apart:
        return []
    return [_("(%(where)s)") % {"where": Program.Apart(facts.apart).label}]


def say_time(facts: ProgramFacts) -> str:
    """Every month 30 min, for 6 months."""
    told = {"often": Pair.Cadence(facts.cadence).label, "minutes": facts.minutes, "months": facts.months}
    if facts.cadence == Pair.Cadence.ONCE:
        return _("%(often)s, %(minutes)s min") % told
    return _("%(often)s %(minutes)s min, for %(months)s months") % told


def say_days(facts: ProgramFacts) -> str:
    if facts.is_evergreen:
        return _("You can join at any time.")
    if facts.join_until is None or facts.starts_on is None:
        return ""
    told = {"until": format_day(facts.join_until), "start": format_day(facts.starts_on)}
    return _("Join until %(until)s; it begins on %(start)s.") % told


def say_mode(facts: ProgramFacts, side: str) -> str:
    told = {"count": facts.most_mentor_wishes if side == Side.MENTOR else facts.most_wishes}
    match facts.mode:
        case Program.Mode.APPLY:
            return _("Mentees ask whom they would like; mentors say yes, or not this time.")
        case Program.Mode.MENU:
            return _("Mentees choose from what mentors offer.")
        case Program.Mode.MUTUAL if side == Side.MENTOR:
            return _("Mentees say whom they would like, and so do you: up to %(count)d of them.") % told
        case Program.Mode.MUTUAL:
            return _("You can name up to %(count)d people. Mentors choose, too.") % told
        case Program.Mode.THEME:
            return _("You gather around a topic, and meet somebody else each time.")
    return _("You say what you would like, and you are brought together.")


def list_promises(facts: ProgramFacts) -> list[str]:
    """Two of them always hold."""
    said = [_("It is done in working time.")] if facts.in_work_time else []
    said.append(_("What is said is seen by nobody but the two. It is used for no appraisal."))
    if facts.tells_supervisor:
        said.append(_("Supervisors are told that somebody takes part, and nothing more."))
    if facts.offers_passing_on:
        said.append(_("What one's own manager should know can be passed on, if one likes."))
    return said


def count_hours(facts: ProgramFacts) -> float | None:
    """Of one person, over the whole time; None where nobody can say."""
    if facts.cadence == Pair.Cadence.ONCE:
        return facts.minutes / 60
    often = TIMES_A_MONTH.get(facts.cadence)
    return None if often is None else max(1, round(often * facts.months)) * facts.minutes / 60


def say_hours(facts: ProgramFacts, pairs: int) -> str:
    """Hours are told as hours: of one, and of all pairs with both of the two."""
    hours = count_hours(facts)
    if hours is None:
        return ""
    told = {"hours": f"{hours:g}", "pairs": pairs, "all": f"{round(hours * pairs * 2):,}"}
    if not pairs:
        return _("%(hours)s h for each person.") % told
    return (
        ngettext(
            "%(hours)s h for each person. With %(pairs)s pair, %(all)s h for both of the two.",
            "%(hours)s h for each person. With %(pairs)s pairs, %(all)s h for both of the two.",
            pairs,
        )
        % told
    )


def _join(words: Iterable[str]) -> str:
    return (", " if get_language() == "en" else "、").join(words)
