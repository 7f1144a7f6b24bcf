"""In which groups those who are asked are told of, as their organization stands on a day."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from aizuchi.people.models import Organization
from aizuchi.people.queries import outline_of
from aizuchi.surveys.attributes import ORDER, Attribute, find_values
from aizuchi.surveys.grouping import Grouping, group_by_unit, merge_small_groups, split_by_values
from aizuchi.surveys.models import Survey


@dataclass(frozen=True, kw_only=True)
class GroupTerms:
    is_anonymous: bool
    smallest_group: int
    second_attribute: str

    @classmethod
    def of(cls, survey: Survey) -> Self:
        return cls(
            is_anonymous=bool(survey.is_anonymous),
            smallest_group=survey.smallest_group,
            second_attribute=survey.second_attribute,
        )


def group_asked(
    organization: Organization, asked: Mapping[uuid.UUID, uuid.UUID | None], terms: GroupTerms, *, on: datetime.date
) -> Grouping:
    """By name: each unit as it is. Without names: units of too few go to what lies above them; then, by the second
    attribute, what still has enough."""
    grouping = group_by_unit(asked, outline_of(organization, on=on))
    if not terms.is_anonymous:
        return grouping
    merged = merge_small_groups(grouping, terms.smallest_group)
    values = find_values(organization, terms.second_attribute, on=on)
    if not values:
        return merged
    order = ORDER if terms.second_attribute == Attribute.TENURE else ()
    return split_by_values(merged, values, terms.smallest_group, order)
