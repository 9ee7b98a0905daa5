"""The rules that tie a name to a role phrase beside it, each named by the pattern that it sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.function_words import POSSESSIVE_ENDS, POSSESSIVES
from cablegraph.extract.roles.noun_phrases import NounPhrases
from cablegraph.extract.roles.phrase import Phrase
from cablegraph.extract.roles.scene import Scene, Tie
from cablegraph.model import Spot
from cablegraph_ontology.relations import Status
from cablegraph_ontology.terms import Kind

_DASHES = {"-", "--", "–", "—"}
_BREAKS = {",", "("} | _DASHES
_DESCRIPTION = 6
"""Tokens of words that name no office before one that does."""
_PARTIES = {"r-", "d-", "i-"}
"""How a senator's party opens a word that the model takes for a name: "R-Kan."."""
_RANKS = {"officer", "cleric", "expert", "legislator", "governor", "mayor"}
"""Classes of titles that stand right before a name, also where another role is said of it first."""


def title_before_name(scene: Scene) -> Iterator[Tie]:
    """ "Chinese Foreign Ministry spokesman Liu Jianchao", "Army chief Gen. Raheel Sharif"."""
    for phrase in scene.phrases:
        spot = None if phrase.plural else scene.name_after(phrase)
        if spot is not None:
            yield scene.tie(spot, _with_origin(scene, phrase, spot), "title_before_name")


def plural_title_before_names(scene: Scene) -> Iterator[Tie]:
    """ "Senators John McCain and Joe Lieberman", "Presidents Lula of Brazil and Kirchner of Argentina"."""
    for phrase in scene.phrases:
        if not phrase.plural:
            continue
        countries, place = scene.countries_after(phrase)
        if len(countries) > 1 and scene.reading.lower(place) == ":":
            place += 1  # "the presidents of Togo and Benin: X and Y"
        names = list(_names_in_series(scene, place if countries else phrase.last + 1))
        if len(names) == 1 and scene.reading.lower(phrase.last + 1) == ",":
            continue  # "over Supreme Court nominees, Doherty said"
        for number, spot in enumerate(names):
            own = replace(phrase, role=_singular(phrase))
            if len(countries) == len(names) > 1:
                own = replace(own, belonging=countries[number])
            yield scene.tie(spot, _with_origin(scene, own, spot), "plural_title_before_names")


def names_comma_plural_title(scene: Scene) -> Iterator[Tie]:
    """ "Kevin King and Timothy Weeks, both professors at the American University of Kabul"."""
    reading = scene.reading
    for phrase in scene.phrases:
        place = phrase.first - 1
        if not phrase.plural or not phrase.place:
            continue
        if reading.lower(place) in {"both", "two", "all", "three"}:
            place -= 1
        if reading.lower(place) != ",":
            continue
        own = replace(phrase, role=_singular(phrase))
        for spot in _joined_before(scene, place - 1):
            yield scene.tie(spot, own, "names_comma_plural_title")


def _joined_before(scene: Scene, place: int) -> list[Spot]:
    """Return the persons of "A, B and C" that ends at a token, or nothing when there is but one."""
    reading = scene.reading
    found: list[Spot] = []
    while len(found) < 6:
        spot = reading.person(place)
        if spot is None:
            break
        found.append(spot)
        place = spot.first - 1
        nation = reading.spot(place)
        if nation is not None and nation.mention.kind == Kind.COUNTRY:
            place = nation.first - 1  # "and Australian Timothy Weeks"
        if reading.lower(place) not in {"and", ","}:
            break
        place -= 1
    return found if len(found) > 1 else []


def title_comma_name(scene: Scene) -> Iterator[Tie]:
    """ "China's foreign minister, Li Zhaoxing, said", "His coordinator, the British doctor David Nabarro"."""
    for phrase in scene.phrases:
        place = phrase.last + 1
        opens = scene.reading.tokens.sentence_bounds(phrase.first)[0] == phrase.first
        if phrase.plural or scene.reading.lower(place) not in _BREAKS:
            continue
        first = _first_of_two(scene, phrase)
        if not (phrase.determiner or opens or phrase.place or first is not None):
            continue
        spot = scene.person_at(place + 1) or _described(scene, place + 1) or _with_rank(scene, place + 1)
        if spot is not None and scene.reading.lower(spot.last + 1) not in POSSESSIVE_ENDS:
            if first is not None:
                yield scene.tie(spot, first, "title_comma_name")
                if phrase.belonging == Belonging():  # "WeWork's founder and former CEO, X"
                    phrase = replace(phrase, belonging=first.belonging)
            yield scene.tie(spot, _with_origin(scene, phrase, spot), "title_comma_name")


