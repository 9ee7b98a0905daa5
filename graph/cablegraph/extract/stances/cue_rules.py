"""The rules that start from a stance word of the lexicon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import Actor, is_named
from cablegraph.extract.stances.cues import Match, find, matches
from cablegraph.extract.stances.drafting import (
    draft_of,
    duty_of,
    is_abstract,
    is_duty_of_other,
    is_idle,
    is_plainly_abstract,
    options_of,
)
from cablegraph.extract.stances.option import Option
from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.extract.stances.syntax import (
    auxiliaries,
    child,
    is_verbal,
    object_of,
    preposition,
    slipped_subject,
    subject_of,
)
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.relations import Act, Modality
from cablegraph_ontology.stance_words import Part, Use
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

# Wishes and plans that everybody has in private life too.
_PRIVATE = (Act.AGREE, Act.REQUEST, None)
# How what is asked hangs on the word of asking.
_ASKED = ("xcomp", "ccomp", "advcl")
_COPULAS = ("be", "remain", "become", "stand", "seem")


def verb_with_policy(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "Iran rejected the deal", "urged Beijing to stop deporting migrants"."""
    if not is_verbal(verb) or duty_of(scene, verb) is not None:
        return
    if _is_asked_for(scene, verb) or is_duty_of_other(scene, verb, child(verb, "nsubj", "nsubjpass")):
        return
    if _is_only_possible(scene, verb) or _adds_nothing(scene, verb) or _is_accusation_of_failure(scene, verb):
        return
    holders: list[Actor] | None = None
    first = _ranked(scene, verb)
    if first is not None:
        holders = scene.actors.all_of(first)
    purpose = first is None and _is_purpose(verb)
    for match in matches(verb, scene.words, Use.STANCE, Use.MEASURE, part=Part.VERB):
        if (purpose and not match.cue.speech) or _is_resource(match) or _is_background(match):
            continue
        holders = _holders(scene, verb) if holders is None else holders
        found = list(_positions(scene, match, holders))
        if found:
            yield from found
            return


def _is_asked_for(scene: Scene, verb: Token) -> bool:
    """Say whether somebody only asks another to do what a verb says: "urged Russia to return"."""
    return _addressee(scene, verb) is not None and any(c.tag_ == "TO" for c in verb.children)


def _is_asked_of_actor(scene: Scene, match: Match, verb: Token) -> bool:
    """Say whether an actor is asked to do what a verb says, however little: "urged Russia to leave"."""
    if match.cue.act == Act.REQUEST and is_verbal(verb) and any(c.tag_ == "TO" for c in verb.children):
        places = (match.place(name) for name in match.cue.target)
        if any(p is not None and scene.actors.of(p) is not None for p in places):
            return True
    other = _addressee(scene, verb)
    return _is_asked_for(scene, verb) and other is not None and scene.actors.of(other) is not None


def _addressee(scene: Scene, verb: Token) -> Token | None:
    """Return who is asked to do what a verb says: "urged Russia to return", "called on Russia to return"."""
    above = verb.head
    if verb.dep_ not in _ASKED or not is_verbal(above):
        return None
    match = find(above, scene.words, Use.STANCE, part=Part.VERB)
    if match is None or match.cue.act != Act.REQUEST:
        return None
    if verb.dep_ == "ccomp":
        return child(verb, "nsubj")
    behind = (match.place(name) for name in match.cue.target if name not in ("object", "possessor"))
    return child(above, "dobj") or next((t for t in behind if t is not None and t.i < verb.i), None)


