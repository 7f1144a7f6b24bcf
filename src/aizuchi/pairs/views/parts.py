"""What each of the two says about their 1on1, as questions to the one and as headings to the other."""

from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import gettext as _

from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.forms import OWN_WORDS, SettingsForm
from aizuchi.pairs.queries import PairOverview


@dataclass(frozen=True)
class PairPagePart:
    question: str
    text: str
    is_own: bool
    field: BoundField | None


def parts_of(pair: PairOverview, form: SettingsForm) -> list[PairPagePart]:
    return [
        PairPagePart(
            question=_ask(name, pair) if name in pair.own_fields else _tell(name, pair),
            text=getattr(pair, name),
            is_own=name in pair.own_fields,
            field=form[name] if name in form.fields else None,
        )
        for name in OWN_WORDS
    ]


def _ask(name: str, pair: PairOverview) -> str:
    if name == "purpose":
        return _("What is this 1on1 for?")
    if name == "care" and pair.card.kind != PairKind.PEER:
        return _("What will you take care of?")
    return _("What would you like the other to take care of?")


def _tell(name: str, pair: PairOverview) -> str:
    who = {"name": pair.card.partner.short_name}
    if name == "purpose":
        return _("What this 1on1 is for, to %(name)s") % who
    if name == "care" and pair.card.kind != PairKind.PEER:
        return _("What %(name)s takes care of") % who
    return _("What %(name)s would like you to take care of") % who
