"""In whose mouth a position is: how it is worded, and who says it relative to the holder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cablegraph.extract.attribution import Attribution
from cablegraph.extract.stances.actor import Actor, is_named
from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.model import BlockKind, Mention
from cablegraph_ontology.relations import Act, Modality, Standing, Voice
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

_LEFT = ("compound", "amod", "poss", "nummod", "nmod")
# Acts that a person can hardly do without saying so, when a word of stance tells them.
_DECLARED = (Act.REJECT, Act.ACCUSE, Act.SUPPORT, Act.REQUEST, Act.AGREE)
_OF_VERBS = ("verb_with_policy", "adjective_of_holder", "light_verb_noun")
_MEANS = ("in", "by", "through")


@dataclass(frozen=True, slots=True)
class Mouth:
    """How a position is worded, who says it relative to the holder, and who is on record."""

    voice: Voice
    standing: Standing
    speaker: Mention | None = None
    text: str | None = None
    """The words for the speaker."""


def mouth_of(scene: Scene, draft: Draft, chain: tuple[Attribution, ...]) -> Mouth:
    """Return in whose mouth a draft is. `chain` is who vouches for its cue, outermost first."""
    if scene.annotated.kind_at(draft.cue[0]) == BlockKind.HEADLINE:
        return Mouth(Voice.HEADLINE, Standing.REPORTED)
    signed = scene.speech.signature is not None and len(chain) == 1 and chain[0] is scene.speech.signature
    if not chain or signed:
        colleague = signed and _is_colleague(scene, chain[0], draft.holder)
        told = _told(scene, draft, colleague)
        if told is not None and (not signed or colleague):
            return told
    if not chain:
        own = scene.actors.publishes_for(draft.holder.mention)
        return Mouth(Voice.NEWSROOM, Standing.OWN if own else Standing.REPORTED, *_denier(draft))
    return _vouched(scene, draft, chain)


def _told(scene: Scene, draft: Draft, colleague: bool) -> Mouth | None:
    """Return the mouth of a position told in the newsroom's words, when the holder is on record with it."""
    holder = draft.holder
    person = holder.person or (
        holder.mention if holder.mention.kind == Kind.PERSON else _through(scene, holder)
    )
    declared = draft.speech or draft.polarity == 0 or (draft.act in _DECLARED and draft.rule in _OF_VERBS)
    if person is not None and (declared or colleague):
        return Mouth(Voice.INDIRECT, Standing.OWN, person, _words(holder.token))
    if (
        person is None
        and is_named(holder)
        and (_publishes(draft) or _voices(scene, draft) or _in_writing(scene, draft.cue[0]))
    ):
        return Mouth(Voice.INDIRECT, Standing.OWN, holder.mention, _words(holder.token))
    if person is None and draft.speech and scene.words.has("officials", holder.token.lemma_.lower()):
        return Mouth(Voice.INDIRECT, Standing.OWN, None, _words(holder.token))
    return None


def _through(scene: Scene, holder: Actor) -> Mention | None:
    """Return the person through whom a body speaks: "the forum, through its secretary-general"."""
    for c in holder.token.children:
        if c.dep_ == "prep" and c.lower_ == "through":
            inner = next((g for g in c.children if g.dep_ == "pobj"), None)
            actor = scene.actors.of(inner) if inner is not None else None
            if actor is not None:
                return actor.person or (actor.mention if actor.mention.kind == Kind.PERSON else None)
    return None


def _publishes(draft: Draft) -> bool:
    """Say whether a body under its own name blames or denies, which it can only do by publishing it."""
    body = draft.holder.mention.kind == Kind.ORGANIZATION
    return body and draft.speech and (draft.act == Act.ACCUSE or draft.modality == Modality.DENIED)


def _voices(scene: Scene, draft: Draft) -> bool:
    """Say whether the verb itself is one of speaking: "voiced concern", "restated its objection"."""
    return any(scene.words.has("voicing", t.lemma_.lower()) for t in draft.cue)


