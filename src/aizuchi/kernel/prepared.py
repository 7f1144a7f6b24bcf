"""Queries that are built and compiled once, and asked again and again with other values.

Django puts a statement together anew each time, which takes longer than the database needs to answer it. On pages that
everybody opens all day that was half of the work. What is kept is the statement, never a row, a value or an answer.

    _open_of = prepared(lambda viewer, until: ActionItem.objects.visible_to(viewer).open().filter(due_on__lte=until))
    _open_of(viewer=viewer, until=today)

The builder is called with stand-ins: a person of nobody's key, a date of no calendar. It must hand them on as they are.
Numbers, switches and None are part of the statement, of which there is one for each; lists are of keys. Of texts it
takes those that a field hands on as they are, such as a `StoredKey`.
It may go a fixed time forth or back from a moment or a day (`now - an_hour`). It is tried with two sets of stand-ins,
and whoever does anything else with one is refused. A stand-in that were left in a statement would find nothing: it is
the key of nobody.
"""

import copy
import datetime
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, cast

from django.db import connections
from django.db.models import Model, QuerySet, UUIDField
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

Row = TypeVar("Row")
LONGEST_LIST = 40  # one statement for each length; longer ones are put together each time


@dataclass(frozen=True)
class Param:
    """The name of a value; its attribute, its place in a list, how long before or after it."""

    name: str
    attribute: str = ""
    place: int | None = None
    shift: datetime.timedelta = datetime.timedelta()

    def of(self, values: Mapping[str, Any]) -> Any:
        value = values[self.name]
        found = getattr(value, self.attribute) if self.attribute else value
        found = found if self.place is None else found[self.place]
        return found + self.shift if self.shift else found


class NotPreparable(Exception):
    """The builder does something with a value other than handing it on."""


def prepared(build: Callable[..., QuerySet[Any, Row]]) -> "Prepared[Row]":
    return Prepared(build)


class Prepared(Generic[Row]):
    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._statements: dict[tuple[Any, ...], Statement[Row]] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """A list, since nothing can be added to a statement that stands."""
        if any(isinstance(value, list) and not 0 < len(value) <= LONGEST_LIST for value in values.values()):
            return list(self._build(**values))
        # Where days are cut, the reader's zone is part of the statement.
        shapes = tuple(_shape_of(value) for value in values.values())
        key = (connections["default"].vendor, timezone.get_current_timezone_name(), *shapes)
        statement = self._statements.get(key)
        if statement is None:
            statement = self._statements[key] = _prepare(self._build, values)
        return statement.ask(values)


@dataclass(frozen=True)
class Statement(Generic[Row]):
    rows: QuerySet[Any, Row]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    places: dict[int, Param]

    def ask(self, values: dict[str, Any]) -> list[Row]:
        connection = connections[self.rows.db]
        given = list(self.params)
        for place, param in self.places.items():
            given[place] = _adapt(param.of(values), connection)
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.klass_info = _share(self.compiler.klass_info, {})
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, tuple(given))  # type: ignore[method-assign]
        asked = type(self.rows)(
            model=self.rows.model, query=cast(Query, _Asked(self.rows.query, compiler)), using=self.rows.db
        )
        for each in ("_iterable_class", "_fields", "_prefetch_related_lookups", "_known_related_objects"):
            setattr(asked, each, getattr(self.rows, each))
        return list(asked)


class _Asked:
    """A query whose compiler has done its work."""

    def __init__(self, query: Any, compiler: SQLCompiler) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> SQLCompiler:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class _Shared:
    """Stands for a model where rows of another bring its rows along, and makes one object of one row, not of each.

    The person whose page it is comes with every 1on1 of theirs; making an object costs more than finding its row.
    """

    def __init__(self, model: type[Model]) -> None:
        self._model, self._meta = model, model._meta
        self._made: dict[tuple[Any, ...], Model] = {}

    def from_db(self, db: str, names: list[str], values: Sequence[Any]) -> Model:
        key = (values[names.index(self._meta.pk.attname)], *names)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._model.from_db(db, names, values)
        return made


def _share(described: Any, known: dict[type[Model], _Shared]) -> Any:
    """What the compiler says of a model and those it brings along, all but the first of them shared."""
    if not described or not described.get("related_klass_infos"):
        return described
    brought = [
        {**_share(one, known), "model": known.setdefault(one["model"], _Shared(one["model"]))}
        for one in described["related_klass_infos"]
    ]
    return {**described, "related_klass_infos": brought}


