"""Which country or body a role belongs to when its own words name none: "Foreign Ministry spokesman Qin
Gang".
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from types import MappingProxyType

from cablegraph.extract.roles.reading import Reading
from cablegraph.model import BlockKind, Mention, Spot
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.terms import Kind

# How much a country named in a sentence says about a bare title, by the distance in sentences.
# "Japan considers the plan regrettable, Chief Cabinet Secretary Kozo Igarashi told reporters".
_BEFORE = (4.0, 2.5, 1.5, 1.0, 0.8, 0.6)
_AFTER = (1.5, 0.5)
_SHARE = 3.0
_FAR_MORE = 2.0
_MOSTLY = 0.45
"""The share of all that countries weigh in an article, from which it is mostly about one."""
_OTHER_PARAGRAPH = 0.7
_DATELINE, _DATELINE_LATER, _OPENING_PARAGRAPHS = 2.5, 1.0, 3
_PUBLISHER, _PUBLISHER_OF_ENVOYS = 1.5, 5.0

# How a country stands in its sentence: an actor more than a place, a place more than a target.
_BY_DEPENDENCY = {"nsubj": 1.5, "nsubjpass": 1.3, "poss": 1.1, "amod": 0.9, "compound": 0.9, "nmod": 0.9}
_TARGETS = {"to", "from", "on", "against", "with", "for", "toward", "towards", "into", "about", "near"}
_PLACE, _TARGET, _OBJECT = 0.8, 0.35, 0.6
_OPENING_PLACE = 1.5
_OPPOSITE = 0.25
_ACTS_ON = 0.4
_MOST_IN_SENTENCE = 40
_PEOPLE = 0.6
_OF_OBJECT = 0.3
_SAID_OF = 2.5
_OF_ENVOY = 0.35
"""How little the country of an ambassador says about the next official: both are in one place."""
_ORDERS = {"must", "should", "may", "might"}
_SPEECH_VERBS = {
    "say",
    "tell",
    "add",
    "announce",
    "declare",
    "promise",
    "vow",
    "deny",
    "insist",
    "repeat",
    "state",
}
_HOST = 0.2
_PRESUMED, _PRESUMED_BESIDE = 5.0, 2.5

# Cities of international bodies: a dateline there says nothing about whose minister speaks.
_NEUTRAL = {
    "geneva",
    "brussels",
    "vienna",
    "new york",
    "united nations",
    "the hague",
    "rome",
    "strasbourg",
    "davos",
}


class Setting:
    """The countries of one article and where they stand."""

    def __init__(self, reading: Reading, owned: Mapping[int, str], sent: AbstractSet[int]) -> None:
        """`owned` says for the first token of a country's mention which person's title it belongs to; `sent`
        has the tokens of those that belong to envoys.
        """
        self._sent = sent
        self._reading = reading
        self._owned = owned
        self._spots = [s for s in reading.annotated.spots if reading.country_of(s.mention) is not None]
        self._by_sentence: dict[int, list[tuple[Spot, float]]] = defaultdict(list)
        self._counts: dict[str, float] = defaultdict(float)
        for spot in self._spots:
            weight = self._weight(spot)
            if spot.mention.form == Form.PEOPLE and spot.mention.text.endswith("s"):
                weight *= _PEOPLE
            self._by_sentence[reading.tokens.sentence(spot.first)].append((spot, weight))
            self._counts[reading.country_of(spot.mention) or ""] += weight
        self._by_country: dict[str, list[Spot]] = defaultdict(list)
        for spot in self._spots:
            if spot.mention.kind == Kind.COUNTRY:
                self._by_country[spot.mention.key or ""].append(spot)
        self._fixed = self._from_frame()
        article = reading.annotated.article
        place = _dateline(
            article.text, min((b.start for b in article.blocks if b.kind == BlockKind.BODY), default=0)
        )
        self._dateline = reading.place_named(place) if place.lower() not in _NEUTRAL else None

    def _weight(self, spot: Spot) -> float:
        token = self._reading.root(spot)
        for _ in range(12):
            if token.dep_ not in {"conj", "appos"}:
                break
            token = token.head
        if token.dep_ == "pobj":
            preposition = token.head.lower_
            if preposition in {"in", "at"}:
                opening = token.head.i <= self._reading.tokens.sentence_bounds(spot.first)[0] + 1
                return _OPENING_PLACE if opening else _PLACE
            return _TARGET if preposition in _TARGETS else _OBJECT
        if spot.mention.form == Form.CAPITAL and token.dep_ == "compound" and self._is_thing(token.head.i):
            return _TARGET  # "from a Tokyo hotel"
        weight = _BY_DEPENDENCY.get(token.dep_, _OBJECT)
        if token.dep_ in {"poss", "amod", "compound", "nmod"} and token.head.dep_ in {"nsubj", "nsubjpass"}:
            weight += 0.3
        return weight

    def _is_thing(self, place: int) -> bool:
        """Tell whether a noun is neither an official nor a body."""
        words = self._reading.words
        official = place in self._reading.title_words
        return not official and self._reading.lower(place) not in words.organ_nouns | words.government_nouns

    def _from_frame(self) -> dict[str, float]:
        """Return what the publisher says."""
        scores: dict[str, float] = defaultdict(float)
        for words in _windows(self._reading.annotated.article.publisher or ""):
            key = self._reading.named_country(words)
            if key is not None:
                scores[key] += _PUBLISHER
                break
        return scores

    def scores(
        self,
        places: list[int],
        holder: str,
        presumed: str | None,
        abroad: bool,
        others: Mapping[str, int] = MappingProxyType({}),
    ) -> dict[str, float]:
        """Return for each country how likely a role that stands at some tokens is one of its offices.

        `presumed` is the country that a title alone suggests; `abroad` is true for envoys, whose place is not
        their country; `others` counts the known officials of each country, who stand for it like its name.
        """
        scores: dict[str, float] = defaultdict(float)
        near: dict[str, float] = defaultdict(float)
        here: set[str] = set()
        for place in places:
            here |= self._named_here(place)
            for key, score in self._near(place, holder, abroad).items():
                near[key] += score / len(places)
        scores |= near
        for key, score in self._fixed.items():
            scores[key] += score * (_PUBLISHER_OF_ENVOYS if abroad else 1.0)
        if self._dateline is not None:
            opening = self._reading.block_number(places[0]) < _OPENING_PARAGRAPHS
            scores[self._dateline] += _DATELINE if opening else _DATELINE_LATER
        counts = {k: self._counts.get(k, 0.0) + others.get(k, 0) for k in self._counts.keys() | others.keys()}
        total = sum(counts.values())
        for key in sorted(counts):
            scores[key] += _SHARE * counts[key] / total
        acting = {code for place in places if (code := self._acting_country(place)) is not None}
        if presumed is not None and not self._fixed.keys() - {presumed}:
            scores[presumed] += _PRESUMED_BESIDE if here - acting - {presumed} else _PRESUMED
        for key in acting & scores.keys():
            scores[key] *= _ACTS_ON
        return dict(scores)

    def is_home(self, key: str) -> bool:
        """Tell whether a country is where the article is from, or what it is mostly about."""
        return key == self._dateline or self._counts.get(key, 0.0) >= _MOSTLY * sum(self._counts.values())

    def home_of(self, keys: Sequence[str]) -> str | None:
        """Return which of some countries the article is about, else the one of its dateline, or None.

        A talk on Lebanon may be held in Doha: what is named far more often than the others goes first.
        """
        most = sorted(keys, key=lambda key: (-self._counts.get(key, 0.0), key))
        if self._counts.get(most[0], 0.0) >= _FAR_MORE * self._counts.get(most[1], 0.0):
            return most[0]
        return self._dateline if self._dateline in keys else None

    def mention(self, key: str, place: int) -> Mention:
        """Return a country as a mention from the context: its nearest naming to a token."""
        spots = self._by_country.get(key, [])
        if not spots:
            name = self._reading.lexicon.countries[key].name
            return Mention(start=0, end=0, text=name, kind=Kind.COUNTRY, form=Form.CONTEXT, key=key)
        middle = bisect_left(spots, place, key=lambda s: s.first)
        nearest = min(spots[max(0, middle - 1) : middle + 1], key=lambda s: (abs(s.first - place), s.first))
        return replace(nearest.mention, form=Form.CONTEXT)

    def _close(self, sentence: int, place: int) -> list[tuple[Spot, float]]:
        """Return the countries of a sentence, of a very long one only those around a token."""
        spots = self._by_sentence.get(sentence, [])
        if len(spots) <= _MOST_IN_SENTENCE:
            return spots
        middle = bisect_left(spots, place, key=lambda pair: pair[0].first)
        return spots[max(0, middle - _MOST_IN_SENTENCE // 2) : middle + _MOST_IN_SENTENCE // 2]

    def _named_here(self, place: int) -> set[str]:
        """Return the countries that stand in the sentence of a token as more than somebody's addressee."""
        own, addressed = self._said(place)
        spots = self._close(self._reading.tokens.sentence(place), place)
        return {
            self._reading.country_of(spot.mention) or ""
            for spot, weight in spots
            if spot.first not in addressed and (spot.first == own or weight > _TARGET)
        }

    def _acting_country(self, place: int) -> str | None:
        first = self._opposite(place)
        spot = self._reading.spot(first) if first is not None else None
        return self._reading.country_of(spot.mention) if spot is not None else None

    def _joined(self, spot: Spot, place: int) -> bool:
        """Tell whether a country stands beside the official: "President Ortega and the Nicaraguan
        government".
        """
        token = self._reading.root(spot)
        for _ in range(3):
            if token.dep_ == "conj":
                return place <= token.head.i <= place + 6
            token = token.head
        return False

    def _said(self, place: int) -> tuple[int | None, set[int]]:
        """Return the country of which the official speaks as a subject, and those that are addressed.

        "Prime Minister X said that Israel supported the move", "Minister X asked the United States".
        """
        token = self._reading.annotated.doc[place]
        for _ in range(6):
            if token.dep_ in {"nsubj", "nsubjpass"} or token.head.i == token.i:
                break
            token = token.head
        if token.dep_ != "nsubj":
            return None, set()
        own: int | None = None
        addressed: set[int] = set()
        for child in token.head.children:
            if child.dep_ in {"dobj", "dative"}:
                addressed |= self._first_of(child.i)
            elif child.dep_ == "ccomp":
                ordered = any(c.dep_ == "aux" and c.lower_ in _ORDERS for c in child.children)
                speaks = token.head.lemma_ in _SPEECH_VERBS
                for inner in child.children:
                    found = self._first_of(inner.i) if inner.dep_ in {"nsubj", "nsubjpass"} else set()
                    if ordered or not speaks:
                        addressed |= found
                    elif found:
                        own = min(found)
        return own, addressed

    def _first_of(self, place: int) -> set[int]:
        spot = self._reading.spot(place)
        return {spot.first} if spot is not None else set()

    def _opposite(self, place: int) -> int | None:
        """Return the first token of the country that acts on the official: "Japan urged President X to"."""
        token = self._reading.annotated.doc[place]
        acted_on = False
        for _ in range(8):
            if token.pos_ == "VERB" or token.head.i == token.i:
                break
            acted_on = acted_on or token.dep_ in {"dobj", "pobj", "dative", "iobj"}
            token = token.head
        if not acted_on:
            return None
        for _ in range(4):
            for child in token.children:
                if child.dep_ in {"nsubj", "nsubjpass"}:
                    spot = self._reading.spot(child.i)
                    return spot.first if spot is not None else None
            if token.dep_ not in {"conj", "xcomp"}:
                return None
            token = token.head
        return None

    def _near(self, place: int, holder: str, abroad: bool) -> dict[str, float]:
        scores: dict[str, float] = defaultdict(float)
        sentence = self._reading.tokens.sentence(place)
        here = self._reading.paragraph(place)
        opposite = self._opposite(place)
        own, addressed = self._said(place)
        for distance in range(-len(_BEFORE) + 1, len(_AFTER)):
            for spot, weight in self._close(sentence + distance, place):
                before = spot.first < place
                step = (_BEFORE if before else _AFTER)[abs(distance)]
                if self._reading.paragraph(spot.first) != here:
                    step *= _OTHER_PARAGRAPH
                if (
                    abroad
                    and spot.mention.form in {Form.CAPITAL, Form.NAME}
                    and weight in {_PLACE, _OPENING_PLACE}
                ):
                    step *= _HOST
                if spot.first in self._sent and self._owned.get(spot.first) != holder:
                    step *= _OF_ENVOY
                if spot.first == opposite or spot.first in addressed:
                    step *= _OPPOSITE
                elif spot.first == own:
                    step = _SAID_OF
                elif not before and self._owned.get(spot.first, holder) != holder:
                    step *= _OF_OBJECT
                elif distance == 0 and not before and self._joined(spot, place):
                    step, weight = _BEFORE[0], 1.0
                key = self._reading.country_of(spot.mention) or ""
                scores[key] = max(scores[key], step * weight) + 0.25 * min(scores[key], step * weight)
        return scores


def _dateline(text: str, body_start: int) -> str:
    """Return the place with which a paragraph starts, before its dash: "OTTAWA"; of two the first."""
    line = text[text.rfind("\n", 0, body_start) + 1 : body_start]
    return line.strip().split("(")[0].split(",")[0].split("/")[0].rstrip(" -–—:")


def _windows(text: str) -> list[str]:
    """Return all runs of up to four words of a name, the longest first."""
    words = text.replace(",", " ").split()[:12]
    return [" ".join(words[i : i + n]) for n in (4, 3, 2, 1) for i in range(len(words) - n + 1)]
