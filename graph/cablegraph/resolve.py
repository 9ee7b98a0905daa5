"""Step 5: mentions become things with an IRI; a claim that cannot be tied to things is a value with a
reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from cablegraph.model import Annotated, Entity, Mention, Unresolved
from cablegraph.spotting.names import full_name
from cablegraph_ontology.lexicon import Lexicon
from cablegraph_ontology.relations import Claim, RoleClaim
from cablegraph_ontology.terms import Kind, mint, slug

if TYPE_CHECKING:
    from cablegraph.extract.cast import Cast

_NOBODY: Mapping[str, str] = MappingProxyType({})

Policies = Callable[[Mention], Entity]
"""Ties the wording of a policy to its concept."""


def plain_policy(mention: Mention) -> Entity:
    """Return a policy concept made from the wording alone."""
    label = mention.name or mention.text
    return Entity(iri=mint(Kind.POLICY, slug(label)), kind=Kind.POLICY, label=label, text=mention.text)


class Resolver:
    """Ties the mentions of claims to entities."""

    def __init__(self, lexicon: Lexicon, policies: Policies = plain_policy) -> None:
        self._lexicon = lexicon
        self._policies = policies
        self._by_portfolio = {
            (body.country, body.portfolio): body
            for body in lexicon.bodies.values()
            if body.portfolio is not None
        }

    def resolve(
        self,
        annotated: Annotated,  # noqa: ARG002  # a resolver of one's own may look at the text
        cast_of_article: Cast,
        claims: Iterable[Claim[Mention]],
    ) -> Iterator[Claim[Entity] | Unresolved]:
        """Yield each claim with entities in its slots, or with the reason why that failed."""
        owners = _owners_of_last_names(cast_of_article)
        for claim in claims:
            yield self._claim(claim, owners)

    def _claim(self, claim: Claim[Mention], owners: Mapping[str, str]) -> Claim[Entity] | Unresolved:
        if isinstance(claim, RoleClaim):
            if claim.agency is None and claim.country is None:
                return Unresolved(claim, "agency", "neither a body nor a country")
            return self._role(claim, owners)
        return claim.map(partial(self.entity, owners=owners))

    def _role(self, claim: RoleClaim[Mention], owners: Mapping[str, str]) -> Claim[Entity]:
        agency = self.entity(claim.agency) if claim.agency is not None else None
        country = self.entity(claim.country) if claim.country is not None else None
        slots = replace(claim, office=None).map(partial(self.entity, owners=owners))
        office = self._office(claim, agency, country)
        return cast("Claim[Entity]", replace(cast("RoleClaim[Entity]", slots), office=office))

    def entity(self, mention: Mention, owners: Mapping[str, str] = _NOBODY) -> Entity:
        """Return the thing that a mention stands for.

        `owners` says for a last name that stands without a first one whose office its bearer holds.
        """
        if mention.kind == Kind.COUNTRY:
            return self._country(mention)
        if mention.kind == Kind.ORGANIZATION:
            return self._organization(mention)
        if mention.kind == Kind.POLICY:
            return self._policies(mention)
        name = full_name(mention)
        owner = owners.get(name) if mention.kind == Kind.PERSON else None
        key = slug(name) if owner is None else f"{slug(name)}-{owner}"
        return Entity(iri=mint(mention.kind, key), kind=mention.kind, label=name, text=mention.text)

    def _country(self, mention: Mention) -> Entity:
        key = mention.key or slug(mention.text)
        known = self._lexicon.countries.get(key)
        label = known.name if known is not None else mention.text
        return Entity(
            iri=mint(Kind.COUNTRY, key),
            kind=Kind.COUNTRY,
            label=label,
            text=mention.text,
            iso3=key,
            curated=known is not None,
        )

    def _organization(self, mention: Mention) -> Entity:
        body = self._lexicon.bodies.get(mention.key) if mention.key is not None else None
        country = mention.of.key if mention.of is not None and mention.of.kind == Kind.COUNTRY else None
        if body is None and country is not None and mention.key is not None:
            body = self._by_portfolio.get((country, mention.key))
        if body is not None:
            return Entity(
                iri=mint(Kind.ORGANIZATION, body.key),
                kind=Kind.ORGANIZATION,
                label=body.name,
                text=mention.text,
                iso3=body.country,
                curated=True,
            )
        name = mention.name or " ".join(mention.text.split())
        if country is None:
            return Entity(
                iri=mint(Kind.ORGANIZATION, slug(name)), kind=Kind.ORGANIZATION, label=name, text=mention.text
            )
        known = self._lexicon.countries.get(country)
        return Entity(
            iri=mint(Kind.ORGANIZATION, f"{country.lower()}-{slug(name)}"),
            kind=Kind.ORGANIZATION,
            label=f"{name} ({known.name if known is not None else country})",
            text=mention.text,
            iso3=country,
        )

    def _office(self, claim: RoleClaim[Mention], agency: Entity | None, country: Entity | None) -> Entity:
        owner = agency or country
        assert owner is not None
        role = office_role(claim.role)
        key = f"{owner.iri.rsplit('/', 1)[1].lower()}-{slug(role)}"
        return Entity(
            iri=mint(Kind.OFFICE, key),
            kind=Kind.OFFICE,
            label=f"{role}, {owner.label}",
            text=claim.office.text if claim.office is not None else claim.role,
            iso3=country.iso3 if country is not None else None,
            body=agency.iri if agency is not None else None,
        )


def _owners_of_last_names(people: Cast) -> dict[str, str]:
    """Return the country or body of each person whom an article calls by one word alone.

    "Wang" of China and "Wang" of Taiwan are two, in whatever articles they stand; a full name is one person
    until somebody splits it.
    """
    found: dict[str, str] = {}
    for member in people.members:
        if " " in member.name:
            continue
        owners = [role.country or role.agency for role in member.roles]
        key = next((owner.key for owner in owners if owner is not None and owner.key is not None), None)
        if key is not None:
            found[member.name] = slug(key)
    return found


def office_role(role: str) -> str:
    """Return the name of an office without the sex of who holds it: "spokeswoman" is "spokesperson"."""
    words = " ".join(role.split()).lower()
    for spoken in ("spokesman", "spokeswoman"):
        words = words.replace(spoken, "spokesperson")
    for chair in ("chairman", "chairwoman", "chairperson"):
        words = words.replace(chair, "chair")
    return words
