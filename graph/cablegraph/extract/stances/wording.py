"""The words of a phrase: which of them its name keeps, how they are written, what it is listed with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegraph.extract.stances.syntax import child
from cablegraph_ontology.stance_words import StanceWords

if TYPE_CHECKING:
    from spacy.tokens import Token

_TIMES = {"DATE", "TIME"}
_COORDINATED = 5
_OWN = ("prep", "acl", "relcl", "poss", "det", "nummod")
_COPULAS = ("be", "remain", "become")


def measured(token: Token, words: StanceWords) -> Token:
    """Return what an amount is of: "more than $200 million in additional assistance"."""
    if token.pos_ not in ("NUM", "SYM") and not words.has("amounts", token.lemma_.lower()):
        return token
    inner = next(
        (c for c in token.children if c.dep_ == "prep" and c.lower_ in ("of", "in", "for", "worth")), None
    )
    found = child(inner, "pobj") if inner is not None else None
    return found if found is not None else token


def is_policy_noun(token: Token | None, words: StanceWords) -> bool:
    """Say whether a noun names something that one can be for or against."""
    return token is not None and token.lemma_.lower() in words.sets["policies"]


def coordinated(token: Token) -> list[Token]:
    """Return a token and those coordinated with it that have no subject of their own."""
    found = [token]
    while len(found) < _COORDINATED:
        following = next((c for c in found[-1].children if c.dep_ == "conj"), None)
        if following is None or (following.pos_ in ("VERB", "AUX")) != (token.pos_ in ("VERB", "AUX")):
            break
        if child(following, "nsubj", "nsubjpass") is not None:
            break
        if token.tag_ in ("VB", "VBG") and following.tag_ in ("VBZ", "VBD", "VBP"):
            break
        found.append(following)
    return [t for t in found if t.i == token.i or not _is_bare(t)]


def _is_bare(noun: Token) -> bool:
    """Say whether a listed noun says nothing more of itself: "nurses" in "165 doctors and nurses"."""
    return noun.pos_ == "NOUN" and child(noun, *_OWN) is None


def stays(c: Token, parent: Token) -> bool:
    if c.dep_ in (
        "det",
        "relcl",
        "appos",
        "cc",
        "conj",
        "predet",
        "preconj",
        "neg",
        "acl",
        "advcl",
        "mark",
        "aux",
        "ccomp",
        "intj",
        "meta",
        "dep",
    ):
        return False
    if c.dep_ == "poss" and c.tag_ == "PRP$":
        return False
    if c.dep_ == "prep":
        inner = child(c, "pobj")
        return inner is not None and inner.ent_type_ not in _TIMES and c.i > parent.i and c.i - parent.i < 8
    if c.dep_ in (
        "amod",
        "compound",
        "nmod",
        "poss",
        "nummod",
        "case",
        "pobj",
        "quantmod",
        "npadvmod",
        "advmod",
        "prt",
    ):
        return c.dep_ != "advmod" or c.pos_ == "ADJ"
    return False


def is_determined(noun: Token) -> bool:
    return any(c.lower_ in ("the", "this", "that", "these", "those", "such") for c in noun.children)


def is_this(noun: Token) -> bool:
    return any(c.lower_ == "this" for c in noun.children)


def called(token: Token) -> Token | None:
    """Return what a pronoun is said to be: "deal" in "this was a bad deal" and "called it a bad deal"."""
    verb = token.head
    if token.dep_ == "nsubj" and verb.lemma_ in _COPULAS:
        return child(verb, "attr")
    if token.dep_ == "nsubj" and verb.pos_ in ("NOUN", "PROPN"):
        return verb
    return child(verb, "oprd") if token.dep_ == "dobj" else None


def cased(token: Token) -> str:
    if (
        token.pos_ == "PROPN"
        or any(c.isupper() for c in token.text[1:])
        or token.ent_type_ in ("GPE", "NORP", "ORG", "PERSON", "LAW", "EVENT", "LOC", "FAC")
    ):
        return token.text
    return token.lower_


def gerund(verb: Token, particle: Token | None) -> str:
    """Return the -ing form of a verb, by the rules of English spelling."""
    lemma = verb.lemma_.lower()
    if verb.tag_ == "VBG":
        form = verb.lower_
    elif lemma.endswith("ie"):
        form = lemma[:-2] + "ying"
    elif lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and len(lemma) > 2:
        form = lemma[:-1] + "ing"
    elif (
        len(lemma) == 3 and lemma[-1] not in "aeiouwxy" and lemma[-2] in "aeiou" and lemma[-3] not in "aeiou"
    ):
        form = lemma + lemma[-1] + "ing"
    else:
        form = lemma + "ing"
    return f"{form} {particle.lower_}" if particle is not None else form
