"""The rules: each looks at one word and yields the positions that it gives. Named by the pattern they see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from cablegraph.extract.stances.actors import Actor
from cablegraph.extract.stances.cues import Match, find
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
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.relations import Act, Modality
from cablegraph_ontology.stance_words import Cue, Part, Use
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_COPULAS = ("be", "remain", "become", "stand", "seem")

Rule: TypeAlias = "Callable[[Scene, Token], Iterator[Draft]]"

# A position turned round is another act: who does not support, rejects.
_TURNED = {
    Act.SUPPORT: Act.REJECT,
    Act.AGREE: Act.REJECT,
    Act.REJECT: Act.CONCEDE,
    Act.ACCUSE: Act.SUPPORT,
    Act.AID: Act.REJECT,
    Act.CONCEDE: Act.REJECT,
    Act.COOPERATE: Act.REJECT,
    Act.CONSULT: Act.REJECT,
    Act.COERCE: Act.CONCEDE,
    Act.SANCTION: Act.CONCEDE,
    Act.REQUEST: Act.REJECT,
}


def verb_with_policy(scene: Scene, verb: Token) -> Iterator[Draft]:
    """ "Iran rejected the deal", "urged Beijing to stop deporting migrants", "the border was closed by Kenya"."""
    if not is_verbal(verb):
        return
    match = find(verb, scene.words, Use.STANCE, Use.MEASURE, part=Part.VERB)
    if match is None:
        return
    subject = subject_of(verb)
    if subject is None or _is_purpose(verb) or _adds_nothing(scene, verb) or _duty(scene, verb) is not None:
        return
    measure = match.cue.use == Use.MEASURE
    for holder in scene.actors.all_of(subject):
        if measure and not _acts(holder):
            continue
        for option in _options(scene, match, holder):
            if (measure or match.cue.needs) and not scene.options.is_policy(option):
                continue
            if _is_silence(scene, match, option):
                continue
            yield _draft(scene, match, holder, option, "verb_measure" if measure else "verb_with_policy")


def noun_with_policy(scene: Scene, noun: Token) -> Iterator[Draft]:
    """ "China's opposition to the plan", "voiced objections to", "denials from China that"."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return
    match = find(noun, scene.words, Use.STANCE, part=Part.NOUN)
    if match is None:
        return
    light = _light_verb(scene, noun)
    for holder in _noun_holders(scene, noun, light):
        options = list(_options(scene, match, holder))
        if not options and light is not None:
            given = child(light, "dative", "iobj")
            option = scene.options.read(given) if given is not None else scene.options.recall(noun)
            options = [option] if option is not None else []
        for option in options:
            yield _draft(
                scene,
                match,
                holder,
                option,
                "light_verb_noun" if light is not None else "noun_of_holder",
                light,
            )


def adjective_with_policy(scene: Scene, word: Token) -> Iterator[Draft]:
    """ "Israel is opposed to the deal", "ready to withdraw", "against outside interference"."""
    if word.dep_ not in (
        "acomp",
        "attr",
        "prep",
        "conj",
        "oprd",
        "ROOT",
        "ccomp",
        "relcl",
        "advmod",
    ) and word.pos_ not in ("ADJ",):
        return
    if word.dep_ == "amod":
        return
    match = find(word, scene.words, Use.STANCE, part=Part.ADJECTIVE)
    if word.dep_ == "prep" and word.head.lemma_ not in _COPULAS:
        return
    if match is None or (word.pos_ == "VERB" and child(word, "dobj") is not None):
        return
    holder_token = _adjective_holder(word)
    if holder_token is None:
        return
    for holder in scene.actors.all_of(holder_token):
        for option in _options(scene, match, holder):
            yield _draft(scene, match, holder, option, "adjective_of_holder")


def named_by_holder(scene: Scene, verb: Token) -> Iterator[Draft]:
    """ "called it a mistake", "considers them illegal migrants", "dismissed the vote as a sham"."""
    if not is_verbal(verb) or not scene.words.has("naming", verb.lemma_.lower()):
        return
    name = _name_given(verb)
    subject = subject_of(verb)
    if name is None or subject is None:
        return
    value, cue = _value(scene, name)
    if not value:
        return
    named = object_of(verb) or _small_subject(verb)
    if named is None:
        return
    option = scene.options.read(named)
    if option is None:
        return
    turned = -1 if len(scene.negated(verb)) % 2 else 1
    for holder in scene.actors.all_of(subject):
        polarity = value * turned * option.sign
        yield Draft(
            holder=holder,
            option=option,
            polarity=polarity,
            cue=(verb, *cue),
            rule="named_by_holder",
            act=Act.SUPPORT if polarity > 0 else Act.ACCUSE,
            target=_possessor(scene, option, holder),
            speech=True,
            operators=option.operators,
        )


