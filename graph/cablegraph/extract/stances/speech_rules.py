"""The rules that read a position out of what somebody says, without a word of being for or against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import is_named
from cablegraph.extract.stances.drafting import duty_of, is_abstract, is_idle
from cablegraph.extract.stances.option import Option
from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.extract.stances.syntax import (
    auxiliaries,
    child,
    infinitive_of,
    is_verbal,
    preposition,
    subject_of,
)
from cablegraph.extract.stances.targets import target_in_speech
from cablegraph_ontology.relations import Act, Modality
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_COPULAS = ("be", "remain", "become", "seem")


def existence_in_speech(scene: Scene, noun: Token) -> Iterator[Draft]:
    """Read "there can be no military solution", "there is no excuse for", "sees no need for"."""
    verb = noun.head
    seen = noun.dep_ == "dobj" and scene.words.has("finding", verb.lemma_.lower())
    there = noun.dep_ in ("attr", "nsubj") and verb.lemma_ == "be" and child(verb, "expl") is not None
    if not seen and not there:
        return
    lemma = noun.lemma_.lower()
    negated = len(scene.negated(noun)) % 2 == 1
    sign = 0
    about: Token | None = noun
    if scene.words.has("warrants", lemma) or scene.words.has("substitutes", lemma):
        sign = 2 if scene.words.has("warrants", lemma) != negated else -2
        about = next((p for w in ("for", "to", "in", "of") if (p := preposition(noun, w)) is not None), None)
        about = about or infinitive_of(noun)
    elif there and {a.lower_ for a in auxiliaries(verb)} & scene.words.sets["settling"]:
        sign = 2
    option = scene.options.read(about) if sign and about is not None else None
    if option is None or not is_abstract(scene, option):
        return
    subject = subject_of(verb) if seen else None
    for holder in scene.actors.all_of(subject) if subject is not None else scene.vouchers(noun):
        yield Draft(
            holder=holder,
            option=option,
            polarity=sign * option.sign,
            cue=(noun, verb),
            rule="existence_in_speech",
            act=Act.SUPPORT if sign * option.sign > 0 else Act.REJECT,
            target=target_in_speech(scene, option, holder),
            operators=option.operators,
        )


def failure_in_speech(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "said the government had failed to protect the refugees": blame for what was not done."""
    if not is_verbal(verb):
        return
    too_little = verb.lemma_ == "do" and any(c.lower_ in ("enough", "more") for c in verb.children)
    if not too_little and not scene.words.has("failing", verb.lemma_.lower()):
        return
    subject, inner = subject_of(verb), child(verb, "xcomp", "advcl")
    if subject is None or inner is None or len(scene.negated(verb)) % 2 != too_little:
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
    helper = duty_of(scene, verb) if is_verbal(verb) and verb.tag_ in ("VB", "VBN", "VBG") else None
    if helper is None or helper.dep_ == "relcl":  # "the resources it needs to protect itself"
        return
    subject = subject_of(verb) or child(verb, "nsubjpass") or child(helper, "nsubj", "nsubjpass")
    target = scene.actors.of(subject) if subject is not None else None
    option = scene.options.read(verb)
    if scene.words.has("leaving", verb.lemma_.lower()) and child(verb, "dobj") is None:
        option = scene.options.departure_of(subject, verb, target is not None)
    elif option is not None and is_idle(scene, option):
        return
    if option is None:
        return
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


def course_in_speech(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "nobody will be sent back", "the sanctions will stay", said by whoever decides on it."""
    helper = next((a for a in auxiliaries(verb) if a.lower_ in scene.words.sets["future"]), None)
    if helper is None and scene.negated(verb):  # "the embargo cannot continue"
        helper = next((a for a in auxiliaries(verb) if a.lower_ in scene.words.sets["ability"]), None)
    if not is_verbal(verb) or helper is None or verb.dep_ in ("relcl", "advcl"):
        return
    lemma = verb.lemma_.lower()
    option: Option | None = None
    if child(verb, "auxpass") is not None and scene.words.has("ability", helper.lower_):
        return
    if child(verb, "auxpass") is not None and verb.tag_ == "VBN" and subject_of(verb) is None:
        option = scene.options.read(verb) if verb.lemma_.lower() in scene.words.nominals else None
    elif scene.words.has("lasting", lemma) or scene.words.has("ending", lemma):
        subject = child(verb, "nsubj")
        if subject is not None and scene.options.is_policy_noun(subject) and child(verb, "dobj") is None:
            option = scene.options.read(subject)
    if option is None or is_idle(scene, option):
        return
    turned = scene.words.has("ending", lemma) and child(verb, "auxpass") is None
    negated = turned != (child(verb, "auxpass") is None and len(scene.negated(verb)) % 2 == 1)
    for holder in scene.vouchers(verb):
        if holder.mention.kind == Kind.PERSON:
            continue
        yield Draft(
            holder=holder,
            option=option,
            polarity=(-2 if negated else 2) * option.sign,
            cue=(helper, verb),
            rule="course_in_speech",
            act=Act.REJECT if negated else Act.AGREE,
            modality=Modality.PLANNED,
            target=target_in_speech(scene, option, holder),
            operators=option.operators,
        )


def will_of_holder(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "we will do our utmost", "France will set off eight explosions": an announced act."""
    if not is_verbal(verb) or verb.lemma_ == "be" or verb.tag_ != "VB":
        return
    helper = next((a for a in auxiliaries(verb) if a.lower_ in scene.words.sets["future"]), None)
    second = verb.dep_ == "conj" and child(verb, "auxpass") is None  # "will open the way but will not fight"
    subject = child(verb, "nsubj") or (subject_of(verb) if second else None) if helper is not None else None
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
            target=target_in_speech(scene, option, holder),
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
