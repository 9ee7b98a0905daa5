"""Part of step 3: finds the names of persons by capitals and titles, since the small model errs on them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from cablegraph.model import Mention
from cablegraph.spotting.tokens import Tokens
from cablegraph_ontology.role_words import RoleWords
from cablegraph_ontology.terms import slug

LONGEST = 9
"""No name of a person has more words than this; a longer run of capitals is a headline."""

_HYPHENS = {"-", "‐", "‑"}
_QUOTES = {'"', "'", "''", "``"}


def full_name(mention: Mention) -> str:
    """Return the fullest name that the article gives to a thing."""
    return mention.name or " ".join(mention.text.split())


_ELIDED = ("d'", "l'")


class NameReader:
    """Reads a name from a token on: "Ngozi Okonjo-Iweala", "Ahmed bin Mubarak", "Robert F. Kennedy Jr."."""

    def __init__(self, words: RoleWords) -> None:
        self._words = words

    def read(self, tokens: Tokens, start: int, blocked: Sequence[bool], longest: int = LONGEST) -> int | None:
        """Return the last token of the name that starts at a token, or None when no name starts there."""
        if start < len(tokens) and tokens.text[start].rstrip(".") in self._words.suffixes:
            return None  # "Deputy Minister of Defense Sr. Lt. Gen. Hoang Xuan Chien"
        last = self._part(tokens, self._after_particles(tokens, start), blocked)
        count = 1
        while last is not None and count < longest:
            following = self._next(tokens, last, blocked)
            if following is None:
                break
            last, count = following, count + 1
        return None if last is None or count >= LONGEST else self._suffix(tokens, last)

    def _after_particles(self, tokens: Tokens, start: int) -> int:
        """Return where the capitals of a name begin: after "von der" in "President von der Leyen"."""
        place = start
        while place < min(len(tokens) - 1, start + 3) and self._is_particle(tokens, place):
            place += 1
        return place if tokens.capital(place) and not tokens.glued[place] else start

    def _is_particle(self, tokens: Tokens, place: int) -> bool:
        """Tell whether a token is a particle in small letters, and no verb: "President do"."""
        if tokens.lower[place] not in self._words.particles or tokens.capital(place):
            return False
        return not tokens.tag[place].startswith(("VB", "CC"))

    def _is_date(self, tokens: Tokens, place: int) -> bool:
        """Tell whether a token is a day, a month or a word that no name has: "May" before a number is a
        month.
        """
        word = tokens.text[place].rstrip(".")
        if word in self._words.months_and_names:
            return place + 1 < len(tokens) and tokens.text[place + 1][:1].isdigit()
        return word in self._words.not_names or tokens.lower[place] in self._words.no_name_words

    def start(self, tokens: Tokens, last: int, blocked: Sequence[bool]) -> int:
        """Return the first token of the name that a token ends, or is a later part of."""
        start = last
        while start > 0 and last - start < 2 * LONGEST:
            before = start - 1
            if tokens.glued[start]:
                if tokens.text[before] not in _HYPHENS and tokens.text[start] not in _HYPHENS:
                    break
            elif tokens.lower[before] in self._words.particles and not tokens.capital(before):
                if before == 0 or not tokens.capital(before - 1) or blocked[before - 1]:
                    break
            elif not self._is_part(tokens, before, blocked):
                break
            start = before
        return start

    def _is_part(self, tokens: Tokens, place: int, blocked: Sequence[bool]) -> bool:
        word = tokens.text[place]
        if blocked[place] or not _is_capital(word) or not _is_name_word(word):
            return False
        return not self._is_date(tokens, place) and tokens.tag[place].startswith("NNP")

    def _next(self, tokens: Tokens, last: int, blocked: Sequence[bool]) -> int | None:
        place = last + 1
        while place < min(len(tokens), last + 4) and tokens.lower[place] in self._words.particles:
            if tokens.glued[place] or tokens.capital(place):
                break
            if _hyphen_at(tokens, place + 1):
                break
            place += 1
        if place >= len(tokens) or tokens.glued[place]:
            return None
        return self._part(tokens, self._after_nickname(tokens, place), blocked)

    def _after_nickname(self, tokens: Tokens, place: int) -> int:
        """Return where a name goes on behind a nickname in quotes: 'C.B. "Sully" Sullenberger'."""
        after = place + 3
        if after >= len(tokens) or tokens.text[place] not in _QUOTES or tokens.text[place + 2] not in _QUOTES:
            return place
        follows = (
            tokens.capital(place + 1) and not tokens.glued[after] and tokens.tag[after].startswith("NNP")
        )
        return after if follows else place

    def _part(self, tokens: Tokens, start: int, blocked: Sequence[bool]) -> int | None:
        """Return the last token of one part of a name, with what hangs on it by hyphens: "Ki-moon",
        "al-Assad".
        """
        if start >= len(tokens) or blocked[start] or self._is_date(tokens, start):
            return None
        word = tokens.text[start]
        prefixed = tokens.lower[start] in self._words.particles and _hyphen_at(tokens, start + 1)
        if not prefixed and not (_is_capital(word) and _is_name_word(word)):
            return None
        last = start
        while _hyphen_at(tokens, last + 1) and last + 2 < len(tokens) and tokens.glued[last + 2]:
            if not tokens.is_word(last + 2) or blocked[last + 2]:
                break
            last += 2
        return None if prefixed and last == start else last

    def _suffix(self, tokens: Tokens, last: int) -> int:
        place = last + 1
        if place < len(tokens) and tokens.text[place] == ",":
            place += 1
        if place < len(tokens) and tokens.text[place].rstrip(".") in self._words.suffixes:
            return place
        return last


def may_end_name(tokens: Tokens, place: int) -> bool:
    """Tell whether a token may be the last of a name: a capital, or what hangs on one: "Hak-soon"."""
    if tokens.capital(place):
        return True
    return place > 1 and tokens.glued[place] and _hyphen_at(tokens, place - 1) and tokens.capital(place - 2)


def _hyphen_at(tokens: Tokens, place: int) -> bool:
    return place < len(tokens) and tokens.text[place] in _HYPHENS and tokens.glued[place]


def _is_capital(word: str) -> bool:
    """Tell whether a word begins with a capital, or with one behind an elided particle: "d'Escoto"."""
    return word[0].isupper() or (word[:2].lower() in _ELIDED and word[2:3].isupper())


def _is_name_word(word: str) -> bool:
    return all(c.isalpha() or c in ".'’" for c in word)


MOST_NAMESAKES = 50
"""Different full names in one article that share a word; more are not told apart."""


class FullNames:
    """The names of one article by their parts, to find the full name behind "Guterres" or "Javad Zarif"."""

    def __init__(self) -> None:
        self._places: dict[str, list[int]] = {}
        self._by_part: dict[str, dict[str, tuple[str, ...]]] = {}

    def add(self, place: int, name: str) -> None:
        """Note a name of two words or more, and the token at which it stands; in the order of the text."""
        parts = name_parts(name)
        if len(parts) < 2 or " " not in name:
            return  # "the Ortega-Murillo regime" is no full name of Ortega
        self._places.setdefault(name, []).append(place)
        for part in parts:
            namesakes = self._by_part.setdefault(part, {})
            if len(namesakes) < MOST_NAMESAKES:
                namesakes[name] = parts

    def full(self, place: int, name: str) -> str:
        """Return the fullest name that a shorter one can stand for; the nearest before it when there are
        two.
        """
        parts = name_parts(name)
        if not parts:
            return name
        fits = [
            (full, other) for full, other in self._by_part.get(parts[-1], {}).items() if _fits(parts, other)
        ]
        if not fits:
            return name
        return min(
            fits, key=lambda fit: (_rank(parts, fit[1]), -len(fit[1]), *self._distance(fit[0], place))
        )[0]

    def _distance(self, name: str, place: int) -> tuple[bool, int]:
        """Return whether a name stands only after a token, and how far off its nearest place is."""
        places = self._places[name]
        number = bisect_left(places, place)
        return (False, place - places[number - 1]) if number > 0 else (True, places[number] - place)


def name_parts(name: str) -> tuple[str, ...]:
    """Return the words of a name folded to plain letters, without particles that spellings drop."""
    parts = [p for p in slug(name).split("-") if p]
    return tuple(p for p in parts if p not in {"al", "el", "jr", "sr"}) or tuple(parts)


def _fits(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    if len(short) >= len(full):
        return False
    rest: Iterator[str] = iter(full)
    return all(any(_same(part, other) for other in rest) for part in short)


def _same(part: str, other: str) -> bool:
    return part == other or (len(part) == 1 and other.startswith(part))


def _rank(short: tuple[str, ...], full: tuple[str, ...]) -> int:
    """A last word is the likeliest short name, then the first ("Ban" for Ban Ki-moon), then one between."""
    return 0 if short[-1] == full[-1] else 1 if short[0] == full[0] else 2
