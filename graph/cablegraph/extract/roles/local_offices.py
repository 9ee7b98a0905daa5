"""The region of a bare "Governor Nikki Haley" or "Premier Dalton McGuinty": the one named last before."""

from __future__ import annotations

from bisect import bisect_left

from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.organs import Organs
from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.scene import Tie
from cablegraph.extract.roles.settled import COUNTERPART, Basis, Settled
from cablegraph.model import Mention
from cablegraph.spotting.phrases import Phrases
from cablegraph_ontology.terms import Kind

_OF_REGIONS = {"governor", "lieutenant-governor", "state-legislator", "premier", "chief-minister"}
_FARTHEST = 1500
"""Tokens back to the region, at most."""


class LocalOffices:
    """Settles the offices of regions that stand without the region's name."""

    def __init__(self, reading: Reading, organs: Organs) -> None:
        self._reading = reading
        self._organs = organs
        self._regions = _regions(reading)

    def settle(self, tie: Tie) -> Settled | None:
        """Settle a bare governor, premier or state legislator; else None, as where no region is named."""
        phrase = tie.phrase
        if phrase.title.key not in _OF_REGIONS or tie.rule == COUNTERPART or phrase.plural:
            return None
        if phrase.belonging != Belonging() or not self._reading.tokens.capital(phrase.head_first):
            return None
        if self._of_bank(tie):
            return None
        number = bisect_left(self._regions, phrase.first, key=lambda row: row[0]) - 1
        while number >= 0 and self._regions[number][0] > phrase.first - _FARTHEST:
            first, last, code = self._regions[number]
            if self._has_office(phrase.title.key, code):
                body = self._reading.organization(first, last, of=self._organs.country(code))
                return Settled(tie, body, self._organs.country(code), Basis.CONTEXT)
            number -= 1
        return None

    def _has_office(self, title: str, country: str) -> bool:
        """Tell whether the regions of a country have such an office: a bare premier may be of a state."""
        return title != "premier" or country in self._reading.words.regional_premiers

    def _of_bank(self, tie: Tie) -> bool:
        """Tell whether a governor may be one of a central bank that the article names."""
        spots = self._reading.annotated.spots
        return tie.phrase.title.key == "governor" and any(_is_bank(self._organs, s.mention) for s in spots)


def _is_bank(organs: Organs, mention: Mention) -> bool:
    known = organs.known(mention) if mention.kind == Kind.ORGANIZATION else None
    return known is not None and known.kind == "central_bank"


def _regions(reading: Reading) -> list[tuple[int, int, str]]:
    """Return first token, last token and country of each region named, in the order of the text."""
    names: Phrases[str] = Phrases(reading.words.regions.items())
    return [
        (first, last, code)
        for first, last, code in names.find(reading.tokens)
        if reading.tokens.capital(first) and _is_place(reading, first, last)
    ]


def _is_place(reading: Reading, first: int, last: int) -> bool:
    """Tell whether a region's name is no part of a person's; the model takes "South Carolina" for one."""
    if reading.lower(last + 1) in reading.words.named_after:
        return False  # "the Sindh river"
    spot = reading.person(first)
    return spot is None or (last > first and (spot.first, spot.last) == (first, last))
