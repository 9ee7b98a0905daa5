"""Who vouches for words: the speaker of a verb of saying, and of "according to"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cablegraph.extract.stances.syntax import agent_of, ancestors, child, is_passive, preposition, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_SIDES = ("for", "to")
_VIEWS = ("view", "opinion", "words", "eyes", "judgment", "judgement")


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """Somebody vouches for a stretch of text."""

    speaker: Token
    """The head word of the speaker as it stands in the text: a name, "officials", "he"."""
    verb: Token
    """The word of saying, or the speaker again where there is none ("according to Fabius")."""
    direct: bool
    hedged: bool = False
    others: tuple[Token, ...] = ()
    """Those who sign the same statement."""


def speaker_of(verb: Token) -> Token | None:
    """Return who says something: the subject, or whom "was quoted as saying" is about."""
    if is_passive(verb):
        return agent_of(verb)
    found = subject_of(verb)
    if found is None:
        # "China, which fears a flood, says the migrants ...": the parser gives the subject to the wrong verb.
        early = next((c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i), None)
        found = child(early, "nsubj") if early is not None else None
        if found is not None and found.i - verb.sent.start > 2:
            found = None
    if found is None:
        for above in ancestors(verb):
            if is_passive(above) and above.pos_ == "VERB":
                return child(above, "nsubjpass")
    return found


def according(verb: Token, token: Token | None = None) -> Iterator[Attribution]:
    """Yield who vouches by "according to", "in the view of"; nobody for a `token` inside these words."""
    for c in verb.children:
        if c.lower_ == "in" and c.dep_ == "prep":
            view = child(c, "pobj")
            of = preposition(view, "of") if view is not None and view.lower_ in _VIEWS else None
            if of is not None and (token is None or not c.left_edge.i <= token.i <= c.right_edge.i):
                yield Attribution(of, of, False)
        if c.lower_ in _SIDES and c.dep_ == "prep" and verb.lemma_ == "be" and c.i == verb.sent.start:
            side = child(c, "pobj")
            if side is not None and side.pos_ == "PROPN" and (token is None or not _spans(c, token)):
                yield Attribution(side, side, False)  # "For Moscow, the deal is a mistake"
        if c.lower_ == "according" and c.dep_ in ("prep", "advmod", "acl", "advcl"):
            speaker = preposition(c, "to")
            inside = token is not None and c.left_edge.i <= token.i <= c.right_edge.i
            if speaker is not None and not inside:
                yield Attribution(speaker, speaker, False)


def _spans(phrase: Token, token: Token) -> bool:
    return bool(phrase.left_edge.i <= token.i <= phrase.right_edge.i)
