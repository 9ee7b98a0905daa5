"""The rules that read an evaluation: what somebody calls a thing, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import Actor, is_named
from cablegraph.extract.stances.cues import Match, find
from cablegraph.extract.stances.drafting import duty_of, is_idle, negated_inside
from cablegraph.extract.stances.option import Option
from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.extract.stances.syntax import (
    ancestors,
    auxiliaries,
    child,
    clause_of,
    degree_of,
    is_verbal,
    object_of,
    preposition,
    subject_of,
)
from cablegraph.extract.stances.targets import other_in, target_in_speech
from cablegraph_ontology.relations import Act, Modality
from cablegraph_ontology.stance_words import Part, Use

if TYPE_CHECKING:
    from spacy.tokens import Token

_COPULAS = ("be", "remain", "become", "seem")
_ATTRIBUTES = ("acomp", "attr")


def named_by_holder(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "called it a mistake", "considers them illegal migrants", "dismissed the vote as a sham"."""
    if not is_verbal(verb) or not scene.words.has("naming", verb.lemma_.lower()):
        return
    name, subject = _name_given(verb), subject_of(verb)
    value, cue = _value(scene, name, any_noun=True) if name is not None else (0, ())
    named = _named_thing(verb) if value else None
    if named is None:
        return
    assert name is not None
    people = scene.words.has("migrants", name.lemma_.lower())
    option = scene.options.status_of(named, name) if people else scene.options.read(named)
    option = option or scene.options.status_of(named, name)
    if option is None:
        return
    turned = -1 if len(scene.negated(verb)) % 2 else 1
    unsaid = subject is None and child(verb, "auxpass") is not None  # "could be seen as an act of war"
    holders = scene.vouchers(verb) if unsaid else scene.actors.all_of(subject) if subject is not None else []
    for holder in holders:
        if named.i != holder.token.i:
            act = Act.SUPPORT if value * turned > 0 else Act.ACCUSE
            yield Draft(
                holder=holder,
                option=option,
                polarity=value * turned * option.sign,
                cue=(verb, *cue),
                rule="named_by_holder",
                act=act,
                target=target_in_speech(scene, option, holder),
                speech=True,
                operators=option.operators,
            )


def _name_given(verb: Token) -> Token | None:
    """Return the name in "called it a mistake", "described it as illegal", "considers them migrants"."""
    found = child(verb, "oprd")
    if found is not None:
        return found
    thing = child(verb, "dobj")
    words: list[Token] = [c for c in verb.children if c.lower_ == "as"]
    if thing is not None:
        words += [c for c in thing.children if c.lower_ == "as"]  # "regards the blockade as illegal"
    inner = [g for c in words for g in c.children if g.dep_ in ("amod", "advcl", "acomp", "pobj")]
    if inner:
        return inner[0]
    small = child(verb, "ccomp", "xcomp")
    if small is not None and small.tag_ == "VBN" and child(small, "aux", "dobj") is None:
        return small
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


def seen_by_holder(scene: Scene, verb: Token) -> Iterator[Draft]:
    """Read "spoke of a turning point", "saw a step in the right direction": said of what goes before."""
    if not is_verbal(verb) or not scene.words.has("seeing", verb.lemma_.lower()):
        return
    noun = child(verb, "dobj") if verb.lemma_ != "speak" else preposition(verb, "of")
    subject = subject_of(verb)
    if noun is None or subject is None or child(noun, "poss", "relcl", "acl") is not None:
        return
    if all(c.lower_ not in ("a", "an", "another") for c in noun.children):
        return
    value, cue = _value(scene, noun)
    option = scene.options.recall(noun) if value else None
    for holder in scene.actors.all_of(subject) if option is not None else []:
        assert option is not None
        yield Draft(
            holder=holder,
            option=option,
            polarity=value,
            cue=(verb, *cue),
            rule="seen_by_holder",
            act=Act.SUPPORT if value > 0 else Act.ACCUSE,
            speech=True,
        )


