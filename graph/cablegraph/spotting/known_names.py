"""The words of the lexicon in an article: countries and bodies by their names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from cablegraph.model import Annotated
from cablegraph.spotting.candidates import Found
from cablegraph.spotting.phrases import Phrases
from cablegraph.spotting.tokens import Tokens
from cablegraph_ontology.lexicon import Form, Lexicon, Name
from cablegraph_ontology.role_words import RoleWords
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.language import Language


_IN_PARTY = {"NNP", "NNPS", "JJ", "NN"}


class KnownNames:
    """Finds the names of the lexicon, each in the meaning that the article supports."""

    def __init__(self, nlp: Language, lexicon: Lexicon, words: RoleWords) -> None:
        from spacy.matcher import PhraseMatcher

        self._lexicon = lexicon
        self._words = words
        self._names: dict[str, list[Name]] = {}
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        for name in lexicon.names():
            if name.words not in self._names:
                self._matcher.add(name.words, [nlp.make_doc(name.words)])
            self._names.setdefault(name.words, []).append(name)
        for words_of_none in lexicon.swallowed():
            self._matcher.add(words_of_none, [nlp.make_doc(words_of_none)])
        self._regions = Phrases((name, True) for name in words.regions)

    def find(self, annotated: Annotated, tokens: Tokens) -> list[Found]:
        """Return the names of countries and bodies, but no surnames ("Volker Turk") and no parts of regions
        ("New South Wales").
        """
        regions = self._in_regions(tokens)
        return [
            found
            for found in self._known(annotated)
            if not _is_surname(annotated, found)
            and not (_is_country(found) and regions[found.last])
            and not self._opens_party(tokens, found)
        ]

    def _opens_party(self, tokens: Tokens, found: Found) -> bool:
        """Tell whether a country is the first word of a party's name: "the Peru Possible party"."""
        place = found.last + 1
        if not _is_country(found) or found.name is None or found.name.form != Form.NAME:
            return False
        while place < len(tokens) and place < found.last + 4 and tokens.capital(place):
            if tokens.tag[place] not in _IN_PARTY or tokens.lower[place] in self._words.organ_nouns:
                return False
            place += 1
        return found.last + 1 < place < len(tokens) and tokens.lower[place] in self._words.party_nouns

    def _in_regions(self, tokens: Tokens) -> list[bool]:
        """Mark the later words of regions: the Wales of New South Wales is no country."""
        mask = [False] * len(tokens)
        for first, last, _ in self._regions.find(tokens):
            if tokens.capital(first):
                mask[first + 1 : last + 1] = [True] * (last - first)
        return mask

    def _known(self, annotated: Annotated) -> list[Found]:
        """Return the words of the lexicon, those with two meanings by what else the article names."""
        matches = self._matches(annotated)
        countries: dict[str, int] = defaultdict(int)
        opening: dict[str, int] = {}
        bodies: set[str] = set()
        for first, _, names in matches:
            if len({name.key for name in names}) == 1 and not names[0].ambiguous:
                if names[0].kind == Kind.COUNTRY:  # "Australian": an adjective and a people
                    countries[names[0].key] += 1
                    opening[names[0].key] = min(first, opening.get(names[0].key, first))
                else:
                    bodies.add(names[0].key)
        leading = min(countries, key=lambda key: (-countries[key], opening[key]), default="")
        before = {last: names[0].key for _, last, names in matches if names[0].kind == Kind.COUNTRY}
        found = []
        for first, last, names in matches:
            near = countries
            if any(self._is_party(name) for name in names):
                near = {key: n for key, n in countries.items() if opening[key] < first or key == leading}
            name = self._meaning(names, before.get(first - 1), near, bodies)
            if name is not None and not self._is_rest_of_name(annotated, first, name):
                found.append(Found(first, last, 1, name=name))
        return found

    def _is_party(self, name: Name) -> bool:
        """Tell whether a name is a party's. "Labour" is Britain's only where Britain was named before it, or
        is what the article is about.
        """
        body = self._lexicon.bodies.get(name.key) if name.kind == Kind.ORGANIZATION else None
        return body is not None and body.kind == "party"

    def _is_rest_of_name(self, annotated: Annotated, first: int, name: Name) -> bool:
        """Tell whether a longer name has the name of a body at its end: "National Security Council"."""
        if first == 0 or name.kind != Kind.ORGANIZATION:
            return False
        before, last = annotated.doc[first - 1], name.words.lower().split()[-1]
        opens = before.is_title and before.lower_ in self._words.state_openers
        return opens and last in self._words.organ_nouns

    def _matches(self, annotated: Annotated) -> list[tuple[int, int, list[Name]]]:
        """Return the words of the lexicon with their first and last tokens, but those swallowed by others."""
        found = [
            (first, last - 1, self._names.get(annotated.doc.vocab.strings[key], []))
            for key, first, last in self._matcher(annotated.doc)
        ]
        swallowed = {place for first, last, names in found if not names for place in range(first, last + 1)}
        return [
            (first, last, names)
            for first, last, names in found
            if names and not (first in swallowed and last in swallowed)
        ]

    def _is_of_namesake(self, name: Name, countries: dict[str, int]) -> bool:
        """Tell whether a body of the same name is meant, of a country that the article names more often."""
        own = countries.get(self._lexicon.bodies[name.key].country or "", 0)
        others = self._words.namesakes.get(name.words, frozenset())
        return any(countries.get(code, 0) > own for code in others)

    def _meaning(
        self, names: list[Name], before: str | None, countries: dict[str, int], bodies: set[str]
    ) -> Name | None:
        """Return which of its meanings a word has, or None when nothing in the article supports one.

        `before` is the country named just before; a body that the article names in full is meant for sure.
        """
        if len(names) == 1 and (not names[0].ambiguous or names[0].kind == Kind.COUNTRY):
            return names[0]
        ranked = []
        for name in names:
            if name.kind == Kind.COUNTRY:
                ranked.append((1 + countries.get(name.key, 0), name))
                continue
            country = self._lexicon.bodies[name.key].country
            if name.key in bodies or (before is not None and country == before):
                return name
            if country is not None and before is None and country in countries:
                if self._is_of_namesake(name, countries):
                    continue
                ranked.append((countries[country], name))
            elif country is None:
                ranked.append((1, name))
        return max(ranked, key=lambda r: (r[0], r[1].key))[1] if ranked else None


def _is_surname(annotated: Annotated, found: Found) -> bool:
    """Tell whether a word for a people or a capital is a surname: "Volker Turk", "Rosa Lima"."""
    doc = annotated.doc
    if (
        found.name is None
        or found.name.form not in {Form.PEOPLE, Form.CAPITAL}
        or found.first != found.last
        or found.first == 0
    ):
        return False
    token, before = doc[found.first], doc[found.first - 1]
    if before.text == "-" and found.first > 1 and not before.whitespace_:
        first = doc[found.first - 2]  # "Miriam Defensor-Santiago"
        return first.ent_type_ == "PERSON" and first.tag_ == token.tag_ == "NNP"
    given = before.tag_ == "NNP" and before.ent_type_ == "PERSON"
    return given and token.tag_ == "NNP" and token.ent_type_ == "PERSON"


def _is_country(found: Found) -> bool:
    return found.name is not None and found.name.kind == Kind.COUNTRY and found.first == found.last
