"""Something that one can be for or against, as a text words it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """Something that one can be for or against, as the text words it."""

    name: str
    """The positive wording: "deportation of North Korean migrants"."""
    head: Token
    first: int
    after: int
    """The words in the text, as token indexes."""
    sign: int = 1
    operators: tuple[Token, ...] = ()
    """The words that turned the sign, outermost first."""
    anaphor: bool = False
    path: tuple[int, ...] = ()
    """The tokens that were read on the way: they give no claim of their own."""
