"""The rule for what a deed does to somebody: "the tariffs angered Brazil", "came under fire from"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import Actor
from cablegraph.extract.stances.cues import Match, find
from cablegraph.extract.stances.drafting import draft_of, is_abstract
from cablegraph.extract.stances.option import Option
from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.extract.stances.syntax import (
    agent_of,
    child,
    is_passive,
    is_verbal,
    preposition,
    slipped_subject,
    subject_of,
)
from cablegraph_ontology.stance_words import Part, Use

if TYPE_CHECKING:
    from spacy.tokens import Token

_BEFORE_DEED = ("by", "with")


def felt_by_holder(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "the tariffs angered Brazil", "Brazil was angered by the tariffs", "won the backing of Brazil"."""
    match = find(verb, scene.words, Use.FEELING, part=Part.VERB) if is_verbal(verb) else None
    if match is None:
        return
    option = _felt(scene, match)
    if option is None or not is_abstract(scene, option):
        return
    for holder in _feelers(scene, match):
        if holder.token.i != option.head.i:
            yield draft_of(scene, match, holder, option, "felt_by_holder")


def _is_turned(match: Match) -> bool:
    """Say whether the holder is the subject: "Brazil was angered by the tariffs"."""
    return "object" in match.cue.holder and is_passive(match.head)


def _feelers(scene: Scene, match: Match) -> list[Actor]:
    if _is_turned(match):
        who = child(match.head, "nsubjpass", "nsubj") or slipped_subject(match.head)
    else:
        who = next((p for name in match.cue.holder if (p := match.place(name)) is not None), None)
    return scene.actors.all_of(who) if who is not None else []


def _felt(scene: Scene, match: Match) -> Option | None:
    """Return what is felt: a thing, or what an actor does: "Israel angered Turkey by bombing the port"."""
    verb = match.head
    thing = agent_of(verb) if _is_turned(match) else subject_of(verb) or child(verb, "nsubj", "nsubjpass")
    if thing is None:
        return None
    if scene.actors.of(thing) is None:
        option = scene.options.read(thing)
        turned = option is not None and option.sign < 0
        return scene.options.read(thing, follow=False) if turned else option  # "the denial of it angered"
    deed = next((d for w in _BEFORE_DEED if (d := preposition(verb, w)) is not None and d.i != thing.i), None)
    return scene.options.read(deed) if deed is not None and scene.actors.of(deed) is None else None
