"""The rules that read a position out of what somebody says, without a word of being for or against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import Actor, is_named
from cablegraph.extract.stances.cues import find
from cablegraph.extract.stances.drafting import duty_of, is_idle
from cablegraph.extract.stances.options import Option
from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.extract.stances.syntax import (
    auxiliaries,
    child,
    clause_of,
    is_verbal,
    object_of,
    preposition,
    subject_of,
)
from cablegraph.extract.stances.targets import other_in
from cablegraph_ontology.relations import Act, Modality
from cablegraph_ontology.stance_words import Part, Use

if TYPE_CHECKING:
    from spacy.tokens import Token

_COPULAS = ("be", "remain", "become", "seem")


def named_by_holder(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "called it a mistake", "considers them illegal migrants", "dismissed the vote as a sham"."""
    if not is_verbal(verb) or not scene.words.has("naming", verb.lemma_.lower()):
        return
    name, subject = _name_given(verb), subject_of(verb)
    value, cue = _value(scene, name, any_noun=True) if name is not None else (0, ())
    named = _named_thing(verb) if value else None
    if subject is None or named is None:
        return
    assert name is not None
    people = scene.words.has("migrants", name.lemma_.lower())
    option = scene.options.status_of(named, name) if people else scene.options.read(named)
    option = option or scene.options.status_of(named, name)
    if option is None:
        return
    turned = -1 if len(scene.negated(verb)) % 2 else 1
    for holder in scene.actors.all_of(subject):
        if named.i != holder.token.i:
            act = Act.SUPPORT if value * turned > 0 else Act.ACCUSE
            yield Draft(
                holder=holder,
                option=option,
                polarity=value * turned * option.sign,
                cue=(verb, *cue),
                rule="named_by_holder",
                act=act,
                target=other_in(scene, option, holder),
                speech=True,
                operators=option.operators,
            )


def _name_given(verb: Token) -> Token | None:
    """Return the name in "called it a mistake", "described it as illegal", "considers them migrants"."""
    found = child(verb, "oprd")
    if found is not None:
        return found
    words = [c for c in verb.children if c.lower_ == "as"]
    inner = [g for c in words for g in c.children if g.dep_ in ("amod", "advcl", "acomp", "pobj")]
    if inner:
        return inner[0]
    small = child(verb, "ccomp", "xcomp")
    if small is not None and (small.lemma_ == "be" or not is_verbal(small)):
        return child(small, "attr", "acomp") if is_verbal(small) else small
    if _inner_subject(verb) is not None:
        return child(verb, "dobj")
    return child(verb, "acomp")


def _named_thing(verb: Token) -> Token | None:
    inner = _inner_subject(verb)
    if inner is not None:
        return inner
    if verb.dep_ == "acl" and is_verbal(verb.head):  # the parser hung "considered by China" on the verb
        before = [t for t in verb.doc[max(0, verb.i - 3) : verb.i] if t.pos_ in ("NOUN", "PROPN")]
        return before[-1] if before else None
    small = child(verb, "ccomp", "xcomp")
    return object_of(verb) or (child(small, "nsubj", "nsubjpass") if small is not None else None)


def _inner_subject(verb: Token) -> Token | None:
    """Return "them" of "considers them illegal migrants", which the parser takes for part of the object."""
    noun = child(verb, "dobj")
    if noun is None:
        return None
    return next((g for c in noun.children if c.dep_ == "amod" for g in c.children if g.dep_ == "nsubj"), None)


def value_in_speech(scene: Scene, word: Token) -> Iterator[Draft]:
    """Read "the regime is illegitimate", Freeland said: an evaluation by whoever speaks."""
    vouchers = scene.vouchers(word)
    if not vouchers:
        return
    if is_verbal(word):
        yield from _value_of_verb(scene, word, vouchers)
    elif word.dep_ in ("acomp", "attr") and word.head.lemma_ in _COPULAS and word.head.dep_ != "relcl":
        value, cue = _value(scene, word)
        subject = child(word.head, "nsubj", "nsubjpass")
        yield from _evaluation(scene, word, value, cue, subject, vouchers)
    elif word.pos_ == "ADV" and word.dep_ == "advmod" and is_verbal(word.head):
        value, cue = _value(scene, word)
        option = scene.options.act_itself(word.head) if value else None
        yield from _by_all(vouchers, option, value, (word.head, *cue))
    elif _is_fragment(scene, word):
        value, cue = _value(scene, word)
        option = scene.options.recall(word) if value else None
        for holder in vouchers if option is not None else []:
            act = Act.SUPPORT if value > 0 else Act.ACCUSE
            assert option is not None
            yield Draft(
                holder=holder, option=option, polarity=value, cue=cue, rule="value_in_speech", act=act
            )
    elif word.dep_ == "dobj" and scene.words.has("light", word.head.lemma_.lower()):
        value, cue = _value(scene, word)
        yield from _evaluation(scene, word, value, (word.head, *cue), subject_of(word.head), vouchers)


