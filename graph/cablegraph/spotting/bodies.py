"""Part of step 3: finds bodies that no lexicon lists, by their nouns: "Ministry of Civil Affairs",
"Refugee Council".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cablegraph.spotting.phrases import Phrases
from cablegraph.spotting.tokens import Tokens
from cablegraph_ontology.lexicon import Lexicon
from cablegraph_ontology.role_words import RoleWords

_MINISTRY = {"ministry", "department", "ministries", "departments"}
_LINKS = {"of", "for", "on", "against", "to", "and", "&"}
_OFFICES = {"bureau", "department", "ministry", "office", "directorate", "committee", "subcommittee"}
_AIMING = {"committee", "campaign", "coalition", "movement", "alliance", "fund", "initiative", "commission"}
_MOST_LISTED = 4
LONGEST = 14
"""Tokens in the name of a body at most."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A body found by its noun: tokens `first` to `last`; `portfolio` is an id of `ministries.yml`."""

    first: int
    last: int
    portfolio: str | None = None


class BodyReader:
    """Finds ministries by portfolio, and other bodies by a noun that ends or starts their name."""

    def __init__(self, lexicon: Lexicon, words: RoleWords) -> None:
        self._nouns = words.organ_nouns
        self._ends = words.body_ends
        self._starts = words.body_starts
        self._not_names = words.not_names
        self._capital_topics = {noun.capitalize() for noun in words.topic_nouns}
        self._portfolios: Phrases[str] = Phrases(
            (wording, portfolio.key)
            for portfolio in lexicon.portfolios.values()
            for wording in portfolio.words
        )

    def find(self, tokens: Tokens, closed: Sequence[bool]) -> Iterator[Composed]:
        """Yield the bodies in the order of the text; no name runs over a closed token (a country, a
        title).
        """
        portfolios = {first: (last, key) for first, last, key in self._portfolios.find(tokens)}
        ends = {last: (first, key) for first, (last, key) in portfolios.items()}
        for place, lower in enumerate(tokens.lower):
            if lower in _MINISTRY:
                found = self._ministry(tokens, place, portfolios, ends)
                if found is not None:
                    yield found
                    continue
            found = self._by_noun(tokens, place, closed) if tokens.capital(place) else None
            if found is not None:
                yield found

    def _by_noun(self, tokens: Tokens, place: int, closed: Sequence[bool]) -> Composed | None:
        """Return the body to which a noun in capitals belongs."""
        lower = tokens.lower[place].rstrip(".")
        if lower in self._starts:
            return self._people(tokens, place, closed)
        if closed[place]:
            return None
        if lower in self._nouns:
            return self._named(tokens, place, closed)
        return self._ended(tokens, place, closed) if lower in self._ends else None

    def _ministry(
        self,
        tokens: Tokens,
        place: int,
        portfolios: dict[int, tuple[int, str]],
        ends: dict[int, tuple[int, str]],
    ) -> Composed | None:
        if place - 1 in ends and not tokens.glued[place]:
            first, key = ends[place - 1]
            if tokens.capital(first) or tokens.lower[place] == "ministry":
                return Composed(first, place, key)
        after = place + 1
        if after < len(tokens) and tokens.lower[after] in {"of", "for"}:
            after += 1
            if after < len(tokens) and tokens.lower[after] == "the":
                after += 1
            if after in portfolios and (tokens.capital(after) or tokens.lower[place] == "ministry"):
                last, key = portfolios[after]
                return None if self._is_longer(tokens, place, last) else Composed(place, last, key)
        return None

    def _is_longer(self, tokens: Tokens, place: int, last: int) -> bool:
        """Tell whether the name of a department goes on: "Department for Security and Civil Defence"."""
        after = last + 2
        if not tokens.lower[place].startswith("department") or after >= len(tokens):
            return False
        goes_on = tokens.lower[last + 1] == "and" and tokens.capital(after)
        return goes_on and tokens.lower[after] not in _MINISTRY

    def _named(self, tokens: Tokens, place: int, closed: Sequence[bool]) -> Composed | None:
        first = place
        while first > 0 and place - first < LONGEST and self._inner(tokens, first - 1, first, closed):
            first -= 1
        while first < place and not tokens.is_word(first):
            first += 1
        last = self._right(tokens, place, closed)
        if last == place and (first == place or self._is_topic_noun(tokens, place + 1)):
            return None
        return Composed(first, last)

    def _ended(self, tokens: Tokens, place: int, closed: Sequence[bool]) -> Composed | None:
        """Return the body that ends at a word like "Watch": "Water Watch", but no "International Airport"."""
        after = place + 1
        if after < len(tokens) and tokens.capital(after) and not tokens.glued[after]:
            return None
        first = place
        while first > 0 and place - first < LONGEST and self._inner(tokens, first - 1, first, closed):
            first -= 1
        while first < place and not tokens.is_word(first):
            first += 1
        return Composed(first, place) if first < place else None

    def _people(self, tokens: Tokens, place: int, closed: Sequence[bool]) -> Composed | None:
        """Return the body that people form: "Lawyers for Human Rights", "Friends of the Earth"."""
        after = place + 2
        linked = after < len(tokens) and tokens.lower[place + 1] in {"for", "of", "without", "against"}
        if not linked:
            return None
        after += tokens.lower[after] == "the"
        last = self._run(tokens, after, closed) if after < len(tokens) else None
        return Composed(place, last) if last is not None else None

    def _inner(self, tokens: Tokens, left: int, right: int, closed: Sequence[bool]) -> bool:
        """Tell whether a token to the left goes on with the name of a body."""
        if closed[left] or tokens.text[left] in self._not_names:
            return False
        if tokens.text[left] in {"-", "&"}:
            return True
        if tokens.lower[left] == "and":
            return (
                left > 0
                and not closed[left - 1]
                and tokens.capital(right)
                and self._is_portfolio(tokens, left - 1)
            )
        if not tokens.capital(left) or not tokens.is_word(left):
            return False
        starts_sentence = tokens.sentences and tokens.sentences[tokens.sentence(left)] == left
        return not starts_sentence or tokens.tag[left].startswith(("NN", "JJ"))

    def _is_portfolio(self, tokens: Tokens, place: int) -> bool:
        """Tell whether a word is of those that bodies join: "Food and Agriculture Organization"."""
        return tokens.capital(place) and self._portfolios.at(tokens, place) is not None

    def _right(self, tokens: Tokens, place: int, closed: Sequence[bool]) -> int:
        """Return the last token of what follows the noun: "of Peoples", "on Foreign Relations"."""
        last = place
        while last + 1 < len(tokens) and last - place < LONGEST:
            after = last + 1
            if tokens.lower[after] in _LINKS - {"and", "to"} or self._aims(tokens, last, place):
                after += 1
                if after < len(tokens) and tokens.lower[after] == "the":
                    after += 1
            elif tokens.lower[after] == "and" and last > place:
                after += 1
            elif not tokens.capital(after) or last == place or tokens.glued[after]:
                break
            elif self._ends_with_topic(tokens, last):
                break  # "the Commission on External Relations Le Hoai Trung"
            if after >= len(tokens) or not tokens.capital(after) or tokens.text[after] in self._not_names:
                break
            aimed = tokens.lower[place + 1] == "to" and tokens.tag[after] in {"NNS", "NNPS"}
            if (closed[after] and not aimed) or not tokens.is_word(after):
                break
            last = after
            if tokens.lower[last] in self._nouns and not self._goes_on(tokens, last):
                break
        return self._listed(tokens, place, last, closed)

    def _aims(self, tokens: Tokens, last: int, place: int) -> bool:
        """Tell whether "to" and a verb in capitals follow: "Committee to Protect Journalists"."""
        verb = last + 2
        if last != place or verb >= len(tokens) or tokens.lower[last + 1] != "to":
            return False
        return (
            tokens.capital(verb)
            and tokens.tag[verb] in {"VB", "NNP", "NN"}
            and tokens.lower[place] in _AIMING
        )

    def _ends_with_topic(self, tokens: Tokens, last: int) -> bool:
        """Tell whether a name ends with "External Relations", since no further noun of a body follows."""
        after = last + 1
        if not self._is_topic_noun(tokens, last):
            return False
        return not self._is_topic_noun(tokens, after) and tokens.lower[after] not in self._nouns

    def _goes_on(self, tokens: Tokens, last: int) -> bool:
        """Tell whether a name goes on after a noun inside of it: "Bureau of International Organization
        Affairs".
        """
        after = last + 1
        linked = after < len(tokens) and tokens.lower[after] in _LINKS
        return linked or self._is_topic_noun(tokens, after)

    def _is_topic_noun(self, tokens: Tokens, place: int) -> bool:
        """Tell whether "Affairs" follows a noun, which then is no body: "for International Organization
        Affairs".
        """
        return place < len(tokens) and tokens.text[place] in self._capital_topics

    def _listed(self, tokens: Tokens, place: int, last: int, closed: Sequence[bool]) -> int:
        """Return the end of "of Democracy, Human Rights, and Labor" after the noun of an office of state."""
        if tokens.lower[place] not in _OFFICES or last == place:
            return last
        item = last
        for _ in range(_MOST_LISTED):
            after = item + 1
            if after >= len(tokens) or tokens.text[after] != ",":
                return last
            after += 1
            final = after < len(tokens) and tokens.lower[after] in {"and", "&"}
            end = self._run(tokens, after + final, closed)
            if end is None:
                return last
            if final:
                return end
            if end + 1 < len(tokens) and tokens.lower[end + 1] in {"and", "&"}:
                return self._run(tokens, end + 2, closed) or last
            item = end
        return last

    def _run(self, tokens: Tokens, first: int, closed: Sequence[bool]) -> int | None:
        """Return the last of one to four words in capitals, or None."""
        last = first
        while last < min(len(tokens), first + 4) and tokens.capital(last) and tokens.is_word(last):
            if closed[last] or tokens.text[last] in self._not_names:
                break
            last += 1
        return last - 1 if last > first else None
