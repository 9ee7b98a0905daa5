"""Bodies that a title implies: "High Commissioner for Refugees", "Secretary of State", "Foreign Minister"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from cablegraph.model import Mention
from cablegraph.spotting.phrases import pieces
from cablegraph_ontology.lexicon import Body, Lexicon, Portfolio

_OWNERS = {"un", "us", "eu", "uk", "british", "russian", "chinese", "american"}
_FAMILY = "united-nations"


@dataclass(frozen=True, slots=True)
class Implied:
    """The titles of heads, and the words of portfolios, as rows of words."""

    heads: Mapping[tuple[str, ...], Body]
    portfolios: Mapping[tuple[str, ...], Portfolio]

    def body(self, wordings: Iterable[str], stated: Body | None, country: Mention | None) -> Body | None:
        """Return the body that one of the wordings of a role implies, unless body or country contradict."""
        for wording in wordings:
            if not wording:
                continue
            found = self.heads.get(tuple(pieces(wording)))
            if found is None or (stated is not None and stated.key not in {found.key, _FAMILY}):
                continue
            if country is not None and country.key != found.country:
                continue
            return found
        return None

    def portfolio(self, role: str) -> Portfolio | None:
        """Return the portfolio in the words of a role: the longest, then the first."""
        words = [w for w in pieces(role) if w != ","]
        for size in range(min(8, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                found = self.portfolios.get(tuple(words[start : start + size]))
                if found is not None:
                    return found
        return None


@cache
def implied(lexicon: Lexicon) -> Implied:
    """Return the titles that imply a body; a title that implies two bodies is left out."""
    heads: dict[tuple[str, ...], Body | None] = {}
    short: dict[tuple[str, ...], Body | None] = {}
    for body in lexicon.bodies.values():
        for head in body.heads:
            words = tuple(pieces(head))
            _add(heads, words, body)
            if len(words) > 2 and words[0] in _OWNERS and (body.country is None or "secretary" in words):
                _add(short, words[1:], body)  # "intelligence chief" alone is nobody's
    found = {words: body for words, body in (short | heads).items() if body is not None}
    portfolios = {
        tuple(w for w in pieces(words) if w != ","): portfolio
        for portfolio in lexicon.portfolios.values()
        for words in portfolio.words
    }
    return Implied(found, portfolios)


def _add(heads: dict[tuple[str, ...], Body | None], words: tuple[str, ...], body: Body) -> None:
    known = heads.setdefault(words, body)
    if known is not None and known.key != body.key:
        heads[words] = None
