"""When two names of persons may be spellings of one name. Nothing here is certain: people decide."""

from __future__ import annotations

import re
from functools import cache

from cablegraph.spotting.names import name_parts
from cablegraph_ontology.spelling_words import spelling_words

_REPEATED = re.compile(r"(.)\1+")
_REST = 4
"""An article is taken off a word when so many letters remain: "elbaradei", but not "ellen"."""

SHORT = 4
"""A word with fewer letters must be the same in both: "Li" and "Lu" are two names."""
LONG = 7
"""A word with as many letters may differ in two of them, a shorter one in one."""


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name in plain letters, without the articles al and el: "ElBaradei" is "baradei".

    Names such as Albright lose two letters as well, which is the same for all who bear them.
    """
    return tuple(_without_article(part) for part in name_parts(name))


def _without_article(word: str) -> str:
    for article in spelling_words().articles:
        if word.startswith(article) and len(word) >= len(article) + _REST:
            return word.removeprefix(article)
    return word


def folded(word: str) -> str:
    """Return a word with the usual differences of transcription taken out: "hussein" and "husein" are one."""
    for spelling, plain in spelling_words().sounds:
        word = word.replace(spelling, plain)
    return _REPEATED.sub(r"\1", word)


def skeleton(word: str) -> str:
    """Return the first letter of a word and its consonants, by class: a key under which variants meet."""
    silent = spelling_words().silent
    plain = folded(word).translate(_classes())
    return plain[:1] + "".join(letter for letter in plain[1:] if letter not in silent)


@cache
def _classes() -> dict[int, str]:
    return str.maketrans(dict(spelling_words().classes))


def same_word(one: str, other: str) -> bool:
    """Tell whether two words may be spellings of one."""
    one, other = folded(one), folded(other)
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < SHORT or skeleton(one) != skeleton(other):
        return False
    return within(one, other, 2 if shorter >= LONG else 1)


def within(one: str, other: str, most: int) -> bool:
    """Tell whether at most so many letters put in, taken out or changed make one word the other."""
    if abs(len(one) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, facing in enumerate(other, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (letter != facing))
        if min(row) > most:
            return False
    return row[-1] <= most


def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> str | None:
    """Return why the words of two names may be one name, or None.

    The words are those of `words`. The reasons: spelling, word order, initials, or a part left out.
    """
    if "".join(one) == "".join(other):
        return "the same letters"
    if "".join(map(folded, one)) == "".join(map(folded, other)):
        return "another spelling"
    if sorted(one) == sorted(other):
        return "the same words in another order"
    if len(one) == len(other) and all(map(same_word, one, other)):
        return "another spelling"
    if len(one) == len(other) and all(_initial(a, b) for a, b in zip(one, other, strict=True)):
        return "an initial for a name"
    shorter, longer = sorted((one, other), key=len)
    if (
        len(shorter) < len(longer)
        and shorter
        and same_word(shorter[-1], longer[-1])
        and _inside(shorter, longer)
    ):
        return "a part of the name left out" if len(shorter) > 1 else "the last name alone"
    return None


def _initial(one: str, other: str) -> bool:
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return same_word(one, other)


def _inside(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    rest = iter(longer)
    return all(any(_initial(word, other) for other in rest) for word in shorter)
