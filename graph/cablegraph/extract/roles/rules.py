"""The rules that tie a name to a role phrase, each named by the pattern that it sees."""

from __future__ import annotations

from collections.abc import Iterator

from cablegraph.extract.roles.phrase import Belonging, Complements, Phrase
from cablegraph.extract.roles.scene import Scene, Tie
from cablegraph.model import Spot
from cablegraph_ontology.relations import Status

_ADVERBS = ("RB", "MD")
_BE = {"is", "was", "are", "were", "be", "been", "being"}
_AUXILIARIES = {"has", "had", "have", "been", "being", "will", "would", "was", "is", "were", "are", "be"}


def title_before_name(scene: Scene) -> Iterator[Tie]:
    """"Chinese Foreign Ministry spokesman Liu Jianchao", "Army chief Gen. Raheel Sharif"."""
    for phrase in scene.phrases:
        spot = _name_after(scene, phrase)
        if spot is not None:
            yield Tie(spot.mention, spot.first, spot.last, _with_origin(scene, phrase, spot), "title_before_name")


def title_comma_name(scene: Scene) -> Iterator[Tie]:
    """"China's foreign minister, Li Zhaoxing, said"."""
    for phrase in scene.phrases:
        place = phrase.last + 1
        if not phrase.determiner or phrase.plural or scene.reading.lower(place) not in {",", "-", "--", "("}:
            continue
        spot = _person_at(scene, place + 1)
        if spot is not None and scene.reading.lower(spot.last + 1) not in {"'s", "'"}:
            yield Tie(spot.mention, spot.first, spot.last, phrase, "title_comma_name")


def name_comma_title(scene: Scene) -> Iterator[Tie]:
    """"Qin Gang, a spokesman for China's Foreign Ministry,"; also a second role after "and"."""
    for spot in scene.people:
        place = _after_details(scene, spot.last + 1)
        if scene.reading.lower(place) not in {",", "-", "--", "("}:
            continue
        yield from _series(scene, spot, place + 1, "name_comma_title")


def name_is_title(scene: Scene) -> Iterator[Tie]:
    """"Li Zhaoxing is China's foreign minister", "Ban, who became Secretary-General in 2007"."""
    for spot in scene.people:
        for place in _predicates(scene, spot):
            start = _copula(scene, place)
            if start is not None:
                yield from _series(scene, spot, start, "name_is_title")


def name_who_heads(scene: Scene) -> Iterator[Tie]:
    """"Robert Menendez, who chairs the Foreign Relations Committee"."""
    for spot in scene.people:
        for place in _predicates(scene, spot):
            while scene.reading.tokens.tag[place : place + 1] and scene.reading.tokens.tag[place].startswith("RB"):
                place += 1
            phrase = _headed(scene, place)
            if phrase is not None:
                yield Tie(spot.mention, spot.first, spot.last, phrase, "name_who_heads")


def _name_after(scene: Scene, phrase: Phrase) -> Spot | None:
    """Return the person whose name follows a role phrase, past ranks and a second title."""
    spot = _person_at(scene, phrase.last + 1)
    if spot is not None or phrase.plural:
        return spot
    place = phrase.last + 1
    joined = scene.reading.lower(place) == "and"
    following = scene.by_first.get(place + 1 if joined else place)
    if following is None or following.plural or following.first <= phrase.first:
        return None
    if joined and (following.determiner or phrase.determiner == "the"):
        return None
    return _name_after(scene, following)


def _person_at(scene: Scene, place: int) -> Spot | None:
    """Return the person whose name starts at a token, past honorifics."""
    for _ in range(4):
        spot = scene.reading.person(place)
        if spot is not None:
            return spot if spot.first == place else None
        if place >= len(scene.reading.tokens) or not scene.is_honorific(place):
            return None
        place += 1
    return None


def _with_origin(scene: Scene, phrase: Phrase, spot: Spot) -> Phrase:
    """Add what follows the name: "Secretary-General Ieremia Tabai of Kiribati" is left, "of Britain" is read."""
    if phrase.place or phrase.belonging.body or phrase.belonging.country:
        return phrase
    if scene.reading.lower(spot.last + 1) != "of":
        return phrase
    end, belonging, _ = Complements(scene.reading).noun_phrase(spot.last + 2, spot.last + 14)
    if end is None or belonging == Belonging():
        return phrase
    return scene.changed(phrase, belonging=phrase.belonging.join(belonging))


def _after_details(scene: Scene, place: int) -> int:
    """Skip an age and a party after a name: ", 54,", "(D-Mass.)", ", R-Fla.,"."""
    if scene.reading.lower(place) == "," and scene.reading.lower(place + 1).isdigit():
        return place + 2
    if scene.reading.lower(place) == "(":
        end = place + 1
        while end < min(len(scene.reading.tokens), place + 8) and scene.reading.lower(end) != ")":
            end += 1
        if scene.reading.lower(end) == ")":
            return end + 1
    return place


def _series(scene: Scene, spot: Spot, place: int, rule: str) -> Iterator[Tie]:
    """Yield the role phrase at a token, and those joined to it: "head of X and a former minister"."""
    for count in range(4):
        phrase = scene.by_first.get(place)
        if phrase is None or phrase.plural or _name_after(scene, phrase) is not None:
            return
        yield Tie(spot.mention, spot.first, spot.last, phrase, rule if count == 0 else rule + "_and_title")
        place = phrase.last + 1
        if scene.reading.lower(place) == "," and scene.reading.lower(place + 1) == "and":
            place += 1
        if scene.reading.lower(place) not in {"and", ","}:
            return
        place += 1


def _predicates(scene: Scene, spot: Spot) -> Iterator[int]:
    """Yield the tokens at which something may be said of a person: after the name, and after "who"."""
    place = _after_details(scene, spot.last + 1)
    yield place
    if scene.reading.lower(place) == ",":
        place += 1
    if scene.reading.lower(place) == "who":
        yield place + 1


def _copula(scene: Scene, place: int) -> int | None:
    """Return the token after "is", "was appointed", "has served as", or None."""
    reading = scene.reading
    verb, passive = "", False
    for _ in range(6):
        lower = reading.lower(place)
        passive = passive or lower in _BE
        if lower in reading.words.copulas or lower in _AUXILIARIES:
            verb = verb or ("is" if lower in reading.words.copulas else "")
        elif lower in reading.words.serving and reading.lower(place + 1) == "as":
            verb, place = "serves", place + 1
        elif lower in reading.words.naming and (verb or passive or reading.lower(place - 1) == ","):
            verb = "named"
        elif lower in {"in", "as"} and verb == "named":
            pass
        elif not (place < len(reading.tokens) and reading.tokens.tag[place].startswith(_ADVERBS)):
            break
        place += 1
    return place if verb and place < len(reading.tokens) and place in scene.by_first else None


def _headed(scene: Scene, place: int) -> Phrase | None:
    """Return the role that a verb of heading and its object stand for."""
    reading = scene.reading
    key = reading.words.heading.get(reading.lower(place))
    if key is None or place >= len(reading.tokens):
        return None
    start = place + 1
    if reading.lower(place) in {"speaks", "spoke", "speak", "speaking"} and reading.lower(start) == "for":
        start += 1
    limit = min(len(reading.tokens), start + 16)
    end, belonging, topic = Complements(reading).noun_phrase(start, limit)
    if end is None or topic or not (belonging.body or belonging.noun is not None):
        return None
    title = next((t for t in reading.lexicon.titles.values() if key in t.words), None)
    if title is None:
        return None
    return Phrase(place, end, place, place, title, False, key, Status.CURRENT, belonging, "the", True)

