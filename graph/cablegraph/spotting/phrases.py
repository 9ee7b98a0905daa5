"""Finds wordings in a row of tokens, whatever their case: "Lt. Gen.", "vice-president", "prime minister"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from cablegraph.spotting.tokens import Tokens

V = TypeVar("V")

_ABBREVIATED = re.compile(r"(?<=\w)\.(?=\w)")
_PIECE = re.compile(r"[^\s\-‐‑.,']+|[-‐‑,']")


def pieces(wording: str) -> list[str]:
    """Return the words and hyphens of a wording in lower case, without full stops."""
    return _PIECE.findall(_ABBREVIATED.sub("", wording.lower()))


@dataclass(slots=True)
class _Node(Generic[V]):
    then: dict[str, _Node[V]] = field(default_factory=dict)
    value: V | None = None


class Phrases(Generic[V]):
    """A prefix tree of wordings; the longest that starts at a token wins."""

    def __init__(self, wordings: Iterable[tuple[str, V]]) -> None:
        self._root: _Node[V] = _Node()
        for wording, value in wordings:
            node = self._root
            for piece in pieces(wording):
                node = node.then.setdefault(piece, _Node())
            if node.value is None:
                node.value = value

    def at(self, tokens: Tokens, index: int, limit: int | None = None) -> tuple[int, V] | None:
        """Return the last token and the value of the longest wording that starts at a token, or None.

        `limit` is the token before which the wording must end.
        """
        node, found, place = self._root, None, index
        limit = len(tokens) if limit is None else min(limit, len(tokens))
        while place < limit:
            following = node.then.get(tokens.lower[place].replace(".", ""))
            if following is None:
                if place == index or tokens.text[place] != "." or not tokens.glued[place]:
                    break
                place += 1  # "Lt" and "." are two tokens
                continue
            node, place = following, place + 1
            if node.value is not None:
                found = (place - 1, node.value)
        return found

    def find(self, tokens: Tokens) -> Iterator[tuple[int, int, V]]:
        """Yield first token, last token and value of each wording, longest first, none inside another."""
        place = 0
        while place < len(tokens):
            match = self.at(tokens, place)
            if match is None:
                place += 1
            else:
                yield place, match[0], match[1]
                place = match[0] + 1
