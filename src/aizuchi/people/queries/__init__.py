"""Reading people and units. Everything is answered for a date."""

from aizuchi.people.queries.cards import PersonCard, card_of, cards_of, cards_of_people, main_units_of, titles_of
from aizuchi.people.queries.lines import (
    chain_of_command,
    is_in_chain,
    people_below,
    reports_of,
    supervisor_of,
    supervisors_of,
)
from aizuchi.people.queries.memberships import UnitOfPerson, main_unit_label, units_of
from aizuchi.people.queries.units import (
    Tree,
    UnitNode,
    all_heads,
    heads_by_unit,
    heads_of,
    main_units,
    outline_of,
    people_in_unit,
    tree_of,
    units_headed_by,
)

__all__ = [
    "PersonCard",
    "Tree",
    "UnitNode",
    "UnitOfPerson",
    "all_heads",
    "card_of",
    "cards_of",
    "cards_of_people",
    "chain_of_command",
    "heads_by_unit",
    "heads_of",
    "is_in_chain",
    "main_unit_label",
    "main_units",
    "main_units_of",
    "outline_of",
    "people_below",
    "people_in_unit",
    "reports_of",
    "supervisor_of",
    "supervisors_of",
    "titles_of",
    "tree_of",
    "units_headed_by",
    "units_of",
]
