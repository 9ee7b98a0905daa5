"""Who says what: for every word of an article, the chain of speakers who vouch for it, outermost first."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from cablegraph.extract.stances.syntax import (
    DEPTH,
    agent_of,
    ancestors,
    child,
    is_passive,
    preposition,
    subject_of,
)
from cablegraph.model import Annotated, BlockKind
from cablegraph_ontology.lexicon import Form
from cablegraph_ontology.stance_words import StanceWords
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Parts: TypeAlias = "list[tuple[int, int]]"
"""The paragraphs of an article: first token, the one after the last."""

LONGEST = 160
"""No sentence of the news has more words; what has is a list or hostile."""

# A quotation of no more words is part of somebody else's sentence.
_FEW = 12
# So many tokens of white space may stand between a colon and the words that it announces.
_GAP = 4
_MARKS = ('"', "''", "``")


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


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quote marks, as token indexes of the first word and the one after the last."""

    first: int
    after: int
    paragraph: int


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
        quotes = tuple(_quotes(annotated, parts))
        return cls(
            quotes,
            tuple(_Tagger(annotated.doc, quotes, words).tags()),
            _signature(annotated, parts, words),
            _labels(annotated, parts),
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
        yield from _according(below)
        for above in ancestors(token):
            if _is_aside(below):
                return
            if _reports(above, self.words) and _is_content(below, above, self.words):
                speaker = speaker_of(above)
                if speaker is not None and not _covers(speaker, token):
                    yield Attribution(speaker, above, False, self.words.reporting.get(above.lemma_) == "hint")
            yield from _according(above, token)
            below = above


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


def _according(verb: Token, token: Token | None = None) -> Iterator[Attribution]:
    for c in verb.children:
        if c.lower_ == "in" and c.dep_ == "prep":
            view = child(c, "pobj")
            of = preposition(view, "of") if view is not None and view.lower_ in _VIEWS else None
            if of is not None and (token is None or not c.left_edge.i <= token.i <= c.right_edge.i):
                yield Attribution(of, of, False)
        if c.lower_ == "according" and c.dep_ in ("prep", "advmod", "acl", "advcl"):
            speaker = preposition(c, "to")
            inside = token is not None and c.left_edge.i <= token.i <= c.right_edge.i
            if speaker is not None and not inside:
                yield Attribution(speaker, speaker, False)


# ------------------------------------------------------------------ statements
# A statement says who makes it at its very beginning.
_OPENING = 4
_HONORIFICS = ("mr", "mr.", "ms", "ms.", "mrs", "mrs.", "dr", "dr.")


def _signature(annotated: Annotated, parts: Parts, words: StanceWords) -> Attribution | None:
    """Return who signs the text: a byline with an office, "attributable to", "released by"."""
    doc = annotated.doc
    for first, after in parts[:_OPENING]:
        block = annotated.kind_at(doc[first])
        start = first
        if block != BlockKind.BYLINE:
            by = _released_by(doc, first, after, words)
            if block != BlockKind.BODY or by is None:
                continue
            start = by
        heads = _heads(annotated, start, after, block == BlockKind.BYLINE)
        if heads:
            return Attribution(heads[0], heads[0], True, others=tuple(heads[1:]))
    return None


def _labels(annotated: Annotated, parts: Parts) -> tuple[tuple[int, int, Attribution], ...]:
    """Return the paragraphs that begin with a name and a colon: "Dujarric: The talks go on."""
    found = []
    doc = annotated.doc
    people = {spot.first: spot for spot in annotated.spots if spot.mention.kind == Kind.PERSON}
    for first, after in parts:
        start = first + 1 if doc[first].lower_ in _HONORIFICS else first
        spot = people.get(start)
        if spot is not None and spot.last + 2 < after and doc[spot.last + 1].text == ":":
            head = doc[spot.first : spot.last + 1].root
            found.append((spot.last + 2, after, Attribution(head, head, True)))
    return tuple(found)


def _released_by(doc: Doc, first: int, after: int, words: StanceWords) -> int | None:
    """Return where the names start in "the text of the statement was released by ..."."""
    lower = [t.lower_ for t in doc[first : min(after, first + 16)]]
    if not words.sets["statements"] & set(lower):
        return None
    for place, word in enumerate(lower):
        if word in ("by", "to") and place and lower[place - 1] in words.sets["released"]:
            return first + place + 1
    return None


def _heads(annotated: Annotated, first: int, after: int, one: bool) -> list[Token]:
    """Return the head words of the persons named, or of the countries when no person is."""
    inside = [s for s in annotated.spots if first <= s.first < after]
    people = [s for s in inside if s.mention.kind == Kind.PERSON]
    chosen = people or [s for s in inside if s.mention.form == Form.NAME]
    heads = [annotated.doc[s.first : s.last + 1].root for s in chosen]
    return heads[:1] if one else heads


# ------------------------------------------------------------------ quotations
def _quotes(annotated: Annotated, parts: Parts) -> Iterator[Quote]:
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


def paragraphs(annotated: Annotated) -> Parts:
    """Return the first token and the one after the last of each part between blank lines."""
    doc = annotated.doc
    starts = [0] if len(doc) else []
    boundaries = set(annotated.starts)
    for token in doc:
        if token.i and (
            token.idx in boundaries or (doc[token.i - 1].is_space and "\n\n" in doc[token.i - 1].text)
        ):
            starts.append(token.i)
    starts = sorted(set(starts))
    return list(zip(starts, [*starts[1:], len(doc)], strict=True))


class _Tagger:
    """Finds who speaks each quotation of one article. Sentences too long for news are not looked into."""

    def __init__(self, doc: Doc, quotes: tuple[Quote, ...], words: StanceWords) -> None:
        self._doc = doc
        self._quotes = quotes
        self._starts = [s.start for s in doc.sents] if len(doc) else []
        inside = [False] * len(doc)
        for quote in quotes:
            inside[quote.first : quote.after] = [True] * (quote.after - quote.first)
        self._anchors: list[Token] = []
        for start, end in zip(self._starts, [*self._starts[1:], len(doc)], strict=True):
            if end - start <= LONGEST:
                self._anchors += [t for t in doc[start:end] if not inside[t.i] and _may_tag(t, words)]

    def tags(self) -> Iterator[Attribution | None]:
        """Yield who speaks each quotation, in order; a later one in a paragraph keeps the speaker."""
        before: Attribution | None = None
        paragraph = -1
        for number, quote in enumerate(self._quotes):
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
        return max(self._starts[place], index - LONGEST), min(end, index + LONGEST)

    def _own(self, number: int) -> Attribution | None:
        """Return the word of saying in the quotation's own sentences that is nearest to it."""
        doc, quote = self._doc, self._quotes[number]
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
        return self._according(quote.after, high) or self._of_words(quote)

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
        after = self._quotes[number].after + 1
        limit = self._quotes[number + 1].first if number + 1 < len(self._quotes) else len(self._doc)
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
        for token in self._doc[first : min(after, first + LONGEST // 2)]:
            if token.lower_ in ("according", "in"):
                found = next(_according(token.head), None)
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


_VIEWS = ("view", "opinion", "words", "eyes", "judgment", "judgement")


def _may_tag(token: Token, words: StanceWords) -> bool:
    return token.pos_ in ("VERB", "AUX") and words.has("tags", token.lemma_.lower())
