"""What goes with what, in sentences: never a cause."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.surveys.queries.together import HELD, MET, PREPARED
from aizuchi.surveys.reading.changes import JudgedChange, Told
from aizuchi.surveys.result_words import SURENESS, THEMES

MORE: dict[str, str | Promise] = {
    HELD: gettext_lazy("Where more 1on1s are held, more answer on the good side about “%(theme)s”."),
    PREPARED: gettext_lazy("Where more 1on1s are prepared, more answer on the good side about “%(theme)s”."),
    MET: gettext_lazy(
        "Where people more often get the response they hope for, more answer on the good side about “%(theme)s”."
    ),
}
FEWER: dict[str, str | Promise] = {
    HELD: gettext_lazy("Where more 1on1s are held, fewer answer on the good side about “%(theme)s”."),
    PREPARED: gettext_lazy("Where more 1on1s are prepared, fewer answer on the good side about “%(theme)s”."),
    MET: gettext_lazy(
        "Where people more often get the response they hope for, fewer answer on the good side about “%(theme)s”."
    ),
}


@dataclass(frozen=True, kw_only=True)
class TogetherWords:
    sentence: str
    marks: tuple[bool, bool, bool]
    sureness: str | Promise
    range: str
    may_be_nothing: bool


def list_together(told: Told[tuple[str, str]]) -> list[TogetherWords]:
    return [_say(one) for one in told.changes]


def _say(one: JudgedChange[tuple[str, str]]) -> TogetherWords:
    theme, done = one.key
    marks, sureness = SURENESS[one.sureness]
    words = MORE if one.change.value > 0 else FEWER
    return TogetherWords(
        sentence=str(words[done]) % {"theme": THEMES.get(theme, theme)},
        marks=(marks > 0, marks > 1, marks > 2),
        sureness=sureness,
        range=_("Between %(low)+.1f and %(high)+.1f; 0 is no connection, 1 the closest there is.")
        % {"low": one.change.low, "high": one.change.high},
        may_be_nothing=not one.change.excludes_zero,
    )
