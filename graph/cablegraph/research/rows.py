"""The rows of an answer, for those who have no pandas: plain tuples, shown as a table in a notebook."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

from cablegraph.research.columns import Column, Reader, Type, Value

if TYPE_CHECKING:
    import pandas
    import pyoxigraph as ox


class Rows(Sequence[tuple[Value, ...]]):
    """Rows of typed values: `rows[0]` is a tuple, `rows["name"]` a column, `rows.columns` the names.

    Values are str (IRIs too), int, float, bool, datetime.date, datetime.datetime; None is not bound.

    >>> rows = Rows.of(["name", "year"], [("Lubbers", 2003), ("Guterres", 2006)])
    >>> rows[1], rows["year"], len(rows)
    (('Guterres', 2006), [2003, 2006], 2)
    """

    __slots__ = ("_columns", "columns")

    def __init__(self, columns: Iterable[Column]) -> None:
        """Make rows of columns of equal length."""
        self._columns = tuple(columns)
        self.columns = tuple(c.name for c in self._columns)
        """The names of the columns, in order."""

    @classmethod
    def of(cls, names: Iterable[str], rows: Iterable[Sequence[Any]]) -> Rows:
        """Return rows of Python values; the type of a column is that of its values.

        >>> Rows.of(["name"], [("Lubbers",), ("Guterres",)])["name"]
        ['Lubbers', 'Guterres']
        """
        names = tuple(names)
        columns = list(zip(*rows, strict=True)) or [() for _ in names]
        return cls(
            Column(name, _type_of(values), list(values)) for name, values in zip(names, columns, strict=True)
        )

    @classmethod
    def read(cls, solutions: ox.QuerySolutions) -> Rows:
        """Return all rows of a SELECT query.

        >>> import pyoxigraph
        >>> list(Rows.read(pyoxigraph.Store().query("SELECT (1 + 1 AS ?two) {}")))
        [(2,)]
        """
        readers = [Reader(variable.value) for variable in solutions.variables]
        takers = [reader.read for reader in readers]
        for solution in solutions:
            for take, term in zip(takers, solution, strict=True):
                take(term)
        return cls(reader.column() for reader in readers)

    def __len__(self) -> int:
        return len(self._columns[0].values) if self._columns else 0

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return zip(*(c.values for c in self._columns), strict=True)

    @overload
    def __getitem__(self, key: int) -> tuple[Value, ...]: ...
    @overload
    def __getitem__(self, key: slice) -> Rows: ...
    @overload
    def __getitem__(self, key: str) -> list[Any]: ...
    def __getitem__(self, key: int | slice | str) -> tuple[Value, ...] | Rows | list[Any]:
        if isinstance(key, str):
            return list(self._columns[self.columns.index(key)].values)
        if isinstance(key, slice):
            return Rows(Column(c.name, c.type, c.values[key]) for c in self._columns)
        return tuple(c.values[key] for c in self._columns)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and self.columns == other.columns and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # columns are lists

    def __repr__(self) -> str:
        return f"<{len(self):,} rows: {', '.join(self.columns)}>"

    def with_column(self, column: Column) -> Rows:
        """Return the rows with one more column, of the same length.

        >>> rows = Rows.of(["name"], [("Lubbers",)])
        >>> list(rows.with_column(Column("year", Type.INTEGER, [2003])))
        [('Lubbers', 2003)]
        """
        return Rows((*self._columns, column))

    def with_dates(self) -> Rows:
        """Return the rows with days as `datetime.date` that were ISO texts.

        >>> Rows([Column("day", Type.DAY, ["2006-03-22"])]).with_dates()["day"]
        [datetime.date(2006, 3, 22)]
        """
        return Rows(
            Column(
                c.name, Type.DATE, [None if v is None else datetime.date.fromisoformat(v) for v in c.values]
            )
            if c.type is Type.DAY
            else c
            for c in self._columns
        )

    def dicts(self) -> Iterator[dict[str, Value]]:
        """Yield each row as a dict of column name to value.

        >>> next(Rows.of(["name", "year"], [("Lubbers", 2003)]).dicts())
        {'name': 'Lubbers', 'year': 2003}
        """
        return (dict(zip(self.columns, row, strict=True)) for row in self)

    def frame(self) -> pandas.DataFrame:
        """Return the rows as a pandas DataFrame with typed columns; see `KnowledgeGraph.query`.

        Raises MissingExtraError without pandas.

        >>> str(Rows.of(["year"], [(2003,), (2006,)]).frame().dtypes["year"])
        'int64'
        """
        from cablegraph.research.frames import frame

        return frame(self._columns)

    def _repr_html_(self) -> str:
        from cablegraph.research.display import table_html

        return table_html(self.columns, self)


def _type_of(values: Iterable[Any]) -> Type:
    types = {_BY_CLASS.get(type(value), Type.MIXED) for value in values if value is not None}
    if not types:
        return Type.TEXT
    return next(iter(types)) if len(types) == 1 else Type.MIXED


_BY_CLASS: dict[type, Type] = {
    str: Type.TEXT,
    int: Type.INTEGER,
    float: Type.NUMBER,
    bool: Type.TRUTH,
    datetime.date: Type.DATE,
    datetime.datetime: Type.MOMENT,
}
