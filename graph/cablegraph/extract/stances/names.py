"""Who a name stands for: a country, the body that states its position, a person and whom he speaks for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from cablegraph.extract.stances.actor import Actor
from cablegraph.extract.stances.known_holders import KnownHolders
from cablegraph.extract.stances.syntax import child
from cablegraph.model import Annotated, Mention, Spot
from cablegraph_ontology.lexicon import Form, Lexicon
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from cablegraph.extract.cast import Cast, Member

# Further back than this a pronoun refers to nothing that a reader would remember.
MEMORY = 150


class Names:
    """The names of one article, where they stand, and for whom they speak."""

    def __init__(self, annotated: Annotated, cast: Cast, lexicon: Lexicon) -> None:
        self.annotated = annotated
        self.cast = cast
        self.lexicon = lexicon
        self._spots: dict[int, Spot] = {}
        for spot in annotated.spots:
            for index in range(spot.first, spot.last + 1):
                self._spots[index] = spot
        self._surnames = _surnames(annotated)
        self._heads = [_head(annotated, spot) for spot in annotated.spots]
        self._places = [t.i for t in self._heads]
        self.publisher = _publisher(annotated.article.publisher, lexicon)
        self.titled = _titled(annotated)
        self._known = KnownHolders(annotated)

    def spot_at(self, index: int) -> Spot | None:
        """Return the name that covers a token."""
        return self._spots.get(index)

    def head(self, spot: Spot) -> Token:
        """Return the head word of a name."""
        return _head(self.annotated, spot)

    def surname(self, token: Token) -> Spot | None:
        """Return the full mention of the only person with a surname."""
        return self._surnames.get(token.text) if token.text[:1].isupper() else None

    def before(self, token: Token) -> Iterator[tuple[Spot, Token]]:
        """Yield the named things before a token, nearest first."""
        place = bisect_left(self._places, token.i) - 1
        while place >= 0 and token.i - self._places[place] <= MEMORY:
            yield self.annotated.spots[place], self._heads[place]
            place -= 1

    def of_spot(self, spot: Spot, token: Token) -> Actor | None:
        """Return the actor that a name stands for at a token; None for an adjective alone."""
        mention = spot.mention
        if mention.kind == Kind.PERSON:
            return self.of_person(spot, token)
        if mention.kind == Kind.COUNTRY:
            if mention.form == Form.ADJECTIVE and token.pos_ not in ("PROPN", "NOUN"):
                return None
            if mention.form == Form.PEOPLE and not self._is_nation(spot):
                return Actor(replace(mention, kind=Kind.ORGANIZATION, form=Form.DESCRIPTOR, key=None), token)
            return Actor(mention, token)
        return Actor(self.state_of(mention), token)

    def is_part(self, part: Mention, whole: Mention) -> bool:
        """Say whether a body is by its own name part of another: "UN refugee agency" of the UN."""
        inner, outer = self.lexicon.bodies.get(part.key or ""), self.lexicon.bodies.get(whole.key or "")
        if inner is None or outer is None:
            return False
        names = (inner.name, *inner.aliases)
        return any(n.startswith(f"{o} ") for n in names for o in (outer.name, *outer.aliases))

    def is_media(self, mention: Mention) -> bool:
        """Say whether a body is a newspaper, a broadcaster or a news agency."""
        body = self.lexicon.bodies.get(mention.key or "")
        return body is not None and body.kind == "media"

    def _is_nation(self, spot: Spot) -> bool:
        """Say whether nationals stand for their state: "the Russians", not "ethnic Albanians in Serbia"."""
        before = self.annotated.doc[spot.first - 1] if spot.first else None
        after = self.annotated.doc[spot.last + 1] if spot.last + 1 < len(self.annotated.doc) else None
        return (
            before is not None
            and before.lower_ == "the"
            and (after is None or after.dep_ not in ("prep", "relcl"))
        )

    def of_person(self, spot: Spot, token: Token) -> Actor:
        """Return whom a person speaks for; the person alone when for nobody."""
        member = self.cast.member(spot)
        if member is None:
            return Actor(spot.mention, token)
        stands_for = self.cast.represents(member)
        person = replace(spot.mention, name=member.name)
        if stands_for is None:
            stands_for = (
                self._compatriot(spot) or self._own_official(spot, member) or self._known.represented(member)
            )
        if stands_for is None:
            return Actor(person, token)
        return Actor(self.state_of(stands_for), token, person)

    def _compatriot(self, spot: Spot) -> Mention | None:
        """Return the country of "China's Wang Yi", who is named for it without an office."""
        head = _head(self.annotated, spot)
        owner = child(head, "poss")
        of = self.spot_at(owner.i) if owner is not None else None
        if of is not None and of.mention.kind == Kind.COUNTRY and of.mention.form == Form.NAME:
            return of.mention
        return None

    def _own_official(self, spot: Spot, member: Member) -> Mention | None:
        """Return the government that publishes a text, for its "Special Representative for Iran"."""
        if self.publisher is None or not any(" for " in role.role for role in member.roles):
            return None
        return replace(spot.mention, kind=Kind.COUNTRY, key=self.publisher, name=None, of=None)

    def state_of(self, mention: Mention) -> Mention:
        """Return the country whose position a body states (a foreign ministry), else the body."""
        if mention.kind == Kind.COUNTRY:
            return mention
        body = self.lexicon.bodies.get(mention.key or "")
        if body is not None and body.speaks_for:
            return replace(mention, kind=Kind.COUNTRY, key=body.speaks_for, name=None, of=None)
        if (
            mention.key in self.lexicon.portfolios
            and mention.of is not None
            and mention.of.kind == Kind.COUNTRY
        ):
            return replace(mention.of, start=mention.start, end=mention.end, text=mention.text)
        return mention

    def of_entity(self, token: Token) -> Actor:
        """Return the body that the model's own entity around a token names."""
        first, last = token.i, token.i
        doc = self.annotated.doc
        while first > 0 and doc[first - 1].ent_type_ == token.ent_type_ and doc[first].ent_iob_ == "I":
            first -= 1
        while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
            last += 1
        if doc[first].lower_ == "the" and first < last:
            first += 1
        return Actor(self.annotated.mention(doc[first : last + 1], Kind.ORGANIZATION, form=Form.NAME), token)