def _first_of_two(scene: Scene, phrase: Phrase) -> Phrase | None:
    """Return the first of two titles of one person: "New Zealand's deputy premier and foreign minister,
    X".
    """
    if phrase.determiner or scene.reading.lower(phrase.first - 1) != "and":
        return None
    before = scene.by_last.get(phrase.first - 2)
    return before if before is not None and before.determiner and not before.plural else None


def name_comma_title(scene: Scene) -> Iterator[Tie]:
    """ "Qin Gang, a spokesman for China's Foreign Ministry,"; also a second role after "and"."""
    for spot in scene.people:
        place = scene.after_details(spot)
        if scene.reading.lower(place + 1) == "whose" or spot.mention.text[:2].lower() in _PARTIES:
            continue  # "Johnson, whose running mate is Jim Gray": the title is another's
        if scene.reading.lower(place) in _BREAKS:
            yield from scene.series(spot, _past_description(scene, place + 1), "name_comma_title")
        elif _runs_on(scene, place):
            yield from scene.series(spot, place, "name_comma_title")


def _past_description(scene: Scene, place: int) -> int:
    """Return the token after words that name no office: "X, the tribal elder and leader of the party"."""
    if place in scene.by_first or scene.reading.lower(place) not in {"the", "a", "an"}:
        return place
    for ahead in range(place + 1, min(len(scene.reading.tokens), place + _DESCRIPTION)):
        if scene.reading.lower(ahead) == "and":
            return ahead + 1 if ahead + 1 in scene.by_first else place
        if not scene.reading.tokens.tag[ahead].startswith(("NN", "JJ", "HYPH")):
            break
    return place


def _runs_on(scene: Scene, place: int) -> bool:
    """Tell whether a title with its body follows a name without a comma: "Alan Trounson deputy director
    of the Monash Institute".
    """
    phrase = scene.by_first.get(place)
    if phrase is None or phrase.determiner or not phrase.place or scene.reading.tokens.capital(phrase.first):
        return False
    return phrase.belonging.body is not None


def counterpart_name(scene: Scene) -> Iterator[Tie]:
    """ "Her Peruvian colleague, Néstor Popolizio", "Bill Clinton, Mr. Bush's predecessor": the same title."""
    reading = scene.reading
    title = scene.title_named("official")
    for place, lower in enumerate(reading.tokens.lower):
        two = f"{reading.lower(place - 1)} {lower}" in reading.words.counterparts  # "opposite number"
        head = place - 1 if two else place
        if title is None or (lower not in reading.words.counterparts and not two):
            continue
        first, belonging = _counterpart_owner(scene, head)
        spot = _counterpart(scene, first, place)
        if spot is None or belonging == Belonging():
            continue
        owners = tuple(i for i in (first,) if belonging.country is not None)
        phrase = Phrase(
            first, place, head, place, title, False, lower, Status.CURRENT, belonging, "the", True, owners
        )
        yield scene.tie(spot, phrase, "counterpart_name")


def _counterpart_owner(scene: Scene, place: int) -> tuple[int, Belonging]:
    """Return the first token and the owner of "Mr. Bush's predecessor", "her Peruvian colleague"."""
    reading = scene.reading
    belonging, first = Belonging(), place
    country = reading.spot(first - 1)
    if country is not None and country.mention.kind == Kind.COUNTRY:
        belonging, first = Belonging(country=country.mention), country.first
    if reading.lower(first - 1) in POSSESSIVES:
        return first - 1, belonging.join(Belonging(pronoun=first - 1))
    if reading.lower(first - 1) in POSSESSIVE_ENDS:
        owner = reading.person(first - 2)
        if owner is not None:
            start = owner.first - 2 if reading.lower(owner.first - 1) == "." else owner.first
            while start > 0 and scene.is_honorific(start - 1):
                start -= 1
            return start, belonging.join(Belonging(person=owner.mention))
    if belonging.country is not None and reading.lower(first - 1) in {"and", ","}:
        before = next(
            (p for i in range(first - 2, first - 5, -1) if (p := reading.person(i)) is not None), None
        )
        if before is not None:  # "Minister X and Canadian counterpart Y"
            return first, belonging.join(Belonging(person=before.mention))
    return first, Belonging()


