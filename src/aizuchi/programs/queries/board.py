"""The board of whoever looks after a program: the draft, what it is worth, and what to look at first."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import Http404

from aizuchi.people.models import Membership, Person
from aizuchi.people.queries.cards import PersonCard, cards_of
from aizuchi.people.search import fold_query
from aizuchi.programs.explanations import CONFLICTS, UNMATCHED
from aizuchi.programs.models import Match, MatchDraft, Participant, Program
from aizuchi.programs.operations.access import access_managed_program
from aizuchi.programs.queries.conflicts import DraftedPair, find_conflicts
from aizuchi.programs.solving.drafted import version_of

PER_PAGE = 50
LOW = 50
"""A match that fits less is worth a look."""
ALL, LOOK, BY_HAND = "all", "look", "by_hand"


@dataclass(frozen=True, kw_only=True)
class _Line:
    """One row, before anybody is looked up."""

    mentee_id: uuid.UUID
    mentee_person: uuid.UUID
    match_id: uuid.UUID | None = None
    mentor_id: uuid.UUID | None = None
    mentor_person: uuid.UUID | None = None
    theme: str = ""
    score: int = 0
    is_by_hand: bool = False
    is_locked: bool = False
    is_published: bool = False
    conflict: str = ""
    unmatched: str = ""

    @property
    def is_to_look_at(self) -> bool:
        if self.is_published:
            return False
        return bool(self.conflict or self.unmatched) or (self.match_id is not None and self.score < LOW)

    @property
    def order(self) -> tuple[object, ...]:
        """What to look at comes first: nobody, then what has changed, then what fits least."""
        return (
            not self.unmatched,
            not self.conflict,
            self.is_published,
            not self.is_to_look_at,
            not self.is_by_hand,
            self.score if self.is_to_look_at else 0,
            self.mentee_id,
        )


@dataclass(frozen=True, kw_only=True)
class MatchRow:
    line: _Line
    mentee: PersonCard
    mentor: PersonCard | None

    @property
    def rest(self) -> int:
        """What the bar leaves empty."""
        return 100 - self.line.score

    @property
    def conflict(self) -> str:
        return str(CONFLICTS.get(self.line.conflict, ""))

    @property
    def unmatched(self) -> str:
        return str(UNMATCHED.get(self.line.unmatched, ""))


@dataclass(frozen=True, kw_only=True)
class Worst:
    participant_id: uuid.UUID
    name: str


@dataclass(frozen=True, kw_only=True)
class Board:
    program: Program
    draft: MatchDraft | None
    is_working: bool
    joined: int
    page: Page[MatchRow] | None = None
    counts: dict[str, int] = field(default_factory=dict)
    filter: str = ALL
    search: str = ""
    worst: Worst | None = None
    unmatched: Sequence[MatchRow] = ()
    """The first few, with what can be done for them."""
    publishable: int = 0
    conflicts: int = 0
    is_next_round_possible: bool = False

    @property
    def now(self) -> dict[str, int | None]:
        return self.draft.summary.get("now", {}) if self.draft else {}

    @property
    def solved(self) -> dict[str, int | None]:
        return self.draft.summary.get("solved", {}) if self.draft else {}

    @property
    def mean(self) -> int | None:
        matched = self.now.get("matched")
        return round((self.now.get("total") or 0) / matched) if matched else None

    @property
    def version(self) -> int:
        return version_of(self.draft) if self.draft else 0

    @property
    def people(self) -> int:
        return (self.now.get("people") or 0) + self.counts.get("published", 0)

    @property
    def matched(self) -> int:
        return (self.now.get("matched") or 0) + self.counts.get("published", 0)

    @property
    def waiting(self) -> int:
        return self.counts.get("unmatched", 0)


def get_board(
    viewer: Person,
    program_id: uuid.UUID,
    *,
    now: datetime.datetime,
    shown: str = ALL,
    search: str = "",
    number: str | int = 1,
) -> Board:
    program = access_managed_program(viewer, program_id, now=now)
    joined = program.participants.joined().count()
    drafts = list(program.drafts.all()[:2])
    is_working = bool(drafts) and drafts[0].solved_at is None
    draft = next((one for one in drafts if one.solved_at), None)
    if draft is None:
        return Board(program=program, draft=None, is_working=is_working, joined=joined)
    on = program.organization.today(now)
    lines = _list_lines(draft, on)
    wanted = _choose(lines, shown, search, viewer, on)
    found = Paginator(wanted, PER_PAGE).get_page(number)
    alone = [line for line in lines if line.unmatched][:PER_PAGE]
    cards = _cards([*found.object_list, *alone], on)
    rows = [_row(line, cards) for line in found.object_list]
    page: Page[MatchRow] = Page(rows, found.number, cast(Any, found.paginator))
    published = sum(line.is_published for line in lines)
    return Board(
        program=program,
        draft=draft,
        is_working=is_working,
        joined=joined,
        page=page,
        counts=_count(lines, program),
        filter=shown if shown in (LOOK, BY_HAND) else ALL,
        search=search,
        worst=_find_worst(draft, lines, on),
        unmatched=[_row(line, cards) for line in alone],
        publishable=sum(not (line.is_published or line.conflict or line.unmatched) for line in lines),
        conflicts=sum(bool(line.conflict) for line in lines),
        is_next_round_possible=published > 0 and (program.aim == "broaden" or program.is_peer),
    )


def _count(lines: Sequence[_Line], program: Program) -> dict[str, int]:
    return {
        ALL: len(lines),
        LOOK: sum(line.is_to_look_at for line in lines),
        BY_HAND: sum(line.is_by_hand for line in lines),
        "unmatched": sum(bool(line.unmatched) for line in lines),
        "published": sum(line.is_published for line in lines) * (2 if program.is_peer else 1),
    }


def _list_lines(draft: MatchDraft, on: datetime.date) -> list[_Line]:
    """Of the draft, and of those who were published before it and last."""
    columns = (
        "pk", "mentee_id", "mentor_id", "mentee__person_id", "mentor__person_id", "theme__label", "score", "origin",
        "is_locked", "published_at",
    )  # fmt: skip
    of_program = Match.objects.filter(program=draft.program_id)
    rows = [
        *of_program.filter(draft=draft).values_list(*columns),
        *of_program.lasting().exclude(draft=draft).filter(round=draft.summary.get("round", 1)).values_list(*columns),
    ]
    waiting = [
        DraftedPair(match_id=row[0], mentee_id=row[1], mentor_id=row[2], mentee_person=row[3], mentor_person=row[4])
        for row in rows
        if row[-1] is None
    ]
    conflicts = _recall_conflicts(draft, waiting, on)
    lines = [
        _Line(
            match_id=row[0],
            mentee_id=row[1],
            mentor_id=row[2],
            mentee_person=row[3],
            mentor_person=row[4],
            theme=row[5] or "",
            score=round(row[6]),
            is_by_hand=row[7] == Match.Origin.BY_HAND,
            is_locked=row[8],
            is_published=row[9] is not None,
            conflict=conflicts.get(row[0], ""),
        )
        for row in rows
    ]
    alone = draft.unmatched.filter(participant__state=Participant.State.JOINED)
    for participant, person, why in alone.values_list("participant_id", "participant__person_id", "why"):
        lines.append(_Line(mentee_id=participant, mentee_person=person, unmatched=why))
    return sorted(lines, key=lambda line: line.order)


def _recall_conflicts(draft: MatchDraft, waiting: list[DraftedPair], on: datetime.date) -> dict[uuid.UUID, str]:
    """Half a minute old at most: the whole company is looked at. Publishing looks again."""
    key = f"programs.conflicts:{draft.pk}:{draft.version}:{draft.summary.get('published_at', '')}:{on}"
    found: dict[uuid.UUID, str] | None = cache.get(key)
    if found is None:
        found = find_conflicts(draft.program, waiting, on)
        cache.set(key, found, timeout=30)
    return found


def _choose(lines: list[_Line], shown: str, search: str, viewer: Person, on: datetime.date) -> list[_Line]:
    if shown == LOOK:
        lines = [line for line in lines if line.is_to_look_at]
    elif shown == BY_HAND:
        lines = [line for line in lines if line.is_by_hand]
    if not search.strip():
        return lines
    found = _find(search.strip(), viewer, on)
    return [line for line in lines if line.mentee_person in found or line.mentor_person in found]


def _find(search: str, viewer: Person, on: datetime.date) -> set[uuid.UUID]:
    """By name or by unit."""
    of_program = Person.objects.visible_to(viewer).filter(pk__in=Participant.objects.values("person"))
    of_name = of_program
    for word in fold_query(search):
        of_name = of_name.filter(search_text__contains=word)
    here = Membership.objects.on(on).filter(Q(unit__name__icontains=search) | Q(unit__name_en__icontains=search))
    of_unit = of_program.filter(memberships__in=here)
    return {*of_name.values_list("pk", flat=True), *of_unit.values_list("pk", flat=True)}


def _cards(lines: Sequence[_Line], on: datetime.date) -> dict[uuid.UUID, PersonCard]:
    people = [person for line in lines for person in (line.mentee_person, line.mentor_person) if person]
    return cards_of(people, on=on)


def _row(line: _Line, cards: dict[uuid.UUID, PersonCard]) -> MatchRow:
    mentor = cards[line.mentor_person] if line.mentor_person else None
    return MatchRow(line=line, mentee=cards[line.mentee_person], mentor=mentor)


def _find_worst(draft: MatchDraft, lines: Sequence[_Line], on: datetime.date) -> Worst | None:
    worst = draft.summary.get("now", {}).get("worst_of")
    line = next((line for line in lines if str(line.mentee_id) == worst), None)
    if line is None:
        return None
    return Worst(
        participant_id=line.mentee_id, name=cards_of([line.mentee_person], on=on)[line.mentee_person].short_name
    )


def access_participant(program: Program, participant_id: str) -> Participant:
    """Whoever takes part in it. Raises Http404."""
    try:
        key = uuid.UUID(participant_id)
    except ValueError as error:
        raise Http404 from error
    found = program.participants.joined().select_related("person").filter(pk=key).first()
    if found is None:
        raise Http404
    return found
