"""Finds the titles of the lexicon in a row of tokens: "Prime Minister", "Lt. Gen.", "PM"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cablegraph.spotting.phrases import Phrases
from cablegraph.spotting.tokens import Tokens
from cablegraph_ontology.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """A title of the lexicon by its id, at the tokens `first` to `last`."""

    first: int
    last: int
    key: str
    plural: bool


@dataclass(frozen=True, slots=True)
class _Wording:
    key: str
    plural: bool
    capital: bool
    """True for acronyms and abbreviations, which keep their case: "PM" is not "pm"."""


@cache
def _wordings(lexicon: Lexicon) -> Phrases[_Wording]:
    return Phrases(
        (wording, _Wording(title.key, plural, wording[:1].isupper() and " " not in wording))
        for title in lexicon.titles.values()
        for plural, wordings in ((False, title.words), (True, title.plural))
        for wording in wordings
    )


def title_at(tokens: Tokens, lexicon: Lexicon, place: int, limit: int | None = None) -> FoundTitle | None:
    """Return the longest title that starts at a token and ends before another, or None."""
    match = _wordings(lexicon).at(tokens, place, limit)
    if match is None or (match[1].capital and not tokens.capital(place)) or _is_preposition(tokens, place):
        return None
    return FoundTitle(place, _with_stop(tokens, match[0]), match[1].key, match[1].plural)


def find_titles(tokens: Tokens, lexicon: Lexicon) -> Iterator[FoundTitle]:
    """Yield the titles in the order of the text, the longest where several start at one token."""
    for first, last, wording in _wordings(lexicon).find(tokens):
        if _is_preposition(tokens, first) and last > first:
            inner = title_at(tokens, lexicon, first + 1)
            if inner is not None:
                yield inner
        elif not wording.capital or tokens.capital(first):
            yield FoundTitle(first, _with_stop(tokens, last), wording.key, wording.plural)


def _is_preposition(tokens: Tokens, place: int) -> bool:
    """Tell whether "under" stands before a title in capitals: "served under Secretary of State Powell"."""
    return (
        tokens.lower[place] == "under"
        and not tokens.capital(place)
        and (place + 1 < len(tokens) and tokens.capital(place + 1))
    )


def _with_stop(tokens: Tokens, last: int) -> int:
    """Return the full stop after an abbreviation that the tokenizer cut off: "Col" and "."."""
    after = last + 2
    cut_off = after < len(tokens) and tokens.text[last + 1] == "." and tokens.glued[last + 1]
    abbreviated = len(tokens.text[last]) <= 5 and tokens.capital(last)
    return last + 1 if cut_off and abbreviated and tokens.capital(after) else last
