"""How one likes to see the screens. Nobody else's business, so not audited."""

from aizuchi.people.models import Person


def choose_language(*, actor: Person, language: str) -> None:
    actor.language = language
    actor.save(update_fields=["language"])


def choose_theme(*, actor: Person, theme: str) -> None:
    actor.theme = theme
    actor.save(update_fields=["theme"])
