"""What the lexicon knows of things, for the graph of entities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cablegraph.derived.entities import Facts
from cablegraph.policies import Concept, Policies
from cablegraph_ontology.lexicon import Body, Country, Lexicon
from cablegraph_ontology.terms import Kind, mint


def lexicon_facts(lexicon: Lexicon) -> Mapping[str, Facts]:
    """Return what is known of countries and bodies, by IRI."""
    countries = {mint(Kind.COUNTRY, c.key): _country(c) for c in lexicon.countries.values()}
    bodies = {mint(Kind.ORGANIZATION, b.key): _body(b) for b in lexicon.bodies.values()}
    return countries | bodies


def _country(country: Country) -> Facts:
    return Facts(
        label=country.name,
        aliases=country.aliases,
        iso3=country.key,
        point=country.point,
        wikidata=country.wikidata,
    )


def _body(body: Body) -> Facts:
    return Facts(label=body.name, aliases=body.aliases, iso3=body.country, wikidata=body.wikidata)


def policy_facts(policies: Policies, named: Iterable[tuple[str, str]]) -> Mapping[str, Facts]:
    """Return what the curated core knows of policies, by IRI: of its own concepts and of those narrowed.

    `named` are policies of the graph with labels, of which some narrow a concept of the core: "sanctions
    on Iran" is not in the core, "sanctions" is its wider concept.
    """
    facts = {mint(Kind.POLICY, c.key): _policy(c, c.label) for c in policies.concepts()}
    start = mint(Kind.POLICY, "x")[:-1]
    for iri, label in named:
        concept = policies.concept(iri.removeprefix(start))
        if concept is not None and iri not in facts:
            facts[iri] = _policy(concept, label)
    return facts


def _policy(concept: Concept, label: str) -> Facts:
    broader = () if concept.broader is None else (mint(Kind.POLICY, concept.broader),)
    return Facts(label=label, aliases=concept.alt, broader=broader)
