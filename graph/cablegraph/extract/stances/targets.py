"""Whom a position is aimed at: who is addressed, whose doing it is, who is named in the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import Actor, is_named
from cablegraph.extract.stances.cues import Match
from cablegraph.extract.stances.option import Option
from cablegraph.extract.stances.scene import Scene
from cablegraph.extract.stances.syntax import DEPTH, child, conjuncts, is_verbal, preposition
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.relations import Act, Modality
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

# Further from the cue, an actor is hardly the one that it is aimed at.
_NEAR = 24
_OWNING = ("poss", "nsubj", "nsubjpass", "amod", "compound")
_WITH = ("by", "on", "with", "to", "against", "in", "from", "of", "for")
_DOING = ("by", "from", "of")
_ANSWERS = (Act.REJECT, Act.ACCUSE, Act.CONCEDE)


def target_of(scene: Scene, match: Match, holder: Actor, option: Option) -> Actor | None:
    """Return whom a position is aimed at, or None."""
    named = _addressed(scene, match, holder, option)
    if named is not None or (match.cue.modality == Modality.DENIED or is_charge(scene, match, option)):
        return named  # a denial is aimed at nobody, unless the text says so
    harm = _is_harm(scene, match, option)
    return (
        other_in(scene, option, holder, harm)
        or (_other_near(scene, match, holder) if not harm else None)
        or _opponent(scene, match, option, holder)
        or (_blamed(scene, option, holder) if match.cue.act == Act.ACCUSE else None)
        or (scene.actors.counterpart(holder) if match.cue.sign > 0 else None)
        or (_topic(scene, holder) if not harm else None)
    )


def is_charge(scene: Scene, match: Match, option: Option) -> bool:
    """Say whether a charge is rejected: "dismissed the allegation of torture"."""
    named = [option.head, *(option.head.doc[i] for i in option.path)]
    return match.cue.act == Act.REJECT and any(
        scene.words.has("allegations", t.lemma_.lower()) for t in named
    )


def _addressed(scene: Scene, match: Match, holder: Actor, option: Option) -> Actor | None:
    """Return the actor in a place that the cue keeps for its target: "urged Beijing to"."""
    asked = match.place("clause") if match.cue.act == Act.REQUEST else None
    doer = child(asked, "nsubj") if asked is not None else None  # "demanded that Peru leave"
    for token in (doer, *(match.place(name) for name in match.cue.target)):
        actor = scene.actors.of(token) if token is not None else None
        if (
            actor is not None
            and actor.key != holder.key
            and (is_named(actor) or actor.token.i != option.head.i)
        ):
            return actor
    return None


def _is_harm(scene: Scene, match: Match, option: Option) -> bool:
    """Say whether violence is blamed, so that whom it hits is no target: "condemned the attack on Kyiv"."""
    violent = scene.words.has("violent", option.head.lemma_.lower())
    return violent and match.cue.act in (Act.ACCUSE, Act.REJECT)


def other_in(scene: Scene, option: Option, holder: Actor, harm: bool = False) -> Actor | None:
    """Return the actor in a policy phrase: whose it is, or whom it is with; not the victim of a harm."""
    inside = (t for t in option.head.children if t.dep_ in _OWNING)
    words = _DOING if harm else _WITH
    after = (t for t in (preposition(option.head, word) for word in words) if t is not None)
    for token in (option.head, *inside, *after):
        actor = scene.actors.of(token)
        itself = token.i == option.head.i and actor is not None and actor.mention.kind == Kind.ORGANIZATION
        if actor is None or itself or not (is_named(actor) or _is_partner(token)):
            continue
        if _is_other(scene, actor, holder) and not _is_place_name(actor, token):
            return actor
    return None


def _is_partner(token: Token) -> bool:
    """Say whether a noun is one with or against whom something is done: "talks with the rebels"."""
    return token.tag_ == "NNS" and token.dep_ == "pobj" and token.head.lower_ in ("with", "against")


def _other_near(scene: Scene, match: Match, holder: Actor) -> Actor | None:
    """Return the first named actor after a cue in its own clause: "support Turkey's efforts"."""
    head = match.head
    after = min(head.right_edge.i, head.i + _NEAR)
    for token in head.doc[head.i + 1 : after + 1]:
        if token.dep_ in ("nsubj", "nsubjpass") and token.head.i != head.i:
            return None  # another clause
        if token.pos_ in ("PROPN", "ADJ") and token.dep_ != "npadvmod":
            actor = scene.actors.country_or_body(token)
            if actor is not None and _is_other(scene, actor, holder) and not _is_place_name(actor, token):
                return actor
    return None


def target_in_speech(scene: Scene, option: Option, holder: Actor) -> Actor | None:
    """Return whom an evaluation is aimed at that names its target at most within the policy."""
    return other_in(scene, option, holder) or doer_of(scene, option, holder) or _topic(scene, holder)


def _topic(scene: Scene, holder: Actor) -> Actor | None:
    """Return the country that a signed statement is about by its title."""
    actor = scene.actors.topic()
    return actor if actor is not None and actor.key != holder.key else None


def doer_of(scene: Scene, option: Option, holder: Actor) -> Actor | None:
    """Return who did before what a position is on: "the move", "the withdrawal"."""
    actor = scene.options.doer(option)
    return actor if actor is not None and _is_one(actor) and actor.key != holder.key else None


def _blamed(scene: Scene, option: Option, holder: Actor) -> Actor | None:
    """Return for whom blame is meant that names nobody: the doer, or whom the article is about."""
    done = doer_of(scene, option, holder)
    actor = done if done is not None else scene.options.protagonist(option)
    return actor if actor is not None and _is_one(actor) and actor.key != holder.key else None


def _is_one(actor: Actor) -> bool:
    """Say whether an actor is one that can be blamed: a name or one body, not "the other members"."""
    return is_named(actor) or actor.token.tag_ not in ("NNS", "NNPS")


def _opponent(scene: Scene, match: Match, option: Option, holder: Actor) -> Actor | None:
    """Return who last blamed or asked the holder, when the holder answers: "brushed the criticism aside"."""
    lemma = option.head.lemma_.lower()
    answer = option.anaphor or scene.words.has("allegations", lemma) or scene.words.has("criticisms", lemma)
    return scene.options.opponent(option, holder) if answer and match.cue.act in _ANSWERS else None


def _is_other(scene: Scene, actor: Actor, holder: Actor) -> bool:
    """Say whether an actor is neither the holder nor one who holds the position together with him."""
    if actor.key == holder.key:
        return False
    together = conjuncts(_first(holder.token))
    return len(together) == 1 or all(
        part.i != actor.token.i and (other is None or other.key != actor.key)
        for part in together
        for other in [scene.actors.of(part)]
    )


def _first(token: Token) -> Token:
    """Return the first of a row of coordinated nouns."""
    for _ in range(DEPTH):
        if token.dep_ != "conj" or is_verbal(token.head):
            break
        token = token.head
    return token


def _is_place_name(actor: Actor, token: Token) -> bool:
    """Say whether an actor's word only names a thing or people: "the Paris accord", "Somali refugees"."""
    if actor.mention.form == Form.CAPITAL and token.dep_ in ("compound", "nmod"):
        return True
    return actor.mention.form == Form.PEOPLE