def value_in_speech(scene: Scene, word: Token) -> Iterator[Draft]:
    """Read "the regime is illegitimate", Freeland said: an evaluation by whoever speaks."""
    vouchers = scene.vouchers(word) if _may_evaluate(scene, word) else []
    if not vouchers:
        return
    if is_verbal(word) and word.dep_ not in _ATTRIBUTES:
        yield from _value_of_verb(scene, word, vouchers)
        yield from _value_of_participle(scene, word, vouchers)
    elif (verb := _copula_of(scene, word)) is not None and verb.dep_ != "relcl":
        value, cue = _value(scene, word, any_noun=not scene.options.is_policy_noun(word))
        subject = child(verb, "nsubj", "nsubjpass", "csubj")
        yield from _evaluation(scene, word, value, cue, subject, vouchers)
    elif word.pos_ == "ADV" and (deed := _done(word)) is not None:
        value, cue = _value(scene, word)
        option = scene.options.act_itself(deed) if value else None
        value = -value if len(scene.negated(deed)) % 2 else value
        yield from _by_all(vouchers, option, value, (deed, *cue))
    elif _is_fragment(scene, word):
        value, cue = _value(scene, word)
        option = scene.options.recall(word) if value else None
        for holder in vouchers if option is not None else []:
            act = Act.SUPPORT if value > 0 else Act.ACCUSE
            assert option is not None
            yield Draft(
                holder=holder, option=option, polarity=value, cue=cue, rule="value_in_speech", act=act
            )
    elif word.dep_ == "dobj" and child(word, "poss") is None and _equates(scene, word.head):
        value, cue = _value(scene, word)
        yield from _evaluation(scene, word, value, (word.head, *cue), subject_of(word.head), vouchers)


def _may_evaluate(scene: Scene, word: Token) -> bool:
    """Say whether a word has an evaluation in it at all: asked first, since most have none."""
    if is_verbal(word):
        return any(
            find(word, scene.words, Use.VALUE, part=p) is not None for p in (Part.VERB, Part.ADJECTIVE)
        )
    return _value(scene, word, any_noun=True)[0] != 0


def _done(adverb: Token) -> Token | None:
    """Return the verb that an adverb tells of, past a preposition that the parser hung it on."""
    if adverb.dep_ not in ("advmod", "pcomp"):
        return None
    above = (t for t in (adverb.head, adverb.head.head) if is_verbal(t) and t.dep_ != "prep")
    verb = next(above, None)
    if (
        verb is None
        or verb.lemma_ == "be"
        or verb.dep_ in ("relcl", "acl", "amod")
        or _is_participle(verb)
        or verb.tag_ == "VB"
    ):
        return None
    return verb


def _equates(scene: Scene, verb: Token) -> bool:
    """Say whether a verb tells what its subject is or does by its object: "constitutes a breach"."""
    lemma = verb.lemma_.lower()
    return scene.words.has("light", lemma) or scene.words.has("equating", lemma)


def _copula_of(scene: Scene, word: Token) -> Token | None:
    """Return the verb between a thing and what it is said to be, for a second attribute too."""
    sets = scene.words.sets
    if any(degree_of(word, sets[name]) is not None for name in ("turning_degrees", "plain_degrees")):
        above = next((a for a in ancestors(word) if is_verbal(a)), None)  # "far from fair"
        return above if above is not None and above.lemma_ in _COPULAS else None
    for _ in range(3):
        if word.dep_ in ("acomp", "attr") or (word.dep_ == "prep" and word.head.lemma_ == "be"):
            return word.head if word.head.lemma_ in _COPULAS else None
        if word.dep_ != "conj":
            return None
        word = word.head
    return None


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


def _value_of_participle(scene: Scene, verb: Token, vouchers: list[Actor]) -> Iterator[Draft]:
    """Read "the force is no longer needed", "the fears are made up": a participle that evaluates."""
    told = verb.tag_ == "VBG" and child(verb, "dobj", "prep") is None and _is_progressive(verb)
    if (child(verb, "auxpass") is None and not told) or verb.dep_ in ("relcl", "acl", "advcl"):
        return
    match = find(verb, scene.words, Use.VALUE, part=Part.ADJECTIVE)
    told = match is not None and match.cue.words[0] == verb.lower_  # "opened" is not "open"
    if match is not None and told and all(c.lower_ != "of" for c in (*verb.children, *match.last.children)):
        yield from _evaluation(
            scene, verb, match.cue.sign, match.tokens, child(verb, "nsubjpass", "nsubj"), vouchers
        )


