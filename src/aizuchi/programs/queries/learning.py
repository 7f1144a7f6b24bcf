from aizuchi.people.models import Person
from aizuchi.programs.learning_lines import open_lines
from aizuchi.programs.models import LearningLine


def list_learning_lines(viewer: Person) -> list[tuple[LearningLine, str]]:
    """One's own, across all programs."""
    found = LearningLine.objects.visible_to(viewer)
    return open_lines(found.select_related("match__program", "match__mentee__person", "match__mentor__person"))
