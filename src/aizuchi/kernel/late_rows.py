"""Rows of which few are needed whole: each says its own columns, and becomes an object when somebody asks.

Of the hints that could stand in a place a page looks at many, draws by one number and shows two. Objects for all of
them, with what belongs to each, took longer than asking for them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar, cast

from django.db.models import Model, QuerySet
from django.db.models.query import BaseIterable, get_related_populators

Found = TypeVar("Found", bound=Model)


@dataclass(frozen=True, eq=False)
class LateRow(Generic[Found]):
    values: Mapping[str, Any]
    """Its own columns, and what was annotated."""
    build: Callable[[], Found]


def build_late(rows: QuerySet[Found]) -> QuerySet[Found, LateRow[Found]]:
    """The same rows. For an end of a query: it knows no prefetched or known objects."""
    late: Any = rows.all()
    late._iterable_class = _LateRows
    return cast(QuerySet[Found, LateRow[Found]], late)


class _LateRows(BaseIterable):  # type: ignore[type-arg]
    """As Django's ModelIterable, as far as each row's values."""

    def __iter__(self) -> Iterator[LateRow[Any]]:
        queryset: Any = self.queryset
        compiler = queryset.query.get_compiler(using=queryset.db)
        results = compiler.execute_sql(chunked_fetch=self.chunked_fetch, chunk_size=self.chunk_size)
        info, annotated = compiler.klass_info, compiler.annotation_col_map or {}
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column[0].target.attname for column in compiler.select[start:end]]
        # The stubs are those of a later Django.
        populators = get_related_populators(info, compiler.select, queryset.db)  # type: ignore[call-arg]

        def build(row: Any) -> Any:
            found = info["model"].from_db(queryset.db, names, row[start:end])
            for populator in populators:
                populator.populate(row, found)
            for name, place in annotated.items():
                setattr(found, name, row[place])
            return found

        for row in compiler.results_iter(results):
            values = dict(zip(names, row[start:end], strict=True))
            values |= {name: row[place] for name, place in annotated.items()}
            yield LateRow(values, partial(build, row))
