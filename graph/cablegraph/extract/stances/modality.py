"""How firmly a position is claimed: stated, planned, or one of the past."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from cablegraph.extract.stances.scene import Draft, Scene
from cablegraph.extract.stances.syntax import auxiliaries, is_verbal
from cablegraph_ontology.relations import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONG_AGO = ("year", "month", "decade", "week")
_IN = ("in", "since")
_PAST = ("VBD", "VBN")


def modality_of(scene: Scene, draft: Draft) -> Modality:
    """Return the modality of a draft; "will not", "has no plan" hold now, "in 2015" is long past."""
    verb = next((t for t in (*draft.cue, draft.cue[0].head) if is_verbal(t)), None)
    if verb is None:
        return draft.modality
    if draft.modality in (Modality.PLANNED, Modality.DENIED) and _is_negated(scene, draft):
        return Modality.ASSERTED
    if draft.modality == Modality.ASSERTED and not scene.speech.chain(verb) and _is_long_ago(scene, verb):
        return Modality.PAST
    return draft.modality


def _is_negated(scene: Scene, draft: Draft) -> bool:
    """Say whether a plan or denial is itself negated: "will not follow", "has no plan", "nor deny"."""
    neither = any(c.lower_ == "neither" for t in draft.cue if t.dep_ == "conj" for c in t.head.children)
    return neither or any(len(scene.negated(token)) % 2 for token in draft.cue)


def _is_long_ago(scene: Scene, verb: Token) -> bool:
    """Say whether a verb in the past stands beside a year gone by or "two years ago"."""
    if not any(t.tag_ in _PAST for t in (verb, *auxiliaries(verb))):
        return False
    published = scene.annotated.article.date
    for c in verb.children:
        near = [c, *c.children]
        if any(t.lower_ == "ago" for t in near) and any(t.lemma_.lower() in _LONG_AGO for t in _below(c)):
            return True
        if (
            c.dep_ == "prep"
            and c.lower_ in ("in", "since")
            and any(_is_earlier(t, published) for t in _below(c))
        ):
            return True
    return False


def _below(token: Token) -> list[Token]:
    """Return a word of time, its children and theirs: "in September 2021"."""
    return [token, *token.children, *(g for c in token.children for g in c.children)]


def _is_earlier(token: Token, published: datetime.date | None) -> bool:
    """Say whether a token is a year before that of publication."""
    year = int(token.text) if len(token.text) == 4 and token.text.isdecimal() else 0
    return 1800 < year < (published.year if published is not None else datetime.MAXYEAR)
