"""Persons whom the model misses, by the place of their names: before or after a title and a comma, beside a
body, before "who".
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegraph.model import Annotated, BlockKind
from cablegraph.spotting.candidates import Found
from cablegraph.spotting.names import NameReader, may_end_name
from cablegraph.spotting.phrases import Phrases
from cablegraph.spotting.titles import FoundTitle
from cablegraph.spotting.tokens import Tokens
from cablegraph_ontology.lexicon import Name
from cablegraph_ontology.role_words import RoleWords
from cablegraph_ontology.terms import Kind

_REACH = 8
"""Tokens between a title and the comma that sets off its name."""

_OPENERS = {",", "-", "(", "is", "was", "became", "becomes", "remains", "as"}
_MISTAKEN = {"", "PERSON", "ORG", "GPE", "NORP"}
"""Labels under which the small model files names of persons."""


class PersonsByPlace:
    """Finds names of persons by what stands beside them."""

    def __init__(
        self, words: RoleWords, reader: NameReader, honorifics: Phrases[bool], portfolios: Phrases[bool]
    ) -> None:
        self._words = words
        self._reader = reader
        self._honorifics = honorifics
        self._portfolios = portfolios

    def find(
        self,
        annotated: Annotated,
        tokens: Tokens,
        titles: list[FoundTitle],
        blocked: list[bool],
        bodies: list[Found],
    ) -> Iterator[Found]:
        """Yield the names beside titles, beside the bodies among `bodies`, and before "who"."""
        closed = self._closed_to_names(tokens, titles, blocked)
        for title in titles:
            yield from self._single(annotated, tokens, title, closed)
            yield from self._beside(annotated, tokens, title, closed)
        ends_body = [False] * len(tokens)
        for body in bodies:
            ends_body[body.last] = body.composed is not None or _is_body(body.name)
        yield from self._after_bodies(annotated, tokens, blocked, closed, ends_body)
        for body in bodies:
            if ends_body[body.last]:
                yield from self._of_body(annotated, tokens, body.first, body.last, closed)
        yield from self._in_series(annotated, tokens, titles, closed)
        for place, lower in enumerate(tokens.lower):
            if lower == "who" and place > 1:
                before = place - 2 if tokens.text[place - 1] == "," else place - 1
                yield from self._ending_at(annotated, tokens, before, closed)
            elif lower in self._words.naming and place > 1 and tokens.text[place - 1] == ",":
                yield from self._ending_at(annotated, tokens, place - 2, closed)  # "X, chosen as minister"

    def _in_series(
        self, annotated: Annotated, tokens: Tokens, titles: list[FoundTitle], closed: list[bool]
    ) -> Iterator[Found]:
        """Yield the names of a list after several officials: "the presidents of A and B: X, Y and Z"."""
        for title in titles:
            if not title.plural:
                continue
            reach = range(title.last + 1, min(len(tokens) - 1, title.last + 2 * _REACH))
            place = next((i for i in reach if tokens.text[i] == ":"), None)
            for _ in range(_REACH if place is not None else 0):
                start = (place or 0) + 1
                last = self._reader.read(tokens, start, closed) if start < len(tokens) else None
                if last is None or last + 1 >= len(tokens):
                    break
                yield from self._likely(annotated, tokens, start, last, closed, _MISTAKEN)
                place = last + 1
                if tokens.lower[place] not in {",", "and"}:
                    break

    def _beside(
        self, annotated: Annotated, tokens: Tokens, title: FoundTitle, closed: list[bool]
    ) -> Iterator[Found]:
        """Yield the names that a comma or the like sets off from a title, before it and after it."""
        for place in range(title.first - 1, max(-1, title.first - _REACH), -1):
            if tokens.lower[place] in _OPENERS and place > 0 and may_end_name(tokens, place - 1):
                yield from self._ending_at(annotated, tokens, place - 1, closed)
                break
        for place in range(title.last + 1, min(len(tokens) - 1, title.last + 2 * _REACH)):
            if tokens.lower[place] in {",", "-", ":"}:
                yield from self._starting_at(annotated, tokens, place + 1, closed)
                break

    def _after_bodies(
        self,
        annotated: Annotated,
        tokens: Tokens,
        blocked: list[bool],
        closed: list[bool],
        ends_body: list[bool],
    ) -> Iterator[Found]:
        """Yield names right after a body, before a verb or a comma."""
        for place in range(1, len(tokens)):
            if not ends_body[place - 1] or blocked[place] or tokens.glued[place]:
                continue
            last = self._reader.read(tokens, place, closed)
            if last is not None and last + 1 < len(tokens) and tokens.tag[last + 1] in {"VBD", "VBZ", ","}:
                yield from self._likely(annotated, tokens, place, last, closed, _MISTAKEN - {"GPE"})

    def _of_body(
        self, annotated: Annotated, tokens: Tokens, first: int, last: int, closed: list[bool]
    ) -> Iterator[Found]:
        """Yield a name before "of the World Bank", "of Australia's Lowy Institute"."""
        place = first - 1
        for _ in range(3):
            if place > 1 and tokens.lower[place] not in {"of", "from", "with"}:
                place -= 1
        if place < 2 or tokens.lower[place] not in {"of", "from", "with"} or closed[place - 1]:
            return
        start = self._reader.start(tokens, place - 1, closed)
        after = last + 1
        speaks = after < len(tokens) and tokens.tag[after] in {"VBD", "VBZ"}
        mistaken = {"", "PERSON", "ORG"} if speaks else {"", "PERSON"}
        yield from self._likely(annotated, tokens, start, place - 1, closed, mistaken)

    def _single(
        self, annotated: Annotated, tokens: Tokens, title: FoundTitle, closed: list[bool]
    ) -> Iterator[Found]:
        """Yield a name of one word before a title with a complement: "Soelistyo, head of the agency,"."""
        place = title.first - 1
        if place > 0 and tokens.lower[place] in {"the", "a", "an"}:
            place -= 1
        name, after = place - 1, title.last + 1
        if name < 0 or tokens.text[place] != "," or closed[name] or tokens.tag[name] != "NNP":
            return
        if after >= len(tokens) or tokens.lower[after] not in {"of", "for"}:
            return
        starts = tokens.sentence_bounds(name)[0] == name
        known = annotated.doc[name].ent_type_ in {"", "PERSON"} and tokens.capital(name)
        if starts and known and self._reader.read(tokens, name, closed) == name:
            yield Found(name, name, 4)

    def _closed_to_names(self, tokens: Tokens, titles: list[FoundTitle], blocked: list[bool]) -> list[bool]:
        closed = list(blocked)
        marks = [(t.first, t.last) for t in titles]
        marks += [(first, last) for first, last, _ in self._honorifics.find(tokens)]
        marks += [(first, last) for first, last, _ in self._portfolios.find(tokens) if last > first]
        for first, last in marks:
            closed[first : last + 1] = [True] * (last + 1 - first)
        return closed

    def _ending_at(
        self, annotated: Annotated, tokens: Tokens, last: int, closed: list[bool]
    ) -> Iterator[Found]:
        if last < 0 or not tokens.is_word(last):
            return
        start = self._reader.start(tokens, last, closed)
        label = annotated.doc[last].ent_type_
        while label == "PERSON" and start < last - 1 and annotated.doc[start].ent_type_ != label:
            start += 1  # "Security Policy Josep Borrell"
        yield from self._likely(annotated, tokens, start, last, closed, _MISTAKEN)

    def _starting_at(
        self, annotated: Annotated, tokens: Tokens, start: int, closed: list[bool]
    ) -> Iterator[Found]:
        last = self._reader.read(tokens, start, closed)
        if last is not None:
            mistaken = _MISTAKEN if self._is_set_off(tokens, start, last) else _MISTAKEN - {"GPE"}
            yield from self._likely(annotated, tokens, start, last, closed, mistaken)

    def _is_set_off(self, tokens: Tokens, start: int, last: int) -> bool:
        """Tell whether commas set off words before a verb: "The mayor of Nagasaki, Iccho Itoh, was"."""
        after = last + 2
        if after >= len(tokens) or tokens.text[last + 1] != "," or not tokens.tag[after].startswith("VB"):
            return False
        return " ".join(tokens.text[start : last + 1]) not in self._words.regions

    def _likely(
        self,
        annotated: Annotated,
        tokens: Tokens,
        start: int,
        last: int,
        closed: list[bool],
        mistaken: set[str],
    ) -> Iterator[Found]:
        """Yield a name of two words or more that the model takes for nothing else but a person or a body."""
        if self._reader.read(tokens, start, closed) != last or last - start < 1:
            return
        if annotated.kind_at(annotated.doc[start]) == BlockKind.HEADLINE:
            return
        if start > 0 and tokens.lower[start - 1] in {"the", "a", "an", "this", "that"}:
            return
        kinds = {annotated.doc[i].ent_type_ for i in range(start, last + 1)}
        if kinds <= mistaken and tokens.lower[last] not in self._words.organ_nouns:
            yield Found(start, last, 4)


def _is_body(name: Name | None) -> bool:
    return name is not None and name.kind == Kind.ORGANIZATION
