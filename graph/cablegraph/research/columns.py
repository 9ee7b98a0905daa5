"""Columns of values with one type each: what an answer becomes before it is rows or a data frame."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

import pyoxigraph as ox

from cablegraph_ontology.terms import XSD

Value: TypeAlias = str | int | float | bool | datetime.date | datetime.datetime | None
"""A value as Python has it; None where nothing is bound. A date and time is a `datetime.datetime`."""


class Type(StrEnum):
    """What a column holds. A column whose values have several types is MIXED."""

    TEXT = "text"
    """Words, or the IRIs of things."""
    INTEGER = "integer"
    NUMBER = "number"
    TRUTH = "truth"
    DATE = "date"
    DAY = "day"
    """As DATE, but the values are ISO texts: "2006-03-22"."""
    MOMENT = "moment"
    MIXED = "mixed"


_INTEGERS = (
    "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger"
    " unsignedInt unsignedLong unsignedShort unsignedByte"
)
_TYPES = {
    **{XSD + name: Type.INTEGER for name in _INTEGERS.split()},
    **{XSD + name: Type.NUMBER for name in ("decimal", "double", "float")},
    XSD + "boolean": Type.TRUTH,
    XSD + "date": Type.DATE,
    XSD + "dateTime": Type.MOMENT,
}
# Whole numbers among others are numbers: an average may be 2.
_JOINED = {
    frozenset((Type.INTEGER, Type.NUMBER)): Type.NUMBER,
    frozenset((Type.DATE, Type.MOMENT)): Type.MIXED,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A named column. `values` are Python values of `type`, None where nothing is bound."""

    name: str
    type: Type
    values: Sequence[Any]


@dataclass(slots=True)
class Reader:
    """Collects the terms of one column, one after the other."""

    name: str
    texts: list[str | None] = field(default_factory=list)
    datatypes: list[str | None] = field(default_factory=list)

    def read(self, term: Any) -> None:
        """Take the next term; None for what is not bound."""
        if term is None:
            self.texts.append(None)
            self.datatypes.append(None)
        elif type(term) is ox.Literal:
            self.texts.append(term.value)
            self.datatypes.append(term.datatype.value)
        else:
            self.texts.append(term.value if type(term) is ox.NamedNode else str(term))
            self.datatypes.append("")

    def column(self) -> Column:
        """Return the column.

        A literal that is not what its datatype says ("soon"^^xsd:date) makes the column text.
        """
        types = {_TYPES.get(datatype, Type.TEXT) for datatype in set(self.datatypes) if datatype is not None}
        return _typed(self.name, self.texts, self.datatypes, types)


def _typed(name: str, texts: list[str | None], datatypes: list[str | None], types: set[Type]) -> Column:
    type_ = next(iter(types)) if len(types) == 1 else _JOINED.get(frozenset(types), Type.MIXED)
    if not types or type_ is Type.TEXT:
        return Column(name, Type.TEXT, texts)
    try:
        if type_ is Type.MIXED:
            readers = [_READERS[_TYPES.get(datatype or "", Type.TEXT)] for datatype in datatypes]
            pairs = zip(readers, texts, strict=True)
            return Column(name, type_, [None if text is None else read(text) for read, text in pairs])
        read = _READERS[type_]
        return Column(name, type_, [None if text is None else read(text) for text in texts])
    except ValueError:
        return Column(name, Type.TEXT, texts)


def _truth(text: str) -> bool:
    return text in ("true", "1")


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text[:10])  # what follows the day is a time zone


_READERS: dict[Type, Callable[[str], Value]] = {
    Type.TEXT: str,
    Type.INTEGER: int,
    Type.NUMBER: float,
    Type.TRUTH: _truth,
    Type.DATE: _date,
    Type.MOMENT: datetime.datetime.fromisoformat,
}
"""What makes a value of a lexical form. Each raises ValueError when the form is none of its type."""
