"""Dates as news writes them: "Thursday, 23 Mar 2006", "Dec. 26, 2018", "2015-07-14", "14 July 2015"."""

from __future__ import annotations

import datetime
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"

_PATTERNS = (
    re.compile(rf"(?<!\d){_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(rf"(?<!\w){_DAY}(?: of)? {_MONTH},? {_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\w){_MONTH} {_DAY},? {_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\w){_MONTH} {_DAY}, \d{{1,2}}[:.]\d\d ?(?:am|pm)?,? {_YEAR}(?!\d)", re.IGNORECASE),
    # The stamp of old wire copy, "30-09-04": day, month, two digits of the year.
    re.compile(r"(?<![\d-])(?P<day>[0-3]\d)-(?P<month>[01]\d)-(?P<short>\d\d)(?![\d-])"),
)


def find_date(text: str) -> tuple[datetime.date, int, int] | None:
    """Return the first complete date in a text, with where it starts and ends; None when there is none."""
    found = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            day = _date(match)
            if day is not None:
                found.append((match.start(), match.end(), day))
                break
    if not found:
        return None
    start, end, day = min(found, key=lambda f: (f[0], -f[1]))
    return day, start, end


def parse_date(text: str) -> datetime.date | None:
    """Return the date of a metadata field such as "2006-03-23T10:00:00Z"; None when it holds none."""
    found = find_date(text.strip()[:100])
    return found[0] if found is not None else None


def _date(match: re.Match[str]) -> datetime.date | None:
    groups = match.groupdict()
    month = groups["month"].lower()
    year = groups.get("year") or _century(groups["short"])
    try:
        return datetime.date(int(year), _MONTHS.get(month) or int(month), int(groups["day"]))
    except ValueError:
        return None


def _century(short: str) -> str:
    # Two-digit years belong to the telegraph age of the 1970s to 2000s.
    return ("19" if int(short) >= 70 else "20") + short