def _prepare(build: Callable[..., QuerySet[Any, Row]], values: dict[str, Any]) -> Statement[Row]:
    first, second = _make_stand_ins(values, 1), _make_stand_ins(values, 2)
    rows = build(**first)
    compiler, sql, params = _compile(rows)
    _compiler, other_sql, other_params = _compile(build(**second))
    if sql != other_sql or len(params) != len(other_params):
        raise NotPreparable(f"{build.__qualname__} asks its stand-ins something: {sql}")
    pairs = enumerate(zip(params, other_params, strict=True))
    moved = {place: (one, other) for place, (one, other) in pairs if one != other}
    ways = list(_list_params(values))
    places = {place: _recognize(both, ways, (first, second), connections[rows.db]) for place, both in moved.items()}
    return Statement(rows=rows, compiler=compiler, sql=sql, params=params, places=places)


def _recognize(
    both: tuple[Any, Any], ways: list[Param], stand_ins: tuple[dict[str, Any], dict[str, Any]], connection: Any
) -> Param:
    """Which value it is that stands here in both statements."""
    for param in ways:
        ones = [param.of(each) for each in stand_ins]
        if [_adapt(one, connection) for one in ones] == list(both):
            return param
        shifts = {_measure(one, given) for one, given in zip(ones, both, strict=True)}
        if len(shifts) == 1 and (shift := shifts.pop()) is not None:
            return replace(param, shift=shift)
    raise NotPreparable(f"what is {both[0]!r}?")


def _measure(stand_in: Any, given: Any) -> datetime.timedelta | None:
    """How long after the stand-in that is, where both are moments or both are days."""
    if isinstance(given, str):  # as SQLite keeps them
        try:
            given = type(stand_in).fromisoformat(given)
        except (AttributeError, ValueError):
            return None
    if type(stand_in) is not type(given) or not isinstance(stand_in, datetime.date):
        return None
    if isinstance(given, datetime.datetime) and given.tzinfo is None:
        given = given.replace(tzinfo=datetime.UTC)
    return given - stand_in  # type: ignore[no-any-return]


def _compile(rows: QuerySet[Any, Row]) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
    compiler = rows.query.get_compiler(using=rows.db)
    sql, params = compiler.as_sql()
    return compiler, sql, tuple(params)


def _make_stand_ins(values: dict[str, Any], number: int) -> dict[str, Any]:
    return {name: _make_stand_in(value, 10 * place + number) for place, (name, value) in enumerate(values.items())}


def _shape_of(value: Any) -> Any:
    """What is part of the statement itself: a switch or a number, and how long a list is."""
    if value is None or isinstance(value, bool | int):
        return value
    return len(value) if isinstance(value, list) else ""


def _make_stand_in(value: Any, number: int) -> Any:
    """Far from each other, on other days of the month and at other times: what holds for one must not for another."""
    kind = value.__class__
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list):
        return [uuid.uuid4() for _ in value]
    apart = datetime.timedelta(days=367 * number**2 + 5 * number, seconds=4001 * number)
    if issubclass(kind, Model):
        return kind(**{attribute: uuid.uuid4() for attribute in _attributes_of(kind)})
    if issubclass(kind, uuid.UUID):
        return uuid.uuid4()
    if issubclass(kind, str):
        return kind(uuid.uuid4().hex)
    if issubclass(kind, datetime.datetime):
        return datetime.datetime(4000, 1, 1, tzinfo=datetime.UTC) + apart
    if issubclass(kind, datetime.date):
        return datetime.date(2900, 1, 1) + apart
    raise NotPreparable(f"there is no stand-in for {kind.__name__}")


def _attributes_of(kind: type[Model]) -> Iterator[str]:
    yield "id"
    if any(field.attname == "organization_id" for field in kind._meta.concrete_fields):
        yield "organization_id"


def _list_params(values: dict[str, Any]) -> Iterator[Param]:
    for name, value in values.items():
        if isinstance(value, Model):
            yield from (Param(name, attribute) for attribute in _attributes_of(value.__class__))
        elif isinstance(value, list):
            yield from (Param(name, place=place) for place in range(len(value)))
        elif value is not None and not isinstance(value, bool | int):
            yield Param(name)


def _adapt(value: Any, connection: Any) -> Any:
    """As the fields themselves do."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, uuid.UUID):
        return _KEY.get_db_prep_value(value, connection)
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value)


_KEY: UUIDField[Any, Any] = UUIDField()
