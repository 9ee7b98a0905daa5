"""Who a noun or pronoun stands for: a country, a body, a person, or a group without a name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cablegraph.extract.speech import Attribution, Speech
from cablegraph.extract.stances.syntax import ancestors, antecedent, child, conjuncts, preposition
from cablegraph.model import Annotated, Mention, Spot
from cablegraph_ontology.lexicon import Form, Lexicon
from cablegraph_ontology.stance_words import StanceWords
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from cablegraph.extract.cast import Cast

_FIRST = {"i", "we", "us", "our", "me", "my", "ourselves"}
_HE = {"he", "she", "him", "her", "his", "hers", "himself", "herself"}
_IT = {"it", "its", "itself"}
_THEY = {"they", "them", "their", "theirs", "themselves", "both", "themself"}
_LEFT = ("compound", "amod", "nmod", "poss", "nn")
_PARTS = ("of", "from", "in", "for")
# Further back than this a pronoun refers to nothing that a reader would remember.
_MEMORY = 150
# A row of pronouns with gaps up to this many tokens means one thing.
_GAP, _ROW = 40, 8


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """Somebody who may hold a position or be addressed. `mention` is whose position it is."""

    mention: Mention
    token: Token
    person: Mention | None = None
    """The official on record, when a person speaks for `mention`."""

    @property
    def key(self) -> tuple[str, str]:
        """What makes two actors the same within an article."""
        return self.mention.kind, self.mention.key or (self.mention.name or self.mention.text).lower()


class Actors:
    """Finds the actors of one article."""

    def __init__(
        self, annotated: Annotated, cast: Cast, lexicon: Lexicon, words: StanceWords, speech: Speech
    ) -> None:
        self._annotated = annotated
        self._cast = cast
        self._lexicon = lexicon
        self._words = words
        self._speech = speech
        self._spots: dict[int, Spot] = {}
        for spot in annotated.spots:
            for index in range(spot.first, spot.last + 1):
                self._spots[index] = spot
        self._surnames = _surnames(annotated)
        self._heads_of = {h.lower(): body.key for body in lexicon.bodies.values() for h in body.heads}
        self._heads = [_head(annotated, spot) for spot in annotated.spots]
        self._places = [t.i for t in self._heads]

    def all_of(self, token: Token) -> list[Actor]:
        """Return the actors of a noun phrase and of those coordinated with it."""
        found: dict[tuple[str, str], Actor] = {}
        for part in conjuncts(antecedent(token)):
            for actor in self._plural(part):
                found.setdefault(actor.key, actor)
        return list(found.values())

    def _plural(self, token: Token) -> Iterator[Actor]:
        if _is_first(token):
            yield from self.first_person(token)
        elif token.lower_ in _THEY or (
            token.lower_ in ("sides", "countries", "governments", "nations") and _vague(token)
        ):
            yield from self._they(token)
        else:
            actor = self.of(token)
            if actor is not None:
                yield actor
                yield from self._partners(token, actor)

    def _partners(self, token: Token, first: Actor) -> Iterator[Actor]:
        """Yield the further countries of "Hungarian and Romanian officials"."""
        if not self._words.has("organs", token.lemma_.lower()):
            return
        for c in token.children:
            if c.dep_ in ("amod", "compound", "nmod"):
                for part in conjuncts(c)[1:]:
                    spot = self._spots.get(part.i)
                    if (
                        spot is not None
                        and spot.mention.kind == Kind.COUNTRY
                        and spot.mention.key != first.mention.key
                    ):
                        yield Actor(spot.mention, token)

    def of(self, token: Token) -> Actor | None:
        """Return the actor that a noun or pronoun stands for."""
        token = antecedent(token)
        lower = token.lower_
        if _is_first(token):
            return next(self.first_person(token), None)
        if lower in _HE:
            return self._he(token)
        if lower in _IT or lower in _THEY:
            return next(self._they(token), None) if lower in _THEY else self._it(token)
        spot = self._spots.get(token.i)
        if spot is not None:
            return self._of_spot(spot, token)
        known = self._surnames.get(token.text) if token.text[:1].isupper() else None
        return self._of_person(known, token) if known is not None else self._of_noun(token)

    def is_name(self, token: Token) -> bool:
        """Say whether a word is part of a name, not only a noun such as "mission"."""
        return token.i in self._spots

    def country_or_body(self, token: Token) -> Actor | None:
        """Return the country or body that a word names or is the adjective of: "Turkey's", "Haitian"."""
        spot = self._spots.get(token.i)
        if spot is None or spot.mention.kind not in (Kind.COUNTRY, Kind.ORGANIZATION):
            return None
        return Actor(self._state_of(spot.mention), token)

    def speakers(self, attribution: Attribution) -> list[Actor]:
        """Return who vouches: one actor, or several who speak together."""
        found = self.all_of(attribution.speaker)
        for other in attribution.others:
            actor = self.of(other)
            if actor is not None and all(actor.key != f.key for f in found):
                found.append(actor)
        return found

    def first_person(self, token: Token) -> Iterator[Actor]:
        """Yield whom "we" stands for: the innermost speakers, or those who signed the text."""
        for attribution in reversed(self._speech.chain(token)):
            if attribution.speaker.lower_ not in _FIRST:
                yield from self.speakers(attribution)
                return

    # -------------------------------------------------------------- names and nouns
    def _of_spot(self, spot: Spot, token: Token) -> Actor | None:
        mention = spot.mention
        if mention.kind == Kind.PERSON:
            return self._of_person(spot, token)
        if mention.kind == Kind.COUNTRY:
            if mention.form == Form.ADJECTIVE and token.pos_ not in ("PROPN", "NOUN"):
                return None
            if mention.form == Form.PEOPLE and not self._is_nation(spot):
                return Actor(replace(mention, kind=Kind.ORGANIZATION, form=Form.DESCRIPTOR, key=None), token)
            return Actor(mention, token)
        return Actor(self._state_of(mention), token)

    def _is_nation(self, spot: Spot) -> bool:
        """Say whether nationals stand for their state: "the Russians", not "ethnic Albanians in Serbia"."""
        before = self._annotated.doc[spot.first - 1] if spot.first else None
        after = self._annotated.doc[spot.last + 1] if spot.last + 1 < len(self._annotated.doc) else None
        return (
            before is not None
            and before.lower_ == "the"
            and (after is None or after.dep_ not in ("prep", "relcl"))
        )

    def _of_person(self, spot: Spot, token: Token) -> Actor:
        member = self._cast.member(spot)
        if member is None:
            return Actor(spot.mention, token)
        stands_for = self._cast.represents(member)
        person = replace(spot.mention, name=member.name)
        if stands_for is None:
            stands_for = self._compatriot(spot)
        if stands_for is None:
            return Actor(person, token)
        return Actor(self._state_of(stands_for), token, person)

    def _phrase(self, token: Token) -> str:
        """Return a noun with the words that are compounded with it: "Secretary-General"."""
        parts = [c for c in token.children if c.dep_ in ("compound", "amod", "punct") and c.i < token.i]
        first = min([c.left_edge.i for c in parts] + [token.i])
        return str(self._annotated.doc[first : token.i + 1].text)

    def _compatriot(self, spot: Spot) -> Mention | None:
        """Return the country of "China's Wang Yi", who is named for it without an office."""
        head = _head(self._annotated, spot)
        owner = child(head, "poss")
        of = self._spots.get(owner.i) if owner is not None else None
        if of is not None and of.mention.kind == Kind.COUNTRY and of.mention.form == Form.NAME:
            return of.mention
        return None

    def _state_of(self, mention: Mention) -> Mention:
        """Return the country whose position a body states (a foreign ministry), else the body."""
        if mention.kind == Kind.COUNTRY:
            return mention
        body = self._lexicon.bodies.get(mention.key or "")
        if body is not None and body.speaks_for:
            return replace(mention, kind=Kind.COUNTRY, key=body.speaks_for, name=None, of=None)
        if (
            mention.key in self._lexicon.portfolios
            and mention.of is not None
            and mention.of.kind == Kind.COUNTRY
        ):
            return replace(mention.of, start=mention.start, end=mention.end, text=mention.text)
        return mention

    def _of_noun(self, token: Token) -> Actor | None:
        if token.pos_ not in ("NOUN", "PROPN", "ADJ"):
            return None
        member = self._cast.member(token)
        if member is not None:
            stands_for = self._cast.represents(member)
            if stands_for is not None:
                return Actor(self._state_of(stands_for), token, replace(member.mention, name=member.name))
            return Actor(replace(member.mention, name=member.name), token)
        person = self._apposed(token)
        if person is not None:
            return person
        lemma = token.lemma_.lower()
        owner = self._owner(token)
        if owner is not None and self._words.has("organs", lemma):
            if self._words.has("polities", lemma) and owner.of is not None and owner.of.kind == Kind.COUNTRY:
                owner = owner.of  # "his country", said of a delegation's head
            return Actor(self._widened(owner, token), token)
        head_of = self._heads_of.get(self._phrase(token).lower())
        if head_of is not None:
            mention = self._annotated.mention(
                self._annotated.doc[token.left_edge.i : token.i + 1], Kind.ORGANIZATION
            )
            return Actor(self._state_of(replace(mention, key=head_of)), token)
        if self._words.has("groups", lemma):
            return self._group(token, owner if preposition(token, "in") is None else None)
        if token.ent_type_ in ("ORG", "NORP", "GPE") and token.pos_ == "PROPN":
            return self._named(token)
        return None

    def _apposed(self, token: Token) -> Actor | None:
        """Return the person whose title a noun is: "his foreign minister, Jorge Arreaza, said"."""
        for c in token.children:
            spot = self._spots.get(c.i)
            beside = c.dep_ == "appos" or (
                c.dep_ in ("nmod", "compound") and c.i < token.i and _comma_between(c, token)
            )
            if beside and spot is not None and spot.mention.kind == Kind.PERSON:
                return replace(self._of_person(spot, c), token=token)
        return None

    def _owner(self, token: Token) -> Mention | None:
        """Return the country or body of a noun: "Chinese officials", "the government of Peru"."""
        for c in token.children:
            if c.dep_ in _LEFT:
                for part in (c, *c.children):
                    spot = self._spots.get(part.i)
                    if spot is not None and spot.mention.kind in (Kind.COUNTRY, Kind.ORGANIZATION):
                        return self._state_of(spot.mention)
                    if spot is not None and c.dep_ in ("compound", "poss"):
                        leader = self._of_person(spot, part).mention  # "the Obama administration"
                        return leader if leader.kind == Kind.COUNTRY else None
                if c.dep_ == "poss" and c.pos_ == "NOUN":
                    actor = self._of_noun(c)
                    if actor is not None and actor.mention.form != Form.DESCRIPTOR:
                        return actor.mention
            if c.dep_ == "poss" and c.lower_ in (_IT | _FIRST | _HE | _THEY):
                actor = self.of(c)
                if actor is not None:
                    return actor.mention
        for c in token.children:
            if c.dep_ == "prep" and c.lower_ in _PARTS:
                inner = child(c, "pobj")
                spot = self._spots.get(inner.i) if inner is not None else None
                if spot is not None and spot.mention.kind != Kind.PERSON:
                    return self._state_of(spot.mention)
        return None

    def _widened(self, owner: Mention, token: Token) -> Mention:
        """Return an owner with the words of the whole phrase: "Chinese officials" for China."""
        left = [c.left_edge for c in token.children if c.dep_ in _LEFT]
        first = min([t.i for t in left] + [token.i])
        words = self._annotated.mention(self._annotated.doc[first : token.i + 1], owner.kind)
        return replace(owner, start=words.start, end=words.end, text=words.text)

    def _group(self, token: Token, owner: Mention | None) -> Actor | None:
        lemma = token.lemma_.lower()
        if owner is None:
            titled = self._titled(token)
            if titled is not None:
                return titled
        if owner is None and self._words.has("bodies", lemma):
            owner = self._context(token)
            if owner is not None:
                return Actor(self._widened(owner, token), token)
        if owner is not None and owner.kind == Kind.ORGANIZATION and owner.key is not None:
            return Actor(self._widened(owner, token), token)
        left = [c.left_edge.i for c in token.children if c.dep_ in (*_LEFT, "nummod")]
        span = self._annotated.doc[min([*left, token.i]) : token.i + 1]
        of = owner if owner is not None and owner.kind == Kind.COUNTRY else None
        return Actor(self._annotated.mention(span, Kind.ORGANIZATION, form=Form.DESCRIPTOR, of=of), token)

    def _titled(self, token: Token) -> Actor | None:
        """Return the person that "the Secretary" or "the minister" means: the last with that title."""
        if not any(c.lower_ in ("the", "this") for c in token.children) or child(token, "prep") is not None:
            return None
        for spot, _ in self._before(token):
            member = self._cast.member(spot) if spot.mention.kind == Kind.PERSON else None
            if member is not None and any(token.lower_ in role.role.lower().split() for role in member.roles):
                return replace(self._of_person(spot, token), token=token)
        return None

    def _context(self, token: Token) -> Mention | None:
        """Return the country that "the government" is of: the last one that acted before."""
        if child(token, "prep", *_LEFT) is not None or not any(
            c.lower_ in ("the", "its", "their") for c in token.children
        ):
            return None
        for spot, head in self._before(token):
            mention = self._state_of(spot.mention)
            if mention.kind == Kind.PERSON:
                mention = self._of_person(spot, head).mention
            acting = head.dep_ in ("nsubj", "nsubjpass", "poss", "agent") or (
                head.dep_ in ("amod", "compound", "nmod")
                and self._words.has("organs", head.head.lemma_.lower())
            )
            if mention.kind == Kind.COUNTRY and acting:
                return mention
        return None

    def _named(self, token: Token) -> Actor:
        first, last = token.i, token.i
        doc = self._annotated.doc
        while first > 0 and doc[first - 1].ent_type_ == token.ent_type_ and doc[first].ent_iob_ == "I":
            first -= 1
        while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
            last += 1
        if doc[first].lower_ == "the" and first < last:
            first += 1
        return Actor(self._annotated.mention(doc[first : last + 1], Kind.ORGANIZATION, form=Form.NAME), token)

    # -------------------------------------------------------------- pronouns
    def _he(self, token: Token) -> Actor | None:
        member = self._cast.member(token)
        if member is not None:
            stands_for = self._cast.represents(member)
            mention = replace(member.mention, name=member.name)
            if stands_for is None:
                return Actor(mention, token)
            return Actor(self._state_of(stands_for), token, mention)
        above = self._subject_above(token)
        if above is not None:
            return above
        people = [(s, h) for s, h in self._before(token) if s.mention.kind == Kind.PERSON]
        leading = [(s, h) for s, h in people if _leads(h)]
        near = leading or [
            (s, h) for s, h in people if h.dep_ in ("nsubj", "nsubjpass", "agent", "appos", "ROOT")
        ]
        return self._of_person(near[0][0], token) if near else None

    def _subject_above(self, token: Token) -> Actor | None:
        """Return the person who is the subject around a pronoun: "May said that she was sorry"."""
        verb = token.head
        for above in ancestors(verb):
            subject = child(above, "nsubj") if above.pos_ in ("VERB", "AUX") else None
            spot = self._spots.get(subject.i) if subject is not None else None
            if (
                spot is not None
                and subject is not None
                and spot.mention.kind == Kind.PERSON
                and subject.i < token.i
            ):
                return self._of_person(spot, token)
        return None

    def _it(self, token: Token) -> Actor | None:
        chain = self._speech.chain(token)
        if token.dep_ == "nsubj" and chain and not chain[-1].direct and chain[-1].speaker.lower_ not in _IT:
            voucher = self.of(chain[-1].speaker)  # "Guterres said it would join neither camp"
            if (
                voucher is not None
                and voucher.mention.kind != Kind.PERSON
                and voucher.mention.form != Form.DESCRIPTOR
            ):
                return replace(voucher, token=token)
        for spot, head in self._before(token):
            if spot.mention.kind == Kind.PERSON:
                continue
            above = head if head.dep_ in ("nsubj", "nsubjpass") else head.head
            if above.dep_ in ("nsubj", "nsubjpass") and above.i < token.i:
                actor = self._of_spot(spot, head) if above.i == head.i else self._of_noun(above)
                if actor is not None and actor.mention.kind != Kind.PERSON:
                    return replace(actor, token=token)
        return None

    def _they(self, token: Token) -> Iterator[Actor]:
        for actor in self._plural_before(self._first_they(token)):
            yield replace(actor, token=token)

    def _first_they(self, token: Token) -> Token:
        """Return the first of a row of "they", which all mean the same."""
        for _ in range(_ROW):
            near = self._annotated.doc[max(0, token.i - _GAP) : token.i]
            before = next((t for t in reversed(near) if t.lower_ == "they"), None)
            if before is None:
                break
            token = before
        return token

    def _plural_before(self, token: Token) -> Iterator[Actor]:
        people = next(
            (t for t in reversed(self._annotated.doc[max(0, token.i - _GAP) : token.i]) if self._is_crowd(t)),
            None,
        )
        for spot, head in self._before(token):
            top = next((a for a in (head, *ancestors(head)) if a.dep_ in ("nsubj", "nsubjpass")), None)
            if top is None or top.i >= token.i or top.head.i == token.head.i:
                continue
            if people is not None and people.i > top.i:
                return
            group = [a for a in map(self._single, conjuncts(top)) if a is not None and a.token.i < token.i]
            if not group or (len(group) == 1 and not _is_many(top, spot)):
                continue
            yield from (replace(a, token=token) for a in group)
            return

    def _is_crowd(self, token: Token) -> bool:
        """Say whether a word is a plural of people who hold no position here: "migrants", "victims"."""
        return token.tag_ in ("NNS", "NNPS") and (
            self._words.has("crowds", token.lemma_.lower())
            or (token.tag_ == "NNPS" and token.ent_type_ == "NORP")
        )

    def _single(self, token: Token) -> Actor | None:
        if token.lower_ in _THEY or token.lower_ in _IT or token.lower_ in _HE:
            return None
        return self.of(token)

    def _before(self, token: Token) -> Iterator[tuple[Spot, Token]]:
        """Yield the named things before a token, nearest first."""
        place = bisect_left(self._places, token.i) - 1
        while place >= 0 and token.i - self._places[place] <= _MEMORY:
            yield self._annotated.spots[place], self._heads[place]
            place -= 1


def _is_first(token: Token) -> bool:
    return token.lower_ in _FIRST and token.text != "US"


def _leads(head: Token) -> bool:
    """Say whether a name is the subject of a main clause, or of a clause of saying above one."""
    if head.dep_ != "nsubj":
        return False
    verb = head.head
    return verb.dep_ in ("ROOT", "parataxis") or (verb.dep_ in ("ccomp", "conj") and verb.head.dep_ == "ROOT")


def _comma_between(left: Token, right: Token) -> bool:
    return any(t.text == "," for t in left.doc[left.i + 1 : right.i])


def _is_many(top: Token, spot: Spot) -> bool:
    """Say whether one actor can be "they": a plural noun, nationals, or a body; not one country or person."""
    if top.tag_ in ("NNS", "NNPS"):
        return spot.mention.key != "USA" or top.tag_ == "NNS"
    return spot.mention.kind == Kind.ORGANIZATION


def _vague(token: Token) -> bool:
    return any(c.lower_ in ("both", "two", "these", "those") for c in token.children)


def _surnames(annotated: Annotated) -> dict[str, Spot]:
    """Return the first full mention of each person by surname, where it is the surname of one person only."""
    found: dict[str, list[Spot]] = {}
    for spot in annotated.spots:
        words = (spot.mention.name or spot.mention.text).split()
        if spot.mention.kind == Kind.PERSON and len(words) > 1:
            found.setdefault(words[-1], []).append(spot)
    return {
        surname: spots[0]
        for surname, spots in found.items()
        if len({(s.mention.name or s.mention.text).lower() for s in spots}) == 1
    }


def _head(annotated: Annotated, spot: Spot) -> Token:
    span = annotated.doc[spot.first : spot.last + 1]
    return span.root
