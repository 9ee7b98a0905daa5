"""Questions to the parse: who is the subject of a verb, what is its object, is it negated.

Labels are those of spaCy's English models (ClearNLP). Every walk is bounded: hostile text stays linear.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

# Nobody nests clauses deeper than this in the news; a walk that goes on is a broken parse.
DEPTH = 24
# No sentence of the news has more words; what has is a list or hostile.
LONGEST_SENTENCE = 160

_SUBJECTS = ("nsubj", "csubj")
_PASSIVES = ("nsubjpass", "csubjpass")
_VERBAL = ("VERB", "AUX")


def child(token: Token, *labels: str) -> Token | None:
    """Return the first child with one of the labels."""
    return next((c for c in token.children if c.dep_ in labels), None)


def is_verbal(token: Token) -> bool:
    """Say whether a token heads a clause."""
    return token.pos_ in _VERBAL


def is_passive(verb: Token) -> bool:
    """Say whether a verb is passive: "was rejected", "a plan rejected by Iran"."""
    if child(verb, "nsubjpass", "auxpass", "csubjpass", "agent") is not None:
        return True
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ == "acl" or (verb.dep_ in ("ccomp", "oprd", "amod") and child(verb, "aux") is None):
        return child(verb, "dobj") is None
    return False


def conjuncts(token: Token) -> list[Token]:
    """Return the token and everything coordinated with it, in the order of the text."""
    found, todo = [token], [token]
    while todo and len(found) < DEPTH:
        for c in todo.pop().children:
            if c.dep_ == "conj" and c.pos_ not in _VERBAL:
                found.append(c)
                todo.append(c)
    return sorted(found, key=lambda t: t.i)


def subject_of(verb: Token) -> Token | None:
    """Return the one who does what a verb says: the subject, the agent of a passive, a controller."""
    for _ in range(DEPTH):
        if is_passive(verb):
            return agent_of(verb)
        own = _own_subject(verb)
        if own is not None:
            return (_after_participle(verb) if own.dep_ == "csubj" else None) or antecedent(own)
        lower = _controller(verb) or _after_participle(verb)
        if lower is not None:
            return lower
        above = _clause_above(verb)
        if above is None:
            return None
        verb = above
    return None


def _own_subject(verb: Token) -> Token | None:
    """Return a verb's subject; of two side by side, the name: "the main opposition Reform Party"."""
    found = [c for c in verb.children if c.dep_ in _SUBJECTS]
    slipped = slipped_subject(verb) if not found else None
    if slipped is not None:
        return slipped
    beside = len(found) > 1 and found[1].left_edge.i == found[0].i + 1 and found[1].pos_ == "PROPN"
    return found[1] if beside else (found[0] if found else None)


def slipped_subject(verb: Token) -> Token | None:
    """Return a subject that the parser hung on the auxiliary: "Turk, the commissioner, was appalled"."""
    helpers = (c for c in verb.children if c.dep_ in ("aux", "auxpass"))
    return next((g for c in helpers for g in c.children if g.dep_ in _SUBJECTS + _PASSIVES), None)


def agent_of(verb: Token) -> Token | None:
    """Return the agent of a passive verb: "by China"."""
    by = child(verb, "agent")
    if by is None:
        by = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "by"), None)
    return child(by, "pobj") if by is not None else None


def _controller(verb: Token) -> Token | None:
    """Return who acts in a clause without a subject, when a noun is it: "urged Iran to stop"."""
    head = verb.head
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return head
    if verb.dep_ == "relcl":
        relative = next((c for c in verb.children if c.tag_ in ("WDT", "WP") and c.dep_ in _SUBJECTS), None)
        return head if relative is not None else None
    if verb.dep_ == "pcomp" and verb.tag_ == "VBG" and head.lower_ == "as":  # "quoted him as saying"
        return child(head.head, "nsubjpass" if is_passive(head.head) else "dobj")
    if verb.dep_ in ("xcomp", "ccomp", "advcl") and verb.tag_ == "VB" and not is_passive(head):
        return child(head, "dobj", "dative") if verb.dep_ != "advcl" else None
    return None


