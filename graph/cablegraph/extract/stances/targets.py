"""Whom a position is aimed at: who is addressed, whose doing it is, who is named in the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import Actor, is_named
from cablegraph.extract.stances.cues import Match
from cablegraph.extract.stances.options import Option
from cablegraph.extract.stances.scene import Scene
from cablegraph.extract.stances.syntax import is_verbal, preposition
from cablegraph_ontology.lexicon import Form

if TYPE_CHECKING:
    pass


def target_of(scene: Scene, match: Match, holder: Actor, option: Option) -> Actor | None:
    """Return whom a position is aimed at, or None."""
    return (
        _addressed(scene, match, holder)
        or other_in(scene, option, holder)
        or _other_near(scene, match, holder)
    )


def _addressed(scene: Scene, match: Match, holder: Actor) -> Actor | None:
    """Return the actor in a place that the cue keeps for its target: "urged Beijing to"."""
    for name in match.cue.target:
        token = match.place(name)
        actor = scene.actors.of(token) if token is not None else None
        if actor is not None and actor.key != holder.key:
            return actor
    return None


def other_in(scene: Scene, option: Option, holder: Actor) -> Actor | None:
    """Return the actor in a policy phrase: whose it is, or whom it is with."""
    for token in (option.head, *option.head.children):
        if token.i == option.head.i or token.dep_ in ("poss", "nsubj", "nsubjpass", "amod", "compound"):
            actor = scene.actors.of(token)
            capital = actor is not None and actor.mention.form == Form.CAPITAL and token.dep_ == "compound"
            if actor is not None and actor.key != holder.key and is_named(actor) and not capital:
                return actor
    for word in ("by", "on", "with", "to", "against", "in", "from", "of", "for"):
        inner = preposition(option.head, word)
        actor = scene.actors.of(inner) if inner is not None else None
        if actor is not None and actor.key != holder.key:
            return actor
    return None


# Further from the cue, an actor is hardly the one that it is aimed at.
_NEAR = 24


def _other_near(scene: Scene, match: Match, holder: Actor) -> Actor | None:
    """Return the first named actor after a cue in its own clause: "support Turkey's efforts"."""
    head = match.head
    after = min(head.right_edge.i, head.i + _NEAR)
    for token in head.doc[head.i + 1 : after + 1]:
        if token.dep_ in ("nsubj", "nsubjpass") and token.head.i != head.i and not is_verbal(token.head):
            return None
        if token.pos_ in ("PROPN", "ADJ") and token.dep_ != "npadvmod":
            actor = scene.actors.country_or_body(token)
            if actor is not None and actor.key != holder.key:
                return actor
    return None
