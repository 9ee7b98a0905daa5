"""An article as the rules about roles read it: tokens, spots by token, sentences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from cablegraph.model import Annotated, Mention, Spot
from cablegraph.spotting.titles import FoundTitle, find_titles
from cablegraph.spotting.tokens import Tokens
from cablegraph_ontology.lexicon import Form, Lexicon, Name
from cablegraph_ontology.role_words import RoleWords
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


_AFTER_PORTFOLIO = {"minister", "ministers", "ministry", "department"}


def _is_noun(tokens: Tokens, title: FoundTitle) -> bool:
    """Tell whether a title is one here: "refuses to judge Mr Trump" has none."""
    after = title.last + 1
    if title.first == title.last and after < len(tokens) and tokens.lower[after] in _AFTER_PORTFOLIO:
        return False  # "justice minister"
    if title.first < title.last or tokens.capital(title.first):
        return True
    before_name = after < len(tokens) and tokens.capital(after) and tokens.tag[after] == "NNP"
    return tokens.tag[title.first].startswith("NN") or (before_name and tokens.tag[title.first] == "JJ")


@cache
def country_words(lexicon: Lexicon) -> dict[str, str]:
    """Return the names, adjectives and capitals of all countries with their codes."""
    return {
        name.words: name.key
        for name in lexicon.names()
        if name.kind == Kind.COUNTRY and name.form in {Form.NAME, Form.ADJECTIVE, Form.CAPITAL}
    }


def _is_party_of_many(lexicon: Lexicon, name: Name) -> bool:
    """Tell whether parties of several states bear a name: "Labour"; the article must say which."""
    return name.ambiguous and lexicon.bodies[name.key].kind == "party"


@cache
def _folded_countries(lexicon: Lexicon) -> dict[str, str]:
    return {words.lower(): key for words, key in country_words(lexicon).items()}


@cache
def body_words(lexicon: Lexicon) -> dict[str, str]:
    """Return the names of all bodies that only one body bears, with its id."""
    owners: dict[str, set[str]] = {}
    for name in lexicon.names():
        if name.kind == Kind.ORGANIZATION and not _is_party_of_many(lexicon, name):
            owners.setdefault(name.words, set()).add(name.key)
    return {words: next(iter(keys)) for words, keys in owners.items() if len(keys) == 1}


@cache
def _national_bodies(lexicon: Lexicon) -> dict[tuple[str, str], str]:
    return {
        (name.words, country): name.key
        for name in lexicon.names()
        if name.kind == Kind.ORGANIZATION and (country := lexicon.bodies[name.key].country) is not None
    }


@cache
def _folded_bodies(lexicon: Lexicon) -> dict[str, str]:
    return {words.lower().replace(".", ""): key for words, key in body_words(lexicon).items()}


def body_named(lexicon: Lexicon, words: str) -> str | None:
    """Return the id of the only body that bears a name, whatever its case: "U.N. human rights office"."""
    return _folded_bodies(lexicon).get(words.lower().replace(".", ""))


def national_body(lexicon: Lexicon, words: str, country: str | None) -> str | None:
    """Return the id of the body of a country that bears a name: "Senate" of the USA."""
    return _national_bodies(lexicon).get((words, country or ""))


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One article, made ready for the rules."""

    annotated: Annotated
    tokens: Tokens
    lexicon: Lexicon
    words: RoleWords
    spot_of: tuple[int, ...]
    """For each token the number of the spot it lies in, or -1."""
    places: tuple[Span, ...]
    """The cities and regions that the model names."""
    bodies: tuple[Span, ...]
    """What the model takes for names of bodies, also where no spot is."""
    titles: Mapping[int, FoundTitle]
    """The titles by their first token, none inside another."""
    title_words: frozenset[int]
    """All tokens of titles."""

    @classmethod
    def of(cls, annotated: Annotated, lexicon: Lexicon, words: RoleWords) -> Reading:
        """Return the article made ready."""
        tokens = Tokens.of(annotated.doc)
        spot_of = [-1] * len(tokens)
        for number, spot in enumerate(annotated.spots):
            spot_of[spot.first : spot.last + 1] = [number] * (spot.last + 1 - spot.first)
        titles = {found.first: found for found in find_titles(tokens, lexicon) if _is_noun(tokens, found)}
        title_words = frozenset(i for t in titles.values() for i in range(t.first, t.last + 1))
        places = tuple(ent for ent in annotated.doc.ents if ent.label_ == "GPE")
        bodies = tuple(ent for ent in annotated.doc.ents if ent.label_ == "ORG")
        return cls(annotated, tokens, lexicon, words, tuple(spot_of), places, bodies, titles, title_words)

    def publisher(self) -> Mention | None:
        """Return the body that published the article, when the lexicon knows it and it is no medium."""
        name = " ".join((self.annotated.article.publisher or "").split())
        key = body_words(self.lexicon).get(name)
        if key is None or self.lexicon.bodies[key].kind == "media":
            return None
        body = self.lexicon.bodies[key]
        return Mention(
            start=0, end=0, text=name, kind=Kind.ORGANIZATION, form=Form.CONTEXT, key=key, name=body.name
        )

    def titled(self, place: int) -> bool:
        """Tell whether a title starts at a token."""
        return place in self.titles

    def titles_end(self, place: int) -> int:
        """Return the last token of the title that starts at a token, or the token itself."""
        found = self.titles.get(place)
        return found.last if found is not None else place

    def spot(self, place: int) -> Spot | None:
        """Return the spot in which a token lies."""
        if not 0 <= place < len(self.spot_of) or self.spot_of[place] < 0:
            return None
        return self.annotated.spots[self.spot_of[place]]

    def person(self, place: int) -> Spot | None:
        """Return the person whose name a token is part of."""
        spot = self.spot(place)
        return spot if spot is not None and spot.mention.kind == Kind.PERSON else None

    def root(self, spot: Spot) -> Token:
        """Return the token of a spot that hangs on a word outside of it."""
        doc = self.annotated.doc
        for place in range(spot.last, spot.first - 1, -1):
            head = doc[place].head.i
            if not spot.first <= head <= spot.last or head == place:
                return doc[place]
        return doc[spot.last]

    def country_of(self, mention: Mention) -> str | None:
        """Return the code of a country, or of the country that a known body belongs to."""
        if mention.kind == Kind.COUNTRY:
            return mention.key
        body = self.lexicon.bodies.get(mention.key or "") if mention.kind == Kind.ORGANIZATION else None
        return body.country if body is not None else None

    def last_spot_before(self, place: int) -> int:
        """Return the number of the last spot that starts before a token, or -1."""
        return bisect_left(self.annotated.spots, place, key=lambda s: s.first) - 1

    def paragraph(self, place: int) -> int:
        """Return where the paragraph of a token starts in the article text."""
        return self.annotated.block(self.annotated.doc[place].idx).start

    def block_number(self, place: int) -> int:
        """Return the number of the block in which a token stands."""
        return bisect_right(self.annotated.starts, self.annotated.doc[place].idx) - 1

    def named_country(self, words: str) -> str | None:
        """Return the country that words name, or whose capital they name."""
        return country_words(self.lexicon).get(words)

    def place_named(self, words: str) -> str | None:
        """Return the country that words name in any case, or whose capital they name: "PORT-AU-PRINCE"."""
        return _folded_countries(self.lexicon).get(words.lower())

    def is_calendar(self, place: int) -> bool:
        """Tell whether a token is a day or month, or a word that never is part of a name."""
        word = self.tokens.text[place].rstrip(".")
        return word in self.words.not_names or word in self.words.months_and_names

    def lower(self, place: int) -> str:
        """Return a token in lower case, or "" outside the text."""
        return self.tokens.lower[place] if 0 <= place < len(self.tokens) else ""

    def span(self, first: int, last: int) -> Span:
        """Return the words from one token to another, both included."""
        return self.annotated.doc[first : last + 1]

    def words_of(self, first: int, last: int) -> str:
        """Return the words from one token to another with single spaces."""
        return " ".join(self.span(first, last).text.split())

    def organization(self, first: int, last: int, **details: object) -> Mention:
        """Return a mention of a body by its words."""
        name = self.words_of(first, last)
        shared = name in self.words.namesakes  # "Congress": the article tells of which country
        key = None if shared else body_named(self.lexicon, name)
        return self.annotated.mention(
            self.span(first, last),
            Kind.ORGANIZATION,
            form=Form.PATTERN,
            **({"name": name, "key": key} | details),
        )
