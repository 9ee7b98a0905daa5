"""Part of step 3: finds the words that stand for countries, bodies and persons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cablegraph.model import Annotated, Mention, Spot
from cablegraph.spotting.bodies import BodyReader
from cablegraph.spotting.candidates import Found, choose, mask
from cablegraph.spotting.holder_names import bears, called_in_office
from cablegraph.spotting.known_names import KnownNames
from cablegraph.spotting.names import FullNames
from cablegraph.spotting.persons import PersonFinder
from cablegraph.spotting.titles import FoundTitle, find_titles
from cablegraph.spotting.tokens import Tokens
from cablegraph_ontology.lexicon import Form, Lexicon
from cablegraph_ontology.role_words import role_words
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.language import Language


_NEAR = 6
"""Mentions in which the relative of "his son" is looked for."""


class Spotter:
    """Finds mentions: words of the lexicon, ministries and bodies by pattern, persons by title and model."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        words = role_words()
        self._lexicon = lexicon
        self._words = words
        self._names = KnownNames(nlp, lexicon, words)
        self._bodies = BodyReader(lexicon, words)
        self._persons = PersonFinder(lexicon, words)

    def spot(self, annotated: Annotated) -> Annotated:
        """Return the article with its mentions; where two overlap, the stronger and then the longer one
        stays.
        """
        tokens = Tokens.of(annotated.doc)
        known = self._names.find(annotated, tokens)
        titles = list(find_titles(tokens, self._lexicon))
        closed = self._closed(annotated, tokens, known, titles)
        bodies = [
            Found(c.first, c.last, 0 if c.portfolio else 2, composed=c)
            for c in self._bodies.find(tokens, closed)
        ]
        named = known + bodies
        persons = list(self._persons.find(annotated, tokens, titles, mask(tokens, named), named))
        chosen = choose(len(tokens), [*named, *persons])
        chosen = sorted([*chosen, *_surnames(tokens, chosen)], key=lambda f: f.first)
        return replace(annotated, spots=self._spots(annotated, tokens, chosen, titles))

    def _closed(
        self, annotated: Annotated, tokens: Tokens, known: list[Found], titles: list[FoundTitle]
    ) -> list[bool]:
        """Mark what no composed name of a body may run over: countries, titles, the first names of
        persons.
        """
        closed = mask(tokens, (f for f in known if f.name is not None and f.name.kind == Kind.COUNTRY))
        for title in titles:
            if not self._is_part_of_body(tokens, title):
                closed[title.first : title.last + 1] = [True] * (title.last + 1 - title.first)
        for ent in annotated.doc.ents:
            if ent.label_ == "PERSON" and ent.end - ent.start > 1:
                closed[ent.start] = True
        return closed

    def _is_part_of_body(self, tokens: Tokens, title: FoundTitle) -> bool:
        """Tell whether "General" belongs to "General Assembly"."""
        after = title.last + 1
        return (
            after < len(tokens) and tokens.capital(after) and tokens.lower[after] in self._words.organ_nouns
        )

    def _spots(
        self, annotated: Annotated, tokens: Tokens, chosen: list[Found], titles: list[FoundTitle]
    ) -> tuple[Spot, ...]:
        full = FullNames()
        states = {f.name.key for f in chosen if f.name is not None and f.name.kind == Kind.COUNTRY}
        before = {title.last + 1: title.key for title in titles}
        for found in chosen:
            if found.name is None and found.composed is None:
                full.add(found.first, " ".join(_words_of(annotated, found).split()))
        spots: list[Spot] = []
        for found in chosen:
            mention = self._mention(annotated, found, full)
            if mention.kind == Kind.PERSON and found.first == found.last:
                mention = self._relative(tokens, found.first, mention, spots)
            title = before.get(found.first)
            if mention.kind == Kind.PERSON and title is not None:
                mention = _of_the_office(annotated, mention, title, states)
            if found.composed is not None and spots:
                mention = _owned(tokens, spots[-1], found.first, mention)
            spots.append(Spot(mention, found.first, found.last))
        return tuple(spots)

    def _relative(self, tokens: Tokens, place: int, person: Mention, spots: list[Spot]) -> Mention:
        """Return a first name with the surname of the family: "Compaore's younger brother Francois".

        The surname is known only where the article calls the relative by it alone.
        """
        before = place - 1
        if before > 0 and tokens.text[before] == ",":
            before -= 1
        if before < 1 or tokens.lower[before] not in self._words.kin:
            return person
        before -= 1
        while before > 0 and tokens.tag[before].startswith("JJ"):
            before -= 1
        people = [s for s in spots[-_NEAR:] if s.mention.kind == Kind.PERSON]
        if tokens.lower[before] in {"'s", "'"}:
            people = [s for s in people if s.last == before - 1]
        elif tokens.lower[before] not in {"his", "her"}:
            return person
        if not people or people[-1].first != people[-1].last:
            return person
        return replace(person, name=f"{person.text} {people[-1].mention.text}")

    def _mention(self, annotated: Annotated, found: Found, full: FullNames) -> Mention:
        span = annotated.doc[found.first : found.last + 1]
        if found.name is not None:
            name = found.name
            return annotated.mention(span, name.kind, form=name.form, key=name.key)
        if found.composed is not None:
            key = found.composed.portfolio
            label = self._lexicon.portfolios[key].name if key is not None else " ".join(span.text.split())
            return annotated.mention(span, Kind.ORGANIZATION, form=Form.PATTERN, key=key, name=label)
        words = " ".join(span.text.split())
        return annotated.mention(span, Kind.PERSON, name=full.full(found.first, words))


def _of_the_office(annotated: Annotated, person: Mention, title: str, states: set[str]) -> Mention:
    """Return a person under the last name alone when the title tells that a namesake is meant.

    "President Bush" of a text that names America is not the Kate Bush of the same text.
    """
    date, name = annotated.article.date, person.name or ""
    if date is None or " " not in name or " " in person.text:
        return person
    rows = called_in_office(person.text, title, date.year)
    meant = [row for row in rows if row.country in states]
    return replace(person, name=person.text) if meant and not any(bears(r, name) for r in rows) else person


def _owned(tokens: Tokens, before: Spot, first: int, body: Mention) -> Mention:
    """Return a body with the country right before it: "Chinese Foreign Ministry", "Iran's Foreign
    Ministry".
    """
    if before.mention.kind != Kind.COUNTRY:
        return body
    possessive = before.last == first - 2 and tokens.text[first - 1] in {"'s", "'"}
    return replace(body, of=before.mention) if before.last == first - 1 or possessive else body


def _words_of(annotated: Annotated, found: Found) -> str:
    return annotated.doc[found.first : found.last + 1].text


def _surnames(tokens: Tokens, chosen: list[Found]) -> Iterator[Found]:
    """Yield the surnames that stand alone, of persons whom the article names in full: "Guterres"."""
    taken = mask(tokens, chosen)
    persons = [f for f in chosen if f.name is None and f.composed is None and f.last > f.first]
    surnames = {tokens.text[f.last] for f in persons if len(tokens.text[f.last]) > 2}
    for place, word in enumerate(tokens.text):
        if word in surnames and not taken[place]:
            yield Found(place, place, 5)
