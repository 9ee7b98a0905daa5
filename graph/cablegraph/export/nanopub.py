"""Chosen claims as nanopublications: each an assertion, where it comes from, and who publishes it, in TriG.

They are unsigned. Tools such as `np` give them trusty IRIs and a signature, which needs a person's key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from cablegraph.export.chosen_claims import chosen_claims
from cablegraph.export.options import Options, Summary
from cablegraph.export.rdf_formats import FILE_PREFIXES, Dumpable
from cablegraph.export.replace_file import replacing
from cablegraph.reviewing.evidence import Evidence
from cablegraph_ontology.terms import DCT, KG, PROV, RDF, RDFS

NP = "http://www.nanopub.org/nschema#"

_A = ox.NamedNode(RDF + "type")
# What the claim says; the rest of its triples tells where that stands and how it was read.
_SAID = (
    *("person", "office", "agency", "country", "roleLabel", "status"),
    *("holder", "policy", "polarity", "target", "act"),
)
_HOW = (
    *("quote", "start", "end", "cue", "voice", "standing", "modality", "speaker", "speakerText"),
    *("hedged", "date", "confidence", "rule"),
)


def write_nanopubs(store: Dumpable, path: Path, options: Options) -> Summary:
    """Write a nanopublication for each chosen claim, in the order of the articles and their text.

    The filters choose: publish what somebody has looked at. Raises OptionError for options of views, OSError.
    """
    count = 0

    def quads() -> Iterator[ox.Quad]:
        nonlocal count
        for evidence in chosen_claims(store, options):
            count += 1
            yield from nanopub(store.oxigraph, evidence)

    with replacing(path) as out:
        ox.serialize(quads(), out, ox.RdfFormat.TRIG, prefixes={**FILE_PREFIXES, "np": NP})
    return Summary(paths=(path,), claims=count)


def nanopub(store: ox.Store, evidence: Evidence) -> Iterator[ox.Quad]:
    """Yield the four graphs of the nanopublication of one claim."""
    claim, base = ox.NamedNode(evidence.claim), f"{evidence.claim}/nanopub"
    this = ox.NamedNode(base)
    head, assertion, provenance, about = (
        ox.NamedNode(f"{base}#{name}") for name in ("head", "assertion", "provenance", "pubinfo")
    )
    yield ox.Quad(this, _A, ox.NamedNode(NP + "Nanopublication"), head)
    for name, graph in (
        ("hasAssertion", assertion),
        ("hasProvenance", provenance),
        ("hasPublicationInfo", about),
    ):
        yield ox.Quad(this, ox.NamedNode(NP + name), graph, head)
    yield from _copied(store, claim, (RDF + "type", *_kg(_SAID)), assertion)
    article = ox.NamedNode(evidence.source.iri)
    yield ox.Quad(assertion, ox.NamedNode(PROV + "wasDerivedFrom"), article, provenance)
    if evidence.source.url is not None:
        yield ox.Quad(article, ox.NamedNode(DCT + "source"), ox.Literal(evidence.source.url), provenance)
    yield from _copied(store, claim, (*_kg(_HOW), PROV + "wasGeneratedBy"), provenance)
    yield ox.Quad(this, ox.NamedNode(RDFS + "label"), ox.Literal(evidence.statement), about)
    program = ox.Literal(evidence.program or "Cablegraph")
    yield ox.Quad(this, ox.NamedNode(DCT + "creator"), program, about)


def _kg(names: Iterable[str]) -> Iterator[str]:
    return (KG + name for name in names)


def _copied(
    store: ox.Store, claim: ox.NamedNode, properties: Iterable[str], graph: ox.NamedNode
) -> Iterator[ox.Quad]:
    for name in map(ox.NamedNode, properties):
        found = {quad.object for quad in store.quads_for_pattern(claim, name, None)}
        for value in sorted(found, key=str):
            yield ox.Quad(claim, name, value, graph)
