"""Columns as a pandas DataFrame: whole numbers as int64, dates as datetime64, and so on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cablegraph.research.columns import Column, Type
from cablegraph.research.extras import extra

if TYPE_CHECKING:
    import pandas


def frame(columns: Iterable[Column]) -> pandas.DataFrame:
    """Return a DataFrame with one column each; what is not bound is NaN, or NaT among dates.

    Whole numbers are int64 (float64 where one is missing), other numbers float64, truths bool (object where
    one is missing), dates and moments datetime64[us], moments with a time zone in UTC, texts str, and lists
    and mixed values object. Raises MissingExtraError without pandas.
    """
    pd = extra("pandas", "pandas")
    found = list(columns)
    data = {place: _series(pd, column) for place, column in enumerate(found)}
    table: pandas.DataFrame = pd.DataFrame(data)
    table.columns = pd.Index([column.name for column in found])
    return table


def _series(pd: Any, column: Column) -> Any:
    values, gaps = column.values, None in column.values
    if column.type is Type.INTEGER:
        # A number beyond 64 bits stays a Python int.
        fits = all(value is None or -(2**63) <= value < 2**63 for value in values)
        return pd.Series(values, dtype=("float64" if gaps else "int64") if fits else "object")
    if column.type is Type.NUMBER:
        return pd.Series(values, dtype="float64")
    if column.type is Type.TRUTH:
        return pd.Series(_with_nan(values), dtype="object" if gaps else "bool")
    if column.type is Type.DAY:
        import numpy as np

        days = ["NaT" if value is None else value for value in values]
        return pd.Series(np.array(days, dtype="datetime64[us]"))
    if column.type in (Type.DATE, Type.MOMENT):
        return _moments(pd, column)
    if column.type is Type.TEXT and _has_str(pd):
        return pd.Series(values, dtype="str")  # None becomes NaN
    return pd.Series(_with_nan(values) if gaps else values, dtype="object")


def _with_nan(values: Iterable[Any]) -> list[Any]:
    return [float("nan") if value is None else value for value in values]


def _has_str(pd: Any) -> bool:
    """Tell whether texts have a type of their own, as from pandas 3 on; before, they are objects."""
    return int(pd.__version__.split(".")[0]) >= 3


def _moments(pd: Any, column: Column) -> Any:
    import numpy as np

    zoned = False
    texts = []
    for value in column.values:
        if value is None:
            texts.append("NaT")
        elif isinstance(value, datetime.datetime) and value.tzinfo is not None:
            zoned = True
            texts.append(value.astimezone(datetime.UTC).replace(tzinfo=None).isoformat())
        else:
            texts.append(value.isoformat())
    series = pd.Series(np.array(texts, dtype="datetime64[us]"))
    return series.dt.tz_localize("UTC") if zoned else series
