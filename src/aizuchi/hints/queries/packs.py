"""A pack before it is taken over."""

from dataclasses import dataclass

from aizuchi.catalogue.content import Text
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.catalogue.queries import in_language
from aizuchi.hints.models import Hint, PackFile
from aizuchi.hints.operations.packs import read_content
from aizuchi.hints.packs.planning import plan_pack
from aizuchi.hints.packs.reading import PackHint, PackProblem, PackRefused, read_pack
from aizuchi.hints.wording import plain
from aizuchi.people.models import Person

SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class PreviewRow:
    is_new: bool
    topic: str
    response: str
    title: str
    plain: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    title: str = ""
    edition: str = ""
    licence: str = ""
    rows: tuple[PreviewRow, ...] = ()
    added: int = 0
    changed: int = 0
    same: int = 0
    problems: tuple[PackProblem, ...] = ()

    @property
    def further(self) -> int:
        return self.added + self.changed - len(self.rows)


def preview_pack(file: PackFile, *, viewer: Person) -> Preview:
    """`file` comes from `access_pack_file`."""
    try:
        pack = read_pack(read_content(file))
        plan = plan_pack(pack, organization=viewer.organization)
    except PackRefused as refused:
        return Preview(problems=tuple(refused.problems))
    labels = _labels(Topic, viewer) | _labels(ExpectedResponse, viewer)
    changing = [(row, True) for row in plan.added] + [(row, False) for _, row in plan.changed]
    return Preview(
        title=in_language(Text(ja=pack.title_ja, en=pack.title_en)),
        edition=pack.edition,
        licence=pack.licence,
        rows=tuple(_row(row, is_new, labels) for row, is_new in changing[:SHOWN]),
        added=len(plan.added),
        changed=len(plan.changed),
        same=len(plan.same),
    )


def count_own(*, viewer: Person) -> int:
    """What would go out."""
    return Hint.objects.filter(organization=viewer.organization_id, author__isnull=False).published().count()


def _labels(model: type[Topic] | type[ExpectedResponse], viewer: Person) -> dict[str, str]:
    rows = model._default_manager.filter(organization=viewer.organization_id)
    return {f"{model.__name__}.{row.key}": row.label for row in rows}


def _row(row: PackHint, is_new: bool, labels: dict[str, str]) -> PreviewRow:
    return PreviewRow(
        is_new=is_new,
        topic=labels[f"Topic.{row.topic}"],
        response=labels[f"ExpectedResponse.{row.response}"],
        title=in_language(Text(ja=row.words["title_ja"], en=row.words["title_en"])),
        plain=plain(in_language(Text(ja=row.words["body_ja"], en=row.words["body_en"]))),
    )