def value_in_speech(scene: Scene, word: Token) -> Iterator[Draft]:
    """ "the regime is illegitimate", Freeland said: an evaluation by whoever speaks."""
    vouchers = scene.vouchers(word)
    if not vouchers:
        return
    if is_verbal(word):
        if word.dep_ in ("relcl", "acl", "advcl", "amod") or _duty(scene, word) is not None:
            return
        match = find(word, scene.words, Use.VALUE, part=Part.VERB)
        subject = subject_of(word) if match is not None else None
        value, cue = (match.cue.sign, match.tokens) if match is not None else (0, ())
    elif word.dep_ in ("acomp", "attr") and word.head.lemma_ in ("be", "remain", "become", "seem"):
        subject = child(word.head, "nsubj", "nsubjpass")
        value, cue = _value(scene, word)
    elif word.dep_ == "dobj" and scene.words.has("light", word.head.lemma_.lower()):
        subject = subject_of(word.head)  # "had made a historic mistake"
        value, cue = _value(scene, word)
        cue = (word.head, *cue)
    else:
        return
    if not value or subject is None:
        return
    yield from _evaluation(scene, word, value, cue, subject, vouchers)


def duty_in_speech(scene: Scene, verb: Token) -> Iterator[Draft]:
    """ "Iran must cooperate with the inspectors", the ambassador said."""
    if not is_verbal(verb):
        return
    helper = next((a for a in auxiliaries(verb) if a.lower_ in scene.words.sets["duty"]), None)
    if helper is None:
        helper = (
            verb.head if verb.dep_ == "xcomp" and verb.head.lemma_ in scene.words.sets["duty_verbs"] else None
        )
    if helper is None:
        return
    subject = (
        subject_of(verb)
        or child(verb, "nsubjpass")
        or (child(helper, "nsubj") if helper is not None else None)
    )
    option = scene.options.read(verb)
    if option is None:
        return
    for holder in scene.vouchers(verb):
        target = scene.actors.of(subject) if subject is not None else None
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
    """ "we will do our utmost", "France will set off eight explosions": an announced act."""
    if not is_verbal(verb) or verb.lemma_ == "be" or verb.tag_ != "VB":
        return
    helper = next((a for a in auxiliaries(verb) if a.lower_ in scene.words.sets["future"]), None)
    subject = child(verb, "nsubj") if helper is not None else None
    if helper is None or subject is None:
        return
    option = scene.options.read(verb)
    if option is None:
        return
    for holder in scene.actors.all_of(subject):
        vouchers = scene.vouchers(verb)
        if not any(v.key == holder.key for v in vouchers) and vouchers:
            continue
        if scene.words.has("idle", verb.lemma_.lower()):
            continue
        if not vouchers and (verb.lemma_.lower() not in scene.words.nominals and is_verbal(option.head)):
            continue
        yield Draft(
            holder=holder,
            option=option,
            polarity=2 * option.sign,
            cue=(helper, verb),
            rule="will_of_holder",
            act=Act.AGREE if option.sign > 0 else Act.REJECT,
            modality=Modality.PLANNED,
            target=_possessor(scene, option, holder),
            operators=option.operators,
        )


RULES: tuple[Rule, ...] = (
    verb_with_policy,
    noun_with_policy,
    adjective_with_policy,
    named_by_holder,
    duty_in_speech,
    value_in_speech,
    will_of_holder,
)


# ------------------------------------------------------------------ what the rules share
def _options(scene: Scene, match: Match, holder: Actor) -> Iterator[Option]:
    """Yield the options in the first argument place of a cue that is filled."""
    for name in match.cue.policy:
        if name in ("self", "recalled"):
            option = (
                scene.options.act_itself(match.head) if name == "self" else scene.options.recall(match.head)
            )
            if option is not None:
                yield option
            return
        token = match.place(name)
        if token is None or token.i == holder.token.i:
            continue
        if name == "object" and match.cue.use == Use.MEASURE and _is_named(scene.actors.of(token)):
            continue
        if name == "clause" and _expects(scene, match, token, holder):
            continue
        follow = match.cue.act != Act.ACCUSE or match.cue.use != Use.STANCE
        found = list(scene.options.all_of(token, follow))
        if found:
            yield from found
            return