def _in_writing(scene: Scene, verb: Token) -> bool:
    """Say whether a position stands in a text of the holder: "in a joint statement", "by letter"."""
    papers = (
        g for above in (verb, verb.head) for c in above.children if c.lower_ in _MEANS for g in c.children
    )
    return any(g.dep_ == "pobj" and g.lemma_.lower() in scene.words.sources for g in papers)


def _is_colleague(scene: Scene, signature: Attribution, holder: Actor) -> bool:
    """Say whether the signer of a text tells what another official of his own side said."""
    signers = scene.actors.speakers(signature)
    names = {a.person.name for a in signers if a.person is not None}
    same = any(a.key == holder.key for a in signers)
    return same and holder.person is not None and bool(names) and holder.person.name not in names


def _denier(draft: Draft) -> tuple[Mention | None, str | None]:
    """Return who is on record for "despite denials by China", which the newsroom only mentions."""
    if draft.modality != Modality.DENIED or draft.rule != "noun_of_holder" or not is_named(draft.holder):
        return None, None
    return draft.holder.person or draft.holder.mention, draft.holder.token.text


def _vouched(scene: Scene, draft: Draft, chain: tuple[Attribution, ...]) -> Mouth:
    """Return the mouth of a position for which somebody in the text vouches."""
    voice = Voice.DIRECT if any(a.direct for a in chain) else Voice.INDIRECT
    inner, outer = scene.actors.speakers(chain[-1]), scene.actors.speakers(chain[0])
    own = next((a for a in inner if _speaks_for(scene, a, draft.holder)), None)
    if own is None:
        own = next((a for a in inner if _is_mouthpiece(a) and is_named(draft.holder)), None)
    if own is None:
        standing = Standing.NESTED if draft.speech else Standing.IMPUTED
        return Mouth(voice, standing, _named(outer[0] if outer else None), _words(chain[0].speaker))
    if len({a.speaker.i for a in chain}) == 1 or any(a.key == draft.holder.key for a in outer):
        if chain[0] is scene.speech.signature and own.person is None:  # states sign, nobody speaks
            if own.token.i == draft.holder.token.i:  # "we", not "the two sides"
                return Mouth(voice, Standing.OWN, None, _words(own.token))
            voice = Voice.INDIRECT
        return Mouth(voice, Standing.OWN, _named(own), _words(own.token))
    return Mouth(voice, Standing.NESTED, _named(outer[0] if outer else None), _words(chain[0].speaker))


def _speaks_for(scene: Scene, speaker: Actor, holder: Actor) -> bool:
    if speaker.key == holder.key or speaker.token.i == holder.token.i:
        return True
    if scene.actors.is_part(speaker.mention, holder.mention):
        return True
    return (
        speaker.person is not None
        and holder.mention.kind == Kind.PERSON
        and speaker.person.name == holder.mention.name
    )


def _is_mouthpiece(speaker: Actor) -> bool:
    """Say whether a speaker is a spokesman of nobody named: "said Ron Redmond, a spokesman in Geneva"."""
    beside = [c for c in speaker.token.children if c.dep_ in ("appos", "compound", "nmod")]
    alone = speaker.person is None and speaker.mention.kind == Kind.PERSON
    return alone and any(c.lemma_.lower().startswith("spokes") for c in beside)


def _named(actor: Actor | None) -> Mention | None:
    """Return who is on record: nobody, when the source has no name ("a Gulf diplomat")."""
    if actor is None:
        return None
    if actor.person is not None:
        return actor.person
    return actor.mention if is_named(actor) else None


def _words(speaker: Token) -> str:
    """Return the words for a speaker with those before the head: "Chinese officials"."""
    left = min([c.left_edge.i for c in speaker.children if c.dep_ in _LEFT] + [speaker.i])
    return str(speaker.doc[left : speaker.i + 1].text)
