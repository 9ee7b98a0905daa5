"""What the rules look at: one article with its role phrases, and the ties that they find in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from cablegraph.extract.roles.implied import implied
from cablegraph.extract.roles.phrase import Phrase, PhraseReader
from cablegraph.extract.roles.reading import Reading
from cablegraph.model import Mention, Spot
from cablegraph.phrases import Phrases, pieces
from cablegraph.spot import title_phrases
from cablegraph_ontology.lexicon import Lexicon
from cablegraph_ontology.relations import Status
from cablegraph_ontology.terms import Kind


@dataclass(frozen=True, slots=True)
class Tie:
    """A role phrase and the person it is said of."""

    person: Mention
    first: int
    """First token of the name."""
    last: int
    phrase: Phrase
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One article with its role phrases in the order of the text."""

    reading: Reading
    phrases: tuple[Phrase, ...]
    by_first: dict[int, Phrase]
    people: tuple[Spot, ...]

    def is_honorific(self, place: int) -> bool:
        """Tell whether a token is "Mr.", "Dr.", "Sheikh"."""
        return self.reading.tokens.text[place].rstrip(".") in self.reading.words.honorifics

    def changed(self, phrase: Phrase, **fields: Any) -> Phrase:
        """Return a phrase with other fields."""
        return replace(phrase, **fields)

    @classmethod
    def of(cls, reading: Reading) -> Scene:
        """Find the role phrases of an article."""
        titles, modifiers = _indexes(reading.lexicon)
        reader = PhraseReader(reading, modifiers)
        phrases = []
        for first, last, (key, plural) in titles.find(reading.tokens):
            if reading.spot(first) is None or _names_head(reading, first, last):
                phrases.append(reader.read(first, last, reading.lexicon.titles[key], plural))
        by_first: dict[int, Phrase] = {}
        for phrase in phrases:
            by_first.setdefault(phrase.first, phrase)
        people = tuple(s for s in reading.annotated.spots if s.mention.kind == Kind.PERSON)
        return cls(reading, tuple(phrases), by_first, people)


def _names_head(reading: Reading, first: int, last: int) -> bool:
    """Tell whether the name of a body ends in the title of its head: "U.N. High Commissioner for Refugees"."""
    spot = reading.spot(first)
    if spot is None or spot.mention.key not in reading.lexicon.bodies or spot.last != last:
        return False
    head = tuple(pieces(reading.words_of(first, last)))
    body = implied(reading.lexicon).heads.get(head)
    return body is not None and body.key == spot.mention.key


@cache
def _indexes(lexicon: Lexicon) -> tuple[Phrases[tuple[str, bool]], Phrases[str]]:
    """Return the titles, and the modifiers with the status that they mean or "", as prefix trees."""
    meanings = {status.value: status.value for status in Status} | {"current": "", "deputy": "role", "rank": "role"}
    modifiers = Phrases(
        (word.strip("-"), meanings[key])
        for key, words in lexicon.modifiers.items()
        if key in meanings
        for word in words
    )
    return title_phrases(lexicon), modifiers
