"""What a word before a title is: an adjective of the title, the end of another title, a party, a surname."""

from __future__ import annotations

from cablegraph.extract.roles.complements import LOCAL_CLASSES
from cablegraph.extract.roles.function_words import HYPHENS
from cablegraph.extract.roles.reading import Reading
from cablegraph.model import Spot
from cablegraph_ontology.lexicon import Title
from cablegraph_ontology.terms import Kind

_OF_PLACES = {"attorney-general", "senator", "district-attorney", "prosecutor", "representative-legislator"}
_LEADERS_OF_PEOPLES = {"tribal-leader", "community-leader", "rebel-leader"}
_OFFICES_OF_PARTIES = {
    "leader",
    "party-leader",
    "spokesperson",
    "whip",
    "candidate",
    "candidate-for-high-office",
    "nominee",
    "party-critic",
    "treasurer",
    "chair",
}
_BE = {"is", "was", "are", "were", "be", "been", "being"}


class WordsBefore:
    """Answers what the words before one title are. All places are token indexes."""

    def __init__(self, reading: Reading, head_first: int, title: Title) -> None:
        people = title.key in _LEADERS_OF_PEOPLES
        self.of_people = people or title.role_class in reading.words.body_classes
        self.local = title.role_class in LOCAL_CLASSES or title.key in _OF_PLACES
        self.start = reading.tokens.sentence_bounds(head_first)[0]
        self._helps = title.role_class in {"adviser", "spokesperson"}
        self._of_party = title.key in _OFFICES_OF_PARTIES
        self._of_firm = title.role_class == "executive"
        self._reading = reading
        self._tokens = reading.tokens
        self._head_first = head_first

    def is_somebodys_helper(self, spot: Spot) -> bool:
        """Tell whether a name stands before the title of somebody's helper: "Obama adviser David Axelrod"."""
        return self._helps and spot.last == self._head_first - 1 and self._named_after()

    def is_mistaken(self, spot: Spot) -> bool:
        """Tell whether a name before a title and a name is no person's: "Tamil Tiger leader X"."""
        beside = spot.last == self._head_first - 1 and spot.last > spot.first
        return beside and self._named_after() and not self._tokens.capital(self._head_first)

    def _named_after(self) -> bool:
        return self._reading.person(self._reading.titles_end(self._head_first) + 1) is not None

    def is_honorific(self, place: int) -> bool:
        """Tell whether "Mr." and the like stands at a token."""
        return self._tokens.text[place].rstrip(".") in self._reading.words.honorifics

    def is_surname(self, first: int, place: int) -> bool:
        """Tell whether one word before "'s" is rather a person than a body: "Trump's adviser"."""
        if first != place:
            return False
        label = self._reading.annotated.doc[place].ent_type_
        if self.local:
            return label == "PERSON"
        return label in {"PERSON", "GPE"} or (label == "" and not self._of_firm)

    def ends_title(self, place: int) -> bool:
        """Tell whether a title ends at a token: "the Secretary-General's spokesman"."""
        found = (self._reading.titles.get(first) for first in range(max(self.start, place - 4), place + 1))
        return any(title is not None and title.last == place for title in found)

    def is_foreign_to_capitals(self, place: int) -> bool:
        """Tell whether a word in small letters stands before a title in capitals that it is no part of."""
        title = self._head_first
        if not self._tokens.capital(title) or self._tokens.capital(place) or not self._tokens.is_word(place):
            return False
        if self._reading.lower(place - 1) in HYPHENS or self._reading.lower(place + 1) in HYPHENS:
            return False  # "Israel's right-wing Prime Minister"
        plain = self._reading.words.plain_adjectives
        return self._tokens.tag[place].startswith("NN") or self._tokens.lower[place] not in plain

    def is_compound(self, place: int) -> bool:
        """Tell whether a token ends a word with a hyphen, which is no part of a title: "far-right"."""
        hyphen = place - 1
        within = hyphen > self.start and self._reading.lower(hyphen) in HYPHENS and self._tokens.glued[place]
        return within and self._reading.spot(place - 2) is None and self._tokens.glued[hyphen]

    def is_party(self, place: int, lower: str) -> bool:
        """Tell whether an adjective in capitals before a title is a party: "Conservative leader Harper"."""
        if not self._tokens.capital(place) or self._tokens.capital(self._head_first):
            return False
        before = self._reading.spot(place - 1)
        if before is not None and before.mention.kind == Kind.ORGANIZATION:
            return False  # "Senate Republican leader"
        beside = place == self._head_first - 1 and self._of_party
        return beside and lower in self._reading.words.party_adjectives

    def is_party_word(self, place: int) -> bool:
        """Tell whether a word may open the name of a party: the "Social" of "Social Democratic leader"."""
        words = self._reading.words.party_adjectives | {"social", "christian", "national"}
        return self._tokens.capital(place) and self._reading.lower(place) in words

    def is_plain(self, place: int) -> bool:
        """Tell whether a noun stands without a word of its own: "agency chief", but not "fisheries agency
        chief".
        """
        before = place - 1
        return before < self.start or not self._tokens.tag[before].startswith("NN")

    def is_verb(self, place: int) -> bool:
        """Tell whether "nominated" and the like is the verb of its clause."""
        before = self._reading.lower(place - 1)
        if before in _BE or self._reading.person(place - 1) is not None:
            return True
        return self._reading.annotated.doc[place].dep_ in {"ROOT", "ccomp", "conj"}

    def is_acronym(self, place: int) -> bool:
        """Tell whether an acronym stands before a title in capitals: "CSE President"."""
        word = self._tokens.text[place]
        return len(word) > 2 and word.isalpha() and word.isupper() and not self.local

    def is_state(self, place: int) -> bool:
        """Tell whether a region with a government of its own ends at a token: "the Queensland Premier"."""
        words = (self._reading.words_of(max(self.start, place - n), place) for n in range(3))
        return any(name in self._reading.words.regions for name in words)
