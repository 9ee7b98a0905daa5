"""What the rules look at: one article with its role phrases, and the ties that they find in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.function_words import ORGANS_BEFORE, POSSESSIVE_ENDS
from cablegraph.extract.roles.implied import implied
from cablegraph.extract.roles.noun_phrases import NounPhrases
from cablegraph.extract.roles.phrase import Phrase, PhraseReader
from cablegraph.extract.roles.reading import Reading
from cablegraph.model import Mention, Spot
from cablegraph.spotting.phrases import Phrases, pieces
from cablegraph.spotting.titles import FoundTitle, title_at
from cablegraph_ontology.lexicon import Lexicon, Title
from cablegraph_ontology.relations import Status
from cablegraph_ontology.terms import Kind

_MOST_IN_SERIES = 4
_TIME = 3
"""Tokens between "until" and an office: "until last week", "until May 2003"."""


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
    by_last: dict[int, Phrase]
    people: tuple[Spot, ...]

    @classmethod
    def of(cls, reading: Reading) -> Scene:
        """Find the role phrases of an article."""
        reader = PhraseReader(reading, _modifiers(reading.lexicon))
        phrases = []
        for title in reading.titles.values():
            found = _outside_of_spots(reading, title)
            if found is not None:
                entry = reading.lexicon.titles[found.key]
                phrases.append(reader.read(found.first, found.last, entry, found.plural))
        phrases = _without_parts(reading, phrases)
        by_first: dict[int, Phrase] = {}
        for phrase in phrases:
            if phrase.belonging.person is not None:  # "President Bush's adviser" before "President"
                by_first[phrase.first] = phrase
            by_first.setdefault(phrase.first, phrase)
        people = tuple(s for s in reading.annotated.spots if s.mention.kind == Kind.PERSON)
        by_last = {phrase.last: phrase for phrase in phrases}
        return cls(reading, tuple(phrases), by_first, by_last, people)

    def tie(self, spot: Spot, phrase: Phrase, rule: str) -> Tie:
        """Return a person tied to a role phrase."""
        return Tie(spot.mention, spot.first, spot.last, phrase, rule)

    def title_named(self, words: str) -> Title | None:
        """Return the title that a wording names."""
        return _titles_by_words(self.reading.lexicon).get(words)

    def is_honorific(self, place: int) -> bool:
        """Tell whether a token is "Mr.", "Dr.", "Sheikh"."""
        return self.reading.tokens.text[place].rstrip(".") in self.reading.words.honorifics

    def person_at(self, place: int) -> Spot | None:
        """Return the person whose name starts at a token, past honorifics and an acronym in brackets."""
        if self.reading.lower(place) == "the" and place + 1 < len(self.reading.tokens):
            place += self.is_honorific(place + 1)  # "the Rev. Jesse Jackson"
        for _ in range(4):
            spot = self.reading.person(place)
            if spot is not None:
                return spot if spot.first == place else None
            if self.reading.lower(place) == "(" and self.reading.lower(place + 2) == ")":
                place += 3
            elif place < len(self.reading.tokens) and self.is_honorific(place):
                place += 2 if self.reading.lower(place + 1) == "." else 1
            else:
                return None
        return None

    def name_after(self, phrase: Phrase) -> Spot | None:
        """Return the person whose name follows a role phrase, also past a second title: "Army chief Gen.
        X".
        """
        for _ in range(_MOST_IN_SERIES):
            place = phrase.last + 1
            spot = self.person_at(place)
            if spot is not None or phrase.plural:
                return spot
            joined = self.reading.lower(place) == "and"
            following = self.by_first.get(place + 1 if joined else place)
            if following is None or following.plural or following.first <= phrase.first:
                return None
            if joined and (following.determiner or phrase.determiner == "the"):
                return None
            phrase = following
        return None

    def after_details(self, spot: Spot) -> int:
        """Return the token after a name, its age, party and origin: ", 54,", "(D-Mass.)", ", R-Fla.,"."""
        place = spot.last + 1
        lower = self.reading.lower
        if lower(place) == "," and lower(place + 1)[:2] in {"r-", "d-", "i-"}:
            return place + 2  # ", R-Kan.,"
        if lower(place) == "," and lower(place + 1).isdigit() and lower(place + 2) == ",":
            return place + 2
        if lower(place) == "," and lower(place + 1) in {"r", "d", "i"} and lower(place + 2) in {"-", "of"}:
            end = place + 4
            return end if lower(end) == "," else end - 1
        if lower(place) == "(":
            end = place + 1
            while end < min(len(self.reading.tokens), place + 8) and lower(end) != ")":
                end += 1
            if lower(end) == ")":
                return end + 1
        return place

    def series(self, spot: Spot, place: int, rule: str) -> Iterator[Tie]:
        """Yield the role phrase at a token, and those joined to it: "head of X and a former minister"."""
        for number in range(_MOST_IN_SERIES):
            place, past = self._past_adverbs(place)
            phrase = self.by_first.get(place)
            if phrase is not None and number > 0 and self._opens_next(phrase):
                return
            if phrase is None or phrase.plural or self.name_after(phrase) is not None:
                return
            if self.reading.lower(phrase.last + 1) in POSSESSIVE_ENDS:
                return  # "with Jacques Chirac, the Prime Minister's office said"
            years = self._after_years(phrase.last + 1) > phrase.last + 1
            left = past or (rule == "name_comma_title" and (years or self._is_left(phrase)))
            if left and phrase.status == Status.CURRENT:
                phrase = replace(phrase, status=Status.FORMER)
            yield self.tie(spot, phrase, rule)
            place = self._after_years(phrase.last + 1)
            if self.reading.lower(place) == "," and self.reading.lower(place + 1) == "and":
                place += 1
            if self.reading.lower(place) not in {"and", ","}:
                return
            place += 1

    def _opens_next(self, phrase: Phrase) -> bool:
        """Tell whether a phrase in a list is of the name after it: "X, an aide, and the mayor, Y, said"."""
        comma = self.reading.lower(phrase.last + 1) == ","
        spot = self.person_at(phrase.last + 2) if comma and phrase.determiner == "the" else None
        return spot is not None and self.reading.lower(spot.last + 1) == ","

    def _after_years(self, place: int) -> int:
        """Return the token after the years of an office: "from 1982 to 1988", "in the 1990s"."""
        if self.reading.lower(place) not in {"from", "in", "between"}:
            return place
        end = place
        for ahead in range(place + 1, min(len(self.reading.tokens), place + 6)):
            if not self._is_of_years(ahead):
                break
            if self.reading.lower(ahead)[:4].isdigit():
                end = ahead + 1
        return end

    def _is_of_years(self, place: int) -> bool:
        lower = self.reading.lower(place)
        return lower in {"to", "and", "until", "the", "-"} or (len(lower) in {4, 5} and lower[:4].isdigit())

    def _past_adverbs(self, place: int) -> tuple[int, bool]:
        """Return the token after "himself", "once", "until last week", and whether they tell of the past."""
        words, past = self.reading.words, False
        if self.reading.lower(place) == "until":
            place, past = place + 1, True
            for _ in range(_TIME):
                if place in self.by_first or not self.reading.tokens.tag[place : place + 1]:
                    break
                place += 1
        while place < len(self.reading.tokens) and place not in self.by_first:
            lower = self.reading.lower(place)
            if not (self.reading.tokens.tag[place].startswith("RB") or lower in {"himself", "herself"}):
                break
            past = past or lower in words.earlier
            place += 1
        return place, past

    def _is_left(self, phrase: Phrase) -> bool:
        """Tell whether words after an office say that it was lost: "the president overthrown in April"."""
        after = phrase.last + 1
        if self.reading.lower(after) in {"until", "till"}:
            return True
        lost = self.reading.lower(after) in self.reading.words.losing
        return lost and self.reading.tokens.tag[after] == "VBN"

    def last_phrase(self, place: int) -> Phrase | None:
        """Return the last role phrase before a token that is no deputy or aide's."""
        number = bisect_left(self.phrases, place, key=lambda p: p.head_first) - 1
        return self.phrases[number] if number >= 0 else None

    def body_before(self, place: int) -> Spot | None:
        """Return the body that ends right before a token, past a comma and "which is"."""
        place -= 1
        while place > 0 and self.reading.lower(place) in {
            ",",
            "is",
            "was",
            "which",
            "that",
            "now",
            "currently",
        }:
            place -= 1
        spot = self.reading.spot(place)
        return spot if spot is not None and spot.mention.kind == Kind.ORGANIZATION else None

    def countries_after(self, phrase: Phrase) -> tuple[list[Belonging], int]:
        """Return what several officials belong to, and the token after it.

        "the governors of California, New York and Washington".
        """
        reading = self.reading
        place = phrase.head_last + 1
        found: list[Belonging] = []
        if reading.lower(place) != "of":
            return found, place
        for _ in range(8):
            owner = NounPhrases(reading).read(place + 1, min(len(reading.tokens), place + 8))
            if owner is None or owner.topic:
                return found, place
            found.append(owner.belonging)
            place = owner.last + 1
            if reading.lower(place) not in {",", "and"}:
                break
        return found, place


