"""Part of step 3: finds the words that stand for countries, bodies and persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cablegraph.bodies import BodyReader, Composed
from cablegraph.model import Annotated, BlockKind, Mention, Spot
from cablegraph.names import FullNames, NameReader
from cablegraph.phrases import Phrases
from cablegraph.tokens import Tokens
from cablegraph_ontology.lexicon import Form, Lexicon, Name
from cablegraph_ontology.role_words import RoleWords, role_words
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class _Found:
    """Words that may become a spot; where two overlap, the lower rank wins, then the longer."""

    first: int
    last: int
    rank: int
    name: Name | None = None
    composed: Composed | None = None


class Spotter:
    """Finds mentions: words of the lexicon, ministries and bodies by pattern, persons by title and model."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        from spacy.matcher import PhraseMatcher

        words = role_words()
        self._lexicon = lexicon
        self._words = words
        self._names: dict[str, list[Name]] = {}
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        for name in lexicon.names():
            if name.words not in self._names:
                self._matcher.add(name.words, [nlp.make_doc(name.words)])
            self._names.setdefault(name.words, []).append(name)
        self._titles = title_phrases(lexicon)
        self._honorifics = Phrases((w, True) for w in words.honorifics)
        self._bodies = BodyReader(lexicon, words)
        self._reader = NameReader(words)

    def spot(self, annotated: Annotated) -> Annotated:
        """Return the article with its mentions; where two overlap, the stronger and then the longer one stays."""
        tokens = Tokens.of(annotated.doc)
        known = self._known(annotated)
        closed = self._closed(tokens, known)
        bodies = [_Found(c.first, c.last, 0 if c.portfolio else 2, composed=c) for c in self._bodies.find(tokens, closed)]
        persons = list(self._persons(annotated, tokens, _mask(tokens, known + bodies)))
        chosen = _choose(len(tokens), [*known, *bodies, *persons])
        return replace(annotated, spots=self._spots(annotated, tokens, chosen))

    def _known(self, annotated: Annotated) -> list[_Found]:
        """Return the words of the lexicon, those with two meanings by what else the article names."""
        matches = [
            (first, last - 1, self._names[annotated.doc.vocab.strings[key]])
            for key, first, last in self._matcher(annotated.doc)
        ]
        countries: dict[str, int] = defaultdict(int)
        bodies: set[str] = set()
        for _, _, names in matches:
            if len(names) == 1 and not names[0].ambiguous:
                if names[0].kind == Kind.COUNTRY:
                    countries[names[0].key] += 1
                else:
                    bodies.add(names[0].key)
        before = {last: names[0].key for _, last, names in matches if names[0].kind == Kind.COUNTRY}
        found = []
        for first, last, names in matches:
            name = self._meaning(names, before.get(first - 1), countries, bodies)
            if name is not None:
                found.append(_Found(first, last, 1, name=name))
        return found

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
                ranked.append((countries[country], name))
            elif country is None:
                ranked.append((1, name))
        return max(ranked, key=lambda r: (r[0], r[1].key))[1] if ranked else None

    def _closed(self, tokens: Tokens, known: list[_Found]) -> list[bool]:
        """Mark what no composed name of a body may run over: countries, and titles."""
        closed = _mask(tokens, (f for f in known if f.name is not None and f.name.kind == Kind.COUNTRY))
        for first, last, _ in self._titles.find(tokens):
            closed[first : last + 1] = [True] * (last + 1 - first)
        return closed

    def _persons(self, annotated: Annotated, tokens: Tokens, blocked: list[bool]) -> Iterator[_Found]:
        for mark in (self._titles, self._honorifics):
            for _, last, _ in mark.find(tokens):
                start = last + 1
                if start < len(tokens) and not tokens.glued[start]:
                    end = self._reader.read(tokens, start, blocked)
                    if end is not None:
                        yield _Found(start, end, 0)
        for ent in annotated.doc.ents:
            if ent.label_ == "PERSON" and annotated.kind_at(ent[0]) != BlockKind.HEADLINE:
                yield from self._by_model(tokens, ent.start, ent.end, blocked)

    def _by_model(self, tokens: Tokens, first: int, after: int, blocked: list[bool]) -> Iterator[_Found]:
        """Yield the name that the model saw, without titles in front, and to the end of its capitals."""
        place = first
        while place < after:
            mark = self._titles.at(tokens, place) or self._honorifics.at(tokens, place)
            if mark is not None:
                place = mark[0] + 1
            elif blocked[place] or not tokens.capital(place):
                place += 1
            else:
                break
        if place < after:
            end = self._reader.read(tokens, place, blocked)
            if end is not None:
                yield _Found(place, end, 3)

    def _spots(self, annotated: Annotated, tokens: Tokens, chosen: list[_Found]) -> tuple[Spot, ...]:
        full = FullNames()
        for found in chosen:
            if found.name is None and found.composed is None:
                full.add(found.first, " ".join(_words_of(annotated, found).split()))
        return tuple(Spot(self._mention(annotated, tokens, f, full), f.first, f.last) for f in chosen)

    def _mention(self, annotated: Annotated, tokens: Tokens, found: _Found, full: FullNames) -> Mention:
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


def title_phrases(lexicon: Lexicon) -> Phrases[tuple[str, bool]]:
    """Return the wordings of all titles; the value is the id of the title, and whether it is the plural."""
    return Phrases(
        (wording, (title.key, plural))
        for title in lexicon.titles.values()
        for plural, wordings in ((False, title.words), (True, title.plural))
        for wording in wordings
    )


def _words_of(annotated: Annotated, found: _Found) -> str:
    return annotated.doc[found.first : found.last + 1].text


def _mask(tokens: Tokens, found: Iterable[_Found]) -> list[bool]:
    mask = [False] * len(tokens)
    for one in found:
        mask[one.first : one.last + 1] = [True] * (one.last + 1 - one.first)
    return mask


def _choose(length: int, found: list[_Found]) -> list[_Found]:
    """Return the candidates that stay, in the order of the text."""
    taken = [False] * length
    kept = []
    for one in sorted(found, key=lambda f: (f.rank, f.first - f.last, f.first)):
        if not any(taken[one.first : one.last + 1]):
            taken[one.first : one.last + 1] = [True] * (one.last + 1 - one.first)
            kept.append(one)
    return sorted(kept, key=lambda f: f.first)
