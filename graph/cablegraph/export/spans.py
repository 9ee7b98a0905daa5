"""Days, spans and spells as ISO strings, which sort like the days that they name."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

Span: TypeAlias = tuple[str, str]
"""First and last day, both full ISO dates, both included."""

# xsd:date, xsd:gYearMonth, xsd:gYear or xsd:dateTime; what follows the day (time, zone) is of no use here.
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?:Z|T.*|[+-][0-9]{2}:[0-9]{2})?", re.DOTALL)


@lru_cache(maxsize=1024)  # the claims of an article share a few days
def span_of(text: str) -> Span | None:
    """Return the days that an ISO date covers: "2006-03" gives ("2006-03-01", "2006-03-31").

    Returns None for what is no date of the years 1 to 9999.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        first = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day is not None:
        return first.isoformat(), first.isoformat()
    return first.isoformat(), _last_day(first.year, first.month if month else 12)


def _last_day(year: int, month: int) -> str:
    if month == 12:
        return f"{year:04d}-12-31"
    return (datetime.date(year, month + 1, 1) - datetime.timedelta(days=1)).isoformat()


@lru_cache(maxsize=1024)
def between(start: str | None, end: str | None) -> Span | None:
    """Return the span from the first day of `start` to the last day of `end`; None when it runs backwards.

    When one of the two is missing, the other one stands for both.
    """
    first, last = span_of(start or end or ""), span_of(end or start or "")
    if first is None or last is None or last[1] < first[0]:
        return None
    return first[0], last[1]


def overlap(one: Span, other: Span) -> Span | None:
    """Return the days that lie in both spans, or None."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def spells(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, with those that overlap or touch made into one."""
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and first <= _next_day(merged[-1][1]):
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def _next_day(day: str) -> str:
    date = datetime.date.fromisoformat(day)
    return day if date == datetime.date.max else (date + datetime.timedelta(days=1)).isoformat()