def _positions(scene: Scene, match: Match, holders: list[Actor]) -> Iterator[Draft]:
    measure = match.cue.use == Use.MEASURE
    relative = match.head.dep_ in ("relcl", "acl")
    for holder in holders:
        crowd = relative and holder.token.i == match.head.head.i and not is_named(holder)  # "people seeking"
        if crowd or (measure and not (_acts(holder) and _is_told(scene, match, holder))):
            continue
        for option in options_of(scene, match, holder):
            if not _is_fit(scene, match, option) or _is_private(scene, match, holder, option):
                continue
            if not measure and is_verbal(option.head) and match.cue.sign < 0:
                neutral = _without_side(scene, match, holder, option)
                if neutral is not None:
                    yield neutral
                    return
            idle = is_idle(scene, option) and not _is_asked_of_actor(scene, match, option.head)
            # "returned the refugees" does more than go back
            itself = measure and option.head.i == match.head.i
            if (idle and not itself) or (not measure and _is_silence(scene, match, option)):
                continue
            yield draft_of(scene, match, holder, option, "verb_measure" if measure else "verb_with_policy")


def _is_resource(match: Match) -> bool:
    """Say whether a wish only tells which thing is meant: "the resources that Iraq needs"."""
    return match.head.dep_ == "relcl" and match.cue.act == Act.REQUEST and not match.cue.speech


def _is_background(match: Match) -> bool:
    """Say whether an act is only told of a subject by the way: "Trained by Norway, the men left"."""
    verb = match.head
    aside = verb.dep_ == "advcl" and verb.tag_ == "VBN" and verb.i < verb.head.i
    return aside and match.cue.use == Use.MEASURE


def _is_fit(scene: Scene, match: Match, option: Option) -> bool:
    """Say whether an option is of the kind that the cue needs."""
    blamed = match.place("object") if match.cue.act == Act.ACCUSE and "for" in match.cue.policy else None
    if blamed is not None and scene.words.has("concrete", blamed.lemma_.lower()):
        return False  # "blamed the rain for the flood"
    if match.cue.needs == "course":
        noun = object_of(match.head)
        return noun is not None and scene.words.has("courses", noun.lemma_.lower())
    if match.cue.needs == "matter":
        return scene.options.is_policy_noun(object_of(match.head))
    if match.cue.needs == "circle":
        return _is_circle(scene, object_of(match.head))
    if match.cue.needs == "hostile":
        return scene.words.has("hostile", option.head.lemma_.lower())
    if match.cue.act == Act.CONSULT and scene.options.is_moved(option.head):
        return False  # "considers them migrants" weighs nothing
    if match.cue.needs == "deed":
        return is_verbal(option.head)
    if match.cue.needs == "named":
        noun = object_of(match.head)
        return noun is not None and (scene.actors.is_name(noun) or scene.options.is_policy_noun(noun))
    if match.cue.needs == "thing":
        return not option.anaphor and scene.options.is_policy(option)
    if match.cue.use != Use.MEASURE and match.cue.needs is None:
        return is_abstract(scene, option)
    if match.cue.use == Use.MEASURE and match.cue.needs is None and option.head.i != match.head.i:
        return is_plainly_abstract(scene, option)
    return scene.options.is_policy(option) and option.head.lemma_.lower() not in scene.words.sources


def _is_circle(scene: Scene, noun: Token | None) -> bool:
    """Say whether a noun is something that has members or parties: "left the Commonwealth", "the pact"."""
    if noun is None or scene.words.has("circles", noun.lemma_.lower()):
        return noun is not None
    actor = scene.actors.country_or_body(noun)
    return actor is not None and actor.mention.kind == Kind.ORGANIZATION


def _holders(scene: Scene, verb: Token) -> list[Actor]:
    """Return whose position a verb gives; the issuer in "issued a declaration demanding that"."""
    subject = subject_of(verb)
    if subject is not None and _is_purpose(verb) and verb.dep_ != "advcl":
        subject = (
            subject_of(verb.head.head) if is_verbal(verb.head.head) else None
        )  # "held a rally to demand"
    if subject is None and verb.dep_ == "xcomp" and scene.words.has("raising", verb.head.lemma_.lower()):
        subject = child(verb.head, "nsubjpass")  # "is expected to impose"
    found = scene.actors.all_of(subject) if subject is not None else []
    if (
        not found
        and verb.dep_ == "acl"
        and verb.tag_ == "VBG"
        and is_verbal(verb.head.head)
        and verb.head.dep_ == "dobj"
    ):
        issuer = subject_of(verb.head.head)
        found = scene.actors.all_of(issuer) if issuer is not None else []
    if not found and subject is not None and _is_all(scene, subject):
        found = scene.vouchers(verb)  # "nobody wants a war", said the minister
    if not found and subject is not None and subject.lower_ in ("this", "that"):
        last = scene.options.last_holder(verb)
        found = [last] if last is not None else []
    return found


