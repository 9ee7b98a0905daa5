"""Who says what: for every word of an article, the chain of speakers who vouch for it, outermost first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cablegraph.extract.attribution import Attribution, according, speaker_of
from cablegraph.extract.paragraphs import paragraphs
from cablegraph.extract.quotations import Quote, Tagger, find_quotes
from cablegraph.extract.stances.syntax import ancestors, child
from cablegraph.extract.statements import labels_of, signature_of
from cablegraph.model import Annotated
from cablegraph_ontology.stance_words import StanceWords

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """The attributions of one article. `quotes` are in order and do not overlap."""

    quotes: tuple[Quote, ...]
    tags: tuple[Attribution | None, ...]
    """For each quotation who speaks it, as far as the text says."""
    signature: Attribution | None
    """Who speaks the whole text, when it is a statement and no report."""
    labels: tuple[tuple[int, int, Attribution], ...]
    """Paragraphs of a transcript that begin with their speaker: first token, the one after the last, who."""
    words: StanceWords

    @classmethod
    def of(cls, annotated: Annotated, words: StanceWords) -> Speech:
        """Find the quotations of an article and who speaks them."""
        parts = paragraphs(annotated)
        quotes = tuple(find_quotes(annotated, parts))
        return cls(
            quotes,
            tuple(Tagger(annotated.doc, quotes, words).tags()),
            signature_of(annotated, parts, words),
            labels_of(annotated, parts),
            words,
        )

    def quote_at(self, index: int) -> int | None:
        """Return the number of the quotation in which a token stands."""
        place = bisect_right(self.quotes, index, key=lambda q: q.first) - 1
        return place if place >= 0 and index < self.quotes[place].after else None

    def chain(self, token: Token) -> tuple[Attribution, ...]:
        """Return who vouches for a token, outermost first; empty when only the newsroom does."""
        signed = () if self.signature is None else (self.signature,)
        place = bisect_right(self.labels, token.i, key=lambda label: label[0]) - 1
        if place >= 0 and token.i < self.labels[place][1]:
            signed = (*signed, self.labels[place][2])
        number = self.quote_at(token.i)
        if number is None:
            return (*signed, *reversed(list(self._indirect(token))))
        quote, tag = self.quotes[number], self.tags[number]
        inner = [a for a in self._indirect(token) if quote.first <= a.verb.i < quote.after]
        outer = () if tag is None else (*reversed(list(self._indirect(tag.verb))), tag)
        return (*signed, *outer, *reversed(inner))

    def _indirect(self, token: Token) -> Iterator[Attribution]:
        """Yield the reports above a token, innermost first."""
        below = token
        yield from according(below)
        yield from self._between_commas(below, token)
        for above in ancestors(token):
            if _is_aside(below):
                return
            if _reports(above, self.words) and _is_content(below, above, self.words):
                speaker = speaker_of(above)
                if speaker is not None and not _covers(speaker, token):
                    yield Attribution(speaker, above, False, self.words.reporting.get(above.lemma_) == "hint")
            held = self._view(below, above)
            if held is not None and not _covers(held, token):
                yield Attribution(held, above, False)
            yield from according(above, token)
            yield from self._between_commas(above, token)
            below = above

    def _between_commas(self, verb: Token, token: Token) -> Iterator[Attribution]:
        """Yield who says a sentence from inside it: "The embargo, the minister said, is illegal"."""
        for c in verb.children:
            inside = c.left_edge.i <= token.i <= c.right_edge.i
            if c.dep_ == "parataxis" and not inside and _reports(c, self.words):
                speaker = speaker_of(c)
                if speaker is not None and child(c, "dobj", "ccomp") is None:
                    yield Attribution(speaker, c, False)

    def _view(self, clause: Token, verb: Token) -> Token | None:
        """Return the noun of a view that a clause spells out: "the German view is that the deal is off"."""
        noun = child(verb, "nsubj") if verb.lemma_ == "be" and clause.dep_ == "ccomp" else None
        named = noun is not None and self.words.has("views", noun.lemma_.lower())
        return noun if named and noun is not None and noun.i < clause.i else None


def _reports(verb: Token, words: StanceWords) -> bool:
    return verb.pos_ in ("VERB", "AUX") and words.has("indirect", verb.lemma_.lower())


def _is_content(clause: Token, verb: Token, words: StanceWords) -> bool:
    """Say whether a clause is what is said, not an infinitive ("ask him to go") or an aside."""
    if clause.dep_ in ("dobj", "dative"):
        return words.has("told", verb.lemma_.lower()) and _told_clause(clause) is not None
    if clause.dep_ not in ("ccomp", "acl", "pcomp") or any(c.tag_ == "TO" for c in clause.children):
        return False
    if any(t.text == ";" for t in verb.doc[clause.i : verb.i]):
        return False  # two sentences joined by a semicolon
    return clause.dep_ == "ccomp" or child(verb, "ccomp") is None


def _is_aside(clause: Token) -> bool:
    """Say whether a clause is the writer's own remark on a subject: "Peru, which left in May, will not"."""
    first = clause.left_edge
    comma = first.i > 0 and clause.doc[first.i - 1].text == ","
    return clause.dep_ == "relcl" and comma and clause.head.dep_ in ("nsubj", "nsubjpass")


def _told_clause(listener: Token) -> Token | None:
    """Return what somebody was told, where the parser hangs it on the listener: "told delegates they had"."""
    for c in listener.children:
        asks = any(g.tag_ in ("WDT", "WP", "WRB") for g in c.children)
        if c.dep_ == "relcl" and not asks and child(c, "nsubj", "nsubjpass") is not None:
            return c
    return None


def _covers(phrase: Token, token: Token) -> bool:
    """Say whether a token stands inside a noun phrase: what describes a speaker is not what he says."""
    return phrase.left_edge.i <= token.i <= phrase.right_edge.i
