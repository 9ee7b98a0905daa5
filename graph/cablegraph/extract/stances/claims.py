"""Turns the drafts of the rules into claims: whose mouth, which sentence, what date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegraph.extract.speech import Attribution
from cablegraph.extract.stances.actor import Actor
from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.extract.when import Calendar
from cablegraph.model import BlockKind, Mention
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.relations import StanceClaim, Standing, Voice
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


def claim_of(scene: Scene, draft: Draft, calendar: Calendar) -> StanceClaim[Mention]:
    """Return the claim of a draft, with its evidence."""
    annotated, option = scene.annotated, draft.option
    head = draft.cue[0]
    chain = scene.speech.chain(head)
    voice, standing, speaker, text = _mouth(scene, draft, chain)
    sentence = head.sent
    start, end = annotated.bounds(sentence)
    cue = _cue_span(draft, sentence)
    cue_start, cue_end = annotated.bounds(cue)
    words = annotated.doc[option.first : option.after]
    return StanceClaim(
        start=start,
        end=end,
        cue_start=cue_start,
        cue_end=cue_end,
        rule=draft.rule,
        confidence=scene.words.confidence(draft.rule),
        voice=voice,
        speaker=speaker,
        speaker_text=text,
        hedged=_is_hedged(scene, head, chain),
        when=calendar.when(sentence, annotated.article.date),
        holder=draft.holder.mention,
        policy=annotated.mention(words, Kind.POLICY, name=option.name),
        polarity=max(-2, min(2, draft.polarity)),
        target=draft.target.mention if draft.target is not None else None,
        act=draft.act,
        standing=standing,
        modality=draft.modality,
        operators=tuple(t.text for t in draft.operators),
    )


def _cue_span(draft: Draft, sentence: Span) -> Span:
    """Return the words of the cue from the first to the last, inside the sentence and not too far apart."""
    inside = [t.i for t in draft.cue if sentence.start <= t.i < sentence.end]
    first, last = min(inside), max(inside)
    if last - first > 12:
        first = last = draft.cue[0].i
    return sentence.doc[first : last + 1]


def _mouth(
    scene: Scene, draft: Draft, chain: tuple[Attribution, ...]
) -> tuple[Voice, Standing, Mention | None, str | None]:
    """Return voice, standing, speaker and the words for the speaker."""
    head = draft.cue[0]
    if scene.annotated.kind_at(head) == BlockKind.HEADLINE:
        return Voice.HEADLINE, Standing.REPORTED, None, None
    if not chain:
        if draft.speech and draft.holder.person is not None:
            return Voice.INDIRECT, Standing.OWN, draft.holder.person, draft.holder.token.text
        if draft.speech and draft.holder.mention.kind == Kind.PERSON:
            return Voice.INDIRECT, Standing.OWN, draft.holder.mention, draft.holder.token.text
        return Voice.NEWSROOM, Standing.REPORTED, None, None
    voice = Voice.DIRECT if any(a.direct for a in chain) else Voice.INDIRECT
    inner, outer = scene.actors.speakers(chain[-1]), scene.actors.speakers(chain[0])
    own = next((a for a in inner if _speaks_for(a, draft.holder)), None)
    if own is None:
        first = outer[0] if outer else None
        return voice, Standing.NESTED if draft.speech else Standing.IMPUTED, _named(first), _words(chain[0])
    if len({a.speaker.i for a in chain}) == 1:
        return voice, Standing.OWN, _named(own), _words(chain[-1])
    if any(a.key == draft.holder.key for a in outer):
        return voice, Standing.OWN, _named(own), _words(chain[-1])
    return voice, Standing.NESTED, _named(outer[0] if outer else None), _words(chain[0])


def _speaks_for(speaker: Actor, holder: Actor) -> bool:
    if speaker.key == holder.key or speaker.token.i == holder.token.i:
        return True
    return (
        speaker.person is not None
        and holder.mention.kind == Kind.PERSON
        and speaker.person.name == holder.mention.name
    )


def _named(actor: Actor | None) -> Mention | None:
    """Return who is on record: nobody, when the source has no name ("a Gulf diplomat")."""
    if actor is None:
        return None
    if actor.person is not None:
        return actor.person
    return None if actor.mention.form == Form.DESCRIPTOR else actor.mention


def _words(attribution: Attribution) -> str:
    speaker = attribution.speaker
    left = min(
        [c.left_edge.i for c in speaker.children if c.dep_ in ("compound", "amod", "poss", "nummod", "nmod")]
        + [speaker.i]
    )
    return str(speaker.doc[left : speaker.i + 1].text)


def _is_hedged(scene: Scene, head: Token, chain: tuple[Attribution, ...]) -> bool:
    near = [head, head.head, *head.children]
    return any(a.hedged for a in chain) or any(scene.words.has("hedges", t.lemma_.lower()) for t in near)