def _is_named(actor: Actor | None) -> bool:
    return actor is not None and actor.mention.form != Form.DESCRIPTOR


def _expects(scene: Scene, match: Match, clause: Token, holder: Actor) -> bool:
    """Say whether a clause tells what another will do: "is confident that China will improve its treatment"."""
    if not scene.words.has("expecting", match.cue.words[0]):
        return False
    subject = child(clause, "nsubj")
    actor = scene.actors.of(subject) if subject is not None else None
    return actor is not None and actor.key != holder.key


def _draft(
    scene: Scene, match: Match, holder: Actor, option: Option, rule: str, light: Token | None = None
) -> Draft:
    cue = match.cue
    verb = light if light is not None else match.head
    turning, top = scene.raised(verb)
    negators = scene.negated(match.head) + (scene.negated(light) if light is not None else []) + turning
    reversing = light is not None and scene.words.has("reversing", light.lemma_.lower())
    turned = (len(negators) + reversing) % 2 == 1
    polarity = cue.sign * option.sign * (-1 if turned else 1)
    if turned and cue.sign < 0:
        polarity = max(-1, min(1, polarity))
    act = _act(scene, cue, turned, option)
    modality = scene.modality(top)
    places = (t for t in (match.place(name) for name in cue.target) if t is not None)
    target = scene.target(places, holder) or _possessor(scene, option, holder)
    return Draft(
        holder=holder,
        option=option,
        polarity=polarity,
        cue=(*((light,) if light is not None else ()), *match.tokens),
        rule=rule,
        act=act,
        target=target,
        modality=cue.modality or modality,
        speech=cue.speech or light is not None,
        operators=(*negators, *option.operators),
    )


def _act(scene: Scene, cue: Cue, turned: bool, option: Option) -> Act | None:
    """Return what is done by a cue: a position turned round, or against the absence of a thing, is another act."""
    if cue.act is None:
        return None
    refused = bool(option.operators) and option.operators[-1].lower_ in scene.words.sets["negators"]
    lifted = cue.sign < 0 and option.sign < 0
    if turned != (refused or lifted):
        return _TURNED.get(cue.act, cue.act)
    return cue.act


def _is_silence(scene: Scene, match: Match, option: Option) -> bool:
    """Say whether somebody only says nothing: "declined to comment", "asked not to be named"."""
    return (
        is_verbal(option.head)
        and scene.words.has("silences", option.head.lemma_.lower())
        and (option.sign < 0 or match.cue.sign < 0)
    )


def _acts(holder: Actor) -> bool:
    """Say whether what an actor does is public policy: a state or body, not a private person or a crowd."""
    return holder.mention.kind != Kind.PERSON and holder.mention.form != Form.DESCRIPTOR


def _duty(scene: Scene, verb: Token) -> Token | None:
    """Return the word that makes a verb a duty: "must", "should", "has to"."""
    helper = next((a for a in auxiliaries(verb) if a.lower_ in scene.words.sets["duty"]), None)
    if helper is None and verb.dep_ == "xcomp" and verb.head.lemma_ in scene.words.sets["duty_verbs"]:
        return verb.head
    return helper


def _is_purpose(verb: Token) -> bool:
    """Say whether a verb is a purpose, not an act: "a deal to rein in", "sent troops to protect"."""
    return verb.dep_ in ("acl", "relcl", "advcl") and any(c.tag_ == "TO" for c in verb.children)


def _adds_nothing(scene: Scene, verb: Token) -> bool:
    """Say whether the noun under a verb takes the position: "restated its objection"."""
    noun = child(verb, "dobj", "nsubjpass")
    if noun is None or not scene.words.has("light", verb.lemma_.lower()):
        return False
    match = find(noun, scene.words, Use.STANCE, part=Part.NOUN)
    return match is not None and any(match.place(name) is not None for name in match.cue.policy)