def _counterpart(scene: Scene, first: int, place: int) -> Spot | None:
    """Return the person named after a comma, or before one."""
    reading = scene.reading
    after = place + 1
    if reading.lower(after) in {"at", "in", "as"}:
        found = NounPhrases(reading).read(after + 1, min(len(reading.tokens), after + 10))
        after = found.last + 1 if found is not None else after
    if reading.lower(after) in _BREAKS:
        after += 1
    spot = scene.person_at(after)
    if spot is None and reading.lower(first - 1) in _BREAKS:
        spot = reading.person(first - 2)
    return spot


def _with_origin(scene: Scene, phrase: Phrase, spot: Spot) -> Phrase:
    """Add what follows the name: "Prime Minister Tony Blair of Britain"."""
    place = spot.last + 1
    if scene.reading.lower(place) == ",":
        place += 1
    unsure = _unsure_body(scene, phrase)
    if scene.reading.lower(place) not in {"of", "from", "with", "at"}:
        return phrase
    if phrase.belonging != Belonging() and unsure is None:
        return phrase
    if place > spot.last + 1 and scene.reading.lower(place) != "of":
        return phrase
    found = NounPhrases(scene.reading).read(place + 1, min(len(scene.reading.tokens), place + 13))
    if found is None or found.topic:
        return phrase
    if unsure is None:
        return replace(phrase, belonging=found.belonging)
    if found.belonging.body is None:
        return phrase
    return replace(phrase, belonging=found.belonging, role=f"{unsure} {phrase.role}")


def _unsure_body(scene: Scene, phrase: Phrase) -> str | None:
    """Return the one unknown word before a title that may be part of it: "Patrol Chief"."""
    body = phrase.belonging.body
    if body is None or body.key is not None or phrase.belonging.country is not None or phrase.place:
        return None
    lower = body.text.lower()
    return body.text if " " not in lower and lower not in scene.reading.words.organ_nouns else None


def _with_rank(scene: Scene, place: int) -> Spot | None:
    """Return the person after a rank: "A spokesman for the army, Brigadier General Yahya Rasool"."""
    rank = scene.by_first.get(place)
    if rank is None or rank.title.role_class not in _RANKS or rank.belonging != Belonging():
        return None
    return scene.person_at(rank.last + 1)


def _described(scene: Scene, place: int) -> Spot | None:
    """Return the person after "the British doctor"."""
    reading = scene.reading
    if reading.lower(place) not in {"the", "a", "an"}:
        return None
    for ahead in range(place + 1, place + 5):
        spot = scene.person_at(ahead)
        if spot is not None:
            return spot if reading.lower(spot.last + 1) in {",", ".", ")", ":"} else None
        if ahead >= len(reading.tokens) or not reading.tokens.tag[ahead].startswith(("NN", "JJ")):
            return None
    return None


def _names_in_series(scene: Scene, place: int) -> Iterator[Spot]:
    """Yield the persons of "X, Y and Z" and "X of A and Y of B", where one is named at the token."""
    if scene.reading.lower(place) in _BREAKS:
        place += 1
    for _ in range(8):
        spot = scene.person_at(place)
        if spot is None:
            return
        yield spot
        place = scene.after_details(spot)
        if scene.reading.lower(place) == "of":
            found = NounPhrases(scene.reading).read(place + 1, min(len(scene.reading.tokens), place + 8))
            place = found.last + 1 if found is not None else place
        if scene.reading.lower(place) == "," and scene.reading.lower(place + 1) == "and":
            place += 1
        if scene.reading.lower(place) not in {",", "and"}:
            return
        place += 1


def _singular(phrase: Phrase) -> str:
    """Return the role of one person among several: "presidents" is "president"."""
    lower = phrase.role.lower()
    for one, many in zip(phrase.title.words, phrase.title.plural, strict=False):
        if many.lower() in lower:
            at = lower.index(many.lower())
            return phrase.role[:at] + one + phrase.role[at + len(many) :]
    return phrase.role
