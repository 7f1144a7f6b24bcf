"""What lies in the catalogue in an order of its own, and can be put away and brought back."""

from dataclasses import dataclass
from typing import TypeAlias

from django.db.models import QuerySet

from aizuchi.catalogue.models import ExpectedResponse, LibraryQuestion, MeetingFormat, Prompt, Topic
from aizuchi.people.models import Organization

Item: TypeAlias = Topic | ExpectedResponse | MeetingFormat | LibraryQuestion | Prompt


@dataclass(frozen=True)
class OrderedList:
    """`within`: items that share these fields stand in one order together."""

    name: str
    model: type[Item]
    within: tuple[str, ...]
    organization_field: str = "organization"

    def items_of(self, organization: Organization) -> QuerySet[Item]:
        return self.model._default_manager.filter(**{self.organization_field: organization})

    def beside(self, item: Item) -> QuerySet[Item]:
        """The item and those it stands in one order with."""
        return self.model._default_manager.filter(**{field: getattr(item, field) for field in self.within})


ORDERED_LISTS = {
    ordered_list.name: ordered_list
    for ordered_list in (
        OrderedList("topics", Topic, ("organization_id", "pair_kind")),
        OrderedList("responses", ExpectedResponse, ("organization_id",)),
        OrderedList("formats", MeetingFormat, ("organization_id",)),
        OrderedList("questions", LibraryQuestion, ("organization_id", "use")),
        OrderedList("prompts", Prompt, ("topic_id", "tense"), organization_field="topic__organization"),
    )
}
