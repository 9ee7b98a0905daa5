"""Turns the drafts of the rules into claims: whose mouth, which sentence, what date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegraph.extract.attribution import Attribution
from cablegraph.extract.stances.modality import modality_of
from cablegraph.extract.stances.mouth import mouth_of
from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.extract.when import Calendar
from cablegraph.model import Mention
from cablegraph_ontology.relations import StanceClaim
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


def claim_of(scene: Scene, draft: Draft, calendar: Calendar) -> StanceClaim[Mention]:
    """Return the claim of a draft, with its evidence."""
    annotated, option = scene.annotated, draft.option
    head = draft.cue[0]
    chain = scene.speech.chain(head)
    mouth = mouth_of(scene, draft, chain)
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
        voice=mouth.voice,
        speaker=mouth.speaker,
        speaker_text=mouth.text,
        hedged=_is_hedged(scene, head, chain),
        when=calendar.when(sentence, annotated.article.date),
        holder=draft.holder.mention,
        policy=annotated.mention(words, Kind.POLICY, name=option.name),
        polarity=max(-2, min(2, draft.polarity)),
        target=draft.target.mention if draft.target is not None else None,
        act=draft.act,
        standing=mouth.standing,
        modality=modality_of(scene, draft),
        operators=tuple(t.text for t in draft.operators),
    )


def _cue_span(draft: Draft, sentence: Span) -> Span:
    """Return the words of the cue from the first to the last, inside the sentence and not too far apart."""
    inside = [t.i for t in draft.cue if sentence.start <= t.i < sentence.end]
    first, last = min(inside), max(inside)
    if last - first > 12:
        first = last = draft.cue[0].i
    return sentence.doc[first : last + 1]


def _is_hedged(scene: Scene, head: Token, chain: tuple[Attribution, ...]) -> bool:
    near = [head, head.head, *head.children]
    return any(a.hedged for a in chain) or any(scene.words.has("hedges", t.lemma_.lower()) for t in near)
