"""Persons: by titles before their names ("Foreign Minister Israel Katz"), by the model, by their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cablegraph.model import Annotated, BlockKind
from cablegraph.spotting.candidates import Found, Without
from cablegraph.spotting.names import NameReader
from cablegraph.spotting.persons_by_place import PersonsByPlace
from cablegraph.spotting.phrases import Phrases
from cablegraph.spotting.titles import FoundTitle
from cablegraph.spotting.tokens import Tokens
from cablegraph_ontology.lexicon import Form, Lexicon, Name
from cablegraph_ontology.role_words import RoleWords
from cablegraph_ontology.terms import Kind

_WITHIN_TOPIC = {"of", "for", "to", "on", "the", "and", ",", "&", "-", "'s"}
_LONGEST_TOPIC = 18

_NO_NAME_TAGS = {"VBG", "IN", "RB", "WRB", "PRP", "MD"}

_SURNAME_CLASSES = {"royal", "officer", "cleric", "judge", "head_of_state"}
"""Classes of titles that are surnames too: King, Major, Bishop, Judge."""


@dataclass(frozen=True, slots=True)
class Named:
    """The tokens that the lexicon's names cover, and the last tokens of those that are no adjectives."""

    blocked: Sequence[bool]
    ends: set[int]


class PersonFinder:
    """Finds the names of persons: after titles and honorifics, by the model, and by their place."""

    def __init__(self, lexicon: Lexicon, words: RoleWords) -> None:
        self._lexicon = lexicon
        self._words = words
        self._honorifics = Phrases((w, True) for w in words.honorifics)
        self._portfolios = Phrases((w, True) for p in lexicon.portfolios.values() for w in p.words)
        self._reader = NameReader(words)
        self._by_place = PersonsByPlace(words, self._reader, self._honorifics, self._portfolios)

    def find(
        self,
        annotated: Annotated,
        tokens: Tokens,
        titles: list[FoundTitle],
        blocked: list[bool],
        bodies: list[Found],
    ) -> Iterator[Found]:
        """Yield the names of persons. `blocked` marks the tokens of the countries and bodies in `bodies`."""
        weak = {f.first for f in bodies if f.first == f.last and f.name is not None and _is_place(f.name)}
        for start in self._starts(tokens, titles, blocked, bodies):
            end = self._reader.read(tokens, start, self._opened(tokens, start, blocked, weak))
            if end is not None and self._may_follow_title(annotated, start, end):
                found = Found(start, end, 0)
                if self._is_name(annotated, tokens, found):
                    yield found
        yield from self._seen(annotated, tokens, titles, blocked, weak)
        yield from self._by_place.find(annotated, tokens, titles, blocked, bodies)

    def _starts(
        self, tokens: Tokens, titles: list[FoundTitle], blocked: list[bool], bodies: list[Found]
    ) -> Iterator[int]:
        """Yield where names may start: after titles with what belongs to them, and after honorifics."""
        named = Named(blocked, {f.last for f in bodies if f.name is None or f.name.form != Form.ADJECTIVE})
        honorifics = [(first, last) for first, last, _ in self._honorifics.find(tokens)]
        ends = [title.last for title in titles] + [last for _, last in honorifics]
        ends += [end for title in titles if (end := self._after_portfolio(tokens, title.last)) is not None]
        ends += [end for title in titles if (end := self._after_topic(tokens, title.last, named)) is not None]
        ends += [title.last + 2 for title in titles if self._is_elect(tokens, title.last + 1)]
        ends += [i for i, lower in enumerate(tokens.lower) if self._is_before_name(tokens, i, lower)]
        marks = {title.first for title in titles} | {first for first, _ in honorifics}
        inner = {place for title in titles for place in range(title.first + 1, title.last + 1)}
        for last in ends:
            start = last + 1
            if start in inner:
                continue  # "Lord Mayor": no Lord of the name of Mayor
            if start < len(tokens) and not tokens.glued[start] and not self._is_mark(tokens, start, marks):
                yield start

    def _is_before_name(self, tokens: Tokens, place: int, lower: str) -> bool:
        """Tell whether a word goes before names: "her colleague X", "a council headed by X"."""
        by = lower == "by" and place > 0 and tokens.lower[place - 1] in self._words.heading
        return by or lower in self._words.counterparts

    def _seen(
        self,
        annotated: Annotated,
        tokens: Tokens,
        titles: list[FoundTitle],
        blocked: list[bool],
        weak: set[int],
    ) -> Iterator[Found]:
        """Yield the names that the model sees in the text below the headline."""
        starts = {title.first: title.last for title in titles}
        no_names = {t.last for t in titles if self._lexicon.titles[t.key].role_class not in _SURNAME_CLASSES}
        for ent in annotated.doc.ents:
            if ent.label_ != "PERSON" or annotated.kind_at(ent[0]) == BlockKind.HEADLINE:
                continue
            if ent.start in weak and ent.end - ent.start > 1 and not _is_place_here(tokens, ent.start):
                end = self._reader.read(tokens, ent.start, Without(blocked, ent.start))
                if end is not None and end > ent.start:
                    yield Found(ent.start, end, 0)
            for found in self._by_model(tokens, ent.start, ent.end, starts, blocked):
                if self._is_name(annotated, tokens, found) and found.last not in no_names:
                    yield found

    def _is_name(self, annotated: Annotated, tokens: Tokens, found: Found) -> bool:
        of = found.first > 0 and tokens.lower[found.first - 1] == "of"
        if of and _text(annotated, found) in self._words.regions:
            return False  # "the police chief of Cap-Haitien"
        return not self._is_place(annotated, tokens, found) and not self._is_no_name(tokens, found)

    def _is_place(self, annotated: Annotated, tokens: Tokens, found: Found) -> bool:
        """Tell whether a place or prize is named after somebody: "Masaryk Avenue"."""
        after = tokens.lower[found.last + 1] if found.last + 1 < len(tokens) else ""
        places = self._words.named_after
        seen = annotated.doc[found.last].ent_type_ == "PERSON"
        if seen and found.last == found.first + 1 and tokens.lower[found.last] in self._words.surnames_too:
            return after in places  # "James Hall"
        return after in places or (found.last > found.first and tokens.lower[found.last] in places)

    def _is_no_name(self, tokens: Tokens, found: Found) -> bool:
        """Tell whether one capital is no name: it opens a sentence ("an Ambassador-at-Large. Starting") or
        belongs to a longer title ("Chief Corporate Affairs Officer", "Federal Secretary Interior").
        """
        if found.first < found.last:
            return False
        after = found.last + 1
        longer = after < len(tokens) and tokens.capital(after) and not tokens.glued[after]
        in_title = longer and tokens.lower[after] in self._words.no_name_words
        of_office = self._portfolios.at(tokens, found.first) is not None
        return in_title or of_office or tokens.tag[found.first] in _NO_NAME_TAGS

    def _is_elect(self, tokens: Tokens, hyphen: int) -> bool:
        """Tell whether "-elect" or "-designate" follows a title."""
        after = hyphen + 1
        return after < len(tokens) and tokens.glued[after] and tokens.lower[after] in {"elect", "designate"}

    def _after_portfolio(self, tokens: Tokens, last: int) -> int | None:
        """Return the last token of "of Justice", "for Foreign Affairs and Trade" after a title, or None."""
        place = last + 1
        if place >= len(tokens) or tokens.lower[place] not in {"of", "for"}:
            return None
        place += 2 if place + 1 < len(tokens) and tokens.lower[place + 1] == "the" else 1
        found = self._portfolios.at(tokens, place)
        return found[0] if found is not None else None

    def _after_topic(self, tokens: Tokens, last: int, named: Named) -> int | None:
        """Return the last token of "for African Affairs", "for Russia and Central Asia" before a name, or
        None.
        """
        place = last + 1
        if place >= len(tokens) or tokens.lower[place] not in {"of", "for", "to", "on"}:
            return None
        for place in range(last + 1, min(len(tokens) - 1, last + _LONGEST_TOPIC)):
            if tokens.lower[place] in _WITHIN_TOPIC or tokens.text[place] in {"(", ")"}:
                continue
            if not tokens.capital(place):
                return None
            end = _after_acronym(tokens, place)
            if self._ends_topic(tokens, place, named) and self._opens_name(tokens, end + 1, named):
                return end
        return None

    def _ends_topic(self, tokens: Tokens, place: int, named: Named) -> bool:
        words = self._words
        lower = tokens.lower[place]
        if lower in words.topic_nouns or lower in words.organ_nouns:
            return True
        return tokens.text[place] in words.world_regions or place in named.ends

    def _opens_name(self, tokens: Tokens, place: int, named: Named) -> bool:
        """Tell whether a name may start at a token, which is no topic itself; one of a single word must be a
        name to the model, and stand alone.
        """
        if place >= len(tokens) or self._ends_topic(tokens, place, named):
            return False
        end = self._reader.read(tokens, place, named.blocked)
        if end is None:
            return False
        if end == place:
            after = place + 1
            alone = after >= len(tokens) or not (tokens.capital(after) or tokens.glued[after])
            return tokens.tag[place] == "NNP" and (alone or tokens.text[after] in {",", "."})
        return not any(tokens.lower[i] in self._words.topic_nouns for i in range(place, end + 1))

    def _is_mark(self, tokens: Tokens, start: int, marks: set[int]) -> bool:
        """Tell whether a rank or honorific with a name behind it stands at a token: "chief Gen. Raheel
        Sharif".
        """
        service = tokens.lower[start] in self._words.organ_nouns and start + 1 in marks
        if service:
            return True  # "Navy Captain Timothy Taylor"
        after = start + (2 if start + 1 < len(tokens) and tokens.text[start + 1] == "." else 1)
        if start in marks and tokens.text[start - 1].rstrip(".") in {"Mr", "Madam", "Madame"}:
            return True  # "Mr. Secretary"
        return start in marks and after < len(tokens) and tokens.capital(after) and not tokens.glued[after]

    def _opened(self, tokens: Tokens, start: int, blocked: Sequence[bool], weak: set[int]) -> Sequence[bool]:
        """Let a country's name be a first name when another name follows: "Foreign Minister Israel Katz"."""
        after = start + 1
        if start not in weak or after >= len(tokens) or blocked[after] or tokens.glued[after]:
            return blocked
        if not tokens.capital(after) or not tokens.tag[after].startswith("NNP"):
            return blocked
        return Without(blocked, start)

    def _may_follow_title(self, annotated: Annotated, start: int, end: int) -> bool:
        """Headlines write every word with a capital: there a name needs the model, and the text below."""
        doc = annotated.doc
        if annotated.kind_at(doc[start]) != BlockKind.HEADLINE:
            return True
        seen = all(doc[i].ent_type_ == "PERSON" for i in range(start, end + 1))
        return seen and any(
            token.orth == doc[end].orth and annotated.kind_at(token) != BlockKind.HEADLINE for token in doc
        )

    def _by_model(
        self, tokens: Tokens, first: int, after: int, titles: dict[int, int], blocked: list[bool]
    ) -> Iterator[Found]:
        """Yield the name that the model saw, without titles in front, and to both ends of its capitals."""
        place = first
        while place < after:
            honorific = self._honorifics.at(tokens, place)
            if place in titles and titles[place] + 1 < after:
                place = titles[place] + 1
            elif place in titles and titles[place] >= after:
                return  # "Brig" of "Brig. Gen. Abdul-Karim Khalaf"
            elif honorific is not None:
                place = honorific[0] + 1
            elif tokens.lower[place] in self._words.organ_nouns and place + 1 in titles:
                place += 1  # "Navy Captain Timothy Taylor"
            elif blocked[place] or not tokens.capital(place):
                place += 1
            else:
                break
        if place < after:
            alone = place == first and after == first + 1  # the model sees only a surname
            start = self._reader.start(tokens, place, blocked) if alone else place
            end = self._reader.read(tokens, start, blocked)
            if end is not None:
                yield Found(start, end, 3)


def _text(annotated: Annotated, found: Found) -> str:
    return str(annotated.doc[found.first : found.last + 1].text)


def _after_acronym(tokens: Tokens, place: int) -> int:
    """Return the bracket behind a name of a body with an acronym, or the token itself: "(UBK)"."""
    closing = place + 3
    if closing < len(tokens) and tokens.text[place + 1] == "(" and tokens.text[closing] == ")":
        return closing
    return place


def _is_place_here(tokens: Tokens, place: int) -> bool:
    """Tell whether a country is no first name: "Ambassador to Armenia Lynne Tracy", not "Pak Gil Yon"."""
    return place > 0 and tokens.lower[place - 1] in {"to", "of", "in", "for", "from", "at", "and"}


def _is_place(name: Name) -> bool:
    return name.kind == Kind.COUNTRY and name.form in {Form.NAME, Form.CAPITAL}