def _publisher(name: str | None, lexicon: Lexicon) -> str | None:
    """Return the ISO code of the country whose government published an article itself."""
    plain = (name or "").replace(".", "").casefold()
    for body in lexicon.bodies.values() if plain else ():
        if body.speaks_for and plain in {n.replace(".", "").casefold() for n in (body.name, *body.aliases)}:
            return body.speaks_for
    return None


def _titled(annotated: Annotated) -> tuple[Spot, ...]:
    """Return the first name of each country that the article's title is about, not where something is."""
    title = annotated.article.title or ""
    found: dict[str, Spot] = {}
    for spot in annotated.spots:
        mention = spot.mention
        if mention.kind == Kind.COUNTRY and mention.key is not None and mention.form == Form.NAME:
            before, named, _ = title.partition(mention.text)
            words = before.split()[-2:]  # "an attack in Afrin, Syria" and "a trip to Peru" tell where
            if named and "in" not in words and words[-1:] not in (["from"], ["to"], ["at"]):
                found.setdefault(mention.key, spot)
    return tuple(found.values())


def _surnames(annotated: Annotated) -> dict[str, Spot]:
    """Return the first full mention of each person by surname, where it is the surname of one person only."""
    found: dict[str, list[Spot]] = {}
    for spot in annotated.spots:
        words = (spot.mention.name or spot.mention.text).split()
        if spot.mention.kind == Kind.PERSON:  # of Indonesians the only word
            found.setdefault(words[-1], []).append(spot)
    return {
        surname: spots[0]
        for surname, spots in found.items()
        if len({(s.mention.name or s.mention.text).lower() for s in spots}) == 1
    }


def _head(annotated: Annotated, spot: Spot) -> Token:
    span = annotated.doc[spot.first : spot.last + 1]
    return span.root