def _is_all(scene: Scene, subject: Token) -> bool:
    return any(scene.words.has(name, subject.lower_) for name in ("nobody", "everybody"))


def _is_purpose(verb: Token) -> bool:
    """Say whether a verb is a purpose, not an act: "a deal to rein in", "sent troops to protect"."""
    while verb.dep_ == "conj" and is_verbal(verb.head) and child(verb, "nsubj", "nsubjpass", "aux") is None:
        verb = verb.head
    return verb.dep_ in ("acl", "relcl", "advcl") and any(c.tag_ == "TO" for c in verb.children)


def _ranked(scene: Scene, verb: Token) -> Token | None:
    """Return who did something first or last: "Canada became the first country to sign"."""
    noun, copula = verb.head, verb.head.head
    if verb.dep_ not in ("acl", "relcl") or noun.dep_ != "attr" or copula.lemma_ not in _COPULAS:
        return None
    first = any(scene.words.has("ranks", t.lower_) for t in (noun, *noun.children))
    return subject_of(copula) if first else None


def _is_only_possible(scene: Scene, verb: Token) -> bool:
    """Say whether the newsroom tells what could be: "France could reject the treaty"."""
    helpers = {a.lower_ for a in auxiliaries(verb)}
    return (
        bool(helpers & scene.words.sets["possible"]) and not scene.negated(verb) and not scene.vouchers(verb)
    )


def _adds_nothing(scene: Scene, verb: Token) -> bool:
    """Say whether the noun under a verb takes the position: "restated its objection"."""
    noun = child(verb, "dobj", "nsubjpass")
    if noun is None or child(verb, "prt") is not None or not scene.words.has("light", verb.lemma_.lower()):
        return False
    match = find(noun, scene.words, Use.STANCE, part=Part.NOUN)
    return match is not None and any(match.place(name) is not None for name in match.cue.policy)


def _is_accusation_of_failure(scene: Scene, verb: Token) -> bool:
    """Say whether somebody only says that another fails: "said the agency had failed to act"."""
    above = verb.head if verb.dep_ == "xcomp" else None
    return (
        above is not None and scene.words.has("failing", above.lemma_.lower()) and bool(scene.vouchers(verb))
    )


def _is_private(scene: Scene, match: Match, holder: Actor, option: Option) -> bool:
    """Say whether a person who speaks for nobody only plans or wants something for himself."""
    if holder.mention.kind != Kind.PERSON or match.cue.speech or match.cue.act not in _PRIVATE:
        return False
    return is_verbal(option.head) or not scene.options.is_policy(option)


def _is_told(scene: Scene, match: Match, holder: Actor) -> bool:
    """Say whether an act is told, not what another says could be: "the Council could lift sanctions"."""
    possible = {a.lower_ for a in auxiliaries(match.head)} & scene.words.sets["possible"]
    return not possible or any(v.key == holder.key for v in scene.vouchers(match.head))


def _acts(holder: Actor) -> bool:
    """Say whether what an actor does is public policy: a state or body, not a private person or a crowd."""
    return holder.mention.kind != Kind.PERSON and holder.mention.form != Form.DESCRIPTOR


def _without_side(scene: Scene, match: Match, holder: Actor, option: Option) -> Draft | None:
    """Return the draft of who takes no side: "declined to choose between the rivals"."""
    lemma, noun = option.head.lemma_.lower(), child(option.head, "dobj")
    if not scene.words.has("undecided", lemma) or option.operators or option.anaphor:
        return None
    if (
        noun is not None
        and scene.words.has("light", lemma)
        and not scene.words.has("sides", noun.lemma_.lower())
    ):
        return None  # "under no obligation to take anybody back"
    about = scene.options.recall(match.head) or option
    draft = draft_of(scene, match, holder, replace(about, path=option.path), "verb_with_policy")
    return replace(draft, polarity=0, act=None)


