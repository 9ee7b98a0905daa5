"""Quotations: where they are, and who speaks each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cablegraph.extract.attribution import Attribution, according, speaker_of
from cablegraph.extract.paragraphs import Parts
from cablegraph.extract.stances.syntax import DEPTH, LONGEST_SENTENCE, child
from cablegraph.model import Annotated
from cablegraph_ontology.stance_words import StanceWords

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# A quotation of no more words is part of somebody else's sentence.
_FEW = 12
# So many tokens of white space may stand between a colon and the words that it announces.
_GAP = 4
_MARKS = ('"', "''", "``")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quote marks, as token indexes of the first word and the one after the last."""

    first: int
    after: int
    paragraph: int


def find_quotes(annotated: Annotated, parts: Parts) -> Iterator[Quote]:
    """Yield the quotations, paragraph by paragraph; one that is never closed runs to the paragraph's end."""
    for number, (first, after) in enumerate(parts):
        opened: int | None = None
        for token in annotated.doc[first:after]:
            if not _is_mark(annotated.doc, token):
                continue
            if opened is None:
                opened = token.i + 1
            elif token.i > opened:
                yield Quote(opened, token.i, number)
                opened = None
            else:
                opened = token.i + 1
        if opened is not None and opened < after:
            yield Quote(opened, after, number)


def _is_mark(doc: Doc, token: Token) -> bool:
    if token.text in _MARKS:
        return True
    # A plain apostrophe pair written as two tokens: the wires' ``quote''.
    return (
        token.text == "'"
        and token.i + 1 < len(doc)
        and doc[token.i + 1].text == "'"
        and not token.whitespace_
    )


