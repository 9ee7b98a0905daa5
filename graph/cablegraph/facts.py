"""What the lexicon knows of things, for the graph of entities."""

from __future__ import annotations

from collections.abc import Mapping

from cablegraph.entities import Facts
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
