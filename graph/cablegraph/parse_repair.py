"""Mends what the parser takes wrongly: in "The ban, said Merkel, must be lifted", nobody lifts Merkel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = ("nsubj", "nsubjpass")
_BREAKS = (",", '"', "''")
# No article has more attributions of this kind; each mending costs a walk through the parse.
_MOST = 60


def mend_interruptions(doc: Doc) -> Doc:
    """Give the two subjects around a verb of saying inside a sentence back to their verbs.

    The parser takes the subject before "said" for who says it, and the name after it for the subject of what
    follows. Both are exchanged in the parse itself, which is returned.
    """
    mended = 0
    for verb in doc:
        if mended >= _MOST:
            break
        exchanged = _misled(verb)
        if exchanged is not None:
            said, name = exchanged
            clause, label = name.head, name.dep_
            said.head, name.head = clause, verb
            said.dep_, name.dep_ = label, "nsubj"
            mended += 1
    return doc


def _misled(verb: Token) -> tuple[Token, Token] | None:
    """Return the subject before a verb and the name after it, when each is with the wrong verb."""
    if verb.pos_ != "VERB" or verb.i == verb.sent.start or verb.nbor(-1).text not in _BREAKS:
        return None
    said = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    if said is None or clause is None:
        return None
    name = next((c for c in clause.children if c.dep_ in _SUBJECTS), None)
    if name is None or name.pos_ != "PROPN" or name.left_edge.i != verb.i + 1:
        return None
    closed = name.right_edge.i + 1 < len(verb.doc) and name.right_edge.i < clause.i
    return (said, name) if closed and any(t.text == "," for t in verb.doc[name.i + 1 : clause.i]) else None