def _by_all(
    vouchers: list[Actor], option: Option | None, value: int, cue: tuple[Token, ...]
) -> Iterator[Draft]:
    """Yield one draft for everybody who vouches for an evaluation."""
    if option is not None:
        act = Act.SUPPORT if value > 0 else Act.ACCUSE
        for holder in vouchers:
            yield Draft(
                holder=holder, option=option, polarity=value, cue=cue, rule="value_in_speech", act=act
            )


def _is_fragment(scene: Scene, word: Token) -> bool:
    """Say whether a quotation has no verb and a word is its head: "A stab in the back," said Kenya."""
    number = scene.speech.quote_at(word.i)
    if number is None or word.pos_ not in ("NOUN", "ADJ", "PROPN"):
        return False
    quote = scene.speech.quotes[number]
    inside = word.doc[quote.first : quote.after]
    if len(inside) > 20 or any(t.tag_ in ("VBZ", "VBD", "VBP", "MD") for t in inside):
        return False
    return word.head.i == word.i or not quote.first <= word.head.i < quote.after


def _value_of_verb(scene: Scene, verb: Token, vouchers: list[Actor]) -> Iterator[Draft]:
    reason = any(c.dep_ == "mark" and c.lower_ in ("since", "because", "as", "for") for c in verb.children)
    if verb.dep_ in ("relcl", "acl", "amod") or (verb.dep_ == "advcl" and not reason):
        return
    if duty_of(scene, verb) is not None:
        return
    match = find(verb, scene.words, Use.VALUE, part=Part.VERB)
    if match is None:
        return
    places = [match.place(name) for name in match.cue.policy if name != "subject"]
    about = next((p for p in places if p is not None), None) or subject_of(verb)
    value = match.cue.sign * (-1 if len(scene.raised(verb)[0]) % 2 else 1)
    yield from _evaluation(scene, verb, value, match.tokens, about, vouchers)


def _evaluation(
    scene: Scene, word: Token, value: int, cue: tuple[Token, ...], about: Token | None, vouchers: list[Actor]
) -> Iterator[Draft]:
    option = _evaluated(scene, word, value, about) if value and about is not None else None
    if option is None or about is None:
        return
    turned = -1 if is_verbal(word) and len(scene.negated(word)) % 2 else 1
    actor = scene.actors.of(about)
    for holder in vouchers:
        if actor is not None and actor.key == holder.key:
            continue
        yield Draft(
            holder=holder,
            option=option,
            polarity=value * turned * option.sign,
            cue=cue,
            rule="value_in_speech",
            act=Act.SUPPORT if value * turned > 0 else Act.ACCUSE,
            target=actor or other_in(scene, option, holder),
            operators=option.operators,
        )


def _evaluated(scene: Scene, word: Token, value: int, about: Token) -> Option | None:
    """Return what is evaluated: a thing, the clause behind "it is wrong to", or what an actor does."""
    if about.lower_ in ("it", "this", "that") and word.dep_ in ("acomp", "attr"):
        clause = clause_of(word.head) or next((c for c in word.children if c.dep_ == "xcomp"), None)
        if clause is not None:
            return scene.options.read(clause)
    if scene.words.has("migrants", word.lemma_.lower()):
        return scene.options.status_of(about, word)
    if is_named(scene.actors.of(about)) and is_verbal(word):
        return scene.options.act_itself(word) if value < 0 else None
    return scene.options.read(about)


def _value(scene: Scene, word: Token, any_noun: bool = False) -> tuple[int, tuple[Token, ...]]:
    """Return the sign of an evaluating word, or of the evaluating adjective before a noun of little meaning.

    "a cruel act" evaluates, "illegal migration" is a name. With `any_noun`, every noun will do.
    """
    inner = preposition(word, "of") if word.lower_ in ("one", "some", "part", "among") else None
    word = inner if inner is not None else word
    empty = any_noun or inner is not None or scene.words.has("anaphors", word.lemma_.lower())
    before = [c for c in word.children if c.dep_ in ("amod", "compound")] if empty else []
    for candidate in (word, *before):
        adjective = candidate.pos_ in ("ADJ", "VERB", "ADP") or candidate.dep_ in ("amod", "acomp")
        part = Part.ADJECTIVE if adjective else Part.NOUN
        match = find(candidate, scene.words, Use.VALUE, part=part)
        if match is not None:
            turned = -1 if len(scene.negated(word)) % 2 else 1
            return match.cue.sign * turned, match.tokens
    return 0, ()


