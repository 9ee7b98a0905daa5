"""Which representation a client gets: the ``Accept`` header of RFC 9110, with q-values and wildcards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Protocol, TypeVar

from werkzeug.http import parse_list_header

from cablegraph_server.problems import ProblemError

# No client needs more; a longer list is cut, so that a hostile header costs nothing.
MAX_RANGES = 100

EXACTLY = 3

REMEMBERED_LENGTH = 500
"""Characters of a header whose choice is remembered."""


class Representation(Protocol):
    """A form in which an answer can be sent."""

    @property
    def names(self) -> tuple[str, ...]:
        """Short names for ``format=``: ("turtle", "ttl")."""

    @property
    def media_types(self) -> tuple[str, ...]:
        """Media types that ask for it, the usual one first."""


R = TypeVar("R", bound=Representation)


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of an ``Accept`` header: ``text/*;q=0.5``."""

    main: str
    sub: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """Return how closely the range names a media type: 0 not, 1 ``*/*``, 2 ``text/*``, 3 exactly."""
        main, _, sub = media_type.partition("/")
        if self.main == "*":
            return 1
        if self.main != main:
            return 0
        if self.sub == "*":
            return 2
        return EXACTLY if self.sub == sub else 0


def parse_accept(header: str | None) -> tuple[MediaRange, ...]:
    """Return the media ranges of an ``Accept`` header; anything goes when it is absent or says nothing."""
    ranges = []
    for element in parse_list_header(header or "")[:MAX_RANGES]:
        media_range = _parse_range(element)
        if media_range is not None:
            ranges.append(media_range)
    return tuple(ranges) or (MediaRange("*", "*", 1.0),)


def _parse_range(element: str) -> MediaRange | None:
    name, *parameters = element.split(";")
    main, slash, sub = name.strip().lower().partition("/")
    if not slash or not main or not sub or (main == "*" and sub != "*"):
        return None
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            try:
                quality = min(max(float(value.strip()), 0.0), 1.0)
            except ValueError:
                return None
    # A comparison with NaN is false, and min and max let it pass.
    return MediaRange(main, sub, quality) if quality == quality else None


def choose(header: str | None, offered: Sequence[R]) -> tuple[R, str] | None:
    """Return the best of the offered representations and its media type, or None when none is acceptable.

    The highest q-value wins, then the more exact media range, then the order of `offered`. So
    ``application/sparql-results+xml, */*`` gives XML, and ``*/*`` gives the first. A wildcard stands for the
    usual media types only: ``text/*`` is CSV, and not XML by its other name ``text/xml``.
    """
    media_types = tuple([representation.media_types for representation in offered])
    # Clients send the same header over and over.
    is_short = header is None or len(header) <= REMEMBERED_LENGTH
    best = (_choose if is_short else _choose.__wrapped__)(header, media_types)
    return None if best is None else (offered[best[0]], best[1])


@lru_cache(maxsize=1000)
def _choose(header: str | None, offered: tuple[tuple[str, ...], ...]) -> tuple[int, str] | None:
    """Return which of the offered is the best, given by their media types, and its media type."""
    ranges = parse_accept(header)
    best: tuple[tuple[float, int], int, str] | None = None
    for number, media_types in enumerate(offered):
        for media_type in media_types:
            exact, quality = max((r.specificity(media_type), r.quality) for r in ranges)
            usual = media_type == media_types[0]
            if exact == 0 or quality == 0.0 or (exact < EXACTLY and not usual):
                continue
            if best is None or (quality, exact) > best[0]:
                best = ((quality, exact), number, media_type)
    return None if best is None else best[1:]


def named(name: str, offered: Sequence[R]) -> tuple[R, str] | None:
    """Return the representation that ``format=name`` asks for, by short name or media type, or None."""
    wanted = name.strip().lower()
    for representation in offered:
        if wanted in representation.names:
            return representation, representation.media_types[0]
        if wanted in representation.media_types:
            return representation, wanted
    return None


def not_acceptable(offered: Sequence[Representation]) -> ProblemError:
    """Return the problem that names what could be sent instead."""
    available = [media_type for r in offered for media_type in r.media_types[:1]]
    return ProblemError(
        HTTPStatus.NOT_ACCEPTABLE,
        f"None of the requested media types is available. Available are: {', '.join(available)}.",
        available=available,
    )