def _is_progressive(verb: Token) -> bool:
    """Say whether the parser takes an adjective for a verb: "the vote was heartening"."""
    return any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children)


def _value_of_verb(scene: Scene, verb: Token, vouchers: list[Actor]) -> Iterator[Draft]:
    reason = any(c.dep_ == "mark" and c.lower_ in ("since", "because", "as", "for") for c in verb.children)
    if verb.dep_ in ("relcl", "acl", "amod") or (verb.dep_ == "advcl" and not reason):
        return
    if duty_of(scene, verb) is not None or _is_aim(scene, verb):
        return
    match = find(verb, scene.words, Use.VALUE, part=Part.VERB)
    if match is None or (match.cue.needs == "passive" and child(verb, "auxpass") is None):
        return
    if match.cue.policy == ("self",):
        yield from _deed(scene, match, vouchers)
        return
    places = [match.place(name) for name in match.cue.policy if name != "subject"]
    about = next((p for p in places if p is not None), None) or subject_of(verb)
    turning = [*scene.raised(verb)[0], *negated_inside(scene, match)]  # "does no harm"
    value = match.cue.sign * (-1 if len(turning) % 2 else 1)
    yield from _evaluation(scene, verb, value, match.tokens, about, vouchers)


def _is_aim(scene: Scene, verb: Token) -> bool:
    """Say whether a verb tells what something is for: "executions designed to intimidate the masses"."""
    if all(c.tag_ != "TO" for c in verb.children):
        return False
    top = scene.raised(verb)[1]
    return top.i == verb.i or top.dep_ in ("acl", "relcl", "advcl", "amod")


def _deed(scene: Scene, match: Match, vouchers: list[Actor]) -> Iterator[Draft]:
    """Read "Russia has shelled hospitals", said by another: blame. Of oneself, "we shelled nobody" denies."""
    verb = match.head
    chain = scene.speech.chain(verb)
    if chain and scene.words.has("admitting", chain[-1].verb.lemma_.lower()):
        return
    turning, top = scene.raised(verb)
    helpers = {a.lower_ for a in (*auxiliaries(verb), *auxiliaries(top))}
    if (
        top.dep_ == "xcomp"
        or any(c.tag_ == "TO" for c in verb.children)
        or helpers & (scene.words.sets["future"] | scene.words.sets["possible"])
    ):
        return
    if _is_participle(verb):
        return
    option = scene.options.act_itself(verb)
    subject = subject_of(verb)
    doers = scene.actors.all_of(subject) if subject is not None else []
    negated = (len(scene.negated(verb)) + len(turning)) % 2 == 1
    for holder in vouchers if option is not None else []:
        own = any(doer.key == holder.key for doer in doers)
        if own != negated:
            continue
        assert option is not None
        yield Draft(
            holder=holder,
            option=option,
            polarity=-2,
            cue=match.tokens,
            rule="value_in_speech",
            act=Act.REJECT if negated else Act.ACCUSE,
            target=None if own else next(iter(doers), None) or other_in(scene, option, holder),
            modality=Modality.DENIED if negated else Modality.ASSERTED,
        )


def _is_participle(verb: Token) -> bool:
    """Say whether a verb form only describes: "displaced and persecuted people", "firing shells"."""
    return verb.tag_ in ("VBN", "VBG") and not auxiliaries(verb)


def _evaluation(
    scene: Scene, word: Token, value: int, cue: tuple[Token, ...], about: Token | None, vouchers: list[Actor]
) -> Iterator[Draft]:
    option = _evaluated(scene, word, value, about) if value and about is not None else None
    if option is None or about is None:
        return
    told = is_verbal(word) and word.dep_ not in _ATTRIBUTES
    turned = -1 if told and len(scene.negated(word)) % 2 else 1
    lemma = about.lemma_.lower()
    if lemma in ("people", "person") and child(about, "amod", "poss") is None:
        return
    if scene.words.has("concrete", lemma):
        return
    actor = scene.actors.of(about) if _clause_meant(word, about) is None else None  # "it is wrong to"
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
            target=(actor if is_named(actor) else None) or target_in_speech(scene, option, holder),
            operators=option.operators,
        )