def failure_in_speech(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "said the government had failed to protect the refugees": blame for what was not done."""
    if not is_verbal(verb) or not scene.words.has("failing", verb.lemma_.lower()):
        return
    subject, inner = subject_of(verb), child(verb, "xcomp")
    if subject is None or inner is None or len(scene.negated(verb)) % 2:
        return
    actor, option = scene.actors.of(subject), scene.options.failure_of(verb, inner)
    for holder in scene.vouchers(verb):
        if actor is not None and actor.key != holder.key and option is not None:
            yield Draft(
                holder=holder,
                option=option,
                polarity=-2,
                cue=(verb, inner),
                rule="failure_in_speech",
                act=Act.ACCUSE,
                target=actor,
                operators=(verb,),
            )


def duty_in_speech(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "Iran must cooperate with the inspectors", the ambassador said."""
    helper = duty_of(scene, verb) if is_verbal(verb) and verb.tag_ in ("VB", "VBN") else None
    if helper is None:
        return
    subject = subject_of(verb) or child(verb, "nsubjpass") or child(helper, "nsubj")
    option = scene.options.read(verb)
    if option is None or is_idle(scene, option):
        return
    target = scene.actors.of(subject) if subject is not None else None
    for holder in scene.vouchers(verb):
        yield Draft(
            holder=holder,
            option=option,
            polarity=2 * option.sign,
            cue=(helper, verb),
            rule="duty_in_speech",
            act=Act.REQUEST,
            target=target if target is None or target.key != holder.key else None,
            operators=option.operators,
        )


def will_of_holder(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "we will do our utmost", "France will set off eight explosions": an announced act."""
    if not is_verbal(verb) or verb.lemma_ == "be" or verb.tag_ != "VB":
        return
    helper = next((a for a in auxiliaries(verb) if a.lower_ in scene.words.sets["future"]), None)
    subject = child(verb, "nsubj") if helper is not None else None
    option = scene.options.read(verb) if subject is not None else None
    if helper is None or subject is None or option is None or is_idle(scene, option):
        return
    vouchers = scene.vouchers(verb)
    plain = verb.lemma_.lower() not in scene.words.nominals and is_verbal(option.head)
    for holder in scene.actors.all_of(subject):
        if (not vouchers and plain) or (vouchers and all(v.key != holder.key for v in vouchers)):
            continue
        yield Draft(
            holder=holder,
            option=option,
            polarity=2 * option.sign,
            cue=(helper, verb),
            rule="will_of_holder",
            act=Act.AGREE if option.sign > 0 else Act.REJECT,
            modality=Modality.PLANNED,
            target=other_in(scene, option, holder),
            operators=option.operators,
        )


def change_noticed(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "has noticed changes in the attitude of the Chinese government": a move, as seen."""
    noun = (
        child(verb, "dobj") if is_verbal(verb) and scene.words.has("noticing", verb.lemma_.lower()) else None
    )
    if noun is None or not scene.words.has("changes", noun.lemma_.lower()) or scene.negated(verb):
        return
    observers = {a.key for a in scene.vouchers(verb)}
    subject = subject_of(verb)
    observers |= {a.key for a in scene.actors.all_of(subject)} if subject is not None else set()
    option = scene.options.read(noun)
    for token in noun.subtree:
        actor = scene.actors.of(token) if token.i > noun.i or token.dep_ == "poss" else None
        if actor is not None and is_named(actor) and actor.key not in observers and option is not None:
            yield Draft(
                holder=actor,
                option=option,
                polarity=option.sign,
                cue=(verb, noun),
                rule="change_noticed",
                act=Act.CONCEDE,
                modality=Modality.ASSERTED,
            )
            return


def limit_in_speech(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "forced returns will only be used in certain cases": a limit that the speaker sets."""
    only = next((c for c in verb.children if c.lower_ == "only" and c.dep_ == "advmod"), None)
    limited = child(verb, "nsubjpass") if is_verbal(verb) and only is not None else None
    option = scene.options.read(limited) if limited is not None else None
    if option is None or only is None:
        return
    for holder in scene.vouchers(verb):
        yield Draft(
            holder=holder,
            option=option,
            polarity=-option.sign,
            cue=(only, verb),
            rule="limit_in_speech",
            act=Act.RETREAT,
            operators=(only, *option.operators),
        )
