"""From a cue to a draft: which option, which sign, which act, whom it is aimed at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import Actor
from cablegraph.extract.stances.cues import Match, find, nominal_of
from cablegraph.extract.stances.option import Option
from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.extract.stances.syntax import auxiliaries, child, is_verbal
from cablegraph.extract.stances.targets import is_charge, target_of
from cablegraph_ontology.relations import Act, Modality
from cablegraph_ontology.stance_words import Part, Use

if TYPE_CHECKING:
    from spacy.tokens import Token

_ABSTRACT = (
    *("tion", "sion", "ment", "ness", "ity", "ism", "ship", "ance", "ence", "ancy", "ency", "acy", "dom"),
    *("tions", "sions", "ments", "ities", "ances", "ences", "ing", "ings", "sis", "ure", "ures", "al", "als"),
    *("hood", "age"),
)  # fmt: skip

_COMPLEMENTS = ("dobj", "dative", "ccomp", "xcomp", "prep", "attr", "acomp", "oprd")

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


def options_of(scene: Scene, match: Match, holder: Actor) -> list[Option]:
    """Return the options in the first argument place of a cue that is filled.

    A reaction without a complement is one to what was told before: "Moscow protested", "Cuba was pleased".
    """
    for name in match.cue.policy:
        found = list(_in_place(scene, match, name, holder))
        if found:
            return found
    if match.cue.factive and match.cue.use == Use.STANCE and _is_bare(match):
        return list(_in_place(scene, match, "recalled", holder))
    return []


def _is_bare(match: Match) -> bool:
    """Say whether a verb or adjective stands without a complement and is no participle before a noun."""
    head = match.head
    if match.cue.part == Part.NOUN or head.dep_ in ("amod", "acl", "relcl", "advcl", "xcomp"):
        return False
    if match.cue.part == Part.VERB and child(head, "nsubjpass", "agent", "auxpass") is not None:
        return False
    return child(head, *_COMPLEMENTS) is None


def _in_place(scene: Scene, match: Match, name: str, holder: Actor) -> Iterator[Option]:
    if name in ("self", "recalled", "echoed"):
        own = name == "self"
        if match.head.dep_ in ("nsubj", "nsubjpass"):
            return  # "China's denial used harsh language" tells of the denial, it is none
        behind = match.place("rest") if name == "recalled" and "rest" in match.cue.policy else None
        if behind is not None and behind.pos_ != "PRON":
            return  # "remain in the country" is about the country
        denied = scene.options.imputed(match.head, holder) if match.cue.modality == Modality.DENIED else None
        option = denied or (
            scene.options.act_itself(match.head)
            if own
            else scene.options.recall(
                match.head, name == "echoed", deed=match.cue.act == Act.ACCUSE or match.cue.factive
            )
        )
        if option is not None:
            yield option
        return
    if name == "main":
        about = scene.options.main(match.head)
        if about is not None:
            yield about
        return
    token = match.place(name)
    if token is None or token.i == holder.token.i or token.tag_ in ("WP", "WDT"):
        return
    asked = match.cue.act == Act.REQUEST and "object" in match.cue.target
    if name == "object" and (match.cue.use == Use.MEASURE or asked) and scene.actors.is_name(token):
        return
    if name == "object" and match.cue.use == Use.MEASURE and match.cue.act != Act.COERCE:
        act = scene.options.act_itself(match.head) if scene.options.is_crowd_act(match.head, token) else None
        if act is not None:
            yield replace(act, sign=1 if match.cue.sign > 0 else -1)
            return
    if name == "from" and match.cue.act == Act.COERCE and not is_verbal(token):
        return  # "bars travellers from Guinea" bars the travellers
    admitted = scene.words.has("admitting", match.head.lemma_.lower())
    if name == "clause" and (admitted or _expects(scene, match, token, holder)):
        return
    follow = match.cue.act != Act.ACCUSE or match.cue.use != Use.STANCE
    for option in scene.options.all_of(token, follow):
        named = _of_actor(scene, match, option)
        if named is not None:
            yield named


def _of_actor(scene: Scene, match: Match, option: Option) -> Option | None:
    """Return the option under the name of what is done to it, where it is only a place or a person.

    "sided with Riyadh" is backing of Riyadh; who condemns Riyadh condemns its conduct. Else it is no policy.
    """
    head = option.head
    if option.anaphor or is_verbal(head) or head.ent_type_ not in ("GPE", "PERSON") or head.pos_ != "PROPN":
        return option
    if option.name.split()[-1] != head.text or child(head, "amod", "prep", "poss") is not None:
        return option
    if match.cue.sign < 0 and match.cue.act != Act.ACCUSE:
        return None
    noun = scene.words.nominals.get(match.head.lemma_.lower())
    if match.cue.act == Act.ACCUSE:
        noun = "conduct of"
    elif match.cue.act in (Act.SUPPORT, Act.AID) and noun in (None, "support for", "help for"):
        noun = "backing of"
    return replace(option, name=f"{noun} {option.name}") if noun is not None else None


def _expects(scene: Scene, match: Match, clause: Token, holder: Actor) -> bool:
    """Say whether a clause tells what another will do: "is confident that China will agree"."""
    if not scene.words.has("expecting", match.cue.words[0]):
        return False
    subject = child(clause, "nsubj")
    actor = scene.actors.of(subject) if subject is not None else None
    return actor is not None and actor.key != holder.key


def draft_of(
    scene: Scene, match: Match, holder: Actor, option: Option, rule: str, light: Token | None = None
) -> Draft:
    """Return the draft of a cue with its holder and option. `light` is the verb that carries a noun."""
    cue = match.cue
    verb = light if light is not None else match.head
    turning, top = scene.raised(verb)
    negators = scene.negated(match.head) + (scene.negated(light) if light is not None else []) + turning
    negators += [t for t in negated_inside(scene, match) if t not in option.operators]
    negators = [t for t in negators if t not in match.tokens]  # "voted no on"
    reversing = light is not None and scene.words.has("reversing", light.lemma_.lower())
    turned = (len(negators) + reversing) % 2 == 1
    polarity = cue.sign * option.sign * (-1 if turned else 1)
    if turned and cue.sign < 0:
        polarity = max(-1, min(1, polarity))
    return Draft(
        holder=holder,
        option=option,
        polarity=polarity,
        cue=(*((light,) if light is not None else ()), *match.tokens),
        rule=rule,
        act=_act(scene, match, turned, option),
        target=target_of(scene, match, holder, option),
        modality=Modality.DENIED if is_charge(scene, match, option) else cue.modality or scene.modality(top),
        speech=cue.speech or light is not None,
        operators=(*negators, *option.operators),
    )


def negated_inside(scene: Scene, match: Match) -> list[Token]:
    """Return the words that negate a noun inside a phrase and are no part of it: "sees no need for"."""
    words = scene.words.sets["negators"]
    below = (c for t in match.tokens[1:] for c in t.children if c.dep_ in ("det", "neg"))
    return [c for c in below if c.lower_ in words and c not in match.tokens]


def _act(scene: Scene, match: Match, turned: bool, option: Option) -> Act | None:
    """Return what is done: a position turned round, or against the absence of a thing, is another act."""
    act = _hostile_act(scene, match, option) or match.cue.act
    if act is None or not option.operators:
        return _TURNED.get(act, act) if turned and act is not None else act
    word = option.operators[0]
    negated = word.lower_ in scene.words.sets["negators"]
    inner = find(word, scene.words, Use.STANCE, part=Part.VERB) if word.dep_ == "xcomp" else None
    refused = inner is not None and inner.cue.act in (Act.REJECT, Act.ACCUSE) and match.cue.sign < 0
    if turned != ((negated and act != Act.REQUEST) or refused):
        return _TURNED.get(act, act)
    return act


def is_abstract(scene: Scene, option: Option) -> bool:
    """Say whether an option is an act, an idea or an actor, not a thing such as a car."""
    if is_plainly_abstract(scene, option):
        return True
    head = option.head
    return head.pos_ == "ADJ" or not scene.words.has("concrete", head.lemma_.lower())


def is_plainly_abstract(scene: Scene, option: Option) -> bool:
    """Say whether the word itself tells that an option is an act, an idea or an actor."""
    head = option.head
    if scene.options.is_policy(option) or head.pos_ == "PROPN" or head.lower_.endswith(_ABSTRACT):
        return True
    lemma = head.lemma_.lower()
    if scene.words.has("crowds", lemma) or scene.words.has("abstract", lemma) or lemma in scene.words.sources:
        return True
    return scene.actors.of(head) is not None or (head.pos_ == "ADJ" and option.sign < 0)


def _hostile_act(scene: Scene, match: Match, option: Option) -> Act | None:
    """Return what is done with a hostile measure: it is imposed, threatened or lifted."""
    if option.operators or not scene.words.has("hostile", option.head.lemma_.lower()):
        return None
    if match.cue.use == Use.MEASURE and match.cue.act in (Act.SUPPORT, Act.REJECT, Act.CONCEDE):
        lifted = match.cue.sign < 0
        penal = option.head.lemma_.lower() in ("sanction", "embargo", "boycott", "tariff", "freeze")
        return Act.CONCEDE if lifted else Act.SANCTION if penal else Act.COERCE
    if match.cue.modality == Modality.PLANNED and match.cue.act == Act.AGREE:
        return Act.THREATEN
    return None


def duty_of(scene: Scene, verb: Token) -> Token | None:
    """Return the word that makes a verb a duty: "must", "should", "has to", "is obliged to", "had better"."""
    sets = scene.words.sets
    helper = next((a for a in auxiliaries(verb) if a.lower_ in sets["duty"]), None)
    if helper is not None:
        return helper
    above = verb.head
    if _is_subjunctive(verb):
        return above
    if any(c.lower_ in sets["not_yet"] for c in above.children):
        return None  # "has yet to sign"
    if verb.dep_ == "xcomp" and (above.lemma_ in sets["duty_verbs"] or above.lower_ in sets["duty_words"]):
        return above
    return next((c for c in verb.children if c.dep_ == "advmod" and c.lower_ in sets["duty_adverbs"]), None)


def _is_subjunctive(verb: Token) -> bool:
    """Say whether a clause tells what is to be: "insisted that the ruling be carried out"."""
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if verb.dep_ != "ccomp" or child(verb, "mark") is None or not is_verbal(verb.head):
        return False
    return len(helpers) == 1 and helpers[0].lower_ == "be"


def is_duty_of_other(scene: Scene, word: Token, subject: Token | None) -> bool:
    """Say whether a speaker lays a duty on another: "Iran needs to comply", "is obliged to", said France."""
    duties = scene.words.sets["duty_verbs"] | scene.words.sets["duty_words"]
    if any(c.lower_ in scene.words.sets["not_yet"] for c in word.children):
        return False
    if child(word, "xcomp") is None or not {word.lemma_.lower(), word.lower_} & duties:
        return False
    vouchers = {v.key for v in scene.vouchers(word)}
    actor = scene.actors.of(subject) if subject is not None else None
    return bool(vouchers) and (actor is None or actor.key not in vouchers)


def is_idle(scene: Scene, option: Option) -> bool:
    """Say whether an option is only something to say or see, nothing that one is for: "to see", "to draw"."""
    head = option.head
    if option.anaphor and not scene.words.has("denying", head.lemma_.lower()):
        return False  # the head is the cue itself
    noun = child(head, "dobj")
    if head.dep_ == "ccomp" and scene.words.has("letting", head.head.lemma_.lower()):
        return False  # "let the inspectors return"
    if not is_verbal(head) or (
        noun is not None and (scene.options.is_policy_noun(noun) or scene.options.is_moved(noun))
    ):
        return False
    lemma = head.lemma_.lower()
    if nominal_of(head, scene.words) != scene.words.nominals.get(lemma):
        return False  # with its further words it has a name of its own: "become a member"
    if lemma in scene.words.reporting:
        return lemma not in scene.words.nominals
    return scene.words.has("idle", lemma) and not _goes_on(scene, head)


def _goes_on(scene: Scene, verb: Token) -> bool:
    """Say whether an idle verb has a particle that makes it an act: "go back", "go beyond the deal"."""
    return verb.lemma_ == "go" and any(scene.words.has("onward", c.lower_) for c in verb.children)