def _outside_of_spots(reading: Reading, title: FoundTitle) -> FoundTitle | None:
    """Return a title without the body in its words: of "Senate Majority Leader" the "Majority Leader"."""
    if _names_head(reading, title.first, title.last):
        return title
    tokens, first = reading.tokens, title.first
    if (
        tokens.lower[first] in ORGANS_BEFORE
        and tokens.capital(first)
        and first > 0
        and tokens.capital(first - 1)
    ):
        return title_at(tokens, reading.lexicon, first + 1)  # "Finance Committee member"
    inner = [s for i in range(title.first, title.last + 1) if (s := reading.spot(i)) is not None]
    if not inner:
        return title
    last = inner[-1].last
    if last < title.last:
        return title_at(reading.tokens, reading.lexicon, last + 1)
    return title_at(reading.tokens, reading.lexicon, title.first, inner[0].first)


def _without_parts(reading: Reading, phrases: list[Phrase]) -> list[Phrase]:
    """Leave out a title that is but a word of the next: "chief" in "chief Palestinian negotiator"."""
    kept = []
    for number, phrase in enumerate(phrases):
        following = phrases[number + 1] if number + 1 < len(phrases) else None
        before = phrases[number - 1] if number > 0 else None
        if following is not None and _opens(phrase, following) and following.belonging.person is None:
            continue
        if before is not None and _is_inside(phrase, before) and before.belonging.person is None:
            named = reading.person(phrase.last + 1) is not None and not reading.tokens.capital(
                phrase.head_first
            )
            if not named:
                continue  # "Justice" in "Minister of Justice"; but "a lieutenant to former governor X"
        kept.append(phrase)
    return kept


