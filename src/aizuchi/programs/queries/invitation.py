"""What a program says to whoever reads it."""

import datetime

from aizuchi.catalogue.queries import topics_for
from aizuchi.people.models import Organization
from aizuchi.people.queries import outline_of
from aizuchi.programs.invitation_words import Names


def names_for(organization: Organization, kind: str, *, on: datetime.date) -> Names:
    """Two queries."""
    tree = outline_of(organization, on=on)
    topics = topics_for(organization, pair_kind=kind)
    return Names(
        units={node.id: node.label for node in tree.walk()}, topics={topic.id: topic.label for topic in topics}
    )
