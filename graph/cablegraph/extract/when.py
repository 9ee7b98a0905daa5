"""Dates of utterances: "on Tuesday", "last year", "earlier in the week", seen from the article's date."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cablegraph_ontology.relations import DateBasis, When

if TYPE_CHECKING:
    from spacy.tokens import Span

Day = datetime.date

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, start=1)} | {"sept": 9}


@dataclass(frozen=True, slots=True)
class Calendar:
    """Reads the words for a day in a sentence."""

    def when(self, sentence: Span, published: Day | None) -> When | None:
        """Return the time of an utterance; None when the article has no date."""
        if published is None:
            return None
        words = [t.lower_.rstrip(".") for t in sentence]
        for place in range(len(words)):
            for read in _READERS:
                found = read(words, place, published)
                if found is not None:
                    return found
        return When(date=published)


def _weekday(words: list[str], place: int, published: Day) -> When | None:
    """ "on Tuesday": the last one up to the day of publication; "next Tuesday" is not when somebody spoke."""
    if words[place] not in _WEEKDAYS or (
        place and words[place - 1] in ("next", "until", "by", "from", "since", "every")
    ):
        return None
    back = (published.weekday() - _WEEKDAYS.index(words[place])) % 7
    if place and words[place - 1] == "last" and back == 0:
        back = 7
    return _resolved(published - datetime.timedelta(days=back))


def _day_word(words: list[str], place: int, published: Day) -> When | None:
    back = {"yesterday": 1, "today": 0, "tonight": 0}.get(words[place])
    return _resolved(published - datetime.timedelta(days=back)) if back is not None else None


def _week(words: list[str], place: int, published: Day) -> When | None:
    """ "this week", "earlier in the week", "last week", "last month", "last year": an interval."""
    unit = words[place]
    if unit not in ("week", "month", "year") or not place:
        return None
    before = words[place - 1]
    earlier = place >= 3 and words[place - 3 : place] == ["earlier", "in", "the"]
    if before not in ("last", "this") and not earlier:
        return None
    first, last = _interval(unit, published, before == "last")
    if earlier:
        last = min(last, published - datetime.timedelta(days=1))
    last = min(last, published)
    first = min(first, last)
    return When(date=last, first=first, last=last, basis=DateBasis.RESOLVED)


def _interval(unit: str, published: Day, previous: bool) -> tuple[Day, Day]:
    one = datetime.timedelta(days=1)
    if unit == "week":
        first = published - datetime.timedelta(days=published.weekday() + (7 if previous else 0))
        return first, first + 6 * one
    if unit == "month":
        first = published.replace(day=1)
        if previous:
            last = first - one
            return last.replace(day=1), last
        return first, published
    year = published.year - (1 if previous else 0)
    return Day(year, 1, 1), Day(year, 12, 31)


def _month_day(words: list[str], place: int, published: Day) -> When | None:
    """ "June 14", "14 June", with or without a year; without one, the nearest up to publication."""
    month = _month(words[place])
    if month is None:
        return None
    after = words[place + 1] if place + 1 < len(words) else ""
    before = words[place - 1] if place else ""
    day = next((int(w) for w in (after, before) if w.isdigit() and 1 <= int(w) <= 31), None)
    if day is None:
        return None
    year = next((int(w) for w in words[place + 1 : place + 5] if len(w) == 4 and w.isdigit()), None)
    found = _valid(year if year is not None else published.year, month, day)
    if found is not None and year is None and found > published:
        found = _valid(published.year - 1, month, day)
    if found is None or found > published:
        return None
    return When(date=found, basis=DateBasis.STATED if year is not None else DateBasis.RESOLVED)


def _month(word: str) -> int | None:
    if word in _MONTHS:
        return _MONTHS.index(word) + 1
    return _SHORT.get(word)


def _valid(year: int, month: int, day: int) -> Day | None:
    try:
        return Day(year, month, day)
    except ValueError:
        return None


def _resolved(day: Day) -> When:
    return When(date=day, basis=DateBasis.RESOLVED)


_READERS: tuple[Callable[[list[str], int, Day], When | None], ...] = (_weekday, _day_word, _week, _month_day)