def _opens(phrase: Phrase, other: Phrase) -> bool:
    return other.first <= phrase.head_first < other.head_first


def _is_inside(phrase: Phrase, other: Phrase) -> bool:
    return other.head_last < phrase.head_first and phrase.head_last <= other.last


def _names_head(reading: Reading, first: int, last: int) -> bool:
    """Tell whether the name of a body ends in the title of its head: "U.N. High Commissioner for
    Refugees".
    """
    spot = reading.spot(first)
    if spot is None or spot.mention.key not in reading.lexicon.bodies or spot.last != last:
        return False
    head = tuple(pieces(reading.words_of(first, last)))
    body = implied(reading.lexicon).heads.get(head)
    return body is not None and body.key == spot.mention.key


@cache
def _titles_by_words(lexicon: Lexicon) -> dict[str, Title]:
    return {words: title for title in lexicon.titles.values() for words in title.words}


@cache
def _modifiers(lexicon: Lexicon) -> Phrases[str]:
    """Return the modifiers with the status that they mean, "role" for parts of the title, or ""."""
    meanings = {status.value: status.value for status in Status} | {
        "current": "",
        "deputy": "role",
        "rank": "role",
    }
    return Phrases(
        (word.strip("-"), meanings[key])
        for key, words in lexicon.modifiers.items()
        if key in meanings
        for word in words
    )
