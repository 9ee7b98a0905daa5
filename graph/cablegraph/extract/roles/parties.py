"""What somebody is who is named with a party and no title: a candidate in an election, else a member."""

from __future__ import annotations

from dataclasses import replace

from cablegraph.extract.roles.phrase import Phrase
from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.scene import Scene
from cablegraph.model import Mention

_REACH = 60
"""Tokens to either side in which an election must be spoken of, at most."""


def is_party(reading: Reading, body: Mention) -> bool:
    """Tell whether a body is a party by the lexicon, or by the word in its name."""
    known = reading.lexicon.bodies.get(body.key or "")
    if known is not None:
        return known.kind == "party"
    words = body.text.lower().split()
    return "party" in words or (len(words) == 1 and words[0] in reading.words.party_adjectives)


def party_at(reading: Reading, place: int) -> Mention | None:
    """Return the party that one word in capitals names, where no noun follows: "who leads Labour"."""
    if place >= len(reading.tokens) or not reading.tokens.capital(place) or reading.spot(place) is not None:
        return None
    if reading.lower(place) not in reading.words.party_adjectives:
        return None
    after = place + 1
    if after < len(reading.tokens) and reading.tokens.tag[after].startswith(("NN", "JJ", "HYPH")):
        return None
    return reading.organization(place, place)


def is_contest(reading: Reading, place: int) -> bool:
    """Tell whether the sentence of a token, or one beside it, speaks of an election."""
    tokens, words = reading.tokens, reading.words.contests
    first, after = tokens.sentence_bounds(place)
    first = max(tokens.sentence_bounds(max(0, first - 1))[0], place - _REACH)
    after = min(tokens.sentence_bounds(min(after, len(tokens) - 1))[1], place + _REACH)
    return any(tokens.lower[i] in words for i in range(first, after))


def of_party(scene: Scene, phrase: Phrase) -> Phrase:
    """Return a phrase of words that name a body, with the role that they stand for.

    With other bodies than parties the words themselves are all that is known: "of Human Rights Watch".
    """
    reading, body = scene.reading, phrase.belonging.body
    if body is None or not is_party(reading, body):
        return replace(phrase, role=reading.words_of(phrase.first, phrase.last))
    title = scene.title_named("candidate") if is_contest(reading, phrase.first) else None
    title = title or phrase.title
    return replace(phrase, title=title, role=title.words[0])