def _possessor(scene: Scene, option: Option, holder: Actor) -> Actor | None:
    """Return the actor in a policy phrase: whose it is, or whom it is with."""
    for token in (option.head, *option.head.children):
        if token.i == option.head.i or token.dep_ in ("poss", "nsubj", "nsubjpass"):
            actor = scene.actors.of(token)
            if actor is not None and actor.key != holder.key:
                return actor
    for word in ("by", "on", "with", "to", "against", "in", "from", "of"):
        inner = preposition(option.head, word)
        actor = scene.actors.of(inner) if inner is not None else None
        if actor is not None and actor.key != holder.key:
            return actor
    return None


def _light_verb(scene: Scene, noun: Token) -> Token | None:
    head = noun.head if noun.dep_ in ("dobj", "nsubjpass") else None
    if noun.dep_ == "conj":
        head = noun.head.head if noun.head.dep_ == "dobj" else None
    return head if head is not None and scene.words.has("light", head.lemma_.lower()) else None


def _noun_holders(scene: Scene, noun: Token, light: Token | None) -> list[Actor]:
    owner = child(noun, "poss") or preposition(noun, "by") or preposition(noun, "from")
    if owner is not None:
        return scene.actors.all_of(owner)
    if light is not None:
        subject = subject_of(light)
        return scene.actors.all_of(subject) if subject is not None else []
    for c in noun.children:
        if c.dep_ in ("amod", "compound", "nmod"):
            actor = scene.actors.of(c)
            if actor is not None and _is_named(actor):
                return [actor]
    return []


def _adjective_holder(word: Token) -> Token | None:
    head = word.head
    if word.dep_ in ("acomp", "attr", "prep", "oprd", "advmod") and is_verbal(head):
        return subject_of(head)
    if word.dep_ == "conj" and head.dep_ in ("acomp", "attr"):
        return subject_of(head.head)
    if word.pos_ == "VERB":
        return child(word, "nsubj", "nsubjpass") or subject_of(word)
    if word.dep_ == "amod" and head.i < word.i:
        return head
    return None


def _name_given(verb: Token) -> Token | None:
    """Return the name in "called it a mistake", "described it as illegal", "considers them migrants"."""
    found = child(verb, "oprd")
    if found is not None:
        return found
    as_name = preposition(verb, "as") or next(
        (
            g
            for c in verb.children
            if c.lower_ == "as"
            for g in c.children
            if g.dep_ in ("amod", "advcl", "acomp", "pobj")
        ),
        None,
    )
    if as_name is not None:
        return as_name
    small = child(verb, "ccomp", "xcomp")
    if small is not None and (small.lemma_ == "be" or not is_verbal(small)):
        return child(small, "attr", "acomp") if is_verbal(small) else small
    return child(verb, "acomp")


def _small_subject(verb: Token) -> Token | None:
    small = child(verb, "ccomp", "xcomp")
    return child(small, "nsubj", "nsubjpass") if small is not None else None


def _value(scene: Scene, word: Token) -> tuple[int, tuple[Token, ...]]:
    """Return the sign of an evaluating word, or of the evaluating adjective before a plain noun."""
    for candidate in (word, *(c for c in word.children if c.dep_ in ("amod", "compound"))):
        part = (
            Part.ADJECTIVE
            if candidate.pos_ in ("ADJ", "VERB", "ADP") or candidate.dep_ in ("amod", "acomp")
            else Part.NOUN
        )
        match = find(candidate, scene.words, Use.VALUE, part=part)
        if match is not None:
            turned = -1 if len(scene.negated(word)) % 2 else 1
            return match.cue.sign * turned, match.tokens
    return 0, ()


def _evaluation(
    scene: Scene, word: Token, value: int, cue: tuple[Token, ...], subject: Token, vouchers: list[Actor]
) -> Iterator[Draft]:
    option = scene.options.read(subject)
    if option is None and subject.lower_ in ("it", "this", "that") and word.dep_ == "acomp":
        clause = clause_of(word.head) or next((c for c in word.children if c.dep_ == "xcomp"), None)
        option = scene.options.read(clause) if clause is not None else None
    if option is None:
        return
    turned = -1 if is_verbal(word) and len(scene.negated(word)) % 2 else 1
    for holder in vouchers:
        polarity = value * turned * option.sign
        actor = scene.actors.of(subject)
        if actor is not None and actor.key == holder.key:
            continue
        yield Draft(
            holder=holder,
            option=option,
            polarity=polarity,
            cue=cue,
            rule="value_in_speech",
            act=Act.SUPPORT if polarity > 0 else Act.ACCUSE,
            target=actor or _possessor(scene, option, holder),
            operators=option.operators,
        )