def _is_silence(scene: Scene, match: Match, option: Option) -> bool:
    """Say whether somebody only says nothing: "declined to comment", "asked not to be named"."""
    said = match.place("infinitive") if match.cue.sign < 0 else None
    if said is not None and any(scene.words.has("denying", c.lemma_.lower()) for c in said.conjuncts):
        return True  # "declined to confirm or deny"
    if option.anaphor or not is_verbal(option.head) or not (option.sign < 0 or match.cue.sign < 0):
        return False
    if match.cue.modality == Modality.DENIED:
        return False
    return scene.words.has("silences", option.head.lemma_.lower())


def noun_with_policy(scene: Scene, noun: Token) -> Iterator[Draft]:
    """Read "China's opposition to the plan", "voiced objections to", "denials from China that"."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return
    match = find(noun, scene.words, Use.STANCE, part=Part.NOUN)
    if match is None:
        return
    light = _light_verb(scene, noun)
    if _receives(scene, noun):
        yield from _received(scene, match)
        return
    rule = "light_verb_noun" if light is not None else "noun_of_holder"
    for holder in _noun_holders(scene, noun, light):
        done = _done_despite(scene, noun)
        options = [done] if done is not None else options_of(scene, match, holder)
        given = child(light, "dative", "iobj") if light is not None else None
        if given is not None and all(o.anaphor for o in options):
            option = scene.options.read(given)  # "gave the accord its blessing"
            options = [option] if option is not None else []
        if child(noun, "poss") is not None and light is None:
            options = [o for o in options if o.head.i != noun.i]
        if light is None and all(o.head.i == noun.i or o.anaphor for o in options):
            options = _hit_by(scene, noun) or options
        for option in options:
            if option.head.ent_type_ != "PERSON":
                yield draft_of(scene, match, holder, option, rule, light)


def _hit_by(scene: Scene, noun: Token) -> list[Option]:
    """Return what a position brings about or hinders: "opposition from Peru killed the plan"."""
    verb = noun.head if noun.dep_ == "nsubj" else noun.head.head
    amid = noun.dep_ == "pobj" and scene.words.has("amid", noun.head.lower_)
    if not scene.words.has("settling_fate", verb.lemma_.lower()) or not (noun.dep_ == "nsubj" or amid):
        return []
    thing = object_of(verb)
    if thing is None or not scene.options.is_policy_noun(thing) or scene.actors.is_name(thing):
        return []
    option = scene.options.read(thing)
    return [option] if option is not None else []


def _done_despite(scene: Scene, noun: Token) -> Option | None:
    """Return what was done against a noun of stance: "imposed the tariffs over Brazilian objections"."""
    link = noun.head
    for _ in range(2):
        if link.dep_ == "pobj" and link.head.dep_ == "prep":
            link = link.head  # "in the face of"
    if link.dep_ != "prep" or not is_verbal(link.head) or any(c.dep_ == "prep" for c in noun.children):
        return None
    phrase = " ".join(t.lower_ for t in noun.doc[link.i : noun.head.i + 1] if t.dep_ != "det")
    done = object_of(link.head) if scene.words.has("despite", phrase) else None
    return scene.options.read(done) if done is not None and scene.actors.of(done) is None else None


def _receives(scene: Scene, noun: Token) -> bool:
    """Say whether a thing gets a noun of stance: "drew criticism from", "was met with anger in"."""
    above = (
        noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("with", "by", "into") else noun.head
    )
    if noun.dep_ not in ("dobj", "pobj"):
        return False
    if scene.words.has("holding", above.lemma_.lower()) and noun.dep_ == "dobj":
        return bool(_named_before(scene, noun))  # "the plan has Chinese backing"
    return scene.words.has("receiving", above.lemma_.lower())


def _received(scene: Scene, match: Match) -> Iterator[Draft]:
    noun = match.head
    verb = noun.head if noun.dep_ == "dobj" else noun.head.head
    places = ("from", "by", "in", "among", "possessor")
    giver = next((p for w in places if (p := match.place(w)) is not None), None)
    if giver is None and scene.words.has("feelings", noun.lemma_.lower()):
        giver = match.place("of")  # "drew the ire of Australia"
    thing = child(verb, "nsubj", "nsubjpass")
    option = scene.options.read(thing) if thing is not None and scene.actors.of(thing) is None else None
    if option is None or scene.negated(verb) or not is_abstract(scene, option):
        return
    for holder in scene.actors.all_of(giver) if giver is not None else _named_before(scene, noun):
        yield draft_of(scene, match, holder, option, "light_verb_noun", verb)


def _light_verb(scene: Scene, noun: Token) -> Token | None:
    head = noun.head if noun.dep_ in ("dobj", "nsubjpass") else None
    if noun.dep_ == "conj":
        head = noun.head.head if noun.head.dep_ == "dobj" else None
    if head is None or not scene.words.has("light", head.lemma_.lower()):
        return None
    particle = child(head, "prt")
    # "held up the decision" is not "held a decision"
    return head if particle is None or scene.words.has("light_particles", particle.lower_) else None


def _noun_holders(scene: Scene, noun: Token, light: Token | None) -> list[Actor]:
    owner = child(noun, "poss") or preposition(noun, "by") or preposition(noun, "from")
    subject = subject_of(light) if light is not None else None
    tellers = scene.actors.all_of(subject) if subject is not None else []
    if owner is not None and not (light is not None and owner.tag_ == "PRP$"):
        owners = scene.actors.all_of(owner)
        same = [a for a in tellers if any(a.key == o.key for o in owners)]
        return same or owners  # "the Secretary underscored the commitment of the United States"
    if light is not None:
        return tellers
    manner = noun.head
    if manner.lower_ == "in" and is_verbal(manner.head) and scene.words.has("postures", noun.lemma_.lower()):
        subject = subject_of(manner.head)  # "in defiance of the ban"
        return scene.actors.all_of(subject) if subject is not None else []
    return _named_before(scene, noun)


def _named_before(scene: Scene, noun: Token) -> list[Actor]:
    """Return the actor that an adjective or name before a noun gives: "German opposition"."""
    for c in noun.children:
        if c.dep_ in ("amod", "compound", "nmod"):
            actor = scene.actors.of(c) or scene.actors.country_or_body(c)
            if actor is not None and is_named(actor):
                return [actor]
    return []


def adjective_with_policy(scene: Scene, word: Token) -> Iterator[Draft]:
    """Read "Israel is opposed to the deal", "ready to withdraw", "against outside interference"."""
    if word.dep_ in ("amod", "nsubj", "dobj") or (word.dep_ == "prep" and word.head.lemma_ not in _COPULAS):
        return
    match = find(word, scene.words, Use.STANCE, part=Part.ADJECTIVE)
    if match is None or child(word, "dobj") is not None:
        return
    subject = _adjective_subject(word)
    if is_duty_of_other(scene, word, subject):
        return
    for holder in scene.actors.all_of(subject) if subject is not None else []:
        for option in options_of(scene, match, holder):
            if not is_idle(scene, option) and is_abstract(scene, option):
                yield draft_of(scene, match, holder, option, "adjective_of_holder")


def _adjective_subject(word: Token) -> Token | None:
    head = word.head
    own = child(word, "nsubj")
    if own is not None and own.tag_ == "PRP" and own.lower_.endswith(("self", "selves")):
        return subject_of(head)  # "declared itself opposed to"
    if word.dep_ in ("acomp", "attr", "prep", "oprd", "advmod") and is_verbal(head):
        return subject_of(head)
    if word.dep_ == "conj" and head.dep_ in ("acomp", "attr"):
        return subject_of(head.head)
    if word.pos_ == "VERB":
        return child(word, "nsubj", "nsubjpass") or slipped_subject(word) or subject_of(word)
    return None
