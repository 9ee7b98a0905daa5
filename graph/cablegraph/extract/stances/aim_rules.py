"""The rules that read what somebody says an aim is: "our goal is a ceasefire", "it is time to lift it"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import Actor, is_named
from cablegraph.extract.stances.cues import find
from cablegraph.extract.stances.drafting import is_abstract, is_idle
from cablegraph.extract.stances.option import Option
from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.extract.stances.syntax import auxiliaries, child, is_verbal, preposition, subject_of
from cablegraph.extract.stances.targets import other_in
from cablegraph_ontology.relations import Act
from cablegraph_ontology.stance_words import Part, Use

if TYPE_CHECKING:
    from spacy.tokens import Token

_COPULAS = ("be", "remain")
_GENERIC = ("you", "one", "nobody", "none", "they")


def aim_of_holder(scene: Scene, noun: Token) -> Iterator[Draft]:
    """Read "the aim of France is a ceasefire", "it is our policy not to negotiate", "it is time to"."""
    verb = noun.head
    if noun.pos_ != "NOUN" or not is_verbal(verb) or not scene.words.has("aims", noun.lemma_.lower()):
        return
    if verb.lemma_ in _COPULAS and noun.dep_ == "nsubj":
        past = any(scene.words.has("bygone", c.lower_) for c in verb.children)  # "the time for X is over"
        about = child(verb, "attr", "xcomp", "ccomp") or (None if past else _thing_for(scene, noun))
    elif verb.lemma_ == "be" and noun.dep_ == "attr":
        about = _infinitive_below(noun) or _infinitive_below(verb) or _thing_for(scene, noun)
        if about is None and child(noun, "poss") is not None:
            about = child(verb, "nsubj")  # "the treaty is our priority"
    elif verb.lemma_ == "come" and noun.dep_ == "nsubj":
        about = _infinitive_below(verb) or _infinitive_below(noun) or _thing_for(scene, verb)
    else:
        return
    yield from _aimed(scene, (noun, verb), about, _aiming(scene, noun))


def wish_told(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "what we need is a ceasefire": the verb is the cue, what follows "is" the option."""
    if verb.dep_ not in ("csubj", "nsubj") or not is_verbal(verb) or verb.head.lemma_ != "be":
        return
    match = find(verb, scene.words, Use.STANCE, part=Part.VERB)
    wished = child(verb, "dobj")
    if match is None or match.cue.sign <= 0 or wished is None or wished.lower_ != "what":
        return
    subject = subject_of(verb)
    holders = scene.actors.all_of(subject) if subject is not None else []
    yield from _aimed(scene, (verb, verb.head), child(verb.head, "attr", "xcomp", "ccomp"), holders)


def verb_taken_for_noun(scene: Scene, noun: Token) -> Iterator[Draft]:
    """Read "favor talks" in "oppose sanctions and favor talks", where the parser sees one list of nouns."""
    if scene.options.verb_before(noun) is None or not is_verbal(noun.head.head):
        return
    first, subject = noun.left_edge, subject_of(noun.head.head)
    match = find(first, scene.words, Use.STANCE, part=Part.VERB)
    option = scene.options.read(noun)
    if match is None or subject is None or option is None:
        return
    bare = replace(option, name=option.name.removeprefix(first.lower_).strip())
    for holder in scene.actors.all_of(subject):
        yield Draft(
            holder=holder,
            option=bare,
            polarity=match.cue.sign * option.sign,
            cue=(first,),
            rule="verb_with_policy",
            act=match.cue.act,
            target=other_in(scene, option, holder),
        )


def ban_in_speech(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "you cannot pay extremists": what nobody may do, says whoever speaks."""
    if not is_verbal(verb) or verb.tag_ != "VB":
        return
    helper = next((a for a in auxiliaries(verb) if a.lower_ in scene.words.sets["ability"]), None)
    subject = child(verb, "nsubj")
    if helper is None or subject is None or subject.lower_ not in _GENERIC or not scene.negated(verb):
        return
    yield from _aimed(scene, (helper, verb), verb, scene.vouchers(verb), "ban_in_speech")


def _aiming(scene: Scene, noun: Token) -> list[Actor]:
    """Return whose aim it is: the owner, else whoever says that there is such an aim."""
    owner = child(noun, "poss") or preposition(noun, "of") or preposition(noun, "for")
    if owner is None or (owner.dep_ == "pobj" and scene.actors.of(owner) is None):
        return scene.vouchers(noun)
    return [a for a in scene.actors.all_of(owner) if is_named(a) or a.person is not None]


def _thing_for(scene: Scene, word: Token) -> Token | None:
    """Return what it is time for: "it is time for talks", "the time for a ceasefire has come"."""
    thing = preposition(word, "for")
    return thing if thing is not None and scene.actors.of(thing) is None else None


def _infinitive_below(token: Token) -> Token | None:
    below = (c for c in token.children if is_verbal(c) and c.i > token.i)
    return next((c for c in below if any(g.tag_ == "TO" for g in c.children)), None)


def _aimed(
    scene: Scene,
    cue: tuple[Token, ...],
    about: Token | None,
    holders: list[Actor],
    rule: str = "aim_of_holder",
) -> Iterator[Draft]:
    if about is None or about.pos_ == "ADJ" or not holders:
        return
    option: Option | None = scene.options.read(about)
    if option is None or is_idle(scene, option) or not is_abstract(scene, option):
        return
    for holder in holders:
        yield Draft(
            holder=holder,
            option=option,
            polarity=2 * option.sign,
            cue=cue,
            rule=rule,
            act=Act.SUPPORT if option.sign > 0 else Act.REJECT,
            target=other_in(scene, option, holder),
            operators=option.operators,
        )