class Tagger:
    """Finds who speaks each quotation of one article. Sentences too long for news are not looked into."""

    def __init__(self, doc: Doc, quotes: tuple[Quote, ...], words: StanceWords) -> None:
        self._doc = doc
        self.find_quotes = quotes
        self._starts = [s.start for s in doc.sents] if len(doc) else []
        inside = [False] * len(doc)
        for quote in quotes:
            inside[quote.first : quote.after] = [True] * (quote.after - quote.first)
        self._anchors: list[Token] = []
        for start, end in zip(self._starts, [*self._starts[1:], len(doc)], strict=True):
            if end - start <= LONGEST_SENTENCE:
                self._anchors += [t for t in doc[start:end] if not inside[t.i] and _may_tag(t, words)]

    def tags(self) -> Iterator[Attribution | None]:
        """Yield who speaks each quotation, in order; a later one in a paragraph keeps the speaker."""
        before: Attribution | None = None
        paragraph = -1
        for number, quote in enumerate(self.find_quotes):
            own = self._own(number)
            if own is not None and own.direct and self._is_fragment(quote, own.verb):
                own = replace(own, direct=False)
            if own is None and quote.paragraph == paragraph:
                own = before
            if own is None:
                own = self._following(number) or before
            before, paragraph = own, quote.paragraph
            yield own

    def _sentence(self, index: int) -> tuple[int, int]:
        """Return the bounds of a token's sentence, cut to a length that news may have."""
        place = bisect_right(self._starts, index) - 1
        end = self._starts[place + 1] if place + 1 < len(self._starts) else len(self._doc)
        return max(self._starts[place], index - LONGEST_SENTENCE), min(end, index + LONGEST_SENTENCE)

    def _own(self, number: int) -> Attribution | None:
        """Return the word of saying in the quotation's own sentences that is nearest to it."""
        doc, quote = self._doc, self.find_quotes[number]
        low, high = self._sentence(quote.first)[0], self._sentence(quote.after - 1)[1]
        if quote.after < len(doc) and doc[quote.after - 1].text[-1:] not in ".":
            high = max(high, self._sentence(quote.after)[1])
        mark = self._word_before(quote.first - 1)
        if mark is not None and mark.text in (":", ","):
            low = min(low, self._sentence(mark.i)[0])
        found: list[tuple[int, Attribution]] = []
        for anchor in self._between(low, high):
            speaker = speaker_of(anchor)
            if speaker is not None and not quote.first <= speaker.i < quote.after:
                before = anchor.i < quote.first
                distance = quote.first - anchor.i if before else anchor.i - quote.after
                found.append((distance, Attribution(speaker, anchor, True)))
        if found:
            return min(found, key=lambda f: f[0])[1]
        if mark is not None and mark.text == ":":
            announced = self._announced(mark)
            if announced is not None:
                return announced
        return self._according(quote.after, high) or self._of_words(quote)

    def _announced(self, colon: Token) -> Attribution | None:
        """Return who is named before a colon: "Merkel: "We reject it."", "Her answer was blunt: "No."""
        first = max(self._sentence(colon.i)[0], colon.i - LONGEST_SENTENCE // 2)
        before = self._doc[first : colon.i]
        speaker = next(
            (t for t in before if t.dep_ in ("nsubj", "ROOT", "dep") and t.pos_ in ("PROPN", "NOUN")), None
        )
        near = speaker is not None and speaker.i - first <= _FEW
        return Attribution(speaker, speaker, True) if speaker is not None and near else None

    def _word_before(self, index: int) -> Token | None:
        """Return the last word or mark before a token, over the end of a paragraph."""
        near = self._doc[max(0, index - _GAP) : index]
        return next((t for t in reversed(near) if not t.is_space), None)

    def _is_fragment(self, quote: Quote, verb: Token) -> bool:
        """Say whether a quotation is a mere part of what a verb tells: 'called the demand "blackmail"'."""
        inside = self._doc[quote.first : min(quote.after, quote.first + _FEW)]
        apart = quote.first > 1 and self._doc[quote.first - 2].text in (",", ":")
        finite = any(t.tag_ in ("VBZ", "VBD", "VBP", "MD") for t in inside)
        whole = quote.after - quote.first > _FEW or finite or apart
        return not whole and verb.i < quote.first and verb.sent.start == self._sentence(quote.first)[0]

    def _of_words(self, quote: Quote) -> Attribution | None:
        """Return the person whose words are quoted inside a clause: 'McKenna is "deeply disappointed"'."""
        for token in self._doc[quote.first : min(quote.after, quote.first + _FEW)]:
            verb = token.head
            if verb.i < quote.first - 1 and verb.pos_ in ("VERB", "AUX"):
                subject = child(verb, "nsubj")
                if subject is not None and _is_person(subject):
                    return Attribution(subject, verb, True)
        return None

    def _following(self, number: int) -> Attribution | None:
        """Return the tag of a quotation that opens a paragraph, from the sentence after it."""
        after = self.find_quotes[number].after + 1
        limit = self.find_quotes[number + 1].first if number + 1 < len(self.find_quotes) else len(self._doc)
        if after >= limit:
            return None
        end = min(self._sentence(after)[1], limit)
        found = self._according(after, end)
        if found is not None:
            return found
        for anchor in self._between(after, end):
            speaker = speaker_of(anchor)
            if speaker is not None:
                return Attribution(speaker, anchor, True)
        return None

    def _according(self, first: int, after: int) -> Attribution | None:
        """Return a speaker named by "according to" after a quotation."""
        for token in self._doc[first : min(after, first + LONGEST_SENTENCE // 2)]:
            if token.lower_ in ("according", "in"):
                found = next(according(token.head), None)
                if found is not None:
                    return Attribution(found.speaker, found.verb, True)
        return None

    def _between(self, low: int, high: int) -> list[Token]:
        first = bisect_right(self._anchors, low - 1, key=lambda t: t.i)
        return [t for t in self._anchors[first : first + 2 * DEPTH] if t.i < high]


def _is_person(noun: Token) -> bool:
    """Say whether a subject is a person: a name, one with a name beside it, or "he"."""
    beside = [noun, *(c for c in noun.children if c.dep_ in ("appos", "compound"))]
    return noun.lower_ in ("he", "she") or any(t.ent_type_ == "PERSON" for t in beside)


def _may_tag(token: Token, words: StanceWords) -> bool:
    asked = token.dep_ in ("xcomp", "ccomp") and child(token.head, "dobj") is not None
    if asked and any(c.tag_ == "TO" for c in token.children):
        return False  # who is urged to put forward "reasonable" demands has said nothing
    return token.pos_ in ("VERB", "AUX") and words.has("tags", token.lemma_.lower())
