"""Pages of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Generic, TypeVar

from cablegraph_server.problems import ProblemError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list. Pages are counted from 1; an empty list has one empty page."""

    items: tuple[T, ...]
    number: int
    pages: int
    total: int
    first: int
    """Place of the first item in the whole list, from 1."""

    @property
    def last(self) -> int:
        """Place of the last item in the whole list."""
        return self.first + len(self.items) - 1


def page_of(items: Sequence[T], number: int, size: int) -> Page[T]:
    """Return a page of a list; raises a 404 problem when there is no page of this number."""
    pages = max(1, -(-len(items) // size))
    if not 1 <= number <= pages:
        raise ProblemError(HTTPStatus.NOT_FOUND, f"There is no page {number}; the last one is {pages}.")
    start = (number - 1) * size
    return Page(tuple(items[start : start + size]), number, pages, len(items), start + 1)


def page_number(text: str | None) -> int:
    """Return the number in ``page=``, 1 when absent; raises a 400 problem for what is no number."""
    if text is None:
        return 1
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise ProblemError(HTTPStatus.BAD_REQUEST, "The page must be a number.")
    return int(text)