def _after_participle(verb: Token) -> Token | None:
    """Return "the envoy" of "Addressing the Council, the envoy said": the parser hangs it on "Council"."""
    before = (c for c in verb.children if c.dep_ in ("advcl", "csubj") and c.i < verb.i)
    early = next((c for c in before if c.tag_ == "VBG"), None)
    noun = child(early, "dobj") if early is not None else None
    for _ in range(3):
        if noun is None:
            return None
        beside = child(noun, "appos")
        if beside is not None and beside.right_edge.i == verb.i - 1:
            return beside
        inner = child(noun, "prep")
        noun = child(inner, "pobj") if inner is not None else None
    return None


def _clause_above(verb: Token) -> Token | None:
    """Return the verb whose subject a clause without one shares: coordination, "after rejecting"."""
    head = verb.head
    if head.i == verb.i:
        return None
    if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "dep") and is_verbal(head):
        return head
    if verb.dep_ in ("pcomp", "acl", "acomp", "advcl"):
        for _ in range(4):
            if is_verbal(head):
                return head
            head = head.head
    return None


def antecedent(token: Token) -> Token:
    """Return the noun that a relative pronoun stands for, else the token itself."""
    if token.tag_ in ("WDT", "WP", "WP$") and token.head.dep_ == "relcl":
        return token.head.head
    of_which = child(token, "prep") if token.head.dep_ == "relcl" and token.i < token.head.i else None
    if of_which is not None and child(of_which, "pobj") is not None and _is_relative(of_which):
        return _first_of_list(token.head.head)  # "Ghana and Kenya, both of which"
    if (
        token.tag_ in ("WDT", "WP")
        and token.head.dep_ in ("conj", "ccomp")
        and token.head.head.dep_ == "relcl"
    ):
        return token.head.head.head
    return token


def _is_relative(preposition_: Token) -> bool:
    noun = child(preposition_, "pobj")
    return preposition_.lower_ == "of" and noun is not None and noun.tag_ in ("WDT", "WP")


def _first_of_list(noun: Token) -> Token:
    """Return the first noun of a list from its last one."""
    for _ in range(DEPTH):
        if noun.dep_ != "conj":
            break
        noun = noun.head
    return noun


def object_of(verb: Token) -> Token | None:
    """Return what a verb is done to: the object, the subject of a passive, the head of a relative clause."""
    if is_passive(verb):
        done_to = child(verb, *_PASSIVES)
        if done_to is None and verb.dep_ == "acl":
            return verb.head
        if done_to is None and verb.dep_ == "advcl" and verb.tag_ == "VBN" and verb.i < verb.head.i:
            done_to = child(verb.head, "nsubj", *_PASSIVES)  # "Backed by Peru, the plan"
        if done_to is None and verb.dep_ == "conj" and is_passive(verb.head):
            return object_of(verb.head)
        if done_to is None and verb.dep_ in ("xcomp", "ccomp"):
            done_to = child(verb, *_SUBJECTS)
        if done_to is None and verb.dep_ == "xcomp" and child(verb, "auxpass") is not None:
            done_to = _own_subject(verb.head)  # "the sanctions need to be lifted"
        return antecedent(done_to) if done_to is not None else None
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    if objects:
        return antecedent(objects[-1])  # of two, the first is a slip: "relaxing it policy"
    if (
        verb.dep_ == "relcl"
        and child(verb, "nsubj") is not None
        and child(verb, "ccomp", "xcomp", "attr", "acomp") is None
    ):
        return verb.head if child(verb, "nsubj").tag_ not in ("WDT", "WP") else None  # type: ignore[union-attr]  # just checked
    return _shared_object(verb) or _small_clause_subject(verb)


def _small_clause_subject(verb: Token) -> Token | None:
    """Return "Iran" of "holds Iran responsible", which the parser takes for the subject of a clause."""
    small = next((c for c in verb.children if c.dep_ in ("ccomp", "xcomp") and c.pos_ == "ADJ"), None)
    return child(small, "nsubj") if small is not None else None


def _shared_object(verb: Token) -> Token | None:
    """Return the object that stands after a second verb only: "condemned and rejected the plan"."""
    for c in verb.children:
        if c.dep_ == "conj" and is_verbal(c) and c.i - verb.i <= 4 and child(c, "nsubj", "nsubjpass") is None:
            return child(c, "dobj")
    return None


