"""Which country a role belongs to when its words name none: "Foreign Ministry spokesman Qin Gang"."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from cablegraph.extract.roles.reading import Reading
from cablegraph.model import BlockKind, Mention, Spot
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.terms import Kind

_NEAR = 4.0
_SAME_SENTENCE_AFTER = 1.5
_SENTENCE_BEFORE = 2.0
_ELSEWHERE = 0.4
_ELSEWHERE_MOST = 2.0
_SUBJECT = 1.5


class Setting:
    """The countries of one article and where they stand."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._spots = [s for s in reading.annotated.spots if s.mention.kind == Kind.COUNTRY]
        self._by_sentence: dict[int, list[Spot]] = defaultdict(list)
        self._counts: dict[str, int] = defaultdict(int)
        for spot in self._spots:
            self._by_sentence[reading.tokens.sentence(spot.first)].append(spot)
            self._counts[spot.mention.key or ""] += 1

    def country(self, place: int, excluded: frozenset[str]) -> Mention | None:
        """Return the likeliest country of a role at a token, as a mention from the context, or None."""
        scores: dict[str, float] = defaultdict(float)
        sentence = self._reading.tokens.sentence(place)
        for spot in self._by_sentence.get(sentence, ()):
            key = spot.mention.key or ""
            scores[key] += _NEAR if spot.first < place else _SAME_SENTENCE_AFTER
        for back in range(1, 4):
            for spot in self._by_sentence.get(sentence - back, ()):
                scores[spot.mention.key or ""] += _SENTENCE_BEFORE / back
        for key, count in self._counts.items():
            scores[key] += min(_ELSEWHERE * count, _ELSEWHERE_MOST)
        allowed = {key: score for key, score in scores.items() if key and key not in excluded}
        if not allowed:
            return None
        best = min(allowed, key=lambda key: (-allowed[key], key))
        return self._mention(best, place)

    def _mention(self, key: str, place: int) -> Mention:
        spots = [s for s in self._spots if s.mention.key == key]
        nearest = min(spots, key=lambda s: abs(s.first - place))
        return replace(nearest.mention, form=Form.CONTEXT)

    def before(self, place: int, kinds: frozenset[Kind]) -> Mention | None:
        """Return the last country or body named before a token, in its sentence or the one before."""
        sentence = self._reading.tokens.sentence(place)
        for spot in reversed(self._reading.annotated.spots):
            if spot.first < place and spot.mention.kind in kinds:
                near = self._reading.tokens.sentence(spot.first) >= sentence - 1
                return spot.mention if near else None
        return None

    def in_caption(self, place: int) -> bool:
        """Tell whether a token stands in a caption."""
        return self._reading.annotated.kind_at(self._reading.annotated.doc[place]) == BlockKind.CAPTION
