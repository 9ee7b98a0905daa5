"""The rules that read a position whose verb is left out: "So does China", "Iceland will, too"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import is_named
from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.extract.stances.syntax import child
from cablegraph_ontology.relations import Act

if TYPE_CHECKING:
    from spacy.tokens import Token

    from cablegraph.extract.stances.actor import Actor
    from cablegraph.extract.stances.option import Option

# What may stand beside an auxiliary whose verb is left out.
_AUXILIARIES = ("do", "have", "be")
_BESIDE = ("nsubj", "neg", "punct", "advmod", "cc", "mark", "dep", "preconj", "conj")


def same_as_before(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "So does China", "as did Sudan": the position that was told last."""
    adverb = next(
        (c for c in verb.children if c.lower_ in ("so", "as", "neither", "nor") and c.i < verb.i), None
    )
    subject = child(verb, "nsubj")
    if verb.lemma_ not in _AUXILIARIES or adverb is None or subject is None or subject.i < verb.i:
        return
    if subject.i - adverb.i > 6 or child(verb, "dobj", "acomp", "attr", "ccomp", "xcomp") is not None:
        return
    option, sign = scene.options.echo(verb)
    if option is None:
        return
    for holder in scene.actors.all_of(subject):
        yield _again(holder, option, sign, (adverb, verb), "same_as_before")


def verb_left_out(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "Iceland will, too", "the French do not", "but Peru has": the position before, or its opposite."""
    subject = child(verb, "nsubj")
    if (
        not (verb.tag_ == "MD" or verb.lemma_ in _AUXILIARIES)
        or subject is None
        or subject.i > verb.i
        or verb.dep_ in ("aux", "auxpass")
    ):
        return
    if any(c.dep_ not in _BESIDE or (c.i > verb.i and c.pos_ in ("NOUN", "PROPN")) for c in verb.children):
        return
    option, sign = scene.options.echo(verb)
    before = scene.options.echoed_verb(verb)
    last = scene.options.last_holder(verb)
    if option is None or before is None or last is None:
        return
    if len(scene.negated(before)) % 2 != len(scene.negated(verb)) % 2:
        sign = -sign
    for holder in scene.actors.all_of(subject):
        if is_named(holder) and holder.key != last.key:
            yield _again(holder, option, sign, (subject, verb), "verb_left_out")


def _again(holder: Actor, option: Option, sign: int, cue: tuple[Token, ...], rule: str) -> Draft:
    """Return a position that somebody takes after another, on the same option."""
    act = Act.SUPPORT if sign > 0 else Act.REJECT
    return Draft(holder=holder, option=option, polarity=sign, cue=cue, rule=rule, act=act)