def clause_of(verb: Token) -> Token | None:
    """Return the verb of the finite or infinitive clause that a verb governs."""
    for c in verb.children:
        if c.dep_ in ("ccomp", "xcomp") and (is_verbal(c) or c.dep_ == "ccomp") and c.i > verb.i:
            return c
    return None


def infinitive_of(token: Token) -> Token | None:
    """Return the verb of a to-infinitive under a verb, its object, or a noun: "urged Iran to stop"."""
    own = next((c for c in token.children if _is_infinitive(c) and c.i > token.i), None)
    if own is not None or not is_verbal(token):
        return own
    for c in token.children:
        if c.dep_ in ("dobj", "dative") or (c.dep_ == "prep" and c.i > token.i):
            noun = c if c.dep_ != "prep" else child(c, "pobj")
            inner = next((g for g in noun.children if _is_infinitive(g)), None) if noun is not None else None
            if inner is not None:
                return inner
    return None


def _is_infinitive(token: Token) -> bool:
    if token.dep_ not in ("xcomp", "ccomp", "advcl", "acl", "relcl"):
        return False
    return any(c.tag_ == "TO" for c in token.children)


def preposition(token: Token, word: str) -> Token | None:
    """Return what follows a preposition under a token: a noun, or the verb of "against deporting"."""
    for c in token.children:
        if (
            c.lower_ == word
            and c.dep_ in ("prep", "agent", "dative", "prt", "advmod", "mark", "aux")
            and c.i > token.i
        ):
            inner = child(c, "pobj", "pcomp")
            if inner is not None:
                return inner
            nested = child(c, "prep")
            if nested is not None:
                return child(nested, "pobj", "pcomp")
    return None


def negations(token: Token, words: frozenset[str]) -> list[Token]:
    """Return the words that negate a verb, noun or adjective: "not", "never", "no", "neither"."""
    found = [
        c
        for c in token.children
        if c.lower_ in words
        and (c.dep_ in ("neg", "det", "advmod", "preconj") or (c.dep_ == "cc" and c.i < token.i))
    ]
    if token.dep_ == "conj":  # "neither the gas nor the threats"
        found += [c for c in token.head.children if c.lower_ == "nor" and token.head.i < c.i < token.i]
    longer = [c for c in token.children if c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children)]
    subject = child(token, "nsubj", "nsubjpass")
    if subject is not None:
        found += [c for c in (subject, *subject.children) if c.lower_ in words and c.dep_ != "cc"]
    return found + longer + _by_no_means(token, words)


_MEANS = ("way", "mean", "circumstance", "account", "condition", "case", "event", "sense")


def _by_no_means(token: Token, words: frozenset[str]) -> list[Token]:
    """Return "no" of "in no way" and "under no circumstances"."""
    nouns = (child(c, "pobj") for c in token.children if c.dep_ == "prep")
    return [
        g
        for noun in nouns
        if noun is not None and noun.lemma_.lower() in _MEANS
        for g in noun.children
        if g.dep_ == "det" and g.lower_ in words
    ]


def degree_of(token: Token, phrases: frozenset[str]) -> Token | None:
    """Return the first word of a phrase of degree right before a word and what belongs to it: "far from"."""
    doc, first = token.doc, token.left_edge.i
    if first < 2:
        return None
    two = f"{doc[first - 2].lower_} {doc[first - 1].lower_}"
    if first > 2 and f"{doc[first - 3].lower_} {two}" in phrases:
        return doc[first - 3]
    return doc[first - 2] if two in phrases else None


def auxiliaries(verb: Token) -> list[Token]:
    """Return the auxiliaries of a verb, those of a coordinated verb before it included."""
    own = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if own or verb.dep_ != "conj" or child(verb, "nsubj", "nsubjpass") is not None:
        return own
    return [c for c in verb.head.children if c.dep_ in ("aux", "auxpass")]


def ancestors(token: Token) -> Iterator[Token]:
    """Yield the token's head, the head's head and so on, a bounded number of them."""
    for _ in range(2 * DEPTH):
        if token.head.i == token.i:
            return
        token = token.head
        yield token
