"""The rules that read who is put into an office: "named Mikhail Fradkov prime minister", "tapped to lead
the agency".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cablegraph.extract.roles.phrase import Phrase
from cablegraph.extract.roles.predicates import headed
from cablegraph.extract.roles.scene import Scene, Tie
from cablegraph.model import Spot
from cablegraph_ontology.relations import Status

_REACH = 6
"""Tokens between the verb and the name of the person: "named former general Prayuth Chan-ocha"."""


def name_appointed_title(scene: Scene) -> Iterator[Tie]:
    """ "Putin named Mikhail Fradkov prime minister", "chose Jim Yong Kim to head the World Bank"."""
    for spot in scene.people:
        verb = _naming_before(scene, spot)
        if verb is None:
            continue
        phrase = _office_after(scene, scene.after_details(spot))
        if phrase is not None:
            yield scene.tie(
                spot, replace(phrase, status=_status(scene, verb, phrase)), "name_appointed_title"
            )


def name_chosen_to_head(scene: Scene) -> Iterator[Tie]:
    """ "Jim Yong Kim was chosen to head the World Bank", "Michael Flynn, tapped to lead the agency"."""
    reading = scene.reading
    for spot in scene.people:
        for verb in range(spot.last + 1, min(len(reading.tokens) - 2, spot.last + _REACH)):
            if reading.lower(verb) in reading.words.naming and reading.lower(verb + 1) == "to":
                phrase = headed(scene, verb + 2)
                if phrase is not None:
                    status = _status(scene, verb, phrase)
                    yield scene.tie(spot, replace(phrase, status=status), "name_chosen_to_head")
            if reading.person(verb) is not None or reading.tokens.tag[verb].startswith("NN"):
                break


def _naming_before(scene: Scene, spot: Spot) -> int | None:
    """Return the verb of naming of which a person is the object, past titles and adjectives."""
    reading = scene.reading
    opening = reading.tokens.sentence_bounds(spot.first)[0]
    for place in range(spot.first - 1, max(opening - 1, spot.first - _REACH), -1):
        if reading.lower(place) in reading.words.naming and reading.tokens.tag[place].startswith("VB"):
            return place
        if not reading.tokens.tag[place].startswith(("NN", "JJ", "DT", "PRP$", "HYPH")):
            return None
    return None


def _office_after(scene: Scene, place: int) -> Phrase | None:
    """Return the office that follows a name without a comma, in small letters or after "to head"."""
    reading = scene.reading
    if reading.lower(place) == "to":
        if reading.lower(place + 1) == "be":
            return scene.by_first.get(place + 2)
        return headed(scene, place + 1)
    if reading.lower(place) == "as":
        place += 1
    phrase = scene.by_first.get(place)
    if phrase is None or phrase.plural or scene.name_after(phrase) is not None:
        return None
    return phrase


def _status(scene: Scene, verb: int, phrase: Phrase) -> Status:
    if phrase.status != Status.CURRENT:
        return phrase.status
    chosen = scene.reading.lower(verb) in scene.reading.words.choosing
    return Status.INCOMING if chosen else Status.CURRENT