def _evaluated(scene: Scene, word: Token, value: int, about: Token) -> Option | None:
    """Return what is evaluated: a thing, the clause behind "it is wrong to", or what an actor does."""
    clause = _clause_meant(word, about)
    if clause is not None:
        assumed = scene.words.has("assuming", clause.lemma_.lower())
        option = scene.options.read(clause) if not assumed else None
        return option if option is not None and not is_idle(scene, option) else None
    if scene.words.has("migrants", word.lemma_.lower()):
        return scene.options.status_of(about, word)
    if is_named(scene.actors.of(about)) and is_verbal(word):
        return scene.options.act_itself(word) if value < 0 else None
    return scene.options.read(about)


def _clause_meant(word: Token, about: Token) -> Token | None:
    """Return the clause that "it" announces: "it would be wise to sign", "it is sad that he left"."""
    if about.lower_ not in ("it", "this", "that") or (is_verbal(word) and child(word, "dobj") is None):
        return None
    verb = word if is_verbal(word) else next((a for a in ancestors(word) if is_verbal(a)), word)
    own = clause_of(verb)
    if own is not None and word.dep_ in _ATTRIBUTES:
        return own
    below = (
        *word.children,
        *verb.children,
        *(g for c in verb.children if c.dep_ == "dobj" for g in c.children),
    )
    return next((c for c in below if c.i > verb.i and is_verbal(c) and _is_announced(c)), None)


def _is_announced(clause: Token) -> bool:
    """Say whether a clause has "to" or "that", so that "it" may stand for it."""
    if clause.dep_ not in ("xcomp", "ccomp", "acl", "relcl", "advcl"):
        return False
    return any(c.tag_ == "TO" or (c.lower_ == "that" and c.i < clause.i) for c in clause.children)


def _value(scene: Scene, word: Token, any_noun: bool = False) -> tuple[int, tuple[Token, ...]]:
    """Return the sign of an evaluating word, or of the evaluating adjective before a noun of little meaning.

    "a cruel act" evaluates, "illegal migration" is a name. With `any_noun`, every noun will do.
    """
    inner = preposition(word, "of") if word.lower_ in ("one", "some", "part", "among") else None
    word = inner if inner is not None else word
    empty = any_noun or inner is not None or scene.words.has("anaphors", word.lemma_.lower())
    before = [c for c in word.children if c.dep_ in ("amod", "compound")] if empty else []
    before = [c for c in before if not scene.words.has("migrants", c.lemma_.lower())]
    excess = _excess(scene, word, before)
    if excess is not None:
        return excess
    found: list[tuple[int, tuple[Token, ...]]] = []
    for candidate in (word, *before):
        adjective = candidate.pos_ in ("ADJ", "ADV", "VERB", "ADP") or candidate.dep_ in ("amod", "acomp")
        part = Part.ADJECTIVE if adjective else Part.NOUN
        match = find(candidate, scene.words, Use.VALUE, part=part)
        if match is not None:
            found.append((match.cue.sign * _turned(scene, word, candidate), match.tokens))
    # "a serious step" is no praise: the adjective that blames decides
    return min(found, key=lambda f: f[0], default=(0, ())) if empty else next(iter(found), (0, ()))


def _excess(scene: Scene, word: Token, before: list[Token]) -> tuple[int, tuple[Token, ...]] | None:
    """Return the blame in "too broad", "too high a price", "not strict enough", or None."""
    for adjective in (word, *before):
        if adjective.pos_ not in ("ADJ", "ADV"):
            continue
        beside = [c for c in adjective.children if c.dep_ in ("advmod", "npadvmod")]
        much = next((c for c in beside if scene.words.has("excess", c.lower_)), None)
        if much is not None:
            return (2 if scene.negated(word) else -2), (much, adjective)
        enough = next((c for c in beside if c.lower_ == "enough"), None)
        if enough is not None:
            return (-2 if len(scene.negated(word)) % 2 else 2), (adjective, enough)
    return None


def _turned(scene: Scene, word: Token, candidate: Token) -> int:
    """Return -1 where a negation turns an evaluation; "never been stronger" and "no better friend" praise."""
    compared = candidate.tag_ in ("JJR", "RBR")
    return -1 if len(scene.negated(word)) % 2 and not compared else 1
