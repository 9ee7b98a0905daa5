"""Part of step 3: finds the words that stand for countries, bodies and persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cablegraph.model import Annotated, BlockKind, Mention, Spot
from cablegraph.spotting.bodies import BodyReader, Composed
from cablegraph.spotting.holder_names import bears, called_in_office
from cablegraph.spotting.names import FullNames, NameReader, may_end_name
from cablegraph.spotting.phrases import Phrases
from cablegraph.spotting.titles import FoundTitle, find_titles
from cablegraph.spotting.tokens import Tokens
from cablegraph_ontology.lexicon import Form, Lexicon, Name
from cablegraph_ontology.role_words import role_words
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.language import Language


_REACH = 8
"""Tokens between a title and the comma that sets off its name."""

_WITHIN_TOPIC = {"of", "for", "to", "on", "the", "and", ",", "&", "-", "'s"}
_LONGEST_TOPIC = 18

_NO_NAME_TAGS = {"VBG", "IN", "RB", "WRB", "PRP", "MD"}

_SURNAME_CLASSES = {"royal", "officer", "cleric", "judge", "head_of_state"}
"""Classes of titles that are surnames too: King, Major, Bishop, Judge."""

_OPENERS = {",", "-", "(", "is", "was", "became", "becomes", "remains", "as"}
_MISTAKEN = {"", "PERSON", "ORG", "GPE", "NORP"}
"""Labels under which the small model files names of persons."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Words that may become a spot; where two overlap, the lower rank wins, then the longer."""

    first: int
    last: int
    rank: int
    name: Name | None = None
    composed: Composed | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    """The tokens that the lexicon's names cover, and the last tokens of those that are no adjectives."""

    blocked: Sequence[bool]
    ends: set[int]


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
        for words_of_none in lexicon.swallowed():
            self._matcher.add(words_of_none, [nlp.make_doc(words_of_none)])
        self._honorifics = Phrases((w, True) for w in words.honorifics)
        self._regions = Phrases((name, True) for name in words.regions)
        self._bodies = BodyReader(lexicon, words)
        self._reader = NameReader(words)
        self._portfolios = Phrases((w, True) for p in lexicon.portfolios.values() for w in p.words)

    def spot(self, annotated: Annotated) -> Annotated:
        """Return the article with its mentions; where two overlap, the stronger and then the longer one
        stays.
        """
        tokens = Tokens.of(annotated.doc)
        regions = self._in_regions(tokens)
        known = [
            found
            for found in self._known(annotated)
            if not _is_surname(annotated, found) and not (_is_country(found) and regions[found.last])
        ]
        titles = list(find_titles(tokens, self._lexicon))
        closed = self._closed(annotated, tokens, known, titles)
        bodies = [
            _Found(c.first, c.last, 0 if c.portfolio else 2, composed=c)
            for c in self._bodies.find(tokens, closed)
        ]
        persons = list(
            self._persons(annotated, tokens, titles, _mask(tokens, known + bodies), known + bodies)
        )
        chosen = _choose(len(tokens), [*known, *bodies, *persons])
        chosen = sorted([*chosen, *_surnames(tokens, chosen)], key=lambda f: f.first)
        return replace(annotated, spots=self._spots(annotated, tokens, chosen, titles))

    def _in_regions(self, tokens: Tokens) -> list[bool]:
        """Mark the later words of regions: the Wales of New South Wales is no country."""
        mask = [False] * len(tokens)
        for first, last, _ in self._regions.find(tokens):
            if tokens.capital(first):
                mask[first + 1 : last + 1] = [True] * (last - first)
        return mask

    def _known(self, annotated: Annotated) -> list[_Found]:
        """Return the words of the lexicon, those with two meanings by what else the article names."""
        matches = self._matches(annotated)
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
            if name is not None and not self._is_rest_of_name(annotated, first, name):
                found.append(_Found(first, last, 1, name=name))
        return found

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

    def _closed(
        self, annotated: Annotated, tokens: Tokens, known: list[_Found], titles: list[FoundTitle]
    ) -> list[bool]:
        """Mark what no composed name of a body may run over: countries, titles, the first names of
        persons.
        """
        closed = _mask(tokens, (f for f in known if f.name is not None and f.name.kind == Kind.COUNTRY))
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

    def _persons(
        self,
        annotated: Annotated,
        tokens: Tokens,
        titles: list[FoundTitle],
        blocked: list[bool],
        bodies: list[_Found],
    ) -> Iterator[_Found]:
        named = _Named(blocked, {f.last for f in bodies if f.name is None or f.name.form != Form.ADJECTIVE})
        weak = {f.first for f in bodies if f.first == f.last and f.name is not None and _is_place(f.name)}
        ends = [title.last for title in titles] + [last for _, last, _ in self._honorifics.find(tokens)]
        ends += [end for title in titles if (end := self._after_portfolio(tokens, title.last)) is not None]
        ends += [end for title in titles if (end := self._after_topic(tokens, title.last, named)) is not None]
        ends += [title.last + 2 for title in titles if self._is_elect(tokens, title.last + 1)]
        marks = {title.first for title in titles} | {first for first, _, _ in self._honorifics.find(tokens)}
        inner = {place for title in titles for place in range(title.first + 1, title.last + 1)}
        for last in ends:
            start = last + 1
            if start in inner:
                continue  # "Lord Mayor": no Lord of the name of Mayor
            if start < len(tokens) and not tokens.glued[start] and not self._is_mark(tokens, start, marks):
                end = self._reader.read(tokens, start, self._opened(tokens, start, blocked, weak))
                if end is not None and self._may_follow_title(annotated, start, end):
                    found = _Found(start, end, 0)
                    if not self._is_place(annotated, tokens, found) and not self._is_no_name(tokens, found):
                        yield found
        starts = {title.first: title.last for title in titles}
        no_names = {t.last for t in titles if self._lexicon.titles[t.key].role_class not in _SURNAME_CLASSES}
        for ent in annotated.doc.ents:
            if ent.label_ == "PERSON" and annotated.kind_at(ent[0]) != BlockKind.HEADLINE:
                if ent.start in weak and ent.end - ent.start > 1 and not _is_place_here(tokens, ent.start):
                    end = self._reader.read(tokens, ent.start, _Without(blocked, ent.start))
                    if end is not None and end > ent.start:
                        yield _Found(ent.start, end, 0)
                seen = list(self._by_model(tokens, ent.start, ent.end, starts, blocked))
                seen = [
                    f
                    for f in seen
                    if not (self._is_place(annotated, tokens, f) or self._is_no_name(tokens, f))
                ]
                yield from (f for f in seen if f.last not in no_names)
        ends_body = [False] * len(tokens)
        for body in bodies:
            ends_body[body.last] = body.composed is not None or _is_body(body.name)
        yield from self._by_place(annotated, tokens, titles, blocked, bodies, ends_body)

    def _is_place(self, annotated: Annotated, tokens: Tokens, found: _Found) -> bool:
        """Tell whether a place or prize is named after somebody: "Masaryk Avenue"."""
        after = tokens.lower[found.last + 1] if found.last + 1 < len(tokens) else ""
        places = self._words.named_after
        seen = annotated.doc[found.last].ent_type_ == "PERSON"
        if seen and found.last == found.first + 1 and tokens.lower[found.last] in self._words.surnames_too:
            return after in places  # "James Hall"
        return after in places or (found.last > found.first and tokens.lower[found.last] in places)

    def _is_no_name(self, tokens: Tokens, found: _Found) -> bool:
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

    def _after_topic(self, tokens: Tokens, last: int, named: _Named) -> int | None:
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

    def _ends_topic(self, tokens: Tokens, place: int, named: _Named) -> bool:
        words = self._words
        lower = tokens.lower[place]
        if lower in words.topic_nouns or lower in words.organ_nouns:
            return True
        return tokens.text[place] in words.world_regions or place in named.ends

    def _opens_name(self, tokens: Tokens, place: int, named: _Named) -> bool:
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
        return _Without(blocked, start)

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
    ) -> Iterator[_Found]:
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
                yield _Found(start, end, 3)

    def _by_place(
        self,
        annotated: Annotated,
        tokens: Tokens,
        titles: list[FoundTitle],
        blocked: list[bool],
        bodies: list[_Found],
        ends_body: list[bool],
    ) -> Iterator[_Found]:
        """Yield names that the model missed, by their place: before or after a title and a comma, before
        "who".
        """
        closed = self._closed_to_names(tokens, titles, blocked)
        for title in titles:
            yield from self._single(annotated, tokens, title, closed)
            for place in range(title.first - 1, max(-1, title.first - _REACH), -1):
                if tokens.lower[place] in _OPENERS and place > 0 and may_end_name(tokens, place - 1):
                    yield from self._ending_at(annotated, tokens, place - 1, closed)
                    break
            for place in range(title.last + 1, min(len(tokens) - 1, title.last + 2 * _REACH)):
                if tokens.lower[place] in {",", "-", ":"}:
                    yield from self._starting_at(annotated, tokens, place + 1, closed)
                    break
        for place in range(1, len(tokens)):
            if ends_body[place - 1] and not blocked[place] and not tokens.glued[place]:
                last = self._reader.read(tokens, place, closed)
                if (
                    last is not None
                    and last + 1 < len(tokens)
                    and tokens.tag[last + 1] in {"VBD", "VBZ", ","}
                ):
                    yield from self._likely(annotated, tokens, place, last, closed, _MISTAKEN - {"GPE"})
        for body in bodies:
            if ends_body[body.last]:
                yield from self._of_body(annotated, tokens, body.first, body.last, closed)
        for place, lower in enumerate(tokens.lower):
            if lower == "who" and place > 1:
                before = place - 2 if tokens.text[place - 1] == "," else place - 1
                yield from self._ending_at(annotated, tokens, before, closed)

    def _of_body(
        self, annotated: Annotated, tokens: Tokens, first: int, last: int, closed: list[bool]
    ) -> Iterator[_Found]:
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
    ) -> Iterator[_Found]:
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
            yield _Found(name, name, 4)

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
    ) -> Iterator[_Found]:
        if last < 0 or not tokens.is_word(last):
            return
        start = self._reader.start(tokens, last, closed)
        label = annotated.doc[last].ent_type_
        while label == "PERSON" and start < last - 1 and annotated.doc[start].ent_type_ != label:
            start += 1  # "Security Policy Josep Borrell"
        yield from self._likely(annotated, tokens, start, last, closed, _MISTAKEN)

    def _starting_at(
        self, annotated: Annotated, tokens: Tokens, start: int, closed: list[bool]
    ) -> Iterator[_Found]:
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
    ) -> Iterator[_Found]:
        """Yield a name of two words or more that the model takes for nothing else but a person or a body."""
        if self._reader.read(tokens, start, closed) != last or last - start < 1:
            return
        if annotated.kind_at(annotated.doc[start]) == BlockKind.HEADLINE:
            return
        if start > 0 and tokens.lower[start - 1] in {"the", "a", "an", "this", "that"}:
            return
        kinds = {annotated.doc[i].ent_type_ for i in range(start, last + 1)}
        if kinds <= mistaken and tokens.lower[last] not in self._words.organ_nouns:
            yield _Found(start, last, 4)

    def _spots(
        self, annotated: Annotated, tokens: Tokens, chosen: list[_Found], titles: list[FoundTitle]
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
            title = before.get(found.first)
            if mention.kind == Kind.PERSON and title is not None:
                mention = _of_the_office(annotated, mention, title, states)
            if found.composed is not None and spots:
                mention = _owned(tokens, spots[-1], found.first, mention)
            spots.append(Spot(mention, found.first, found.last))
        return tuple(spots)

    def _mention(self, annotated: Annotated, found: _Found, full: FullNames) -> Mention:
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


class _Without(Sequence[bool]):
    """A row of marks with one of them lifted, without copying it."""

    def __init__(self, marks: Sequence[bool], lifted: int) -> None:
        self._marks = marks
        self._lifted = lifted

    def __getitem__(self, place: Any) -> Any:
        return False if place == self._lifted else self._marks[place]

    def __len__(self) -> int:
        return len(self._marks)


def _after_acronym(tokens: Tokens, place: int) -> int:
    """Return the bracket behind a name of a body with an acronym, or the token itself: "(UBK)"."""
    closing = place + 3
    if closing < len(tokens) and tokens.text[place + 1] == "(" and tokens.text[closing] == ")":
        return closing
    return place


def _is_surname(annotated: Annotated, found: _Found) -> bool:
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
    given = before.tag_ == "NNP" and before.ent_type_ == "PERSON"
    return given and token.tag_ == "NNP" and token.ent_type_ == "PERSON"


def _is_country(found: _Found) -> bool:
    return found.name is not None and found.name.kind == Kind.COUNTRY and found.first == found.last


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


def _is_place_here(tokens: Tokens, place: int) -> bool:
    """Tell whether a country is no first name: "Ambassador to Armenia Lynne Tracy", not "Pak Gil Yon"."""
    return place > 0 and tokens.lower[place - 1] in {"to", "of", "in", "for", "from", "at", "and"}


def _is_place(name: Name) -> bool:
    return name.kind == Kind.COUNTRY and name.form in {Form.NAME, Form.CAPITAL}


def _is_body(name: Name | None) -> bool:
    return name is not None and name.kind == Kind.ORGANIZATION


def _owned(tokens: Tokens, before: Spot, first: int, body: Mention) -> Mention:
    """Return a body with the country right before it: "Chinese Foreign Ministry", "Iran's Foreign
    Ministry".
    """
    if before.mention.kind != Kind.COUNTRY:
        return body
    possessive = before.last == first - 2 and tokens.text[first - 1] in {"'s", "'"}
    return replace(body, of=before.mention) if before.last == first - 1 or possessive else body


def _words_of(annotated: Annotated, found: _Found) -> str:
    return annotated.doc[found.first : found.last + 1].text


def _surnames(tokens: Tokens, chosen: list[_Found]) -> Iterator[_Found]:
    """Yield the surnames that stand alone, of persons whom the article names in full: "Guterres"."""
    taken = _mask(tokens, chosen)
    persons = [f for f in chosen if f.name is None and f.composed is None and f.last > f.first]
    surnames = {tokens.text[f.last] for f in persons if len(tokens.text[f.last]) > 2}
    for place, word in enumerate(tokens.text):
        if word in surnames and not taken[place]:
            yield _Found(place, place, 5)


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
