"""The parameters of a request, read strictly: a misspelt one is an error, and not a filter left out."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from http import HTTPStatus
from typing import TypeVar

from flask import Request

from cablegraph_server.parameters import decode_fields
from cablegraph_server.problems import ProblemError

E = TypeVar("E", bound=StrEnum)

MOST_CHARACTERS = 200
USUAL_LIMIT, MOST_LIMIT = 50, 200
MOST_OFFSET = 1_000_000

PAGE = ("limit", "offset")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,6}")


def bad(detail: str, known: Sequence[str] = ()) -> ProblemError:
    """Return the problem of a request that says something wrong, with the parameters that there are."""
    members = {"known": list(known)} if known else {}
    return ProblemError(HTTPStatus.BAD_REQUEST, detail, headers=None, **members)


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a request, each once. What reads one raises a 400 problem when it is not valid."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, request: Request, known: Sequence[str]) -> Asked:
        """Read the address of a request. Raises a 400 problem for what is unknown, empty, or there twice."""
        values: dict[str, str] = {}
        for name, text in decode_fields(request.query_string, "The query string of the address"):
            if name not in known:
                raise _unknown(name, known)
            if name in values:
                raise bad(f"There is more than one {name}=.")
            if not text.strip() or len(text) > MOST_CHARACTERS:
                raise bad(f"{name}= has 1 to {MOST_CHARACTERS} characters, not only spaces.")
            values[name] = text
        return cls(values)

    def text(self, name: str) -> str | None:
        """Return a text as it was given, or None."""
        return self.values.get(name)

    def day(self, name: str) -> datetime.date | None:
        """Return a day, or None."""
        text = self.values.get(name)
        if text is None:
            return None
        try:
            return datetime.date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError as error:
            raise bad(f"{name}= is a day like 2006-10-31.") from error

    def share(self, name: str) -> Decimal | None:
        """Return a number from 0 to 1, rounded to six decimal places, or None."""
        text = self.values.get(name)
        if text is None:
            return None
        number = float(text) if _NUMBER.fullmatch(text) else -1.0
        if not 0 <= number <= 1:
            raise bad(f"{name}= is a number from 0 to 1, like 0.85.")
        return Decimal(f"{number:.6f}")

    def choices(self, name: str, offered: type[E]) -> tuple[E, ...]:
        """Return the values of a list like ``own,reported``; empty when nothing is asked."""
        text = self.values.get(name)
        if text is None:
            return ()
        known = [member.value for member in offered]
        words = text.split(",")
        if not set(words) <= set(known) or len(set(words)) < len(words):
            raise bad(f"{name}= is one or more of {', '.join(known)}, each once, with commas between.")
        return tuple(offered(word) for word in words)

    def flag(self, name: str) -> bool:
        """Return whether something is wanted; false when nothing is said."""
        text = self.values.get(name, "false")
        if text not in ("true", "false"):
            raise bad(f"{name}= is true or false.")
        return text == "true"

    @property
    def limit(self) -> int:
        """How many items the client wants at most."""
        return self._whole("limit", USUAL_LIMIT, 1, MOST_LIMIT)

    @property
    def offset(self) -> int:
        """How many items the client leaves out."""
        return self._whole("offset", 0, 0, MOST_OFFSET)

    def _whole(self, name: str, usual: int, lowest: int, highest: int) -> int:
        text = self.values.get(name, str(usual))
        if _WHOLE.fullmatch(text) is None or not lowest <= int(text) <= highest:
            raise bad(f"{name}= is a whole number from {lowest} to {highest}.")
        return int(text)


def _unknown(name: str, known: Sequence[str]) -> ProblemError:
    shown = name[:MOST_CHARACTERS]
    if not known:
        return bad(f"There is no parameter {shown!r}; this address takes none.")
    near = difflib.get_close_matches(shown, known, n=1)
    guess = f" Did you mean {near[0]}?" if near else ""
    return bad(f"There is no parameter {shown!r}.{guess} There are: {', '.join(known)}.", known)
