"""The people of one article: who is meant by a name, a title or a pronoun, and for whom each speaks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from cablegraph.model import Annotated, Mention, Spot
from cablegraph.spotting.names import full_name
from cablegraph.spotting.titles import find_titles
from cablegraph.spotting.tokens import Tokens
from cablegraph_ontology.lexicon import Lexicon, Title
from cablegraph_ontology.relations import RoleClaim, Status
from cablegraph_ontology.terms import Kind

if TYPE_CHECKING:
    from spacy.tokens import Token


# So many words before a name, its title may stand.
_BESIDE = 12


_CAMPAIGNERS = ("activist", "adviser", "expert")


@dataclass(frozen=True, slots=True)
class Member:
    """A person of an article: the full name, where it stands first, and the roles that the article gives."""

    name: str
    mention: Mention
    roles: tuple[RoleClaim[Mention], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cast:
    """The people of one article and their roles."""

    members: tuple[Member, ...]
    """In the order of their first mention."""
    _by_name: dict[str, Member]
    _spots: tuple[Spot, ...]
    _described: dict[int, str]
    """Tokens of titles without a name, as in "the minister", to the full name of the only person meant."""
    _lexicon: Lexicon

    @classmethod
    def of(cls, annotated: Annotated, roles: Sequence[RoleClaim[Mention]], lexicon: Lexicon) -> Cast:
        """Gather the people of an article from its spots and its role claims."""
        first: dict[str, Mention] = {}
        for spot in annotated.spots:
            if spot.mention.kind == Kind.PERSON:
                first.setdefault(full_name(spot.mention), spot.mention)
        claims: dict[str, list[RoleClaim[Mention]]] = {}
        for claim in roles:
            first.setdefault(full_name(claim.person), claim.person)
            claims.setdefault(full_name(claim.person), []).append(claim)
        members = {
            name: Member(name, mention, tuple(claims.get(name, ()))) for name, mention in first.items()
        }
        return cls(
            tuple(members.values()), members, annotated.spots, _described(annotated, roles, lexicon), lexicon
        )

    def member(self, what: Spot | Token) -> Member | None:
        """Return the person that a spot or a token stands for, or None when that is open."""
        if isinstance(what, Spot):
            spot: Spot | None = what
        else:
            place = bisect_right(self._spots, what.i, key=lambda s: s.first) - 1
            spot = self._spots[place] if place >= 0 and self._spots[place].last >= what.i else None
        if spot is None and not isinstance(what, Spot):
            return self._by_name.get(self._described.get(what.i, ""))
        if spot is None or spot.mention.kind != Kind.PERSON:
            return None
        return self._by_name.get(full_name(spot.mention))

    def represents(self, member: Member) -> Mention | None:
        """Return the country or body for which a person speaks, or None for a private person."""
        matters = {claim.country.key for claim in member.roles if claim.country and _is_matter(claim)}
        for wanted in ({Status.CURRENT, Status.ACTING}, {Status.INCOMING}):
            for claim in member.roles:
                if claim.agency is None and claim.country is not None and claim.country.key in matters:
                    continue
                speaks_for = self._speaks_for(claim) if claim.status in wanted else None
                if speaks_for is not None:
                    return speaks_for
        return None

    def _speaks_for(self, claim: RoleClaim[Mention]) -> Mention | None:
        title = self._title(claim.role)
        speaks_for = title.speaks_for if title is not None else "body"
        if speaks_for == "self":
            return claim.agency if title is not None and self._campaigns(claim.agency, title) else None
        key = claim.agency.key if claim.agency is not None else None
        if claim.agency is not None and key is not None and key in self._lexicon.bodies:
            body = self._lexicon.bodies[key]
            if body.speaks_for is not None:
                return claim.country or claim.agency
            return claim.agency
        if claim.agency is not None and claim.agency.key in self._lexicon.portfolios:
            return claim.country or claim.agency  # a ministry states its country's position
        return claim.agency or claim.country if speaks_for == "body" else claim.country or claim.agency

    def _campaigns(self, agency: Mention | None, title: Title) -> bool:
        """Say whether everybody who works for a body speaks for it: a campaigner, an adviser of a charity."""
        body = self._lexicon.bodies.get(agency.key or "") if agency is not None else None
        if body is None:
            return title.role_class == "activist" and agency is not None
        return title.role_class in _CAMPAIGNERS and body.kind == "ngo"

    def _title(self, role: str) -> Title | None:
        """Return the longest title in the words of a role: "vice president" before "president"."""
        known = _titles(self._lexicon)
        words = role.lower().split()
        for length in range(len(words), 0, -1):
            for start in range(len(words) - length + 1):
                title = known.get(" ".join(words[start : start + length]))
                if title is not None:
                    return title
        return None


def _is_matter(claim: RoleClaim[Mention]) -> bool:
    """Say whether a country is what an office deals with: "Special Representative for Iran"."""
    _, words, matter = claim.role.partition(" for ")
    return bool(words) and claim.country is not None and claim.country.text.lower() in matter.lower()


@cache
def _titles(lexicon: Lexicon) -> Mapping[str, Title]:
    return {wording.lower(): title for title in lexicon.titles.values() for wording in title.words}


def _titled(annotated: Annotated, roles: Sequence[RoleClaim[Mention]]) -> dict[int, str]:
    """Return the tokens of the titles that stand beside a name: "the delegate, Dilip Lahiri"."""
    found: dict[int, str] = {}
    doc = annotated.doc
    spots = {s.mention.start: s for s in annotated.spots if s.mention.kind == Kind.PERSON}
    for claim in roles:
        spot = spots.get(claim.person.start)
        if spot is None:
            continue
        for index in range(max(0, spot.first - _BESIDE), spot.first):
            if claim.cue_start <= annotated.offset(doc[index].idx) < claim.cue_end:
                found[index] = full_name(claim.person)
    return found


def _described(annotated: Annotated, roles: Sequence[RoleClaim[Mention]], lexicon: Lexicon) -> dict[int, str]:
    """Return whom "the minister" means, where but one person of the article is a minister now."""
    holders: dict[str, set[str]] = {}
    for claim in roles:
        if claim.status in {Status.CURRENT, Status.ACTING}:
            holders.setdefault(claim.role.lower(), set()).add(full_name(claim.person))
    by_last: dict[str, set[str]] = {}
    for role, names in holders.items():
        words = role.split()
        for start in range(len(words)):
            by_last.setdefault(" ".join(words[start:]), set()).update(names)
    tokens = Tokens.of(annotated.doc)
    found = _titled(annotated, roles)
    beside = {s.first for s in annotated.spots if s.mention.kind == Kind.PERSON}
    for title in find_titles(tokens, lexicon):
        names = by_last.get(" ".join(tokens.lower[title.first : title.last + 1]).replace(" - ", "-"), set())
        named = tokens.lower[title.last + 1 : title.last + 2] == [","] and title.last + 2 in beside
        if len(names) == 1 and not named and title.first > 0 and tokens.lower[title.first - 1] == "the":
            found |= dict.fromkeys(range(title.first, title.last + 1), next(iter(names)))
    return found
